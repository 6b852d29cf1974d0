"""Content of the diagnostics: facts of program and terminal, and samples to look at."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tui.cell_text import sanitise
from tui.session.session import Session
from tui.session.user_state import user_state_file
from tui.tasks.history import TaskRecord
from tui.widgets.text_view.data import Paragraph, TextDocument

_SPEAKS = {"utf-8": "UTF-8", "gbk": "GBK", "other": "不是 UTF-8", "unknown": "终端没有回答"}
_WIDE = {True: "占两格（只画 ASCII 线条）", False: "占一格", None: "终端没有回答（只画 ASCII 线条）"}
_LANGUAGE = ("LANG", "LC_ALL", "LC_CTYPE")
_LINE_LENGTH = 20
_SHOWS = "这一行应当"


def diagnostic_paragraphs(
    session: Session,
    about: TaskRecord[dict[str, str]] | None,
    size: tuple[int, int],
    driver: str,
    written: int | None,
) -> TextDocument:
    """Yield versions, paths, terminal, and the costs of this session.

    Args:
        session: the user's.
        about: what came of asking for versions and places; None while nothing has.
        size: columns and rows.
        driver: class of Textual's driver.
        written: bytes written to the terminal so far, where the driver counts them.
    """
    paragraphs = [Paragraph("程序和位置", tone="strong")]
    if about is None:
        paragraphs.append(Paragraph("正在读取…", tone="quiet"))
    elif about.result is None:
        paragraphs.append(Paragraph(f"没有读到，按 r 再试：{about.failure}", tone="bad"))
    else:
        paragraphs += [Paragraph(text, label=label) for label, text in about.result.items()]
    paragraphs.append(Paragraph(str(user_state_file(session.site, session.actor)), label="记忆"))
    paragraphs.append(Paragraph(str(session.uploads), label="上传文件夹"))
    paragraphs += [Paragraph(), Paragraph("终端", tone="strong")]
    paragraphs += [Paragraph(text, label=label) for label, text in _terminal(session, size)]
    cost = f"写出{written}字节，" if written is not None else ""
    paragraphs.append(Paragraph(f"{driver}，{cost}内存{resident_memory()}", label="这次登录"))
    return TextDocument(tuple(paragraphs))


def _terminal(session: Session, size: tuple[int, int]) -> Iterator[tuple[str, str]]:
    environment, terminal = os.environ, session.terminal
    yield "TERM", environment.get("TERM", "没有设置")
    yield "窗口", f"{size[0]}列，{size[1]}行"
    colours = "16色" if session.few_colours else "256色"
    yield "颜色", f"{colours}{'，NO_COLOR' if environment.get('NO_COLOR') else ''}"
    yield "编码", f"{_SPEAKS[terminal.encoding]}{'，PuTTY' if terminal.putty else ''}"
    yield "线条字符", _WIDE[terminal.ambiguous_wide]
    set_ = [f"{name}={environment[name]}" for name in _LANGUAGE if environment.get(name)]
    yield "语言", "，".join([*set_, locale.getencoding(), f"文件名{sys.getfilesystemencoding()}"])
    around = [name for name, variable in (("SSH", "SSH_CONNECTION"), ("tmux", "TMUX"), ("screen", "STY"))
              if environment.get(variable)]  # fmt: skip
    yield "经过", "、".join(around) or "没有经过 SSH、tmux"


def sample_paragraphs(session: Session) -> TextDocument:
    """Yield lines that show whether the terminal draws correctly, and what to do if not."""
    glyphs = session.glyphs
    ruler = "".join(str(column % 10) for column in range(1, _LINE_LENGTH + 1))
    paragraphs = [
        Paragraph("看一看：每两行一样宽", tone="strong"),
        Paragraph(f"{ruler}|"),
        Paragraph("考核主体报送评分汇总|"),
        Paragraph("ABCDEFGHIJ一二三四五|"),
        Paragraph(),
    ]
    if session.terminal.supports_box_drawing:
        paragraphs += [Paragraph("线条应当连着，方框应当合上", tone="strong")]
        paragraphs += [
            Paragraph(line) for line in ("┌────────┬────────┐", "│ 线条   │ ████···│", "└────────┴────────┘")
        ]
    else:
        paragraphs += [
            Paragraph("线条用 ASCII，因为终端没有说它画得下别的", tone="strong"),
            Paragraph(f"{glyphs.rule * 10}{glyphs.bar * 5}{glyphs.bar_rest * 5}"),
        ]
    paragraphs += [
        Paragraph(),
        Paragraph("颜色", tone="strong"),
        Paragraph(f"{_SHOWS}是粗体", tone="strong"),
        Paragraph(f"{_SHOWS}暗一些", tone="quiet"),
        Paragraph(f"{_SHOWS}是绿色", tone="good"),
        Paragraph(f"{_SHOWS}是黄色", tone="warning"),
        Paragraph(f"{_SHOWS}是红色", tone="bad"),
        Paragraph(),
        Paragraph("不对怎么办", tone="strong"),
        Paragraph(
            "PuTTY：Window→Translation→Remote character set 选 UTF-8；"
            "Treat CJK ambiguous characters as wide 不要勾",
            label="乱码、不齐",
        ),
        Paragraph("Xshell、MobaXterm：会话属性→终端→编码 选 UTF-8", label=""),
        Paragraph("PuTTY：Connection→Data→Terminal-type 填 xterm-256color", label="颜色少"),
        Paragraph("按 ^L 重画；窗口最好不小于80列24行", label="花屏"),
        Paragraph("把这一屏拍下来，或按 w 存成文件，交给技术支持", label="还不对"),
    ]
    return TextDocument(tuple(paragraphs))


def as_text(*parts: TextDocument) -> str:
    """Return all diagnostics as text."""
    lines = [
        f"{'  ' * paragraph.indent}{paragraph.label}{'：' if paragraph.label else ''}{paragraph.text}"
        for part in parts
        for paragraph in part.paragraphs
    ]
    return "\n".join(sanitise(line) for line in lines) + "\n"


def resident_memory() -> str:
    """Return the resident memory of this process."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return "不知道"
    found = next((line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")), "")
    return f"{int(found) // 1024} MB" if found.isdecimal() else "不知道"
