"""Menu of assemblies (汇总): tried out against the last one, recorded when a person confirms; recorded ones compared and exported."""

from __future__ import annotations

from kaoping_core.pages.labels import FINAL, PROVISIONAL
from kaoping_core.reports import diff
from tui.plain import overview
from tui.plain.context import MenuContext
from tui.plain.export import export_menu, pick_run
from tui.plain.menu import MenuOptions, choose_from
from tui.tasks.protocol import Assemble, TrialAssembly


def assembly_menu(context: MenuContext) -> None:
    """What can be done with assemblies."""
    context.topics(
        "汇总",
        {
            "试算，再决定记不记录": lambda: _assemble(context),
            "导出": lambda: export_menu(context),
            "记录过的汇总": lambda: overview.runs_menu(context),
            "比较两次汇总": lambda: _compare(context),
        },
    )


def _assemble(context: MenuContext) -> None:
    """Show what an assembly would change and what stands in its way; record it if a person confirms."""
    talk = context.console
    tried = context.calls.compare(TrialAssembly(), talk.show_progress)
    talk.heading(f"和第{tried['last']}次汇总比" if tried["last"] else "试算")
    talk.pages(tried["lines"])
    blocking = tried["blocking"]
    if blocking:
        talk.print_lines("", f"现在还不能出正式结果，有{len(blocking)}处问题：")
        talk.pages([f"{number}. {finding['message']}" for number, finding in enumerate(blocking, 1)])
    kinds = MenuOptions(
        "记录这次汇总吗",
        ((PROVISIONAL, "征求意见稿"), *(() if blocking else ((FINAL, "结果"),))),
        leave="不记录",
    )
    kind = choose_from(talk, kinds)
    if talk.confirm(f"记录为{kind}结果，确定吗"):
        _record(context, kind)
    else:
        talk.print_lines("没有记录。")


def _record(context: MenuContext, kind: str) -> None:
    done = context.calls.assemble(Assemble(kind == PROVISIONAL), context.console.show_progress)
    for each in done["printed"]:
        context.console.print_lines(*each.splitlines())
    context.console.print_lines(f"已记录：第{done['number']}次汇总（{kind}）{done['run']}")
    context.console.print_lines("名次在“总览”和“结果”里看，文件在“导出”里写。")


def _compare(context: MenuContext) -> None:
    """What changed between two recorded assemblies, and why."""
    before = pick_run(context, "比较：前一次")
    after = pick_run(context, "比较：后一次")
    difference, schemes = context.service.compare_runs(before, after)
    context.console.heading(f"第{before}次和第{after}次汇总")
    context.console.pages(diff.difference_lines(difference, schemes))
