"""Layout of paragraphs as wrapped lines; nothing is truncated.

Pure: knows neither widget nor colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from tui.cell_text import Glyphs, cell_width, pad, sanitise, wrap
from tui.widgets.table.render import StyledText
from tui.widgets.text_view.data import Paragraph, ShareBar, TextDocument

LABEL_CELLS = 16
"""Width of the column of labels, at most; longer ones are wrapped. Where a quarter of the line is more, that."""
GUTTER = 1
"""Cells on the left for the mark of the cursor, where there is one."""

_LEAST_TEXT = 12
"""Cells that a text wants beside something else; with fewer it stands below."""
_LEAST_BAR = 8
_INDENT = 2
_ENDLESS = 1_000_000


@frozen
class LaidOutLine:
    """A line of a paragraph, without the gutter."""

    paragraph: int
    """Index of the paragraph that it belongs to."""
    pieces: tuple[StyledText, ...]


@frozen
class TextLayout:
    """All lines for one width."""

    lines: tuple[LaidOutLine, ...]
    starts: tuple[int, ...]
    """For each paragraph, its first line."""
    gutter: int

    def height_of(self, paragraph: int) -> int:
        """Return the number of lines of a paragraph."""
        after = self.starts[paragraph + 1] if paragraph + 1 < len(self.starts) else len(self.lines)
        return after - self.starts[paragraph]


@frozen
class _Widths:
    """Widths of label, columns and bar, in cells."""

    label: int
    """With the gap behind it."""
    cells: tuple[int, ...]
    bar: int


def layout_document(data: TextDocument, cells: int, marks: Glyphs) -> TextLayout:
    """Lay out all paragraphs, or the placeholder text if there are none."""
    gutter = GUTTER if any(each.key for each in data.paragraphs) and cells > GUTTER + _INDENT else 0
    paragraphs = data.paragraphs or (Paragraph(data.empty, tone="quiet"),)
    room = max(1, cells - gutter)
    widths = _widths(paragraphs, room)
    lines: list[LaidOutLine] = []
    starts: list[int] = []
    for index, paragraph in enumerate(paragraphs):
        starts.append(len(lines))
        lines += (LaidOutLine(index, pieces) for pieces in _lines(paragraph, widths, room, marks))
    return TextLayout(tuple(lines), tuple(starts), gutter)


def natural_width(data: TextDocument) -> int:
    """Return the width at which no text wraps, in cells."""
    paragraphs = data.paragraphs or (Paragraph(data.empty),)
    widths = _widths(paragraphs, _ENDLESS)
    gutter = GUTTER if any(paragraph.key for paragraph in data.paragraphs) else 0
    return gutter + max(
        _before(paragraph, widths) + _widest(paragraph, widths.cells) for paragraph in paragraphs
    )


def _widths(paragraphs: Sequence[Paragraph], room: int) -> _Widths:
    """Return the column widths that all paragraphs share, so that their columns align."""
    room -= max(min(_INDENT * paragraph.indent, max(0, room - _LEAST_TEXT)) for paragraph in paragraphs)
    label = max((cell_width(sanitise(paragraph.label)) for paragraph in paragraphs), default=0)
    label = min(label, max(LABEL_CELLS, room // 4)) + 1 if label else 0
    if label > room - _LEAST_TEXT:
        label = 0
        room -= _INDENT  # what stands below a label
    columns = max((len(paragraph.cells) for paragraph in paragraphs), default=0)
    cells = tuple(
        max(
            (
                cell_width(sanitise(paragraph.cells[n]))
                for paragraph in paragraphs
                if n < len(paragraph.cells)
            ),
            default=0,
        )
        + 1
        for n in range(columns)
    )
    if sum(cells) > room - label - _LEAST_BAR:
        cells = ()
    bars = [paragraph for paragraph in paragraphs if paragraph.bar]
    rest = room - label - sum(cells)
    beside = min(max((_widest(paragraph, cells) for paragraph in bars), default=0), 2 * _LEAST_TEXT)
    bar = min(max((paragraph.bar.of for paragraph in bars if paragraph.bar), default=0), rest - beside - 1)
    return _Widths(label, cells, bar if bar >= _LEAST_BAR else 0)


def _widest(paragraph: Paragraph, cells: tuple[int, ...]) -> int:
    """Return the width of a paragraph's longest line, including short texts without columns."""
    return max(cell_width(sanitise(line)) for line in _text(paragraph, cells).split("\n"))


