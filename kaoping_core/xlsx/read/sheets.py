"""Reads sheets as raw cells: digits as written in the file, displayed dates, formulas.

Read with a parser of its own and not with openpyxl, which turns numbers into binary floats, tells a formula
from its value only by loading twice, and makes a cell object of every cell that a merged range covers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple, NoReturn

from attrs import field, frozen

from kaoping_core.xlsx.read.number_formats import DisplayKind, display_kind
from kaoping_core.xlsx.read.package import NotAWorkbookError, Package, local
from kaoping_core.xlsx.write.sheet_names import MAX_TITLE

MAX_CELLS = 100_000
"""Cells with contents in the whole workbook."""
MAX_TEXT = 2 * 1024 * 1024
"""Characters of all shared texts together, and of all cells."""
MAX_CELL_TEXT = 32_767
"""Characters that a cell can hold."""
MAX_MERGED = 10_000
"""Merged ranges in one sheet."""
MAX_STYLES = 65_536
"""Cell styles."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

Kind = Literal["number", "date", "percent", "scaled", "text", "boolean", "error"]
CellPosition = tuple[int, int]
"""Row and column, from 1."""

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control characters: never typed by people, and they mean something to terminals and databases."""
_MEND = "请用Excel或WPS打开，重新保存再报送"


class RawCell(NamedTuple):
    """A cell with contents."""

    kind: Kind
    """``percent``: a number in a cell whose format shows it as a percentage; the text is the share.
    ``scaled``: one whose format shows another number, such as thousands of it."""
    text: str
    """As the file has it; of a formula, the value worked out when it was last saved."""
    formula: bool = False


@frozen
class RawSheet:
    """A sheet."""

    name: str
    cells: Mapping[CellPosition, RawCell] = field(repr=False)
    """Cells with contents, and formulas without a value (their text is empty)."""
    merged: tuple[tuple[CellPosition, CellPosition], ...] = ()
    """First and last cell of merged ranges."""
    since_1904: bool = False
    """Whether its dates count days from 1904 rather than from 1900."""


def format_reference(place: CellPosition) -> str:
    """Format a position: ``(7, 3)`` is ``C7``."""
    row, column = place
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def parse_reference(text: str) -> CellPosition | None:
    """Parse a reference: ``C7`` is ``(7, 3)``; None when it is not a cell of a sheet."""
    match = _REFERENCE.fullmatch(text.upper())
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def read_sheets(data: bytes) -> tuple[RawSheet, ...]:
    """Read every worksheet in workbook order; chart sheets are skipped.

    Raises:
        NotAWorkbookError: when the file is not a workbook, or one that may not be taken.
    """
    package = Package(data)
    relations = package.relations(package.workbook)
    listed, since_1904 = _sheet_list(package)
    by_kind = {kind.rpartition("/")[2]: path for kind, path in relations.values()}
    texts = _shared_texts(package, by_kind["sharedStrings"]) if "sharedStrings" in by_kind else []
    formats = _cell_formats(package, by_kind["styles"]) if "styles" in by_kind else []
    sheets: list[RawSheet] = []
    budget = _CellBudget()
    seen: set[str] = set()
    for name, relation in listed:
        kind, path = relations.get(relation, ("", ""))
        if not kind.endswith("/worksheet"):
            continue
        if path.lower() in seen:
            raise NotAWorkbookError(f"文件结构不正常：工作表“{name[:MAX_TITLE]}”和别的表是同一份", _MEND)
        seen.add(path.lower())
        reader = _SheetReader(texts, formats, budget)
        package.parse(path, reader.start, reader.end, reader.characters)
        sheets.append(RawSheet(name, reader.cells, tuple(reader.merged), since_1904))
    if not sheets:
        raise NotAWorkbookError("工作簿里没有工作表", "请报送填好的xlsx模板")
    return tuple(sheets)


def _sheet_list(package: Package) -> tuple[list[tuple[str, str]], bool]:
    """Return (name, relationship id) of each sheet, and whether dates count from 1904."""
    found: list[tuple[str, str]] = []
    since_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904
        name = local(tag)
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            found.append((attributes.get("name", ""), relation))
        elif name == "workbookPr":
            since_1904 = attributes.get("date1904", "0") in {"1", "true"}

    package.parse(package.workbook, start)
    return found, since_1904


def _shared_texts(package: Package, path: str) -> list[str]:
    """Return the shared strings without phonetic text."""
    texts: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []
    length = 0

    def start(tag: str, _: dict[str, str]) -> None:
        inside.append(local(tag))

    def characters(data: str) -> None:
        nonlocal length
        if inside[-1] == "t" and "rPh" not in inside:
            length += len(data)
            if length > MAX_TEXT:
                raise NotAWorkbookError("文字太多", "请只报送模板里的工作表")
            pieces.append(data)

    def end(tag: str) -> None:
        inside.pop()
        if local(tag) == "si":
            texts.append(unescape_text("".join(pieces)))
            pieces.clear()

    package.parse(path, start, end, characters)
    return texts


def _cell_formats(package: Package, path: str) -> list[DisplayKind | None]:
    """Return the display kind of each cell style; None where the file does not say."""
    codes: dict[int, str] = {}
    used: list[int | None] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "numFmt" and inside and inside[-1] == "numFmts":
            codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "xf" and inside and inside[-1] == "cellXfs":
            used.append(_index(attributes.get("numFmtId", "0")))
            if len(used) > MAX_STYLES:
                raise NotAWorkbookError("单元格样式太多", _MEND)
        inside.append(name)

    def end(_: str) -> None:
        inside.pop()

    package.parse(path, start, end)
    kinds = {each: None if each is None else display_kind(each, codes) for each in set(used)}
    return [kinds[each] for each in used]


def _whole(text: str | None) -> int:
    return _index(text or "") or 0


def _index(text: str) -> int | None:
    """Parse an index from 0; None when it is invalid or absurdly large."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _damaged_error() -> NoReturn:
    raise NotAWorkbookError("文件不完整或已经损坏", _MEND)


