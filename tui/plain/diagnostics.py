"""Diagnostics for support (终端自检)."""

from __future__ import annotations

import locale
import os
import shutil
import sys
from collections.abc import Iterator

from tui.plain.context import MenuContext
from tui.tasks.protocol import ReadSystemInfo

SHOWN_VARIABLES = ("TERM", "LANG", "LC_ALL", "LC_CTYPE", "SSH_TTY", "TMUX", "COLORTERM")
"""Variables of the environment that say what the terminal is."""


PLACES_OF_SCREENS = frozenset(("页面",))
"""What only the screens need."""


def diagnostics_menu(context: MenuContext) -> None:
    """Versions, places, what the terminal says of itself: on one page; then what is wrong with the configuration."""
    context.console.heading("终端自检")
    context.console.print_lines(*_program(context), *_environment(), *_sample())
    problems = context.service.check_configuration()
    context.console.print_lines(f"配置和插件：{f'{len(problems)}处问题' if problems else '没有问题'}")
    context.console.pages(map(str, problems))


def _program(context: MenuContext) -> Iterator[str]:
    for name, value in context.calls.system_info(ReadSystemInfo(), lambda _: None).items():
        if name not in PLACES_OF_SCREENS:
            yield f"{name}：{value}"


def _environment() -> Iterator[str]:
    columns, rows = shutil.get_terminal_size(fallback=(0, 0))
    yield f"窗口：{columns}列，{rows}行" if columns else "窗口：大小不知道"
    yield f"键盘：{_kind(0)}，屏幕：{_kind(1)}"
    yield f"编码：{locale.getencoding()}，文件名{sys.getfilesystemencoding()}"
    for name in SHOWN_VARIABLES:
        yield f"{name}：{os.environ.get(name, '没有设置')}"


def _kind(descriptor: int) -> str:
    try:
        return "终端" if os.isatty(descriptor) else "管道或文件"
    except OSError:
        return "没有"


def _sample() -> Iterator[str]:
    yield "下面两行应当一样宽，否则终端的编码不是 UTF-8："
    yield "考核主体报送"
    yield "123456789012"