def _text(paragraph: Paragraph, cells: tuple[int, ...]) -> str:
    if not paragraph.cells or cells:
        return paragraph.text
    return " ".join((*paragraph.cells, paragraph.text)).rstrip()


def _before(paragraph: Paragraph, widths: _Widths) -> int:
    """Return the cells before a paragraph's text."""
    bar = widths.bar + 1 if paragraph.bar and widths.bar else 0
    cells = sum(widths.cells) if paragraph.cells else 0
    label = widths.label if paragraph.label or cells or bar else 0
    return _INDENT * paragraph.indent + label + cells + bar


def _lines(
    paragraph: Paragraph, widths: _Widths, room: int, marks: Glyphs
) -> Iterator[tuple[StyledText, ...]]:
    """Lay out a paragraph: label, columns, bar and the first text line, then the remaining lines."""
    indent = min(_INDENT * paragraph.indent, max(0, room - _LEAST_TEXT))
    label = sanitise(paragraph.label)
    above = bool(label) and not widths.label
    if above:
        for line in wrap(label, room - indent, _ENDLESS, marks.cut) or ("",):
            yield (StyledText(" " * indent + line),)
        indent = min(indent + _INDENT, max(0, room - _LEAST_TEXT))
        label = ""
    before, text = _first_pieces(paragraph, widths, marks), _text(paragraph, widths.cells)
    taken = sum(cell_width(piece.text) for piece in before)
    labels = wrap(label, widths.label - 1, _ENDLESS, marks.cut) if label else ()
    column = widths.label if labels or taken else 0
    texts = _wrapped(text, room - indent - column - taken, marks)
    if above and texts == ("",) and not taken:
        return
    for number in range(max(len(labels), len(texts))):
        said = labels[number] if number < len(labels) else ""
        pieces = [StyledText(" " * indent + said), StyledText(" " * (column - cell_width(said)))]
        pieces += before if number == 0 else [StyledText(" " * taken)]
        if number < len(texts):
            pieces.append(StyledText(texts[number], (paragraph.tone,) if paragraph.tone else ()))
        if paragraph.rule and number == len(texts) - 1:
            pieces.append(_rule(pieces, room, marks))
        yield tuple(piece for piece in pieces if piece.text)


def _first_pieces(paragraph: Paragraph, widths: _Widths, marks: Glyphs) -> list[StyledText]:
    """Return columns and bar as styled text."""
    pieces = []
    if paragraph.cells and widths.cells:
        given = [sanitise(cell) for cell in paragraph.cells]
        given += [""] * (len(widths.cells) - len(given))
        columns = (pad(each, cells - 1, "right") for each, cells in zip(given, widths.cells, strict=True))
        pieces.append(StyledText(" ".join(columns) + " "))
    if paragraph.bar and widths.bar:
        pieces.append(StyledText(bar_text(paragraph.bar, widths.bar, marks) + " "))
    return pieces


def bar_text(bar: ShareBar, cells: int, marks: Glyphs) -> str:
    """Draw a bar: a share above zero shows at least one cell, and only a whole fills it."""
    if bar.of < 1 or cells < 1:
        return " " * cells
    share = max(0, min(bar.share, bar.of))
    full = (2 * share * cells + bar.of) // (2 * bar.of)
    if 0 < share < bar.of:
        full = max(1, min(full, cells - 1))
    drawn = [marks.bar] * full + [marks.bar_rest] * (cells - full)
    if bar.mark is not None:
        drawn[max(0, min(bar.mark * cells // bar.of, cells - 1))] = marks.bar_mark
    return "".join(drawn)


def _rule(line: Sequence[StyledText], room: int, marks: Glyphs) -> StyledText:
    taken = sum(cell_width(piece.text) for piece in line)
    gap = " " if taken else ""
    return StyledText(gap + marks.rule * max(0, room - taken - len(gap)), ("quiet",))


def _wrapped(text: str, cells: int, marks: Glyphs) -> tuple[str, ...]:
    """Wrap a text; leading blanks are kept, since they align columns."""
    wrapped: list[str] = []
    for line in text.split("\n"):
        shown = sanitise(line.removesuffix("\r"))
        blanks = min(len(shown) - len(shown.lstrip(" ")), max(0, cells - _LEAST_TEXT))
        lines = wrap(shown, max(1, cells - blanks), _ENDLESS, marks.cut) or ("",)
        wrapped += (" " * blanks + each for each in lines)
    return tuple(wrapped)