def unescape_text(text: str) -> str:
    """Replace ``_x000D_`` and the like by the characters that they stand for.

    Control characters are marked, as in the workbooks that the project writes.
    """
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: _character(match[0], int(match[1], 16)), text)
    return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)


def _character(written: str, code: int) -> str:
    return written if 0xD800 <= code <= 0xDFFF else chr(code)


class _CellBudget:
    """Counts cells and text against the workbook's bounds."""

    def __init__(self) -> None:
        self._cells = MAX_CELLS
        self._text = MAX_TEXT

    def cell(self, text: str) -> None:
        """Count a cell with contents."""
        self._cells -= 1
        self._text -= len(text)
        if self._cells < 0:
            raise NotAWorkbookError(
                f"有内容的单元格超过{MAX_CELLS}个", "请只报送模板里的工作表，删掉多余的行"
            )
        if self._text < 0 or len(text) > MAX_CELL_TEXT:
            raise NotAWorkbookError("文字太多", "请只报送模板里的工作表，删掉多余的内容")


class _SheetReader:
    """Collects the cells of one sheet from parser events."""

    def __init__(self, texts: list[str], formats: list[DisplayKind | None], budget: _CellBudget) -> None:
        self._texts = texts
        self._formats = formats
        self._budget = budget
        self.cells: dict[CellPosition, RawCell] = {}
        self.merged: list[tuple[CellPosition, CellPosition]] = []
        self._row = 0
        self._column = 0
        self._attributes: dict[str, str] | None = None
        self._collecting: list[str] | None = None
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = False
        self._phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle a start tag."""
        name = local(tag)
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif self._attributes is None:
            return
        elif name == "v" or (name == "t" and not self._phonetic):
            self._collecting = []
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True

    def _begin_row(self, given: str | None) -> None:
        row = self._row + 1 if given is None else _index(given)
        if row is None or not self._row < row <= LAST_ROW:
            raise NotAWorkbookError("文件结构不正常：行的次序不对", _MEND)
        self._row, self._column = row, 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        place = (self._row, self._column + 1) if given is None else parse_reference(given)
        if place == (self._row, self._column):
            raise NotAWorkbookError(f"文件结构不正常：单元格{format_reference(place)}有两份", _MEND)
        if place is None or place[0] != self._row or not self._column < place[1] <= LAST_COLUMN:
            raise NotAWorkbookError("文件结构不正常：单元格的位置不对", _MEND)
        self._column = place[1]
        self._attributes = attributes
        self._value = None
        self._inline = []
        self._formula = False

    def _merge(self, text: str) -> None:
        first, _, last = text.partition(":")
        begin, finish = parse_reference(first), parse_reference(last or first)
        if begin and finish:
            self.merged.append((begin, finish))
        if len(self.merged) > MAX_MERGED:
            raise NotAWorkbookError("合并的单元格太多", "请取消合并，保存后再报送")

    def characters(self, data: str) -> None:
        """Handle character data."""
        if self._collecting is not None:
            self._collecting.append(data)

    def end(self, tag: str) -> None:
        """Handle an end tag."""
        name = local(tag)
        if self._attributes is None:
            return
        if name == "c":
            self._keep()
            self._attributes = None
        elif name == "v" and self._collecting is not None:
            if self._value is not None:
                _damaged_error()
            self._value = "".join(self._collecting)
            self._collecting = None
        elif name == "t" and self._collecting is not None:
            self._inline.append("".join(self._collecting))
            self._collecting = None
        elif name == "rPh":
            self._phonetic = False

    def _keep(self) -> None:
        cell = self._cell()
        if not cell.text and not cell.formula:
            return
        self._budget.cell(cell.text)
        self.cells[self._row, self._column] = cell

    def _cell(self) -> RawCell:
        assert self._attributes is not None
        kind = self._attributes.get("t", "n")
        value = self._value or ""
        shows_nothing = kind == "str" and self._value is not None
        if self._formula and not value.strip() and not self._inline and not shows_nothing:
            return RawCell("text", "", formula=True)
        if kind == "s":
            index = _index(value.strip())
            if index is None or index >= len(self._texts):
                _damaged_error()
            return RawCell("text", self._texts[index], self._formula)
        if kind in {"str", "inlineStr"}:
            text = unescape_text("".join(self._inline) or value)
            return RawCell("text", text, self._formula and bool(text))
        if kind == "b":
            return RawCell("boolean", value, self._formula)
        if kind == "e":
            return RawCell("error", value or "#错误", self._formula)
        if kind == "d":
            return RawCell("date", value, self._formula)
        if kind != "n":
            _damaged_error()
        return RawCell(self._shown() if value.strip() else "number", value.strip(), self._formula)

    def _shown(self) -> Kind:
        assert self._attributes is not None
        style = _index(self._attributes.get("s", "0"))
        if style == 0 and not self._formats:
            return "number"
        shown = self._formats[style] if style is not None and style < len(self._formats) else None
        if shown is None:  # a share would read as a number, a hundredth of it
            _damaged_error()
        return shown
