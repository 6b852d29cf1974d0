"""Advice for a terminal whose encoding is not UTF-8, readable in that terminal."""

from __future__ import annotations

ADVICE = """\
您的终端不是 UTF-8 编码，中文会显示成乱码。请先把终端的编码（字符集）改成 UTF-8，再重新连接：
  PuTTY：     Change Settings → Window → Translation → Remote character set 选 UTF-8
  Xshell：    文件 → 属性 → 终端 → 编码 选 UTF-8
  MobaXterm： 会话 Terminal settings → Charset 选 UTF-8
  SecureCRT： 会话选项 → 终端 → 外观 → 字符编码 选 UTF-8
改不了的，用 kaoping --plain 打开编号菜单。
"""
ASCII = "Your terminal is not set to UTF-8. Set its character set to UTF-8 and connect again. (kaoping --plain for menus)\n"


def encoding_advice() -> bytes:
    """Return the advice in GBK, in UTF-8 and in English: one of them can be read."""
    text = ADVICE.replace("\n", "\r\n")
    return (
        b"\r\n"
        + text.encode("gb18030")
        + b"\r\n"
        + text.encode()
        + b"\r\n"
        + ASCII.replace("\n", "\r\n").encode()
    )
