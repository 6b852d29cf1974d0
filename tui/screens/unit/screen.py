"""Unit card (单位)."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kaoping_core.pages.schema import UnitPage
from tui.screens.base import LOADING, KaopingScreen
from tui.screens.unit.content import unit_paragraphs
from tui.screens.unit_picker import first_unit, neighbour_unit, unit_rows
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.text_view.data import TextDocument
from tui.widgets.text_view.text_view import TextView

UNIT, CARD = "unit", "card"
WIDE = 110
"""Cells from which there is room for more than figures and bars."""


class UnitScreen(KaopingScreen):
    """Where one unit's points went, against its group, and what one more point would change."""

    NAME = "unit"
    HELP = """
    这一屏看一个单位：名次、总分、再多1分名次怎么变；各部分得了多少、失了多少，和本组平均、最高比；失分从多到少。
    各部分后面的条是得分占满分多少，条上的竖线是本组平均；失分后面的条是失分多少，最多的一项为满。
    上下键走到一项指标，按回车看“依据”：怎么算的、数是谁报的、在哪个文件哪一格；i 看全组在这项指标上的得分。
    左右键或 [ ] 看名次前一个、后一个单位；u 换单位：打名称或拼音首字母（如 sljd）。
    c 和另一个单位对比：为什么名次不同。r 到结果表里看这个单位所在的组。/ 在卡片里查找。
    """
    AUTO_FOCUS = "#card"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,left_square_bracket", "step(-1)", "前一名", id="unit-before"),
        Binding("right,right_square_bracket", "step(1)", "后一名", id="unit-after"),
        Binding("u", "choose", "换单位", id="unit-choose"),
        Binding("c", "compare", "对比", id="unit-compare"),
        Binding("i", "indicator", "看指标", id="unit-indicator"),
        Binding("r", "results", "看全组", id="unit-results"),
    ]
    DEFAULT_CSS = "UnitScreen #card { height: 1fr; }"

    def __init__(self, session: Session, location: Location) -> None:
        super().__init__(session, location)
        self._page = cast("UnitPage", {})
        self._is_wide = False
        self._card = TextView(id=CARD, marks=session.glyphs, initials=session.initials)
        chosen = session.user_state.view_state(self.NAME)
        self._unit = location.arguments.get(UNIT) or str(chosen.get(UNIT) or "")
        position = chosen.get(CARD)
        if chosen.get(UNIT) == self._unit and isinstance(position, dict):
            self._card.restore(position)

    def compose_body(self) -> ComposeResult:
        """Compose the card."""
        yield self._card

    def update_content(self) -> None:
        """Show the unit's page."""
        overview = self.session.overview
        if not overview:
            self.heading = LOADING
            self._card.data = TextDocument(empty=self.heading)
            return
        if not self._unit or (self._unit not in overview["pages"] and not self.location.arguments):
            self._unit = first_unit(overview)
        self._select_initial_row()
        name = overview["pages"].get(self._unit, "")
        self._page = cast("UnitPage", self.session.page(name) if self._unit else {})
        self.heading = _heading(self._page, self._unit)
        self._draw()
        self.refresh_bindings()

    def _draw(self) -> None:
        self._is_wide = self.size.width >= WIDE
        paragraphs = unit_paragraphs(self._page, wide=self._is_wide) if self._page else ()
        self._card.data = TextDocument(paragraphs, "没有这个单位，按 u 选一个")

    def on_resize(self) -> None:
        """Lay out the card for the new width."""
        if self._page and self._is_wide != (self.size.width >= WIDE):
            self._draw()

    def save_view_state(self) -> None:
        """Save the unit and the scroll position."""
        super().save_view_state()
        if self._page:
            self.session.user_state.save_view_state(
                self.NAME, {UNIT: self._unit, CARD: self._card.view_state()}
            )

    # -- which unit ------------------------------------------------------------------------------------

    def _update_page(self, unit: str) -> None:
        """Show another unit, from its beginning."""
        self._unit = unit
        self._card.restore({})
        self.update_content()

    def _select_initial_row(self) -> None:
        """Be at the unit that is shown: there Esc and a lost connection return to."""
        location = Location(self.NAME, {UNIT: self._unit})
        if self._unit and location != self.location:
            self.location = location
            self.session.user_state.set_location(location)

    def action_step(self, way: int) -> None:
        """Show the previous or next unit in rank."""
        if unit := neighbour_unit(self.session.overview, self._unit, way):
            self._update_page(unit)

    def action_choose(self) -> None:
        """Choose another unit from a list."""
        from tui.dialogs.picker import PickerDialog

        units = unit_rows(self.session.overview)
        self.app.push_screen(
            PickerDialog(self.session, "看哪个单位", units, proposed=self._unit), self._choose_unit
        )

    def _choose_unit(self, unit: str | None) -> None:
        if unit:
            self._update_page(unit)

    # -- where it leads --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        match action, parameters:
            case "step", (int(way),):
                return bool(neighbour_unit(self.session.overview, self._unit, way))
            case "choose", _:
                return bool(self.session.overview)
            case (("compare" | "results"), _):
                return bool(self._page)
            case "indicator", _:
                return self._card.cursor is not None
        return super().check_action(action, parameters)

    def on_paragraph_selected(self, event: TextView.Selected) -> None:
        """Explain the score under the cursor."""
        from tui.dialogs.explanation.dialog import ExplanationDialog

        event.stop()
        self.app.push_screen(
            ExplanationDialog(self.session, self._unit, event.key), self._on_explanation_closed
        )

    def _on_explanation_closed(self, indicator: str | None) -> None:
        """Move the cursor to the indicator that was explained last."""
        if indicator:
            self._card.move_to(indicator)

    def action_compare(self) -> None:
        """Compare with another unit of the group; the previous in rank is proposed."""
        from tui.dialogs.picker import PickerDialog

        overview = self.session.overview
        units = unit_rows(overview, group_of=self._unit, without=self._unit)
        proposed = neighbour_unit(overview, self._unit, -1) or neighbour_unit(overview, self._unit, 1)
        dialog = PickerDialog(self.session, f"{self._unit}和谁比", units, proposed=proposed)
        self.app.push_screen(dialog, self._open_comparison)

    def _open_comparison(self, other: str | None) -> None:
        if other:
            self.open_screen("comparison", one=self._unit, other=other)

    def action_indicator(self) -> None:
        """Open the indicator under the cursor."""
        if indicator := self._card.cursor:
            self.open_screen("indicator", indicator=indicator)

    def action_results(self) -> None:
        """Open the unit's row in its group's table."""
        self.open_screen("results", group=self._page["group"], unit=self._unit)


def _heading(page: UnitPage, unit: str) -> str:
    if not page:
        return unit
    rank = f"第{page['rank']}名" if page["rank"] else page["remark"]
    return "　".join(filter(None, (unit, page["group_name"], rank, f"{page['total']}分")))
