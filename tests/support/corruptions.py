"""Things that people do to a filled workbook, each with what must come of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from attrs import define, field, frozen
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

CORNER = "kaoping-workbook/"
FULL_WIDTH = str.maketrans("0123456789.-,%", "０１２３４５６７８９．－，％")
HEADINGS = {"指标", "部分", "填报内容", "计量单位", "权重", "说明"}
Harm = str | tuple[str, str]
"""Where a problem must be: a sheet's name, or sheet and cell."""


@define
class Grid:
    """A sheet of a filled workbook, by the ids and names that stand in it."""

    sheet: Worksheet
    corner: Cell = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.corner = next(
            cell for row in self.sheet.iter_rows() for cell in row if str(cell.value or "").startswith(CORNER)
        )

    @property
    def columns(self) -> dict[str, int]:
        top = self.sheet[self.corner.row]
        return {str(each.value): each.column for each in top if each.value and each is not self.corner}

    @property
    def units(self) -> dict[str, int]:
        named = {
            str(self.sheet.cell(row, self.corner.column).value): row
            for row in range(self.corner.row + 1, self.sheet.max_row + 1)
        }
        return {name: row for name, row in named.items() if name not in HEADINGS and name != "None"}

    def heading(self, name: str) -> int:
        return next(
            row
            for row in range(self.corner.row + 1, self.sheet.max_row + 1)
            if self.sheet.cell(row, self.corner.column).value == name
        )

    def measure(self, column: int) -> str:
        return str(self.sheet.cell(self.heading("计量单位"), column).value or "")

    @property
    def value_columns(self) -> dict[str, int]:
        kinds = ("#target", "#note", "#evidence", "#state")
        return {name: number for name, number in self.columns.items() if not name.endswith(kinds)}

    def numbers(self) -> list[Cell]:
        """Cells that hold a reported number."""
        cells = [
            self.sheet.cell(row, column)
            for row in self.units.values()
            for column in self.value_columns.values()
        ]
        return [each for each in cells if isinstance(each.value, int | float)]


