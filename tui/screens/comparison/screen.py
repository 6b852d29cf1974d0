"""Comparison of two units (对比)."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kaoping_core.pages.schema import ComparisonPage, OverviewPage, UnitPage
from tui.screens.base import LOADING, KaopingScreen
from tui.screens.comparison.content import LEFT, RIGHT, SECTION, comparison_table
from tui.screens.unit_picker import first_unit, neighbour_unit, unit_rows
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.table.table import Table
from tui.widgets.text_view.data import Paragraph, TextDocument
from tui.widgets.text_view.text_view import TextView

TABLE = "table"


class ComparisonScreen(KaopingScreen):
    """Explains why one unit is ahead of another: largest differences first, down to the cells."""

    NAME = "comparison"
    HELP = """
    这一屏把同组的两个单位并排放：上面一句话说差在哪里，下面先是总分和各部分，再是每项指标，差得多的在前。
    “差”是左边的单位减右边的：+ 是左边多得，- 是左边少得。
    在得分上按回车看那个单位这一项的“依据”；在部分上按回车只看这一部分，Esc 还原。
    c 换右边的单位，u 换左边的，x 左右互换；左边的名次前一个、后一个用 [ ]。i 看全组在这项指标上的得分。
    """
    AUTO_FOCUS = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "choose('other')", "换右边", id="comparison-other"),
        Binding("u", "choose('one')", "换左边", id="comparison-one"),
        Binding("x", "swap", "左右互换", id="comparison-swap"),
        Binding("left_square_bracket", "step(-1)", "前一名", id="comparison-before"),
        Binding("right_square_bracket", "step(1)", "后一名", id="comparison-after"),
        Binding("i", "indicator", "看指标", id="comparison-indicator"),
    ]
    DEFAULT_CSS = """
    ComparisonScreen #words { height: auto; max-height: 40%; }
    ComparisonScreen Table { height: 1fr; }
    """

    def __init__(self, session: Session, location: Location) -> None:
        super().__init__(session, location)
        self._view: ComparisonPage | None = None
        self._units = {side: location.arguments.get(side, "") for side in (LEFT, RIGHT)}
        self._words = TextView(id="words", marks=session.glyphs)
        self._table = Table(marks=session.glyphs, initials=session.initials)
        chosen = session.user_state.view_state(self.NAME)
        if all(chosen.get(side) == self._units[side] for side in self._units):
            self._table.restore(chosen.get(TABLE) or {})

    def compose_body(self) -> ComposeResult:
        """Compose summary and table."""
        yield self._words
        yield self._table

    def update_content(self) -> None:
        """Show both units' pages side by side."""
        from kaoping_core.reports.pages.comparison import comparison

        overview = self.session.overview
        if not overview:
            self.heading = LOADING
            return
        self._complete_units(overview)
        one, other = (
            cast("UnitPage", self.session.page(overview["pages"].get(self._units[side], "")))
            for side in (LEFT, RIGHT)
        )
        self._view = comparison(one, other) if one and other else None
        self.heading = f"{self._units[LEFT]} 和 {self._units[RIGHT]}"
        words = self._view["words"] if self._view else "没有这样的单位，按 u、c 选两个同组的单位"
        self._words.data = TextDocument((Paragraph(words),))
        self._table.data = comparison_table(self._view)
        self.refresh_bindings()

    def _complete_units(self, overview: OverviewPage) -> None:
        """Choose units where the location names none or one: the first, or the next in rank.

        The location follows them: Esc and a lost connection return there.
        """
        one = self._units[LEFT] or first_unit(overview)
        nearest = neighbour_unit(overview, one, -1) or neighbour_unit(overview, one, 1)
        self._units = {LEFT: one, RIGHT: self._units[RIGHT] or nearest}
        location = Location(self.NAME, dict(self._units))
        if location != self.location:
            self.location = location
            self.session.user_state.set_location(location)

    def save_view_state(self) -> None:
        """Save the view state for this pair of units."""
        super().save_view_state()
        if self._view:
            self.session.user_state.save_view_state(
                self.NAME, {**self._units, TABLE: self._table.view_state()}
            )

    # -- which units -----------------------------------------------------------------------------------

    def _update_page(self, one: str, other: str) -> None:
        self._units = {LEFT: one, RIGHT: other}
        self.update_content()

    def action_choose(self, side: str) -> None:
        """Choose another unit for one side."""
        from tui.dialogs.picker import PickerDialog

        overview = self.session.overview
        kept = self._units[RIGHT if side == LEFT else LEFT]
        units = unit_rows(overview, group_of=kept, without=kept)

        def chosen(unit: str | None) -> None:
            if unit:
                named = {**self._units, side: unit}
                self._update_page(named[LEFT], named[RIGHT])

        dialog = PickerDialog(self.session, f"{kept}和谁比", units, proposed=self._units[side])
        self.app.push_screen(dialog, chosen)

    def action_swap(self) -> None:
        """Swap the sides."""
        self._update_page(self._units[RIGHT], self._units[LEFT])

    def action_step(self, way: int) -> None:
        """Show the previous or next unit in rank on the left, skipping the one on the right."""
        if unit := self._next(way):
            self._update_page(unit, self._units[RIGHT])

    def _next(self, way: int) -> str:
        overview = self.session.overview
        unit = neighbour_unit(overview, self._units[LEFT], way)
        return neighbour_unit(overview, unit, way) if unit and unit == self._units[RIGHT] else unit

    # -- where it leads --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        match action, parameters:
            case "step", (int(way),):
                return bool(self._view and self._next(way))
            case (("choose" | "swap"), _):
                return bool(self.session.overview)
            case "indicator", _:
                return self._indicator() is not None
        return super().check_action(action, parameters)

    def _indicator(self) -> str | None:
        cursor = self._table.cursor
        return None if cursor is None or cursor[0].key.startswith(SECTION) else cursor[0].key

    def on_table_cell_highlighted(self, event: Table.CellHighlighted) -> None:
        """Refresh the active keys, which depend on the row."""
        event.stop()
        on_indicator = not event.row.startswith(SECTION)
        if on_indicator != self._on_indicator:
            self._on_indicator = on_indicator
            self.refresh_bindings()

    _on_indicator = False

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Explain the score of the column's unit; for a section, open its indicators."""
        from tui.dialogs.explanation.dialog import ExplanationDialog

        event.stop()
        if event.row.startswith(SECTION):
            self._table.filter(event.row.removeprefix(SECTION))
            return
        unit = self._units[RIGHT if event.column == RIGHT else LEFT]
        self.app.push_screen(ExplanationDialog(self.session, unit, event.row), self._on_explanation_closed)

    def _on_explanation_closed(self, indicator: str | None) -> None:
        """Move the cursor to the indicator that was explained last."""
        if indicator:
            self._table.move_to(indicator)

    def action_indicator(self) -> None:
        """Open the indicator under the cursor."""
        if indicator := self._indicator():
            self.open_screen("indicator", indicator=indicator)
