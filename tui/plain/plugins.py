"""Menu of the plugins (插件): maintainer, status, worked examples."""

from __future__ import annotations

from tui.plain.context import MenuContext
from tui.plain.menu import MenuOptions
from tui.tasks.protocol import ListPlugins

EVERYBODY = "全部"


def plugins_menu(context: MenuContext) -> None:
    """The plugins as they are now; choosing one runs its examples."""
    context.reload()
    context.menu(lambda: _options(context), lambda name: _examples(context, name))


def _options(context: MenuContext) -> MenuOptions:
    rows = tuple(
        (
            plugin["name"],
            plugin["owner"] or "—",
            plugin["version"] or "—",
            "Python" if plugin["python"] else "数据",
            plugin["fault"] or "正常",
        )
        for plugin in context.calls.plugins(ListPlugins(), context.console.show_progress)
    )
    return MenuOptions(
        "插件：选一个，用它的样例核对计分",
        ((EVERYBODY, "", "", "", ""), *rows),
        header=("插件", "维护部门", "版本", "内容", "状态"),
    )


def _examples(context: MenuContext, name: str) -> None:
    names = () if name == EVERYBODY else (name,)
    problems, count = context.service.run_examples(names, context.console.show_progress)
    if not problems:
        context.console.print_lines(f"{count}个样例全部相符。" if count else "没有样例。")
        return
    context.console.print_lines(f"{count}个样例，{len(problems)}处不对：")
    context.console.pages([str(problem) for problem in problems])