@define
class Book:
    """A filled workbook under somebody's hands."""

    book: Workbook
    random: Random
    patches: list[Callable[[bytes], bytes]] = field(factory=list)
    """Done to the file after it is saved, for what openpyxl cannot write."""

    def grid(self, wanted: Callable[[Grid], bool] = lambda _: True) -> Grid:
        """Some sheet of units."""
        grids = [Grid(sheet) for sheet in self.book.worksheets if sheet.title != "封面"]
        return self.random.choice([each for each in grids if wanted(each)])

    def number(self, wanted: Callable[[Grid, Cell], bool] = lambda *_: True) -> tuple[Grid, Cell]:
        """Some reported number."""
        found = [
            (grid, cell)
            for grid in (Grid(sheet) for sheet in self.book.worksheets if sheet.title != "封面")
            for cell in grid.numbers()
            if wanted(grid, cell)
        ]
        return self.random.choice(found)

    def percentage(self) -> Cell:
        """Some reported percentage."""
        found = [
            grid.sheet.cell(row, column)
            for grid in (Grid(sheet) for sheet in self.book.worksheets if sheet.title != "封面")
            for column in grid.value_columns.values()
            for row in grid.units.values()
            if grid.measure(column) == "%"
        ]
        return self.random.choice(found)

    def saved(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        data = buffer.getvalue()
        for patch in self.patches:
            data = patch(data)
        return data


@frozen
class Damage:
    """Something done to a workbook."""

    name: str
    do: Callable[[Book], Harm | None]
    """Does it; where the problem must be, or None when the file must still be understood."""
    evaluator: str
    retypes: bool = False
    """Whether it types values again as they stand, so that it must not follow what has changed how they are shown."""


HARMLESS: list[Damage] = []
HARMFUL: list[Damage] = []


def damage(
    name: str, evaluator: str = "县发改局", *, retypes: bool = False
) -> Callable[[Callable[[Book], Harm | None]], None]:
    """Register a damage; what it does to the meaning is what its function returns."""

    def register(do: Callable[[Book], Harm | None]) -> None:
        harmless = do.__annotations__["return"] == "None"
        (HARMLESS if harmless else HARMFUL).append(Damage(name, do, evaluator, retypes))

    return register


def opened(data: bytes, seed: int) -> Book:
    return Book(load_workbook(io.BytesIO(data)), Random(seed))


def at(cell: Cell) -> Harm:
    return cell.parent.title, cell.coordinate


def plain(value: Any) -> str:
    return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


# -- what must still be understood --------------------------------------------------------------------


def _permute(sheet: Worksheet, rows: bool, order: list[int], places: list[int]) -> None:
    """Move whole rows or columns: contents and formats."""
    limit = sheet.max_column if rows else sheet.max_row
    lines = {
        old: [(sheet.cell(old, k) if rows else sheet.cell(k, old)) for k in range(1, limit + 1)]
        for old in places
    }
    copied = {old: [(c.value, c.data_type, c.number_format) for c in line] for old, line in lines.items()}
    for new, old in zip(places, order, strict=True):
        for k, (value, kind, shown) in enumerate(copied[old], 1):
            cell = sheet.cell(new, k) if rows else sheet.cell(k, new)
            cell.value, cell.number_format = value, shown
            cell.data_type = kind


@damage("units in another order")
def _(book: Book) -> None:
    grid = book.grid()
    places = sorted(grid.units.values())
    _permute(grid.sheet, True, book.random.sample(places, len(places)), places)


@damage("columns in another order")
def _(book: Book) -> None:
    grid = book.grid()
    places = sorted(grid.columns.values())
    _permute(grid.sheet, False, book.random.sample(places, len(places)), places)


@damage("the column of units moved to the right of the table", "县司法局")
def _(book: Book) -> None:
    grid = book.grid()
    places = [grid.corner.column, *sorted(grid.columns.values())]
    _permute(grid.sheet, False, [*places[1:], places[0]], places)


@damage("blank rows inserted")
def _(book: Book) -> None:
    grid = book.grid()
    grid.sheet.insert_rows(book.random.choice(list(grid.units.values())), book.random.randint(1, 3))


@damage("blank rows inserted above the table", "县司法局")
def _(book: Book) -> None:
    book.grid().sheet.insert_rows(1, book.random.randint(1, 3))


@damage("blank columns inserted")
def _(book: Book) -> None:
    grid = book.grid()
    grid.sheet.insert_cols(book.random.choice(list(grid.columns.values())), book.random.randint(1, 3))


@damage("rows hidden")
def _(book: Book) -> None:
    grid = book.grid()
    for row in book.random.sample(list(grid.units.values()), 2):
        grid.sheet.row_dimensions[row].hidden = True


@damage("columns hidden", "县司法局")
def _(book: Book) -> None:
    grid = book.grid()
    column = book.random.choice(list(grid.columns.values()))
    grid.sheet.column_dimensions[grid.sheet.cell(1, column).column_letter].hidden = True


@damage("a filter set")
def _(book: Book) -> None:
    grid = book.grid()
    grid.sheet.auto_filter.ref = grid.sheet.dimensions
    grid.sheet.auto_filter.add_filter_column(1, ["1"])
    for row in list(grid.units.values())[::2]:
        grid.sheet.row_dimensions[row].hidden = True


def _retype(book: Book, write: Callable[[str, str], str | None]) -> None:
    """Type some numbers again, another way."""
    for sheet in book.book.worksheets:
        if sheet.title == "封面":
            continue
        grid = Grid(sheet)
        for cell in grid.numbers():
            if book.random.random() < 0.4:
                text = write(plain(cell.value), grid.measure(cell.column))
                if text is not None:
                    cell.value = text
                    cell.data_type = "s"


@damage("numbers pasted as text", retypes=True)
def _(book: Book) -> None:
    _retype(book, lambda text, measure: f"{text}%" if measure == "%" else text)


@damage("counts pasted as text", "县司法局")
def _(book: Book) -> None:
    _retype(book, lambda text, _: text)


@damage("full-width digits", retypes=True)
def _(book: Book) -> None:
    _retype(book, lambda text, measure: (f"{text}%" if measure == "%" else text).translate(FULL_WIDTH))


@damage("full-width counts", "县司法局")
def _(book: Book) -> None:
    _retype(book, lambda text, _: text.translate(FULL_WIDTH))


@damage("thousands separators", retypes=True)
def _(book: Book) -> None:
    def separated(text: str, measure: str) -> str | None:
        whole, point, rest = text.partition(".")
        return None if measure == "%" else f"{int(whole):,}{point}{rest}"

    _retype(book, separated)


@damage("blanks around and inside", retypes=True)
def _(book: Book) -> None:
    _retype(book, lambda text, measure: f" \u3000{text}{' %' if measure == '%' else ''}\u00a0")


@damage("the unit of measure typed behind", retypes=True)
def _(book: Book) -> None:
    _retype(book, lambda text, measure: f"{text}{measure}")


@damage("zeros behind the point", retypes=True)
def _(book: Book) -> None:
    _retype(
        book, lambda text, measure: None if measure == "%" else f"{text}0" if "." in text else f"{text}.00"
    )


@damage("invisible characters", retypes=True)
def _(book: Book) -> None:
    _retype(book, lambda text, measure: f"\u200b{text}{'%' if measure == '%' else ''}\ufeff")


@damage("a percentage in a cell that is shown in percent", retypes=True)
def _(book: Book) -> None:
    for sheet in book.book.worksheets:
        if sheet.title == "封面":
            continue
        grid = Grid(sheet)
        for column in grid.value_columns.values():
            for row in grid.units.values():
                cell = sheet.cell(row, column)
                if grid.measure(column) == "%" and str(cell.value).endswith("%"):
                    cell.value = round(float(str(cell.value)[:-1]) / 100, 12)
                    cell.number_format = "0.00%"


@damage("percentages as numbers in points", retypes=True)
def _(book: Book) -> None:
    for sheet in book.book.worksheets:
        for row in sheet.iter_rows(min_row=8):
            for cell in row:
                if (
                    re.fullmatch(r"[2-9][0-9.]*%|[0-9]{2}[0-9.]*%", str(cell.value))
                    and cell.column_letter != "F"
                ):
                    cell.value = float(str(cell.value)[:-1])


@damage("binary noise behind the last digit", retypes=True)
def _(book: Book) -> None:
    _, cell = book.number(lambda _, cell: isinstance(cell.value, float) and cell.value > 1)
    noisy = f"{cell.value:.15g}"
    cell.value = (
        f"{cell.value * (1 + 2**-52):.17g}" if f"{cell.value * (1 + 2**-52):.15g}" == noisy else noisy
    )
    cell.data_type = "n"


@damage("another dash for what is not carried")
def _(book: Book) -> None:
    dashes = ["-", "—", "——", "–", " － ", "不承担"]
    for sheet in book.book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "－" and isinstance(cell, Cell):
                    cell.value = book.random.choice(dashes)


@damage("another dash in the column of states", "县政府办")
def _(book: Book) -> None:
    for sheet in book.book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "不承担" and isinstance(cell, Cell):
                    cell.value = book.random.choice(["－", "-", " 不承担 "])


@damage("notes in the margin")
def _(book: Book) -> None:
    grid = book.grid()
    right = grid.sheet.max_column + 2
    for row in book.random.sample(list(grid.units.values()), 3):
        grid.sheet.cell(row, right).value = book.random.choice([12, "核对过", "=1+1", 0.5])


@damage("a note and a sum below the table")
def _(book: Book) -> None:
    grid = book.grid()
    below = grid.sheet.max_row + 2
    grid.sheet.cell(below, 1).value = "注：数据来自快报"
    grid.sheet.cell(below + 1, 1).value = "合 计"
    grid.sheet.cell(below + 1, next(iter(grid.value_columns.values()))).value = 123


@damage("a note between the title and the table")
def _(book: Book) -> None:
    book.grid().sheet["C2"] = "请科室再核一遍"


@damage("blanks in units' names")
def _(book: Book) -> None:
    grid = book.grid()
    for name, row in grid.units.items():
        if book.random.random() < 0.5:
            grid.sheet.cell(row, grid.corner.column).value = f" {name[:2]} {name[2:]}\u3000"


@damage("a further sheet of working figures")
def _(book: Book) -> None:
    sheet = book.book.create_sheet("测算", book.random.randint(0, 1))
    sheet["A1"], sheet["B2"] = "草稿", 3.14


@damage("sheets in another order")
def _(book: Book) -> None:
    book.random.shuffle(book.book._sheets)


@damage("comments and colours")
def _(book: Book) -> None:
    _, cell = book.number()
    cell.comment = Comment("这个数再问一下", "科室")
    cell.fill = PatternFill("solid", start_color="FFFF00", end_color="FFFF00")


@damage("protection and validation taken off")
def _(book: Book) -> None:
    for sheet in book.book.worksheets:
        sheet.protection.sheet = False
        sheet.data_validations.dataValidation.clear()
        sheet.freeze_panes = None


@damage("tasks turned into numbers by another program")
def _(book: Book) -> None:
    for sheet in book.book.worksheets:
        if sheet.title == "封面":
            continue
        grid = Grid(sheet)
        for name, column in grid.columns.items():
            for row in grid.units.values():
                cell = sheet.cell(row, column)
                if name.endswith("#target") and re.fullmatch(r"[0-9.]+", str(cell.value)):
                    cell.value = float(str(cell.value))


@damage("columns for remarks deleted")
def _(book: Book) -> None:
    grid = book.grid()
    grid.sheet.delete_cols(
        next(column for name, column in grid.columns.items() if name.endswith("#evidence"))
    )


@damage("a formula with the value that it had", retypes=True)
def _(book: Book) -> None:
    _, cell = book.number()
    value = plain(cell.value)
    cell.value = f"={value}*1"
    cell.number_format = "General"
    book.patches.append(lambda data: _with_cached(data, value))


def _with_cached(data: bytes, value: str) -> bytes:
    def patch(text: str) -> str:
        return re.sub(
            rf"<f>{re.escape(value)}\*1</f><v\s*/?>(</v>)?", f"<f>{value}*1</f><v>{value}</v>", text
        )

    return _patched(data, patch)


def _patched(data: bytes, patch: Callable[[str], str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            part = given.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = patch(part.decode()).encode()
            out.writestr(name, part)
    return made.getvalue()


# -- what must be told, and where ---------------------------------------------------------------------


def _spoil(value: Any, shown: str = "General", evaluator: str = "县发改局", name: str = "") -> None:
    @damage(name or f"{value!r} in place of a number", evaluator)
    def _(book: Book) -> Harm:
        _, cell = book.number(lambda grid, cell: grid.measure(cell.column) != "%")
        cell.value = value
        cell.number_format = shown
        return at(cell)


for spoiled in (
    "约12",
    "12,5",
    "1,23,4",
    "12.5/13",
    "(12)",
    "1e3",
    "十二",
    "12..5",
    "无",
    "同上",
    "1.2.3",
    "?",
    "-",
):
    if spoiled != "-":
        _spoil(spoiled)
_spoil("5%")
_spoil(True)
_spoil(date(2019, 3, 1), "yyyy-mm-dd")
_spoil(0.5, "0%", name="a number in a cell shown in percent where there are no percent")
_spoil(12345, '0!.0,"万"', name="a number shown in ten thousands")
_spoil("#REF!", name="an error value")
_spoil("=SUM(B8:B9)", name="a formula without a value")
_spoil(1.5, evaluator="县司法局", name="half an occurrence")
_spoil(-1, evaluator="县司法局", name="a negative count")
_spoil("－", evaluator="县司法局", name="a dash among counts")


@damage("more occurrences than can be", "县司法局")
def _(book: Book) -> Harm:
    def bounded(grid: Grid, cell: Cell) -> bool:
        return "最多" in str(grid.sheet.cell(grid.heading("说明"), cell.column).value)

    _, cell = book.number(bounded)
    cell.value = 9999
    return at(cell)


@damage("0.08 where it may be 8 %")
def _(book: Book) -> Harm:
    cell = book.percentage()
    cell.value = 0.08
    cell.number_format = "General"
    return at(cell)


@damage("800 % in a percent cell")
def _(book: Book) -> Harm:
    cell = book.percentage()
    cell.value = 8
    cell.number_format = "0.00%"
    return at(cell)


@damage("a dash where every unit carries the indicator")
def _(book: Book) -> Harm:
    grid = book.grid(lambda grid: "towns.exports#actual" in grid.columns)
    cell = grid.sheet.cell(
        book.random.choice(list(grid.units.values())), grid.columns["towns.exports#actual"]
    )
    cell.value = "－"
    return at(cell)


@damage("a value where the task is a dash")
def _(book: Book) -> Harm:
    grid = book.grid(lambda grid: grid.sheet.title == "经济园区组")
    closed = [
        grid.sheet.cell(row, column)
        for row in grid.units.values()
        for column in grid.value_columns.values()
        if grid.sheet.cell(row, column).value == "－"
        and grid.sheet.cell(row, column - 1).value in {"－", "-"}
    ]
    cell = book.random.choice(closed)
    cell.value = 3
    return at(cell)


@damage("merged cells that are filled in")
def _(book: Book) -> Harm:
    grid, cell = book.number()
    grid.sheet.merge_cells(
        start_row=cell.row, start_column=cell.column, end_row=cell.row + 1, end_column=cell.column
    )
    return at(cell)


def _paste(copied: Cell, cell: Cell) -> None:
    """Copy a cell as spreadsheets do, with how it is shown."""
    cell.value, cell.number_format = copied.value, copied.number_format


@damage("a unit's row twice")
def _(book: Book) -> Harm:
    grid = book.grid()
    row = book.random.choice(list(grid.units.values()))
    below = grid.sheet.max_row + 1
    for column in range(1, grid.sheet.max_column + 1):
        _paste(grid.sheet.cell(row, column), grid.sheet.cell(below, column))
    return grid.sheet.title, grid.sheet.cell(below, grid.corner.column).coordinate


@damage("a unit's row deleted")
def _(book: Book) -> Harm:
    grid = book.grid()
    grid.sheet.delete_rows(book.random.choice(list(grid.units.values())))
    return grid.sheet.title, grid.corner.coordinate


@damage("a unit's name deleted")
def _(book: Book) -> Harm:
    grid = book.grid(lambda grid: bool(grid.numbers()))
    cell = book.random.choice(grid.numbers())
    grid.sheet.cell(cell.row, grid.corner.column).value = None
    return grid.sheet.title


@damage("a unit's name misspelt")
def _(book: Book) -> Harm:
    grid = book.grid(lambda grid: bool(grid.numbers()))
    row = book.random.choice(grid.numbers()).row
    cell = grid.sheet.cell(row, grid.corner.column)
    cell.value = f"{str(cell.value)[:-1]}某"
    return at(cell)


@damage("a unit of another group")
def _(book: Book) -> Harm:
    grid = book.grid(lambda grid: grid.sheet.title == "镇街道组")
    row = book.random.choice(grid.numbers()).row
    cell = grid.sheet.cell(row, grid.corner.column)
    cell.value = "县教育局"
    return at(cell)


@damage("a task changed")
def _(book: Book) -> Harm:
    grid = book.grid(lambda grid: any(name.endswith("#target") for name in grid.columns))
    column = next(number for name, number in grid.columns.items() if name.endswith("#target"))
    cell = grid.sheet.cell(book.random.choice(list(grid.units.values())), column)
    cell.value = "99.7"
    return at(cell)


def _change_heading(book: Book, heading: str, value: Any) -> Harm:
    grid = book.grid(lambda grid: bool(grid.value_columns))
    cell = grid.sheet.cell(grid.heading(heading), book.random.choice(list(grid.value_columns.values())))
    cell.value = value
    return at(cell)


@damage("a weight changed")
def _(book: Book) -> Harm:
    return _change_heading(book, "权重", 99)


@damage("a unit of measure changed")
def _(book: Book) -> Harm:
    return _change_heading(book, "计量单位", "万万元")


@damage("an indicator's name changed")
def _(book: Book) -> Harm:
    return _change_heading(book, "指标", "别的指标")


@damage("a sheet renamed")
def _(book: Book) -> Harm:
    sheet = book.grid().sheet
    sheet.title = "改过的表"
    return sheet.title


@damage("a sheet deleted")
def _(book: Book) -> Harm:
    book.book.remove(book.grid().sheet)
    return ""


@damage("a sheet copied within the workbook")
def _(book: Book) -> Harm:
    copy = book.book.copy_worksheet(book.grid().sheet)
    return copy.title, Grid(copy).corner.coordinate


@damage("a column deleted")
def _(book: Book) -> Harm:
    grid = book.grid()
    grid.sheet.delete_cols(book.random.choice(list(grid.value_columns.values())))
    return grid.sheet.title, Grid(grid.sheet).corner.coordinate


@damage("a column pasted a second time")
def _(book: Book) -> Harm:
    grid = book.grid()
    column = book.random.choice(list(grid.value_columns.values()))
    far = grid.sheet.max_column + 1
    for row in range(1, grid.sheet.max_row + 1):
        _paste(grid.sheet.cell(row, column), grid.sheet.cell(row, far))
    return grid.sheet.title, grid.sheet.cell(grid.corner.row, far).coordinate


@damage("an id overtyped")
def _(book: Book) -> Harm:
    grid = book.grid()
    grid.sheet.cell(grid.corner.row, book.random.choice(list(grid.value_columns.values()))).value = "编号"
    return grid.sheet.title, grid.corner.coordinate


@damage("the row of ids deleted")
def _(book: Book) -> Harm:
    grid = book.grid()
    grid.sheet.delete_rows(grid.corner.row)
    return grid.sheet.title


@damage("another year's sheet")
def _(book: Book) -> Harm:
    grid = book.grid()
    grid.corner.value = str(grid.corner.value).replace("|2019|", "|2018|")
    return at(grid.corner)


@damage("another evaluator's sheet")
def _(book: Book) -> Harm:
    grid = book.grid()
    grid.corner.value = str(grid.corner.value).replace("县发改局", "县财政局")
    return ""


@damage("another template's format")
def _(book: Book) -> Harm:
    grid = book.grid()
    grid.corner.value = str(grid.corner.value).replace("/1|", "/9|")
    return at(grid.corner)


@damage("another evaluator on the cover")
def _(book: Book) -> Harm:
    book.book["封面"]["C6"] = "县财政局"
    return "封面", "C6"


@damage("a day that is none on the cover")
def _(book: Book) -> Harm:
    book.book["封面"]["C11"] = "1月35日"
    return "封面", "C11"


@damage("a unit reported as carrying and not carrying", "县司法局")
def _(book: Book) -> Harm:
    grid = book.grid(lambda grid: bool(grid.numbers()))
    row = book.random.choice(grid.numbers()).row
    column = next(number for name, number in grid.columns.items() if name.endswith("#state"))
    grid.sheet.cell(row, column).value = "不承担"
    return grid.sheet.title


@damage("a word that is no state", "县司法局")
def _(book: Book) -> Harm:
    grid = book.grid()
    column = next(number for name, number in grid.columns.items() if name.endswith("#state"))
    cell = grid.sheet.cell(book.random.choice(list(grid.units.values())), column)
    cell.value = "核查中"
    return at(cell)


@damage("half a ballot", "县政府办")
def _(book: Book) -> Harm:
    _, cell = book.number(
        lambda grid, cell: "#ballots." in str(grid.sheet.cell(grid.corner.row, cell.column).value)
    )
    cell.value = 1.5
    return at(cell)
