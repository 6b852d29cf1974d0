"""插件: who owns each, whether it works, and its worked examples."""

from __future__ import annotations

from tui.plain.context import Office
from tui.plain.menu import Choices

EVERYBODY = "全部"


def plugins(office: Office) -> None:
    """The plugins as they are now; choosing one runs its examples."""
    office.anew()
    office.menu(lambda: _choices(office), lambda name: _examples(office, name))


def _choices(office: Office) -> Choices:
    rows = tuple(
        (
            each["name"],
            each["owner"] or "—",
            each["version"] or "—",
            "Python" if each["python"] else "数据",
            each["fault"] or "正常",
        )
        for each in office.calls.plugins(office.talk.wait)
    )
    return Choices(
        "插件：选一个，用它的样例核对计分",
        ((EVERYBODY, "", "", "", ""), *rows),
        header=("插件", "维护部门", "版本", "内容", "状态"),
    )


def _examples(office: Office, name: str) -> None:
    names = () if name == EVERYBODY else (name,)
    problems, count = office.service.run_examples(names, office.talk.wait)
    if not problems:
        office.talk.say(f"{count}个样例全部相符。" if count else "没有样例。")
        return
    office.talk.say(f"{count}个样例，{len(problems)}处不对：")
    office.talk.pages([str(problem) for problem in problems])
