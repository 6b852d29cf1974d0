"""Score explanation (依据)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, cast

from attrs import evolve
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from kaoping_core.pages.schema import ScoreExplanation
from tui.dialogs.base import Dialog
from tui.dialogs.explanation.content import ExplanationData, explanation_paragraphs
from tui.session.location import Location
from tui.session.messages import OpenLocation
from tui.session.session import Session
from tui.tasks.messages import TaskFailed, TaskRequested, TaskSucceeded
from tui.tasks.protocol import ListRevisions
from tui.widgets.text_view.data import TextDocument
from tui.widgets.text_view.text_view import TextView

PAUSE_SECONDS = 0.25
"""Delay before the revisions are requested, so that indicators passed over request none."""
GONE = "这一项没有得分的记录"


class ExplanationDialog(Dialog[str]):
    """Explains a unit's score on an indicator; the result is the indicator shown last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", "关闭", show=False),
        Binding("left", "step(-1)", "前一项", id="explanation-before"),
        Binding("right", "step(1)", "后一项", id="explanation-after"),
        Binding("i", "indicator", "看指标", id="explanation-indicator"),
        Binding("u", "unit", "看单位", id="explanation-unit"),
    ]
    DEFAULT_CSS = """
    ExplanationDialog { align: center top; }
    ExplanationDialog > .box { width: 92; }
    """
    # at the top it grows downwards when the past comes, and what is read already stays where it is

    def __init__(self, session: Session, unit: str, indicator: str) -> None:
        super().__init__(session, "依据")
        self._unit = unit
        self._indicator = indicator
        self._explanations: Mapping[str, ScoreExplanation] = {}
        self._data = ExplanationData(unit, cast("ScoreExplanation", {}))
        self._lines = TextView(marks=session.glyphs, initials=session.initials)
        self._waiting: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Compose the explanation."""
        yield self._lines

    def on_mount(self) -> None:
        """Show the explanation and request the cell's revisions."""
        self.refresh_pages()

    def refresh_pages(self) -> None:
        """Show the newest state."""
        page = self.session.overview.get("pages", {}).get(self._unit, "")
        self._explanations = self.session.page(page).get("accounts", {}) if page else {}
        self._select(self._indicator)

    def _select(self, indicator: str) -> None:
        other, self._indicator = indicator != self._indicator, indicator
        self._data = ExplanationData(
            self._unit, self._explanations.get(indicator, cast("ScoreExplanation", {}))
        )
        name = self._data.explanation.get("name", "")
        self._box.title = "　".join(filter(None, ("依据", self._unit, name)))
        self._show()
        if other:
            self._lines.restore({})
        if self._waiting is not None:
            self._waiting.stop()
        if self._data.explanation:
            self._waiting = self.set_timer(PAUSE_SECONDS, self._request_history)

    def _show(self) -> None:
        known = tuple(explanation_paragraphs(self._data)) if self._data.explanation else ()
        self._lines.data = TextDocument(known, GONE)
        self._box.refresh(layout=True)  # it is as high as what is in it

    def _request_history(self) -> None:
        self.post_message(TaskRequested(ListRevisions(self._unit, self._indicator)))

    def _is_own_answer(self, event: TaskSucceeded | TaskFailed) -> bool:
        return event.request == ListRevisions(self._unit, self._indicator)

    def on_task_succeeded(self, event: TaskSucceeded) -> None:
        """Show the revisions, unless they are of another indicator."""
        event.stop()
        if self._is_own_answer(event):
            self._data = evolve(self._data, revisions=event.result_of(ListRevisions))
            self._show()

    def on_task_failed(self, event: TaskFailed) -> None:
        """Show that the revisions could not be read; the explanation stays."""
        event.stop()
        if self._is_own_answer(event):
            self._data = evolve(self._data, revisions_error=f"读不到：{event.message}")
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        if action == "step":
            return self._neighbour(parameters[0]) is not None
        return True

    def _neighbour(self, way: object) -> str | None:
        """Return the previous or next indicator in the annex's order."""
        indicators = list(self._explanations)
        if self._indicator not in indicators or not isinstance(way, int):
            return None
        position = indicators.index(self._indicator) + way
        return indicators[position] if 0 <= position < len(indicators) else None

    def action_step(self, way: int) -> None:
        """Show the unit's previous or next indicator."""
        neighbour = self._neighbour(way)
        if neighbour is not None:
            self._select(neighbour)
            self.refresh_bindings()

    def action_indicator(self) -> None:
        """Open the indicator's screen."""
        self.app.post_message(OpenLocation(Location("indicator", {"indicator": self._indicator})))

    def action_unit(self) -> None:
        """Open the unit's screen."""
        self.app.post_message(OpenLocation(Location("unit", {"unit": self._unit})))

    def action_leave(self) -> None:
        """Close the dialog and return the indicator shown last."""
        self.dismiss(self._indicator)
