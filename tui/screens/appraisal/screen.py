"""Comprehensive appraisal (综合评价): tiers and ballots against their quotas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from kaoping_core.pages.schema import AppraisalIndicator
from tui.screens.appraisal.content import indicators_table, quota_meter, units_table
from tui.screens.base import FOLLOW_SECONDS, LOADING, KaopingScreen, restore_table
from tui.widgets.table.table import Table
from tui.widgets.text_view.data import TextDocument
from tui.widgets.text_view.text_view import TextView

INDICATORS, UNITS, METER = "indicators", "units", "meter"
PAGE = "appraisal"
_TOP_LINES = 9


class AppraisalScreen(KaopingScreen):
    """Indicators with quotas above, with the meter of the selected one; its units with their ballots below."""

    NAME = "appraisal"
    HELP = """
    这一屏管评等次的指标：县政府领导评价、督考评价。等次有名额（好30%、较好50%、合格15%、基本合格5%）。
    上面选指标，右边是各等次用了几个名额、空几个、超几个，有没有得票相同的并列；超出名额的另外提醒，不改评的结果。
    下面是每个单位的等次、得分、位次、票值平均和每个等次的票数。“并”是得票完全相同，“超”是这个等次超了名额。
    在单位上按回车看依据，[ 和 ] 换上一个、下一个指标，Tab 在各块之间走，/ 查找（可以打拼音首字母），s 排序。
    """
    AUTO_FOCUS = f"#{UNITS}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "step(-1)", "上一个指标", id="appraisal-before", show=False),
        Binding("right_square_bracket", "step(1)", "换指标", id="appraisal-after"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-usual"), (110, "-broad")]  # noqa: RUF012 - typed so in Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-tall")]  # noqa: RUF012 - typed so in Textual
    DEFAULT_CSS = f"""
    AppraisalScreen #above {{ height: {_TOP_LINES}; max-height: 45%; }}
    AppraisalScreen #{INDICATORS} {{ width: 42; }}
    AppraisalScreen #{METER} {{ width: 1fr; margin-left: 1; }}
    AppraisalScreen #{UNITS} {{ height: 1fr; }}
    AppraisalScreen.-broad #{INDICATORS} {{ width: 54; }}
    AppraisalScreen.-narrow #{INDICATORS} {{ width: 1fr; }}
    AppraisalScreen.-narrow #{METER} {{ display: none; }}
    AppraisalScreen.-low #above {{ display: none; }}
    """

    _shown_indicator = ""
    """The indicator whose units are shown."""
    _selection_timer: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Compose indicators, meter and units."""
        glyphs, initials = self.session.glyphs, self.session.initials
        indicators = Table(id=INDICATORS, whole_rows=True, marks=glyphs, initials=initials)
        restore_table(
            indicators,
            self.session.user_state,
            f"{self.NAME}.{INDICATORS}",
            self.location.arguments.get("indicator"),
        )
        with Horizontal(id="above"):
            yield indicators
            yield TextView(id=METER, marks=glyphs)
        yield Table(id=UNITS, marks=glyphs, initials=initials)

    def update_content(self) -> None:
        """Show the indicators and the selected one."""
        if not self.session.overview:
            self.heading = LOADING
            return
        self._indicators.data = indicators_table(self._appraised)
        self._show_indicator()
        self.refresh_bindings()

    def _show_indicator(self) -> None:
        """Show meter and units of the selected indicator."""
        self._selection_timer = None
        chosen = self._selected_indicator
        found = next((indicator for indicator in self._appraised if indicator["id"] == chosen), None)
        if found is None:
            self.heading = "综合评价"
            return
        self.heading = f"{found['name']}　{found['group_name']}　{found['words']}"
        lines = self.query_one(f"#{METER}", TextView)
        if chosen != self._shown_indicator:
            self._shown_indicator = chosen
            lines.restore({})
        lines.data = TextDocument(tuple(quota_meter(found, self.session.glyphs)))
        self.query_one(f"#{UNITS}", Table).data = units_table(found)

    @property
    def _appraised(self) -> Sequence[AppraisalIndicator]:
        found: Sequence[AppraisalIndicator] = self.session.page(PAGE).get("indicators", ())
        return found

    @property
    def _indicators(self) -> Table:
        return self.query_one(f"#{INDICATORS}", Table)

    @property
    def _selected_indicator(self) -> str:
        """Indicator under the cursor."""
        cursor = self._indicators.cursor
        return cursor[0].key if cursor else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        return self.is_mounted and len(self._indicators.shown) > 1 if action == "step" else True

    def action_step(self, way: int) -> None:
        """Select the indicator before or after, whichever panel has the focus."""
        shown = self._indicators.shown
        at = shown.index(self._selected_indicator) if self._selected_indicator in shown else 0
        self._indicators.move_to(row=shown[(at + way) % len(shown)])
        self._show_indicator()

    def on_table_cell_highlighted(self, event: Table.CellHighlighted) -> None:
        """Show meter and units of the indicator once the cursor rests."""
        if event.control.id == INDICATORS and event.row != self._shown_indicator:
            if self._selection_timer is not None:
                self._selection_timer.stop()
            self._selection_timer = self.set_timer(FOLLOW_SECONDS, self._show_indicator)

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Focus the units of an indicator; open the explanation of a unit's score."""
        if event.control.id == INDICATORS:
            self._show_indicator()
            self.query_one(f"#{UNITS}", Table).focus()
            return
        from tui.dialogs.explanation.dialog import ExplanationDialog

        self.app.push_screen(ExplanationDialog(self.session, event.row, self._shown_indicator))
