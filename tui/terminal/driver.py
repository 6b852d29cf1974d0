"""Textual driver that sends only changed cells.

Textual 8.2.8 repaints whole regions, often the same one several times, and gives every piece of text its full colours.
Here ``Painter`` works out what the terminal still lacks, and frames that come faster than the line carries replace one
another. Everything that is no frame (bell, title, clipboard, modes) passes through in order with the frames around it.

The environment: ``KAOPING_DRIVER=stock`` brings Textual's own driver back; ``KAOPING_AMBIGUOUS_WIDE=1`` says what the launcher
found out; ``KAOPING_BACKGROUND_ERASE=0`` or ``1`` overrides what is known of TERM.

The cursor stands, hidden, where Textual's focused input wants it: input methods open their window there.
"""

from __future__ import annotations

import os
import re
import select
import signal
import termios
import threading
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from textual import constants
from textual.drivers.linux_driver import LinuxDriver

from tui.terminal.frame_diff import FrameDiff
from tui.terminal.input_decoder import KeyboardDecoder
from tui.textual_internals import XTermParser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

    from textual.driver import Driver
    from textual.message import Message

    from tui.textual_internals import AnyApp

_FRAME: Final = re.compile(r"\x1b\[\d+;\d+H\Z")
"""Textual ends every frame, and nothing else, by moving the cursor."""
_ERASING: Final = re.compile("xterm|putty|linux|rxvt|konsole|gnome|vte|alacritty|foot|wezterm|ms-terminal")
"""Terminals known to erase with the current background colour; screen and old tmux do not."""
_UNWANTED: Final = ("\x1b[?2026h", "\x1b[?2026l", "\x1b[?1004", "\x1b]22;")
"""Prefixes of sequences that only cost bytes on a slow connection: marks around every frame, since synchronised output
is decided here; reports of a lost focus, which would repaint the screen; shapes of the mouse pointer."""
_KITTY_OFF: Final = "\x1b[<u"
_GATHERING: Final = 0.004
"""Seconds that the writer waits for the other frames of the same key."""
_SYNCHRONISED: Final = 256
"""Characters from which on a frame is worth the 16 bytes of synchronised output."""
_WAITING_LIMIT: Final = 65536
"""Bytes that wait for the line before the application has to."""
_PATIENCE: Final = 2
"""Seconds without a byte after which a line is taken to be dead, and half a character to be whole."""
_SETTLING: Final = 0.2
"""Seconds after a change of the terminal's size in which Textual normally sends a frame of its own."""
_SETTINGS: Final = b"\x1b(B\x1b[r\x1b[?25l\x1b[?7l"
"""ASCII, no margins, no visible cursor, no wrapping."""
_HANG_UP: Final = 128 + signal.SIGHUP
"""The exit code of a command that lost its terminal, as shells report it."""


def driver_class() -> type[Driver]:
    """Return the driver class for ``App(driver_class=...)``."""
    return LinuxDriver if os.environ.get("KAOPING_DRIVER") == "stock" else DiffDriver


def _newline(descriptor: int) -> str:
    """Return the shortest bytes that move the cursor to the beginning of the next row."""
    try:
        output: int = termios.tcgetattr(descriptor)[1]
    except termios.error:
        return "\r\n"
    adds_return = output & termios.OPOST and output & termios.ONLCR
    return "\n" if adds_return else "\r\n"


