"""Overview of the year (总览)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from tui.screens.base import LOADING, KaopingScreen
from tui.screens.overview.content import (
    BLOCKING,
    FINDING,
    NEWS,
    evaluators_table,
    newest_event_time,
    news_paragraphs,
    ranking_paragraphs,
    todo_paragraphs,
)
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.table.data import TableData
from tui.widgets.table.table import Table
from tui.widgets.text_view.data import TextDocument
from tui.widgets.text_view.text_view import TextView


class OverviewScreen(KaopingScreen):
    """Progress of the year, evaluators, rankings, blocking findings, events."""

    NAME = "overview"
    HELP = """
    这一屏看全年：做到哪一步、18个考核主体报了没有、三个组的名次、还有什么卡住正式结果、上次打开以后有什么变化。
    报送一栏：已报齐是绿的，迟报但已报齐是黄的，过期缺报是红的；文字也说得清，不靠颜色。
    Tab、Shift+Tab 在四块之间走；方向键在一块里走，/ 查找名称或拼音首字母。
    在考核主体上按回车看它的报送；在单位上按回车看单位；在问题上按回车去能解决它的地方。
    数字键 1 到 9 去各屏；^P 按名称或拼音首字母找任何单位、指标、考核主体和操作。
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - as Textual declares it
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-broad")]  # noqa: RUF012 - as Textual declares it
    DEFAULT_CSS = """
    OverviewScreen #evaluators, OverviewScreen #ranking { height: 20; max-height: 57%; }
    OverviewScreen #left { width: 58; }
    OverviewScreen #right { width: 1fr; margin-left: 2; }
    OverviewScreen.-narrow Horizontal { layout: vertical; }
    OverviewScreen.-narrow #left, OverviewScreen.-narrow #right { width: 1fr; height: 2fr; margin: 0; }
    OverviewScreen.-narrow #evaluators, OverviewScreen.-narrow #ranking, OverviewScreen.-narrow TextView { height: 1fr; max-height: 100%; }
    OverviewScreen.-narrow #left.-here, OverviewScreen.-narrow #right.-here { height: 4fr; }
    OverviewScreen.-narrow #evaluators.-here, OverviewScreen.-narrow #ranking.-here, OverviewScreen.-narrow TextView.-here { height: 3fr; }
    OverviewScreen.-low #left, OverviewScreen.-low #right, OverviewScreen.-low TextView,
    OverviewScreen.-low #evaluators, OverviewScreen.-low #ranking { height: 0; }
    OverviewScreen.-low #left.-here, OverviewScreen.-low #right.-here { height: 1fr; }
    OverviewScreen.-low #evaluators.-here, OverviewScreen.-low #ranking.-here,
    OverviewScreen.-low TextView.-here { height: 1fr; max-height: 100%; }
    """

    def __init__(self, session: Session, location: Location) -> None:
        super().__init__(session, location)
        glyphs, initials = session.glyphs, session.initials
        self._evaluators = Table(id="evaluators", whole_rows=True, marks=glyphs, initials=initials)
        self._todo = TextView(id="todo", marks=glyphs, initials=initials)
        self._ranking = TextView(id="ranking", marks=glyphs, initials=initials)
        self._news = TextView(id="news", marks=glyphs, initials=initials)
        self._seen = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available; there is no way back from the first screen."""
        return self.can_go_back if action == "back" else True

    def compose_body(self) -> ComposeResult:
        """Compose two columns; narrow windows stack them."""
        with Horizontal():
            with Vertical(id="left"):
                yield self._evaluators
                yield self._todo
            with Vertical(id="right"):
                yield self._ranking
                yield self._news

    def on_mount(self) -> None:
        """Focus the evaluators."""
        self._evaluators.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Enlarge the focused panel where panels are stacked."""
        for panel in (self._evaluators, self._todo, self._ranking, self._news):
            for widget in (panel, panel.parent):
                if isinstance(widget, Widget):
                    widget.set_class(event.widget in widget.walk_children(with_self=True), "-here")

    def on_unmount(self) -> None:
        """Save that the shown events have been seen."""
        self.session.user_state.seen = self._seen
        self.session.user_state.save()

    def update_content(self) -> None:
        """Show the overview page."""
        overview = self.session.overview
        if not overview:
            self.heading = LOADING
            self._evaluators.data = TableData(empty=LOADING)
            for panel in (self._todo, self._ranking, self._news):
                panel.data = TextDocument(empty="")
            return
        self.heading = f"{overview['title']}　{overview['state']}"
        self._evaluators.data = evaluators_table(overview)
        self._ranking.data = TextDocument(tuple(ranking_paragraphs(overview)))
        self._todo.data = TextDocument(tuple(todo_paragraphs(overview)))
        self._news.data = TextDocument(
            tuple(news_paragraphs(overview, self.session.user_state.seen_before_session))
        )
        self._seen = newest_event_time(overview)

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Open the evaluator's submissions."""
        event.stop()
        self.open_screen("submissions", evaluator=event.row)

    def on_paragraph_selected(self, event: TextView.Selected) -> None:
        """Open what the paragraph is about: a unit, a problem, an event."""
        event.stop()
        if event.control is self._ranking:
            self.open_screen("unit", unit=event.key)
            return
        overview = self.session.overview
        lists: Mapping[str, Sequence[Mapping[str, object]]] = {
            BLOCKING: overview["blocking"],
            FINDING: overview["findings"],
            NEWS: overview["happenings"],
        }
        for kind, entries in lists.items():
            if event.key.startswith(kind):
                self._open(entries[int(event.key.removeprefix(kind))], kind)

    def _open(self, entry: Mapping[str, object], kind: str) -> None:
        """Open where a problem is solved, else where its score or indicator is explained."""
        unit, indicator, evaluator = (str(entry.get(key, "")) for key in ("unit", "indicator", "evaluator"))
        if kind == FINDING and unit and indicator:
            from tui.dialogs.explanation.dialog import ExplanationDialog

            self.app.push_screen(ExplanationDialog(self.session, unit, indicator))
        elif kind == FINDING and indicator:
            self.open_screen("indicator", indicator=indicator)
        elif evaluator:
            self.open_screen("submissions", evaluator=evaluator)
        else:
            self.open_screen("assembly")
