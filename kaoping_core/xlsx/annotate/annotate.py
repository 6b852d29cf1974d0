"""Annotated copy of a rejected workbook: problems as comments in their cells, and a sheet that lists them.

Nothing else in the file changes. Parts that need not change keep even their compressed bytes; in those that must, bytes
are put in at places (see ``splice``). Loading and saving with a library would lose the sender's drawings, rich texts,
validations and more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from kaoping_core.xlsx.annotate.comment_shapes import add_shapes, claimed_id_blocks, empty_drawing
from kaoping_core.xlsx.annotate.comments import add_comments, comment_text, empty_comments
from kaoping_core.xlsx.annotate.problem_sheet import ProblemSheetRow, problem_sheet
from kaoping_core.xlsx.annotate.relationships import (
    NAMESPACES,
    Namespaces,
    Relationship,
    add_part,
    add_relationship,
    read_relationships,
    workbook_part,
)
from kaoping_core.xlsx.annotate.sheet_editor import highlight_cells, scan_sheet
from kaoping_core.xlsx.annotate.style_editor import StyleSheetEditor, empty_styles
from kaoping_core.xlsx.annotate.xml_editor import (
    CannotAnnotateError,
    XmlEdits,
    escape_attribute,
    scan_elements,
)
from kaoping_core.xlsx.annotate.zip_editor import ZipEditor
from kaoping_core.xlsx.read.sheets import CellPosition, parse_reference
from kaoping_core.xlsx.write.sheet_names import make_sheet_name

__all__ = ["CannotAnnotateError", "CellNote", "annotate"]

_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"


@frozen
class CellNote:
    """One problem at a cell of a sheet."""

    sheet: str
    """The sheet's name; empty for the file as a whole. May be one that the file does not have."""
    cell: str
    """``C7``; empty for the sheet as a whole."""
    text: str
    """What was found."""
    expected: str = ""
    """What should be there instead."""


def annotate(data: bytes, notes: Sequence[CellNote], title: str = "问题清单") -> bytes:
    """Return a copy of a workbook with its problems highlighted, commented and listed.

    Equal arguments give equal bytes. Raises CannotAnnotateError, with a Chinese sentence, rather than make a file that a
    spreadsheet would have to repair.
    """
    workbook = _WorkbookAnnotator.read(ZipEditor(data))
    lines = []
    wanted: dict[str, dict[CellPosition, list[CellNote]]] = {}
    for note in notes:
        found = workbook.sheet_named(note.sheet) if note.sheet else ""
        place = parse_reference(note.cell)
        lines.append(
            ProblemSheetRow(
                note.sheet, note.cell, note.text, note.expected, found if place or not note.cell else ""
            )
        )
        if found and place:
            wanted.setdefault(found, {}).setdefault(place, []).append(note)
    for name, places in wanted.items():
        workbook.comment(name, places)
    workbook.append_list(title, lines)
    return workbook.result()