class DiffDriver(LinuxDriver):
    """Textual's Linux driver with diffed output and an input decoder that accepts any bytes."""

    def __init__(
        self, app: AnyApp, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        erases = os.environ.get("KAOPING_BACKGROUND_ERASE", "")
        output_fd = self._file.fileno() if self._file else 2
        self._frame_diff = FrameDiff(
            *self._get_terminal_size(),
            erases=erases == "1" if erases else _ERASING.match(os.environ.get("TERM", "")) is not None,
            ambiguous_wide=os.environ.get("KAOPING_AMBIGUOUS_WIDE") == "1",
            newline=_newline(output_fd),
        )
        self._output_fd = output_fd
        self._output_lock = threading.Condition()
        """Guards everything below."""
        self._writer: threading.Thread | None = None
        self._out = bytearray()
        self._dirty = False
        self._showing = False
        """Frames are drawn between start and stop only; what else is written goes out until the driver is closed."""
        self._closing = False
        self._disconnected = False
        """The terminal is gone."""
        self._carried = 0
        """Bytes, to tell a slow line from a dead one."""
        self._taken = False
        """Whether there has been a frame."""
        self._parser: XTermParser
        self._stock_resize: Callable[[int, FrameType | None], object] | None = None

    @property
    def bytes_sent(self) -> int:
        """Bytes that the terminal has accepted so far."""
        return self._carried

    # -- output --------------------------------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Queue a frame, which a later frame may replace, or other output, which passes through."""
        with self._output_lock:
            if self._disconnected or self._writer is None or data.startswith(_UNWANTED):
                return
            if data == _KITTY_OFF and constants.DISABLE_KITTY_KEY:
                return
            if _FRAME.search(data):
                if not self._showing:
                    return
                self._frame_diff.resize(*self._app.size)
                self._frame_diff.apply_frame(data)
                self._dirty = self._taken = True
            else:
                self._paint()
                self._out += data.encode("utf-8", "replace")
            self._output_lock.notify_all()
            while len(self._out) > _WAITING_LIMIT and not self._disconnected:
                self._output_lock.wait(1)

    def repaint(self) -> None:
        """Repaint the whole screen and restore the terminal's settings."""
        with self._output_lock:
            if self._showing:
                self._out += _SETTINGS
                self._frame_diff.invalidate()
                self._dirty = True
                self._output_lock.notify_all()

    def _paint(self) -> None:
        """Turn the waiting frame into output bytes."""
        if not self._dirty:
            return
        self._dirty = False
        text = self._frame_diff.render(*self._terminal_size())
        if len(text) > _SYNCHRONISED and self._app._sync_available:
            text = f"\x1b[?2026h{text}\x1b[?2026l"
        self._out += text.encode("utf-8", "replace")

    def _terminal_size(self) -> tuple[int, int]:
        """Return columns and lines as they are now; Textual may not know of a resize yet."""
        with suppress(OSError):
            width, height = os.get_terminal_size(self._output_fd)
            if width and height:
                return width, height
        return self._get_terminal_size()

    def _run_writer(self) -> None:
        """Writer thread: while the terminal is slow, frames replace one another."""
        while True:
            with self._output_lock:
                while not (self._dirty or self._out or self._closing):
                    self._output_lock.wait()
                if not self._out and (self._closing or self._disconnected):
                    return
            time.sleep(_GATHERING)
            with self._output_lock:
                self._paint()
                data, self._out = bytes(self._out), bytearray()
                self._output_lock.notify_all()
            self._send(data)

    def _send(self, data: bytes) -> None:
        while data and not self._disconnected:
            try:
                sent = os.write(self._output_fd, data[:1024])
            except BlockingIOError:
                select.select([], [self._output_fd], [], 1)
                continue
            except OSError:
                self._on_disconnect()
                return
            data = data[sent:]
            self._carried += sent

    def _on_disconnect(self) -> None:
        """Exit the application as if the user had asked for it: the terminal is gone."""
        with self._output_lock:
            self._disconnected = True
            self._out.clear()
            self._output_lock.notify_all()
        self._call_in_loop(partial(self._app.exit, return_code=_HANG_UP))

    # -- start and stop ------------------------------------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Set up the terminal; after a suspension the whole screen is repainted."""
        with self._output_lock:
            self._closing, self._showing = False, True
            self._writer = threading.Thread(target=self._run_writer, name="kaoping-output", daemon=True)
            self._writer.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual gives it no type
        if self._writer_thread is None:  # in the background: the shell will bring it back with SIGCONT
            self._showing = False
            self._close_writer()
            return
        self._writer_thread.stop()
        self._writer_thread = None
        handler = signal.getsignal(signal.SIGWINCH)
        self._stock_resize = handler if callable(handler) else None
        signal.signal(signal.SIGWINCH, self._sigwinch)
        if self._taken:
            self.repaint()

    def stop_application_mode(self) -> None:
        """Restore the terminal; a waiting frame is dropped."""
        with self._output_lock:
            self._showing = self._dirty = False
            self._frame_diff.invalidate()
        self.write("\x1b[m")
        super().stop_application_mode()

    def close(self) -> None:
        """Wait until the output is sent, as long as the terminal accepts any."""
        super().close()
        self._close_writer()

    def _close_writer(self) -> None:
        writer, carried = self._writer, -1
        with self._output_lock:
            self._closing = True
            self._output_lock.notify_all()
        while writer is not None and writer.is_alive() and carried != self._carried:
            carried = self._carried
            writer.join(_PATIENCE)
        self._writer = None

    def _query_in_band_window_resize(self) -> None:
        """Do nothing: SIGWINCH reports resizes, and the query's answer would turn on pixel mouse reports."""

    def _enable_mouse_support(self) -> None:
        """Enable buttons, wheel and dragging; motion alone would repaint hovered widgets."""
        if self._mouse:
            self.write("\x1b[?1002h\x1b[?1006h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1002l\x1b[?1006l")

    def set_mouse(self, on: bool) -> None:
        """Turn the mouse on or off while the application runs."""
        if not on:
            self._disable_mouse_support()
        self._mouse = on
        self._enable_mouse_support()

    # -- signals: handlers only leave a note for the loop, which they may have interrupted anywhere --------------

    def _call_in_loop(self, call: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the loop is closed: the application has ended
            self._loop.call_soon_threadsafe(call)

    def _sigtstp_application(self, *_: object) -> None:
        if self._auto_restart:
            self._call_in_loop(super()._sigtstp_application)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        if self._auto_restart:
            self._call_in_loop(self._continue)

    def _continue(self) -> None:
        """Continue after a stop, also after SIGSTOP, which cannot be caught."""
        if self._showing:
            self.suspend_application_mode()
        self.resume_application_mode()

    def _sigwinch(self, signum: int, frame: FrameType | None) -> None:
        if self._stock_resize is not None:
            self._stock_resize(signum, frame)
        self._call_in_loop(self._resized)

    def _resized(self) -> None:
        """Repaint everything: a resize moves or clears cells, also where Textual sees an equal size."""
        with self._output_lock:
            self._frame_diff.invalidate()
        self._loop.call_later(_SETTLING, self._repaint_if_forgotten)

    def _repaint_if_forgotten(self) -> None:
        with self._output_lock:
            self._dirty = self._dirty or self._showing
            self._output_lock.notify_all()

    # -- input ---------------------------------------------------------------------------------------------------

    def run_input_thread(self) -> None:
        """Input thread: reads the keyboard until the application stops or the terminal is gone."""
        decoder, self._parser = KeyboardDecoder(), XTermParser(self._debug)
        heard, silent = time.monotonic(), 0
        while not self.exit_event.is_set():
            patience = 0.1 if silent > 2 else min(0.1, constants.ESCAPE_DELAY)
            ready, _, _ = select.select([self.fileno], [], [], patience)
            text = ""
            if ready:
                data = self._read()
                if not data:
                    return
                text = decoder.decode(data)
                heard, silent = time.monotonic(), 0
            else:
                silent += 1
                if decoder.pending and time.monotonic() - heard > _PATIENCE:
                    text = decoder.decode(b"", final=True)
            for sequence in re.split("(?=\x1b)", text):
                self._dispatch(partial(self._parser.feed, sequence) if sequence else self._parser.tick)

    def _read(self) -> bytes:
        """Return typed bytes; none at the end of the input."""
        try:
            data = os.read(self.fileno, 4096)
        except OSError:
            data = b""
        if not data and self.input_tty:
            self._on_disconnect()
        return data

    def _dispatch(self, parse: Callable[[], Iterable[Message]]) -> None:
        """Post the events of an input sequence; sequences on which Textual's parser raises are dropped."""
        try:
            for message in parse():
                self.process_message(message)
        except Exception:
            self._parser = XTermParser(self._debug)
