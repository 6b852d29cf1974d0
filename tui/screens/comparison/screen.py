"""对比: two units side by side, for 为什么第4不是第3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.screens.base import KaopingScreen
from tui.screens.comparison.content import ONE, OTHER, SECTION, View, pair_table
from tui.screens.unit_picker import beside, first_unit, units_list
from tui.session.location import Place
from tui.session.session import Session
from tui.widgets.table.table import Table
from tui.widgets.text_view.data import LinesData, Paragraph
from tui.widgets.text_view.text_view import Lines

TABLE = "table"


class Pair(KaopingScreen):
    """Why the one is ahead of the other: what differs most stands first, down to the cells."""

    NAME = "pair"
    HELP = """
    这一屏把同组的两个单位并排放：上面一句话说差在哪里，下面先是总分和各部分，再是每项指标，差得多的在前。
    “差”是左边的单位减右边的：+ 是左边多得，- 是左边少得。
    在得分上按回车看那个单位这一项的“依据”；在部分上按回车只看这一部分，Esc 还原。
    c 换右边的单位，u 换左边的，x 左右互换；左边的名次前一个、后一个用 [ ]。i 看全组在这项指标上的得分。
    """
    AUTO_FOCUS = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "choose('other')", "换右边", id="pair-other"),
        Binding("u", "choose('one')", "换左边", id="pair-one"),
        Binding("x", "swap", "左右互换", id="pair-swap"),
        Binding("left_square_bracket", "step(-1)", "前一名", id="pair-before"),
        Binding("right_square_bracket", "step(1)", "后一名", id="pair-after"),
        Binding("i", "indicator", "看指标", id="pair-indicator"),
    ]
    DEFAULT_CSS = """
    Pair #words { height: auto; max-height: 40%; }
    Pair Table { height: 1fr; }
    """

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__(session, place)
        self._view: View = {}
        self._units = {side: place.about.get(side, "") for side in (ONE, OTHER)}
        self._words = Lines(id="words", marks=session.marks)
        self._table = Table(marks=session.marks, initials=session.initials)
        chosen = session.memory.choices(self.NAME)
        if all(chosen.get(side) == self._units[side] for side in self._units):
            self._table.restore(chosen.get(TABLE) or {})

    def body(self) -> ComposeResult:
        """The sentence, and the table."""
        yield self._words
        yield self._table

    def show(self) -> None:
        """Both units' pages beside each other."""
        from kaoping_core.reports.pages.comparison import pair_view

        desk = self.session.desk
        if not desk:
            self.heading = "正在读取数据…"
            return
        self._complete(desk)
        one, other = (self.session.page(desk["pages"].get(self._units[side], "")) for side in (ONE, OTHER))
        self._view = pair_view(one, other) if one and other else {}
        self.heading = f"{self._units[ONE]} 和 {self._units[OTHER]}"
        words = self._view.get("words", "没有这样的单位，按 u、c 选两个同组的单位")
        self._words.data = LinesData((Paragraph(words),))
        self._table.data = pair_table(self._view)
        self.refresh_bindings()

    def _complete(self, desk: Mapping[str, Any]) -> None:
        """Two units, where the place names none or one: those that are first, or beside it.

        The place follows them: there Esc and a lost line come back to.
        """
        one = self._units[ONE] or first_unit(desk)
        nearest = beside(desk, one, -1) or beside(desk, one, 1)
        self._units = {ONE: one, OTHER: self._units[OTHER] or nearest}
        place = Place(self.NAME, dict(self._units))
        if place != self.place:
            self.place = place
            self.session.memory.arrive(place)

    def keep(self) -> None:
        """Keep the position for these two units; for others it would say nothing."""
        super().keep()
        if self._view:
            self.session.memory.choose(self.NAME, {**self._units, TABLE: self._table.view_state()})

    # -- which units -----------------------------------------------------------------------------------

    def _look(self, one: str, other: str) -> None:
        self._units = {ONE: one, OTHER: other}
        self.show()

    def action_choose(self, side: str) -> None:
        """Another unit on one side."""
        from tui.dialogs.picker import Choosing

        desk = self.session.desk
        kept = self._units[OTHER if side == ONE else ONE]
        units = units_list(desk, group_of=kept, without=kept)

        def chosen(unit: str | None) -> None:
            if unit:
                named = {**self._units, side: unit}
                self._look(named[ONE], named[OTHER])

        dialog = Choosing(self.session, f"{kept}和谁比", units, proposed=self._units[side])
        self.app.push_screen(dialog, chosen)

    def action_swap(self) -> None:
        """The left one to the right."""
        self._look(self._units[OTHER], self._units[ONE])

    def action_step(self, way: int) -> None:
        """The unit before or after in rank on the left, past the one on the right."""
        if unit := self._next(way):
            self._look(unit, self._units[OTHER])

    def _next(self, way: int) -> str:
        desk = self.session.desk
        unit = beside(desk, self._units[ONE], way)
        return beside(desk, unit, way) if unit and unit == self._units[OTHER] else unit

    # -- where it leads --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what works now."""
        match action, parameters:
            case "step", (int(way),):
                return bool(self._view and self._next(way))
            case (("choose" | "swap"), _):
                return bool(self.session.desk)
            case "indicator", _:
                return self._indicator() is not None
        return super().check_action(action, parameters)

    def _indicator(self) -> str | None:
        cursor = self._table.cursor
        return None if cursor is None or cursor[0].key.startswith(SECTION) else cursor[0].key

    def on_table_cell_highlighted(self, event: Table.CellHighlighted) -> None:
        """Other keys may work on a row of another kind."""
        event.stop()
        on_indicator = not event.row.startswith(SECTION)
        if on_indicator != self._on_indicator:
            self._on_indicator = on_indicator
            self.refresh_bindings()

    _on_indicator = False

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """依据 of a score of the column's unit; of a section, its indicators."""
        from tui.dialogs.explanation.dialog import Account

        event.stop()
        if event.row.startswith(SECTION):
            self._table.filter(event.row.removeprefix(SECTION))
            return
        unit = self._units[OTHER if event.column == OTHER else ONE]
        self.app.push_screen(Account(self.session, unit, event.row), self._looked)

    def _looked(self, indicator: str | None) -> None:
        """The cursor follows what was looked at."""
        if indicator:
            self._table.move_to(indicator)

    def action_indicator(self) -> None:
        """How the whole group did on the indicator under the cursor."""
        if indicator := self._indicator():
            self.go("indicator", indicator=indicator)
