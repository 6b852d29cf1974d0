"""Private parts of Textual that the UI relies on, each with its reason and what would replace it.

They are those of Textual 8.2.8, which is pinned exactly; tests of the screens, the driver and the error boundary fail
when one of them changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

# Textual's own cell widths, so that the driver counts as the compositor does. Replaced by: a public name for it.
from textual._cells import cell_len

# The driver feeds the input parser by itself. Replaced by: a public input parser.
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

__all__ = [
    "DispatchHook",
    "UnhandledErrorHook",
    "XTermParser",
    "cell_len",
    "driver_of",
    "is_active_pump",
    "register_default_screen",
    "report_unhandled",
    "strips_behind",
]

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.screen import Screen
    from textual.strip import Strip

    # Screens and applications are generic in their result and invariant: no other type takes all of them.
    AnyScreen = Screen[Any]
    AnyApp = App[Any]


class _Compositor(Protocol):
    @property
    def size(self) -> object: ...

    def render_strips(self) -> list[Strip]: ...


def strips_behind(screen: AnyScreen, size: object) -> list[Strip] | None:
    """Rendered lines of a screen; None while it is not laid out to ``size``.

    A dialog shows them behind its box without composing them anew. Replaced by: a public method that renders a screen.
    """
    compositor: _Compositor = screen._compositor
    return compositor.render_strips() if compositor.size == size else None


def register_default_screen(screen: Screen[None]) -> None:
    """Give the default screen a result callback.

    Textual gives one to every pushed screen but not to the default one, and then fails to switch from it. Replaced by:
    a mend of ``App.get_default_screen``.
    """
    screen._push_result_callback(screen, None)


def driver_of(app: AnyApp) -> Driver | None:
    """Driver of an application, which can repaint and switch the mouse. Replaced by: a public ``App.driver``."""
    return app._driver


def is_active_pump(pump: MessagePump) -> bool:
    """Whether the message being handled belongs to ``pump``. Replaced by: a public name for the context variable."""
    from textual._context import active_message_pump

    return active_message_pump.get(None) is pump


def report_unhandled(app: AnyApp, error: Exception) -> None:
    """End the program with an exception, as Textual does by itself. Replaced by: a public ``App.panic`` for errors."""
    app._handle_exception(error)


class DispatchHook(MessagePump):
    """Message pump that can handle an exception raised by one of its message handlers.

    Textual ends the program for every exception in a handler. Replaced by: a public hook for such exceptions.
    """

    def on_dispatch_error(self, message: Message, error: Exception) -> bool:
        """Handle an exception; False lets it through."""
        return False

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if not self.on_dispatch_error(message, error):
                raise


class UnhandledErrorHook(App[None]):
    """Application that can handle an exception that Textual would end the program with.

    Replaced by: a public hook for such exceptions.
    """

    def on_unhandled_error(self, error: Exception) -> bool:
        """Handle an exception; False ends the program."""
        return False

    def _handle_exception(self, error: Exception) -> None:
        if not self.on_unhandled_error(error):
            super()._handle_exception(error)
