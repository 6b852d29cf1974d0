"""Edits styles.xml: a highlighted counterpart of each needed style, and the styles of the problem sheet."""

from __future__ import annotations

from kaoping_core.xlsx.annotate.relationships import DECLARATION, Namespaces
from kaoping_core.xlsx.annotate.xml_editor import (
    CannotAnnotateError,
    ElementSpan,
    XmlEdits,
    attribute_edit,
    scan_elements,
)

HIGHLIGHT = "FFFFC7CE"
"""Ground of a cell with a problem: the light red that Excel itself offers for bad values."""
HEADING = "FFD9E1F2"
MAX_STYLES = 65_430
"""Cell styles that Excel takes."""
_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
)
_RESERVED_FILLS = ("none", "gray125")
"""The first two fills mean these whatever a file says."""
_PLAIN = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
_EMPTY = (
    '{declaration}<styleSheet xmlns="{main}">'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def empty_styles(dialect: Namespaces) -> bytes:
    """Return the styles part of a file that has none."""
    return _EMPTY.format(declaration=DECLARATION, main=dialect.main).encode()


class StyleSheetEditor:
    """Adds cell styles to a file; existing styles keep their numbers."""

    def __init__(self, part: str, data: bytes) -> None:
        self._data = data
        self._root = scan_elements(part, data, 3)
        self._prefix = self._root.prefix
        self._added: dict[str, list[str]] = {name: [] for name in _ORDER}
        self._formats = self._children("cellXfs")
        if not self._formats:
            self._add("cellXfs", _PLAIN)
        while self._count("fills") < len(_RESERVED_FILLS):
            self._fill(_RESERVED_FILLS[self._count("fills")])
        self._ground = self._fill("solid", HIGHLIGHT)
        self._marked: dict[int, int] = {}

    def highlighted(self, style: int) -> int:
        """Return the number of a style's highlighted counterpart."""
        known = style if 0 <= style < len(self._formats) else 0
        if known not in self._marked:
            self._marked[known] = self._add_written("cellXfs", self._with_ground(known))
        return self._marked[known]

    def for_list(self) -> tuple[int, int, int, int]:
        """Return the styles of the problem sheet: headings, texts, texts like formulas, links."""
        fonts, borders = "fonts", "borders"
        while not self._count(fonts):
            self._add(fonts, "<font><sz val='11'/><name val='宋体'/></font>")
        bold = self._add(fonts, "<font><b/><sz val='11'/><name val='宋体'/></font>")
        blue = self._add(fonts, "<font><u/><sz val='11'/><color rgb='FF0563C1'/><name val='宋体'/></font>")
        plain = self._add(fonts, "<font><sz val='11'/><name val='宋体'/></font>")
        thin = "".join(
            f"<{edge} style='thin'><color rgb='FFBFBFBF'/></{edge}>"
            for edge in ("left", "right", "top", "bottom")
        )
        box = self._add(borders, f"<border>{thin}<diagonal/></border>")
        ground = self._fill("solid", HEADING)

        def style(font: int, fill: int, alignment: str, more: str = "") -> int:
            return self._add(
                "cellXfs",
                f"<xf numFmtId='0' fontId='{font}' fillId='{fill}' borderId='{box}' applyFont='1' applyFill='1'"
                f" applyBorder='1' applyAlignment='1'{more}>"
                f"<alignment {alignment} vertical='center' wrapText='1'/></xf>",
            )

        return (
            style(bold, ground, "horizontal='center'"),
            style(plain, 0, "horizontal='left'"),
            style(plain, 0, "horizontal='left'", " quotePrefix='1'"),
            style(blue, 0, "horizontal='left'"),
        )

    def result(self) -> bytes:
        """Return the edited part."""
        if self._count("cellXfs") > MAX_STYLES:
            raise CannotAnnotateError("文件中的单元格样式过多，无法批注")
        splices = XmlEdits(self._data)
        for name in _ORDER:
            new = "".join(self._added[name])
            section = self._root.child(name)
            if new and section:
                splices.append(section, new)
                if "count" in section.attributes:
                    splices.set(section.start, "count", str(self._count(name)))
            elif new:
                self._insert(
                    splices,
                    name,
                    f'<{self._prefix}{name} count="{self._count(name)}">{new}</{self._prefix}{name}>',
                )
        return splices.result()

    def _insert(self, splices: XmlEdits, name: str, section: str) -> None:
        """Insert a missing section at its place in the schema's order."""
        later = (*_ORDER[_ORDER.index(name) + 1 :], "colors", "extLst")
        following = next((child for child in self._root.children if child.name in later), None)
        if following:
            splices.insert(following.start, section)
        else:
            splices.append(self._root, section)

    def _children(self, section: str) -> tuple[ElementSpan, ...]:
        found = self._root.child(section)
        return tuple(child for child in found.children if child.namespace == found.namespace) if found else ()

    def _count(self, section: str) -> int:
        return len(self._children(section)) + len(self._added[section])

    def _fill(self, pattern: str, color: str = "") -> int:
        colors = f"<fgColor rgb='{color}'/><bgColor indexed='64'/>" if color else ""
        return self._add("fills", f"<fill><patternFill patternType='{pattern}'>{colors}</patternFill></fill>")

    def _add(self, section: str, written: str) -> int:
        """Add an element and return its index."""
        named = (
            written.replace("</", "\0").replace("<", f"<{self._prefix}").replace("\0", f"</{self._prefix}")
        )
        return self._add_written(section, named)

    def _add_written(self, section: str, written: str) -> int:
        self._added[section].append(written)
        return self._count(section) - 1

    def _with_ground(self, style: int) -> str:
        """Return a style's XML with another fill."""
        place = self._formats[style] if self._formats else None
        written = self._data[place.start : place.end] if place else self._added["cellXfs"][0].encode()
        for name, value in (("fillId", str(self._ground)), ("applyFill", "1")):
            start, end, new = attribute_edit(written, 0, name, value)
            written = written[:start] + new + written[end:]
        return written.decode()
