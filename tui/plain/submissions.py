"""Menu of submissions (报送): status, import, blank workbooks."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping_core.pages.schema import SubmissionRow
from tui.plain import pickers
from tui.plain.context import MenuContext, Page
from tui.plain.file_prompts import write_files
from tui.plain.import_files import import_menu
from tui.plain.menu import choose_from

EVERYBODY = "全部"


def submissions_menu(context: MenuContext) -> None:
    """What can be done with reports."""
    context.topics(
        "报送",
        {
            "看考核主体的报送": lambda: _evaluators(context),
            "收文件": lambda: import_menu(context),
            "出空白报送表": lambda: _templates(context),
        },
    )


def _evaluators(context: MenuContext) -> None:
    context.menu(
        lambda: pickers.evaluator_options(context, "考核主体"),
        lambda evaluator: _evaluator(context, evaluator),
    )


def _evaluator(context: MenuContext, name: str) -> None:
    """How an evaluator stands, what it reports on, and everything it ever handed in."""
    context.topics(
        name,
        {
            "还缺哪些": lambda: _missing(context, name),
            "负责的指标": lambda: _indicators(context, name),
            "提示": lambda: _findings(context, name),
            "历次报送": lambda: _submissions(context, name),
        },
        *_head(context.evaluator(name)),
    )


def _head(page: Page) -> Iterator[str]:
    yield f"{page['state_words']}　应报{page['cells']}格"
    yield page["deadline_words"]
    if page["signature"]:
        yield page["signature"]


def _missing(context: MenuContext, name: str) -> None:
    """Cells that still lack something, by indicator."""
    lacking = [indicator for indicator in context.evaluator(name)["indicators"] if indicator["missing"]]
    lines = [
        f"{each['group_name']}　{each['name']}：{'、'.join(one['unit'] for one in each['missing'])}"
        for each in lacking
    ]
    context.console.pages(lines or ["不缺。"])


def _indicators(context: MenuContext, name: str) -> None:
    rows = [
        (
            indicator["name"],
            indicator["group_name"],
            indicator["weight"],
            f"{indicator['reported']}/{indicator['cells']}",
            indicator["clause"],
        )
        for indicator in context.evaluator(name)["indicators"]
    ]
    context.console.table(("指标", "组", "权重", "已报/应报", "出处"), rows, right=(2, 3))


def _findings(context: MenuContext, name: str) -> None:
    found = context.evaluator(name)["findings"]
    lines = [f"{each['word']}　{'　'.join(filter(None, (each['group'], each['message'])))}" for each in found]
    context.console.pages(lines or ["没有。"])


def _submissions(context: MenuContext, name: str) -> None:
    """Everything taken in, newest first."""
    context.console.pages(
        [_submission(submission) for submission in context.evaluator(name)["submissions"]]
        or ["还没有报送过。"]
    )


def _submission(submission: SubmissionRow) -> str:
    words = [submission["at"], f"{submission['kind']} {submission['file']}", f"{submission['entries']}条"]
    if submission["revision"]:
        words[1] = f"第{submission['revision']}次{words[1]}"
        signed = f"{submission['signed_on']}签字" if submission["signed_on"] else "没有签字"
        words.append(
            f"{submission['late_words']}，{signed}，{'已盖章' if submission['sealed'] else '没有盖章'}"
        )
    return "　".join((*words, f"经办：{submission['actor']}"))


def _templates(context: MenuContext) -> None:
    """Write blank workbooks of one evaluator or of all into a folder."""
    choices = pickers.evaluator_options(context, "给谁出空白报送表")
    name = choose_from(context.console, pickers.with_first_option(choices, EVERYBODY))
    context.console.show_progress("生成报送表")
    write_files(context, context.service.make_templates(() if name == EVERYBODY else (name,)))
