"""依据: how a score came about, in a box over whatever names the score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import evolve
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from tui.dialogs.base import Dialog
from tui.dialogs.explanation.content import Facts, paragraphs
from tui.session.location import Place
from tui.session.messages import Answered, Failed, Go, Wanted
from tui.session.session import Session
from tui.widgets.text_view.data import LinesData
from tui.widgets.text_view.text_view import Lines

PAUSE_SECONDS = 0.25
"""Before the past is asked for: who goes through a unit's indicators does not want every one's."""
GONE = "这一项没有得分的记录"


class Account(Dialog[str]):
    """The account of a unit's score on an indicator; its outcome is the indicator that was looked at last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", "关闭", show=False),
        Binding("left", "step(-1)", "前一项", id="account-before"),
        Binding("right", "step(1)", "后一项", id="account-after"),
        Binding("i", "indicator", "看指标", id="account-indicator"),
        Binding("u", "unit", "看单位", id="account-unit"),
    ]
    DEFAULT_CSS = """
    Account { align: center top; }
    Account > .box { width: 92; }
    """
    # at the top it grows downwards when the past comes, and what is read already stays where it is

    def __init__(self, session: Session, unit: str, indicator: str) -> None:
        super().__init__(session, "依据")
        self._unit = unit
        self._indicator = indicator
        self._accounts: Mapping[str, Any] = {}
        self._facts = Facts(unit, {})
        self._lines = Lines(marks=session.marks, initials=session.initials)
        self._waiting: Timer | None = None

    def body(self) -> ComposeResult:
        """The account."""
        yield self._lines

    def on_mount(self) -> None:
        """Look it up."""
        self.turn()

    def turn(self) -> None:
        """Show the newest state."""
        page = self.session.desk.get("pages", {}).get(self._unit, "")
        self._accounts = self.session.page(page).get("accounts", {}) if page else {}
        self._look(self._indicator)

    def _look(self, indicator: str) -> None:
        other, self._indicator = indicator != self._indicator, indicator
        self._facts = Facts(self._unit, self._accounts.get(indicator, {}))
        name = self._facts.account.get("name", "")
        self._box.title = "　".join(filter(None, ("依据", self._unit, name)))
        self._show()
        if other:
            self._lines.restore({})
        if self._waiting is not None:
            self._waiting.stop()
        if self._facts.account:
            self._waiting = self.set_timer(PAUSE_SECONDS, self._ask)

    def _show(self) -> None:
        known = tuple(paragraphs(self._facts)) if self._facts.account else ()
        self._lines.data = LinesData(known, GONE)
        self._box.refresh(layout=True)  # it is as high as what is in it

    def _ask(self) -> None:
        self.post_message(Wanted("history", {"unit": self._unit, "indicator": self._indicator}))

    def _is_ours(self, event: Answered | Failed) -> bool:
        return event.arguments == {"unit": self._unit, "indicator": self._indicator}

    def on_answered(self, event: Answered) -> None:
        """The past has come; maybe that of an indicator before."""
        event.stop()
        if self._is_ours(event):
            self._facts = evolve(self._facts, past=event.answer)
            self._show()

    def on_failed(self, event: Failed) -> None:
        """The rest of the account is still worth reading."""
        event.stop()
        if self._is_ours(event):
            self._facts = evolve(self._facts, trouble=f"读不到：{event.message}")
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what works now."""
        if action == "step":
            return self._beside(parameters[0]) is not None
        return True

    def _beside(self, way: object) -> str | None:
        """The indicator before or after, in the annex's order."""
        every = list(self._accounts)
        if self._indicator not in every or not isinstance(way, int):
            return None
        at = every.index(self._indicator) + way
        return every[at] if 0 <= at < len(every) else None

    def action_step(self, way: int) -> None:
        """To the unit's indicator before or after."""
        beside = self._beside(way)
        if beside is not None:
            self._look(beside)
            self.refresh_bindings()

    def action_indicator(self) -> None:
        """To how the whole group did."""
        self.app.post_message(Go(Place("indicator", {"indicator": self._indicator})))

    def action_unit(self) -> None:
        """To the unit's card."""
        self.app.post_message(Go(Place("unit", {"unit": self._unit})))

    def action_leave(self) -> None:
        """Close the box, and say which indicator was looked at last."""
        self.dismiss(self._indicator)
