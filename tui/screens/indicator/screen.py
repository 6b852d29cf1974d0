"""Indicator (指标): distribution of its scores over a group, and whether it differentiates units (拉开档次)."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.timer import Timer

from kaoping_core.pages.schema import GroupPage, IndicatorData
from tui.screens.base import FOLLOW_SECONDS, LOADING, KaopingScreen
from tui.screens.indicator.content import distribution_paragraphs, indicators_table, units_in_band
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.bars.choice_bar import Choice, ChoiceBar, ChoiceSet
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.table import Table
from tui.widgets.text_view.data import TextDocument
from tui.widgets.text_view.text_view import TextView

GROUP, INDICATOR = "group", "indicator"
READING = "-reading"
"""Where there is room for one of the two only: what is read is the one."""


class IndicatorScreen(KaopingScreen):
    """A group's indicators, with the distribution of the selected one."""

    NAME = "indicator"
    HELP = """
    这一屏看每项指标：全组的平均、最高、最低，相差多少，有没有拉开档次（所有单位得分相同就是没拉开）。
    平均、最高、最低只算自己得分的单位；不承担、按平均分计入的单位在右边另外列出。
    t 换组。上下键走动，右边（窄屏在下面）跟着显示：得分率的分布、各单位得分、谁按平均分、谁缺数据。
    s 按这一列排序，如按“差距”看哪些指标没有拉开；/ 查找，f 筛选：打名称或拼音首字母（如 gdzctz）。
    回车或 Tab 到右边，在一行得分上再按回车看那个单位的“依据”；Esc 回到表里。
    """
    AUTO_FOCUS = "#indicators"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - declared so by Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "next_group(1)", "换组", id="indicator-group"),
        Binding("T", "next_group(-1)", "换回前一组", show=False, id="indicator-group-back"),
        Binding("r", "results", "看结果表", id="indicator-results"),
    ]
    DEFAULT_CSS = """
    IndicatorScreen #panels { layout: horizontal; height: 1fr; }
    IndicatorScreen #indicators { width: 3fr; }
    IndicatorScreen #spread { width: 2fr; margin-left: 1; }
    IndicatorScreen.-narrow #panels { layout: vertical; }
    IndicatorScreen.-narrow #panels > * { width: 100%; margin-left: 0; }
    IndicatorScreen.-narrow.-low #spread { display: none; }
    IndicatorScreen.-narrow.-low.-reading #spread { display: block; }
    IndicatorScreen.-narrow.-low.-reading #indicators { display: none; }
    """

    def __init__(self, session: Session, location: Location) -> None:
        super().__init__(session, location)
        self._group = location.arguments.get(GROUP) or self._group_of(location.arguments.get(INDICATOR, ""))
        self._group = self._group or str(session.user_state.view_state(self.NAME).get(GROUP) or "")
        self._page = cast("GroupPage", {})
        self._shown = cast("IndicatorData", {})
        """The indicator that is shown whole."""
        self._follow_timer: Timer | None = None
        self._groups = ChoiceBar(marks=session.glyphs)
        self._table = Table(id="indicators", whole_rows=True, marks=session.glyphs, initials=session.initials)
        self._spread = TextView(id="spread", marks=session.glyphs, initials=session.initials)

    def _group_of(self, indicator: str) -> str:
        """Return the group of an indicator; empty for an unknown one."""
        known = self.session.page("names").get("indicators", ()) if indicator else ()
        return next((name["group"] for name in known if name["id"] == indicator), "")

    def compose_body(self) -> ComposeResult:
        """Compose groups, table and distribution."""
        yield self._groups
        with Container(id="panels"):
            yield self._table
            yield self._spread

    def on_mount(self) -> None:
        """Select the location's indicator, after the view state was restored."""
        self.call_after_refresh(self._select_initial_row)

    def _select_initial_row(self) -> None:
        self._table.move_to(self.location.arguments.get(INDICATOR))
        self._show_selected()

    def update_content(self) -> None:
        """Show the group's page."""
        groups = self.session.overview.get("groups", ())
        if not groups:
            self.heading = LOADING
            return
        ids = [group["id"] for group in groups]
        self._group = self._group if self._group in ids else ids[0]
        self._page = cast("GroupPage", self.session.page(f"group-{self._group}"))
        choices = tuple(Choice(group["id"], group["name"]) for group in groups)
        self._groups.sets = (ChoiceSet(GROUP, "组", choices, self._group),)
        self.heading = f"各项指标在{self._page.get('name', '')}的得分"
        self._table.data = indicators_table(self._page)
        self._show_selected()

    def _show_selected(self) -> None:
        """Show the selected indicator, from its beginning if it is another."""
        cursor = self._table.cursor
        key = cursor[0].key if cursor else ""
        known = (indicator for indicator in self._page.get("indicators", ()) if indicator["id"] == key)
        found = next(known, cast("IndicatorData", {}))
        if found.get("id") != self._shown.get("id"):
            self._spread.restore({})
        self._shown = found
        self._spread.data = TextDocument(distribution_paragraphs(found) if found else (), "没有指标")

    def on_table_cell_highlighted(self, event: Table.CellHighlighted) -> None:
        """Show the indicator once the cursor rests."""
        event.stop()
        if self._follow_timer is not None:
            self._follow_timer.stop()
        if event.row != self._shown.get("id"):
            self._follow_timer = self.set_timer(FOLLOW_SECONDS, self._show_selected)

    # -- what is looked at -----------------------------------------------------------------------------

    def _saved_view_state(self, table: Table) -> str:
        """Return the view state of the group: each group has its own."""
        return f"{self.NAME}.{self._group}"

    def save_view_state(self) -> None:
        """Save the group, too."""
        super().save_view_state()
        if self._page:
            self.session.user_state.save_view_state(self.NAME, {GROUP: self._group})

    def _update_page(self, group: str) -> None:
        if group == self._group:
            return
        self.save_view_state()
        self._group = group
        self.update_content()
        self._table.restore(self.session.user_state.view_state(self._saved_view_state(self._table)))
        self._show_selected()

    def action_next_group(self, way: int) -> None:
        """Show the next or previous group."""
        self._update_page(self._groups.sets[0].next(way))

    def on_choice_bar_choice_chosen(self, event: ChoiceBar.ChoiceChosen) -> None:
        """Show the clicked group."""
        event.stop()
        self._update_page(event.key)

    # -- where it leads --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        if action in {"next_group", "results"}:
            return bool(self._page)
        return super().check_action(action, parameters)

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Focus the distribution."""
        event.stop()
        self._show_selected()
        self.add_class(READING)
        self._spread.focus()

    def action_back(self) -> None:
        """Return from the distribution to the table, from there to the previous screen."""
        if self.focused is self._spread:
            self.remove_class(READING)
            self._table.focus()
        else:
            super().action_back()

    def on_paragraph_selected(self, event: TextView.Selected) -> None:
        """Explain the score of the unit, or of one of the units, that a paragraph names."""
        event.stop()
        units = units_in_band(self._shown, event.key)
        if len(units) == 1:
            self._open_explanation(units[0][0])
            return
        from tui.dialogs.picker import PickerDialog

        columns = (TableColumn("unit", "单位", grows=True), TableColumn("score", "得分", number=True))
        rows = tuple(TableRow(unit, (TableCell(unit), TableCell(score))) for unit, score in units)
        dialog = PickerDialog(self.session, f"{self._shown['name']}：看谁的依据", TableData(columns, rows))
        self.app.push_screen(dialog, self._open_explanation)

    def _open_explanation(self, unit: str | None) -> None:
        from tui.dialogs.explanation.dialog import ExplanationDialog

        if unit:
            self.app.push_screen(ExplanationDialog(self.session, unit, self._shown["id"]))

    def action_results(self) -> None:
        """Open the indicator's column in its group's table."""
        self.open_screen("results", group=self._group, indicator=str(self._shown.get("id", "")))
