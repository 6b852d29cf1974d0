"""Return to sender: a copy of a refused workbook with each problem as a comment in its cell, and a list of them all.

Nothing else in the file changes. Parts that need not change keep even their compressed bytes; in those that must, bytes
are put in at places (see ``splice``). Loading and saving with a library would lose the sender's drawings, rich texts,
validations and more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from kaoping_core.xlsx.annotate.comment_shapes import blocks_of, empty_drawing, with_boxes
from kaoping_core.xlsx.annotate.comments import comment_text, empty_comments, with_comments
from kaoping_core.xlsx.annotate.problem_sheet import Line, list_sheet
from kaoping_core.xlsx.annotate.relationships import (
    DIALECTS,
    Dialect,
    Relation,
    add_part,
    relate,
    relations,
    workbook_part,
)
from kaoping_core.xlsx.annotate.sheet_editor import marked, survey
from kaoping_core.xlsx.annotate.style_editor import Styles, empty_styles
from kaoping_core.xlsx.annotate.xml_editor import CannotAnnotateError, Splices, outline, quoted_value
from kaoping_core.xlsx.annotate.zip_editor import Parts
from kaoping_core.xlsx.read.sheets import Place, place_of
from kaoping_core.xlsx.write.sheet_names import sheet_title

__all__ = ["CannotAnnotateError", "Note", "annotate"]

_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"


@frozen
class Note:
    """One problem."""

    sheet: str
    """The sheet's name; empty for the file as a whole. May be one that the file does not have."""
    cell: str
    """``C7``; empty for the sheet as a whole."""
    text: str
    """What was found."""
    expected: str = ""
    """What should be there instead."""


def annotate(data: bytes, notes: Sequence[Note], title: str = "问题清单") -> bytes:
    """A copy of a workbook's file with its problems marked, commented and listed.

    Equal arguments give equal bytes. Raises CannotAnnotateError, with a Chinese sentence, rather than make a file that a
    spreadsheet would have to repair.
    """
    workbook = _Workbook.read(Parts(data))
    lines = []
    wanted: dict[str, dict[Place, list[Note]]] = {}
    for note in notes:
        found = workbook.sheet_named(note.sheet) if note.sheet else ""
        place = place_of(note.cell)
        lines.append(
            Line(note.sheet, note.cell, note.text, note.expected, found if place or not note.cell else "")
        )
        if found and place:
            wanted.setdefault(found, {}).setdefault(place, []).append(note)
    for name, places in wanted.items():
        workbook.comment(name, places)
    workbook.append_list(title, lines)
    return workbook.finished()


