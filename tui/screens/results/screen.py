"""Results of a group as a table (结果)."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kaoping_core.pages.schema import GroupPage
from tui.screens.base import LOADING, KaopingScreen
from tui.screens.results.content import MODES, UNIT, Mode, indicator_of, results_table
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.bars.choice_bar import Choice, ChoiceBar, ChoiceSet
from tui.widgets.table.data import TableData
from tui.widgets.table.table import Table

GROUP, MODE = "group", "mode"


class ResultsScreen(KaopingScreen):
    """A group's units down, indicators across: points, rates, reported values or losses; Enter explains a score."""

    NAME = "results"
    HELP = """
    这一屏是一个组的全部得分：每行一个单位，每列一项指标；前面是名次、总分和各部分小计，下面三行是全组的平均、最高、最低。
    t 换组；m 换看法：得分、得分率（颜色深、记号短的要注意）、报送值、失分。
    在得分上按回车看“依据”：公式、数值和它在哪个文件哪一格、任务、条款、决定、历次报送。
    在单位、名次、总分、小计上按回车看单位；u 随时看这一行的单位，i 看这一列的指标。
    方向键走动；s 按这一列排序，再按反过来，第三次还原。
    / 查找单位或指标：打名称或拼音首字母（如 gdzctz），n 下一处；f 只留下找到的行，Esc 还原。
    空格看全文；Home、End 到最左、最右一列，g、G 到第一、最后一行。
    得分后面的记号，用到的写在表上面：均、—不承担，缺没有报送，？没有计分，暂还会变，否一票否决。
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "next_group(1)", "换组", id="results-group"),
        Binding("T", "next_group(-1)", "换回前一组", show=False, id="results-group-back"),
        Binding("m", "next_mode(1)", "换看法", id="results-mode"),
        Binding("M", "next_mode(-1)", "换回前一种看法", show=False, id="results-mode-back"),
        Binding("u", "unit", "看单位", id="results-unit"),
        Binding("i", "indicator", "看指标", id="results-indicator"),
    ]

    def __init__(self, session: Session, location: Location) -> None:
        super().__init__(session, location)
        chosen = session.user_state.view_state(self.NAME)
        self._group = str(location.arguments.get(GROUP) or chosen.get(GROUP) or "")
        self._mode = str(chosen.get(MODE) or "")
        self._page = cast("GroupPage", {})
        self._line = ChoiceBar(marks=session.glyphs)
        self._table = Table(id="scores", marks=session.glyphs, initials=session.initials)

    def compose_body(self) -> ComposeResult:
        """Compose choices and table."""
        yield self._line
        yield self._table

    def update_content(self) -> None:
        """Show the group's page and its heading."""
        groups = self.session.overview.get("groups", ())
        if not groups:
            self.heading = LOADING
            self._table.data = TableData(empty=LOADING)
            return
        ids = [group["id"] for group in groups]
        self._group = self._group if self._group in ids else ids[0]
        self._mode = self._mode if self._mode in MODES else next(iter(MODES))
        self._page = cast("GroupPage", self.session.page(f"group-{self._group}"))
        if not self._page:
            return
        self._line.sets = (
            ChoiceSet(
                GROUP, "组", tuple(Choice(group["id"], group["name"]) for group in groups), self._group
            ),
            ChoiceSet(MODE, "看", tuple(Choice(key, title) for key, title in MODES.items()), self._mode),
        )
        legend = "　".join(f"{mark} {words}" for mark, words in self._page["legend"].items())
        counted = (
            f"{self._page['name']}：{len(self._page['units'])}个单位，{len(self._page['indicators'])}项指标"
        )
        self.heading = f"{counted}　（{legend}）" if legend else counted
        self._table.data = results_table(self._page, cast("Mode", self._mode))

    def on_mount(self) -> None:
        """Select the location's indicator, after the view state was restored."""
        self.call_after_refresh(self._select_initial_row)
        self._table.focus()

    def _select_initial_row(self) -> None:
        about = self.location.arguments
        if about.get("unit") or about.get("indicator"):
            self._table.move_to(about.get("unit"), about.get("indicator"))

    # -- what is looked at -----------------------------------------------------------------------------

    def _saved_view_state(self, table: Table) -> str:
        """Return the view state of the group: each group has its own."""
        return f"{self.NAME}.{self._group}"

    def save_view_state(self) -> None:
        """Save group and mode, too."""
        if self._page:
            super().save_view_state()
            self.session.user_state.save_view_state(self.NAME, {GROUP: self._group, MODE: self._mode})

    def _update_page(self, *, group: str = "", mode: str = "") -> None:
        self.save_view_state()
        other = bool(group) and group != self._group
        self._group, self._mode = group or self._group, mode or self._mode
        self.update_content()
        if other:
            chosen = self.session.user_state.view_state(self._saved_view_state(self._table))
            self._table.restore(chosen)
            if not chosen and self._table.shown:
                self._table.move_to(self._table.shown[0], UNIT)

    def action_next_group(self, way: int) -> None:
        """Show the next or previous group."""
        self._update_page(group=self._line.sets[0].next(way))

    def action_next_mode(self, way: int) -> None:
        """Show the next or previous mode."""
        self._update_page(mode=self._line.sets[1].next(way))

    def on_choice_bar_choice_chosen(self, event: ChoiceBar.ChoiceChosen) -> None:
        """Show the clicked group or mode."""
        event.stop()
        self._update_page(**{event.name: event.key})

    # -- where it leads --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        if action in {"next_group", "next_mode"}:
            return bool(self._line.sets)
        if action == "unit":
            return self._table.cursor is not None
        if action == "indicator":
            cursor = self._table.cursor
            return cursor is not None and indicator_of(self._page, cursor[1].key) is not None
        return super().check_action(action, parameters)

    def on_table_cell_highlighted(self, event: Table.CellHighlighted) -> None:
        """Refresh the active keys, which depend on the column."""
        kind = indicator_of(self._page, event.column) is not None
        if kind != self._on_indicator:
            self._on_indicator = kind
            self.refresh_bindings()

    _on_indicator = False

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Explain a score; open the unit of any other cell."""
        event.stop()
        if indicator_of(self._page, event.column) is None:
            self.open_screen("unit", unit=event.row)
            return
        from tui.dialogs.explanation.dialog import ExplanationDialog

        def looked_at(indicator: str | None) -> None:
            self._table.move_to(column=indicator)

        self.app.push_screen(ExplanationDialog(self.session, event.row, event.column), looked_at)

    def action_unit(self) -> None:
        """Open the unit of the row."""
        if cursor := self._table.cursor:
            self.open_screen("unit", unit=cursor[0].key)

    def action_indicator(self) -> None:
        """Open the indicator of the column."""
        cursor = self._table.cursor
        if cursor and indicator_of(self._page, cursor[1].key):
            self.open_screen("indicator", indicator=cursor[1].key)