@frozen
class _WorkbookAnnotator:
    """Edits the parts of one workbook file."""

    parts: ZipEditor
    path: str
    namespaces: Namespaces
    related: list[Relationship]
    sheets: Mapping[str, str]
    """Names of the sheets that have cells, to their parts."""
    titles: tuple[str, ...]
    """Names of all sheets."""
    styles_path: str
    styles: StyleSheetEditor
    blocks: set[int] = field(factory=set)
    """Blocks of shapes' numbers that drawings use."""

    @classmethod
    def read(cls, parts: ZipEditor) -> _WorkbookAnnotator:
        path = workbook_part(parts)
        root = scan_elements(path, parts.read(path), 3)
        dialect = NAMESPACES.get(root.namespace)
        listed = root.child("sheets")
        if dialect is None or listed is None or root.name != "workbook":
            raise CannotAnnotateError("文件不是 Excel 工作簿（.xlsx），无法批注")
        related = read_relationships(parts, path)
        targets = {relationship.id: relationship for relationship in related}
        titles: list[str] = []
        sheets: dict[str, str] = {}
        for element in listed.named("sheet"):
            name = element.attributes.get("name", "")
            relation = targets.get(element.attributes.get(f"{dialect.relations} id", ""))
            titles.append(name)
            if relation and relation.kind == "worksheet" and relation.target in parts:
                sheets.setdefault(name, relation.target)
        styles_path = next(
            (
                relationship.target
                for relationship in related
                if relationship.kind == "styles" and relationship.target
            ),
            "",
        )
        if not styles_path:
            new = empty_styles(dialect)
            styles_path = add_part(parts, "xl/styles{}.xml", new, f"{_CONTENT}.styles+xml", first="")
            add_relationship(parts, path, dialect.kind("styles"), styles_path)
        styles = StyleSheetEditor(styles_path, parts.read(styles_path))
        return cls(parts, path, dialect, related, sheets, tuple(titles), styles_path, styles, _blocks(parts))

    def sheet_named(self, name: str) -> str:
        """Return a sheet's name as the file writes it; empty if there is none."""
        folded = {sheet.casefold(): sheet for sheet in reversed(list(self.sheets))}
        return name if name in self.sheets else folded.get(name.casefold(), "")

    def comment(self, name: str, notes: Mapping[CellPosition, Sequence[CellNote]]) -> None:
        """Highlight a sheet's cells and add comments to them."""
        part = self.sheets[name]
        sheet = scan_sheet(part, self.parts.read(part))
        gathered: dict[CellPosition, list[tuple[str, str]]] = {}
        for place, about in notes.items():
            gathered.setdefault(sheet.is_shown(place), []).extend(
                (note.text, note.expected) for note in about
            )
        texts = {place: comment_text(problems) for place, problems in gathered.items()}
        related = read_relationships(self.parts, part)
        comments = next(
            (
                relationship.target
                for relationship in related
                if relationship.kind == "comments" and relationship.target
            ),
            "",
        )
        if not comments:
            new = empty_comments(self.namespaces)
            comments = add_part(self.parts, "xl/comments{}.xml", new, f"{_CONTENT}.comments+xml")
            add_relationship(self.parts, part, self.namespaces.kind("comments"), comments)
        self.parts.put(comments, add_comments(comments, self.parts.read(comments), texts))
        used = sheet.root.child("legacyDrawing")
        link = None
        if used:
            own = used.attributes.get(f"{self.namespaces.relations} id")
            drawing = next((relationship.target for relationship in related if relationship.id == own), "")
        else:
            drawing = add_part(self.parts, "xl/drawings/vmlDrawing{}.vml", empty_drawing(), _DRAWING)
            link = (
                self.namespaces.relations,
                add_relationship(self.parts, part, self.namespaces.kind("vmlDrawing"), drawing),
            )
        drawn = self.parts.read(drawing)
        boxes = add_shapes(drawing, drawn, sheet, texts, self.blocks)
        if boxes != drawn:
            self.blocks.update(claimed_id_blocks(boxes))
            self.parts.put(drawing, boxes)
        self.parts.put(part, highlight_cells(sheet, texts, self.styles.highlighted, link))

    def append_list(self, title: str, lines: Sequence[ProblemSheetRow]) -> None:
        """Add the problem sheet after the last sheet, so that references by sheet number stay right."""
        contents = problem_sheet(lines, self.styles.for_list(), self.namespaces)
        added = add_part(self.parts, "xl/worksheets/sheet{}.xml", contents, f"{_CONTENT}.worksheet+xml")
        link = add_relationship(self.parts, self.path, self.namespaces.kind("worksheet"), added)
        data = self.parts.read(self.path)
        root = scan_elements(self.path, data, 3)
        listed = root.child("sheets")
        assert listed, "it was there when the workbook was read"
        numbers = [element.attributes.get("sheetId", "") for element in listed.named("sheet")]
        number = max((int(each) for each in numbers if each.isdecimal()), default=0) + 1
        name = escape_attribute(make_sheet_name(title, self.titles))
        splices = XmlEdits(data)
        splices.append(
            listed,
            f'<{listed.prefix}sheet xmlns:r="{self.namespaces.relations}" name="{name}" sheetId="{number}" r:id="{link}"/>',
        )
        self.parts.put(self.path, splices.result())

    def result(self) -> bytes:
        """Return the edited file."""
        self.parts.put(self.styles_path, self.styles.result())
        return self.parts.to_bytes()


def _blocks(parts: ZipEditor) -> set[int]:
    """Return the shape id blocks that the file's drawings use."""
    drawings = [name for name in parts.names if name.endswith(".vml")]
    return {block for name in drawings for block in claimed_id_blocks(parts.read(name))}
