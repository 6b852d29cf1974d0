"""Status line of a table: counts of hidden columns and rows, filter, search hits, sorting."""

from __future__ import annotations

from collections.abc import Sequence

from tui.cell_text import Glyphs, cell_width, pad, sanitise, truncate
from tui.widgets.search.matcher import Hit
from tui.widgets.table.data import TableData
from tui.widgets.table.render import StyledText, text_line
from tui.widgets.table.sorting import column_index
from tui.widgets.table.view_state import TableViewState
from tui.widgets.table.viewport import Viewport

_NAME_CELLS = 16
_BETWEEN = " "

Variants = tuple[str, ...]
"""Ways of saying the same, the longest first; none if there is nothing to say."""


def status_pieces(
    view: Viewport, data: TableData, choices: TableViewState, hits: Sequence[Hit], hit: int, marks: Glyphs
) -> tuple[StyledText, ...]:
    """Build the status line: hidden columns on both sides, hidden rows, filter, hits, sorting."""
    filtered = _filtered(view, data, choices, marks)
    left = _hidden_columns(
        f"{marks.left} 还有{view.plan.left}列", f"{marks.left}{view.plan.left}列", view.plan.left
    )
    right = _hidden_columns(
        f"还有{view.plan.right}列 {marks.right}", f"{view.plan.right}列{marks.right}", view.plan.right
    )
    cells = view.size.width
    important = [
        filtered,
        right,
        left,
        _rows(view, marks),
        _search_status(choices, hits, hit, marks),
        _sorted(data, choices, marks),
    ]
    chosen_filter, chosen_right, chosen_left, rows, found, sorting = fit_variants(important, cells)
    begin = _BETWEEN.join(text for text in (chosen_left, chosen_filter, found, rows, sorting) if text)
    return text_line(pad(begin, cells - cell_width(chosen_right)) + chosen_right, cells, "status")


def fit_variants(important: Sequence[Variants], cells: int) -> list[str]:
    """Choose one variant of each text so that together they fit: all short ones first, then longer ones from the first on.

    What is least important, which comes last, is left out first.
    """
    texts = [variants[-1] if variants else "" for variants in important]
    for index in reversed(range(1, len(texts))):
        if _join(texts) > cells:
            texts[index] = ""
    if _join(texts) > cells:
        return texts
    for index, variants in enumerate(important):
        for variant in variants if texts[index] or not _shortest(variants) else ():
            longer = [*texts[:index], variant, *texts[index + 1 :]]
            if _join(longer) <= cells:
                texts = longer
                break
    return texts


def _shortest(variants: Variants) -> str:
    return variants[-1] if variants else ""


def _join(texts: Sequence[str]) -> int:
    said = [cell_width(text) for text in texts if text]
    return sum(said) + len(_BETWEEN) * (len(said) - 1)


def _hidden_columns(long: str, short: str, count: int) -> Variants:
    return (long, short) if count else ()


def _filtered(view: Viewport, data: TableData, choices: TableViewState, marks: Glyphs) -> Variants:
    if not choices.filter:
        return ()
    text = truncate(sanitise(choices.filter), _NAME_CELLS, marks.cut)
    shown, total = view.rows, len(data.rows)
    return f"显示 {shown} / {total} 行（筛选：{text}）", f"显示 {shown} / {total} 行", f"{shown}/{total}行"


def _search_status(choices: TableViewState, hits: Sequence[Hit], hit: int, marks: Glyphs) -> Variants:
    if not choices.find:
        return ()
    text = truncate(sanitise(choices.find), _NAME_CELLS, marks.cut)
    if not hits:
        return f"没有找到：{text}", "没有找到"
    return (
        f"查找：{text}（第{hit + 1}处，共{len(hits)}处）",
        f"第{hit + 1}处，共{len(hits)}处",
        f"{hit + 1}/{len(hits)}处",
    )


def _rows(view: Viewport, marks: Glyphs) -> Variants:
    above = f"{marks.up} {view.above}行" if view.above else ""
    below = f"{marks.down} {view.below}行" if view.below else ""
    text = " ".join(each for each in (above, below) if each)
    return (f"还有 {text}", text, text.replace(" ", "")) if text else ()


def _sorted(data: TableData, choices: TableViewState, marks: Glyphs) -> Variants:
    sorting = choices.sorting
    index = column_index(data, sorting.column) if sorting else None
    if sorting is None or index is None:
        return ()
    title = truncate(sanitise(data.columns[index].title), _NAME_CELLS, marks.cut)
    return f"按{title}{'从大到小' if sorting.descending else '从小到大'}", ""
