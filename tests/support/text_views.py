"""An application that holds widgets and writes down what they say."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar, TypeVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from tests.support.idle_pilot import run_app
from tui.widgets.bars.tab_bar import TabBar
from tui.widgets.render.line_widget import LineWidget
from tui.widgets.text_field import TextField
from tui.widgets.text_view.text_view import TextView

M = TypeVar("M", bound=Message)


class WidgetApp(App[None]):
    """Widgets below one another, and everything that they said."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = ""
    CSS = "Screen { overflow: hidden; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "帮助"),
        Binding("ctrl+p", "palette", "找一找"),
        Binding("ctrl+q", "quit", "退出"),
    ]

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets
        self.messages: list[Message] = []
        self.actions: list[str] = []

    def compose(self) -> ComposeResult:
        yield from self.widgets

    def action_help(self) -> None:
        self.actions.append("help")

    def action_palette(self) -> None:
        self.actions.append("palette")

    def on_paragraph_selected(self, message: TextView.Selected) -> None:
        self.messages.append(message)

    def on_paragraph_highlighted(self, message: TextView.Highlighted) -> None:
        self.messages.append(message)

    def on_tab_bar_tab_chosen(self, message: TabBar.TabChosen) -> None:
        self.messages.append(message)

    def on_input_changed(self, message: TextField.Changed) -> None:
        self.messages.append(message)

    def messages_of(self, kind: type[M]) -> list[M]:
        return [each for each in self.messages if isinstance(each, kind)]

    @property
    def screen_lines(self) -> list[str]:
        """What stands on the whole screen."""
        return [
            "".join(segment.text for segment in strip) for strip in self.screen._compositor.render_strips()
        ]


Step = Callable[[WidgetApp, "Pilot[None]"], Awaitable[None]]


def run_widgets(
    *widgets: Widget, step: Step | None = None, size: tuple[int, int] = (60, 12), keys: tuple[str, ...] = ()
) -> list[str]:
    """Run widgets in a terminal of some size, press keys, do something; what stands on the screen then."""

    async def session() -> list[str]:
        app = WidgetApp(*widgets)
        async with run_app(app, size) as pilot:
            await pilot.pause()
            await pilot.press(*keys)
            if step is not None:
                await step(app, pilot)
            await pilot.pause()
            return [line.rstrip() for line in app.screen_lines]

    return asyncio.run(session())


def drawn_regions(widget: LineWidget) -> list[Region]:
    """A list that fills with what the widget has drawn again from now on; an empty region is all of it."""
    regions: list[Region] = []
    refresh = widget.refresh

    def noted(*areas: Region, **how: bool) -> Widget:
        regions.extend(areas or (Region(),))
        return refresh(*areas, **how)

    widget.refresh = noted  # type: ignore[method-assign, assignment]
    return regions
