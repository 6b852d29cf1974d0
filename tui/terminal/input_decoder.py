"""Decodes keyboard input: UTF-8, else GB18030, and never raises.

Textual decodes strictly, so one byte of a terminal left at GBK ends the application (textual issue 6456). Here bytes that
are no UTF-8 are read as GB18030, and what is neither becomes U+FFFD. ASCII, and with it every escape sequence, is never
touched: ESC is no second byte in GB18030.

Two bytes can be both (``D2 BB`` is UTF-8 for U+04BB and GBK for 一). They are read as UTF-8 until the terminal has sent
something that only GB18030 explains, and as GB18030 from there until it sends Chinese in UTF-8.
"""

from __future__ import annotations

import re

_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8 = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*"
)
_UTF8_CUT = re.compile(
    rb"[\xc2-\xdf]|\xe0[\xa0-\xbf]?|[\xe1-\xec\xee\xef][\x80-\xbf]?|\xed[\x80-\x9f]?"
    rb"|\xf0(?:[\x90-\xbf][\x80-\xbf]?)?|[\xf1-\xf3][\x80-\xbf]{0,2}|\xf4(?:[\x80-\x8f][\x80-\xbf]?)?"
)
# Three and four bytes in a row that are valid UTF-8 are all but never GB18030: a sure sign.
_UTF8_LONG = re.compile(rb"[\xe0-\xf4]")
# Two bytes (GBK) or four (GB18030); the second may be ASCII from 0x40 on, but never ESC.
_GB = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9])*")
_GB_CUT = re.compile(rb"[\x81-\xfe](?:[0-9](?:[\x81-\xfe])?)?")
_LONGEST_DOUBT = 4096
"""Bytes from which on they are taken to be UTF-8 while it is open what they are."""


class KeyboardDecoder:
    """Decodes a stream of reads whose ends may fall inside a character."""

    def __init__(self) -> None:
        self._pending_bytes = b""
        self._gb = False

    @property
    def pending(self) -> bool:
        """Whether bytes are held back because the rest of a character is still to come."""
        return bool(self._pending_bytes)

    def decode(self, data: bytes, final: bool = False) -> str:
        """Decode ``data`` after the held-back bytes; with ``final``, nothing is held back."""
        data, self._pending_bytes = self._pending_bytes + data, b""
        out: list[str] = []
        at = 0
        while found := _HIGH.search(data, at):
            out.append(data[at : found.start()].decode("ascii"))
            text, at = self._decode_non_ascii(data, found.start(), final)
            out.append(text)
            if self._pending_bytes:
                return "".join(out)
        out.append(data[at:].decode("ascii"))
        return "".join(out)

    def _decode_non_ascii(self, data: bytes, start: int, final: bool) -> tuple[str, int]:
        """Decode the bytes from ``start``, which is above ASCII; return the text and its end, perhaps holding the rest back."""
        utf_end, utf_cut = _longest_match(_UTF8, _UTF8_CUT, data, start)
        gb_end, gb_cut = _longest_match(_GB, _GB_CUT, data, start)
        utf = data[start:utf_end]
        utf_whole = utf_end == len(data) or data[utf_end] < 0x80
        gb_whole = gb_end > start and (gb_end == len(data) or data[gb_end] < 0x80)
        # Two-byte UTF-8 (U+0080 to U+07FF) is Latin, Greek or Cyrillic: hardly typed here, and often valid GBK.
        sure = _UTF8_LONG.search(utf) is not None
        if utf_whole and (sure or not (self._gb and gb_whole)):
            self._gb = self._gb and not sure
            return utf.decode("utf-8"), utf_end
        # The read ended inside a character; what may be either is held back from its beginning, until more comes.
        if utf_cut and not final and (sure or not self._gb):
            end = utf_end if sure or len(data) - start > _LONGEST_DOUBT else start
            self._pending_bytes = data[end:]
            return data[start:end].decode("utf-8"), len(data)
        # Not UTF-8 as a whole: the terminal is set to GBK, and stays so until it sends certain UTF-8.
        if gb_whole or (gb_cut and (gb_end > start or not final)):
            text = _gb_text(data[start:gb_end])
            self._gb = self._gb or gb_end > start
            if gb_cut and not final:
                self._pending_bytes = data[gb_end:]
                return text, len(data)
            if gb_end > start:
                return text, gb_end
        # Neither: keep the longest readable beginning, replace one byte, and go on with the next.
        good, end = (
            (_gb_text(data[start:gb_end]), gb_end)
            if self._gb and not sure
            else (utf.decode("utf-8"), utf_end)
        )
        if end < len(data) and data[end] >= 0x80:
            return good + "\N{REPLACEMENT CHARACTER}", end + 1
        return good, end


def _longest_match(
    whole: re.Pattern[bytes], cut: re.Pattern[bytes], data: bytes, start: int
) -> tuple[int, bool]:
    """Return where whole characters from ``start`` end, and whether the data end inside the next one."""
    found = whole.match(data, start)
    end = found.end() if found else start
    return end, end < len(data) and cut.fullmatch(data, end) is not None


def _gb_text(data: bytes) -> str:
    """Decode GB18030; unassigned pairs become U+FFFD."""
    return data.decode("gb18030", "replace")