@frozen
class _Workbook:
    """The parts of a file, its sheets and its styles, while they are being changed."""

    parts: Parts
    path: str
    dialect: Dialect
    related: list[Relation]
    sheets: Mapping[str, str]
    """Names of the sheets that have cells, to their parts."""
    titles: tuple[str, ...]
    """Names of all sheets."""
    styles_path: str
    styles: Styles
    blocks: set[int] = field(factory=set)
    """Blocks of shapes' numbers that drawings use."""

    @classmethod
    def read(cls, parts: Parts) -> _Workbook:
        path = workbook_part(parts)
        root = outline(path, parts.read(path), 3)
        dialect = DIALECTS.get(root.namespace)
        listed = root.child("sheets")
        if dialect is None or listed is None or root.name != "workbook":
            raise CannotAnnotateError("文件不是 Excel 工作簿（.xlsx），无法批注")
        related = relations(parts, path)
        targets = {each.id: each for each in related}
        titles: list[str] = []
        sheets: dict[str, str] = {}
        for each in listed.named("sheet"):
            name = each.attributes.get("name", "")
            relation = targets.get(each.attributes.get(f"{dialect.relations} id", ""))
            titles.append(name)
            if relation and relation.kind == "worksheet" and relation.target in parts:
                sheets.setdefault(name, relation.target)
        styles_path = next((each.target for each in related if each.kind == "styles" and each.target), "")
        if not styles_path:
            new = empty_styles(dialect)
            styles_path = add_part(parts, "xl/styles{}.xml", new, f"{_CONTENT}.styles+xml", first="")
            relate(parts, path, dialect.kind("styles"), styles_path)
        styles = Styles(styles_path, parts.read(styles_path))
        return cls(parts, path, dialect, related, sheets, tuple(titles), styles_path, styles, _blocks(parts))

    def sheet_named(self, name: str) -> str:
        """The sheet's name as the file writes it; empty if there is none."""
        folded = {each.casefold(): each for each in reversed(list(self.sheets))}
        return name if name in self.sheets else folded.get(name.casefold(), "")

    def comment(self, name: str, notes: Mapping[Place, Sequence[Note]]) -> None:
        """Colour a sheet's cells and put comments into them."""
        part = self.sheets[name]
        sheet = survey(part, self.parts.read(part))
        gathered: dict[Place, list[tuple[str, str]]] = {}
        for place, about in notes.items():
            gathered.setdefault(sheet.shown(place), []).extend((note.text, note.expected) for note in about)
        texts = {place: comment_text(problems) for place, problems in gathered.items()}
        related = relations(self.parts, part)
        comments = next((each.target for each in related if each.kind == "comments" and each.target), "")
        if not comments:
            new = empty_comments(self.dialect)
            comments = add_part(self.parts, "xl/comments{}.xml", new, f"{_CONTENT}.comments+xml")
            relate(self.parts, part, self.dialect.kind("comments"), comments)
        self.parts.put(comments, with_comments(comments, self.parts.read(comments), texts))
        used = sheet.root.child("legacyDrawing")
        link = None
        if used:
            own = used.attributes.get(f"{self.dialect.relations} id")
            drawing = next((each.target for each in related if each.id == own), "")
        else:
            drawing = add_part(self.parts, "xl/drawings/vmlDrawing{}.vml", empty_drawing(), _DRAWING)
            link = self.dialect.relations, relate(self.parts, part, self.dialect.kind("vmlDrawing"), drawing)
        drawn = self.parts.read(drawing)
        boxes = with_boxes(drawing, drawn, sheet, texts, self.blocks)
        if boxes != drawn:
            self.blocks.update(blocks_of(boxes))
            self.parts.put(drawing, boxes)
        self.parts.put(part, marked(sheet, texts, self.styles.marked, link))

    def append_list(self, title: str, lines: Sequence[Line]) -> None:
        """Put the list of problems behind the last sheet: what counts sheets by number keeps counting right."""
        contents = list_sheet(lines, self.styles.for_list(), self.dialect)
        added = add_part(self.parts, "xl/worksheets/sheet{}.xml", contents, f"{_CONTENT}.worksheet+xml")
        link = relate(self.parts, self.path, self.dialect.kind("worksheet"), added)
        data = self.parts.read(self.path)
        root = outline(self.path, data, 3)
        listed = root.child("sheets")
        assert listed, "it was there when the workbook was read"
        numbers = [each.attributes.get("sheetId", "") for each in listed.named("sheet")]
        number = max((int(each) for each in numbers if each.isdecimal()), default=0) + 1
        name = quoted_value(sheet_title(title, self.titles))
        splices = Splices(data)
        splices.append(
            listed,
            f'<{listed.prefix}sheet xmlns:r="{self.dialect.relations}" name="{name}" sheetId="{number}" r:id="{link}"/>',
        )
        self.parts.put(self.path, splices.result())

    def finished(self) -> bytes:
        """The file."""
        self.parts.put(self.styles_path, self.styles.result())
        return self.parts.to_bytes()


def _blocks(parts: Parts) -> set[int]:
    """Blocks of shapes' numbers that the file's drawings use."""
    drawings = [name for name in parts.names if name.endswith(".vml")]
    return {block for name in drawings for block in blocks_of(parts.read(name))}
