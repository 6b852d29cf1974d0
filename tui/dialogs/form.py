"""Form: text fields with proposed values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from attrs import frozen
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from tui.cell_text import cell_width, sanitise, truncate
from tui.dialogs.base import Dialog
from tui.session.session import Session
from tui.widgets.text_field import TextField

FormCheck = Callable[[Mapping[str, str]], str]
"""What is wrong with texts, by the fields' keys, in words; empty when nothing is."""

_LABEL_CELLS = 16
_NEXT, _BEFORE = frozenset({"down", "tab"}), frozenset({"up", "shift+tab"})


@frozen
class FormField:
    """A text field of a form."""

    key: str
    label: str
    value: str = ""
    """What is proposed."""
    hint: str = ""
    """Shown while nothing is typed."""


class FormInput(TextField):
    """Input of a form; up and down move between inputs, as Tab does.

    On a slow line several keys come at once, all to the field that had the focus when the first of them came; it hands
    on what is meant for the next.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "确定")]

    async def _on_key(self, event: events.Key) -> None:
        focused = self.screen.focused
        if focused is not self and focused is not None:
            event.stop()
            event.prevent_default()
            focused.post_message(events.Key(event.key, event.character))
        elif event.key in _NEXT or event.key in _BEFORE:
            event.stop()
            event.prevent_default()
            if event.key in _NEXT:
                self.screen.focus_next(FormInput)
            else:
                self.screen.focus_previous(FormInput)
        else:
            await super()._on_key(event)


class FormDialog(Dialog[dict[str, str]]):
    """Asks for texts; the result is the stripped texts by field key, once ``check`` finds nothing wrong."""

    DEFAULT_CSS = """
    FormDialog > .box { width: 80; }
    FormDialog Static { width: 1fr; height: auto; }
    FormDialog Horizontal { height: 1; }
    FormDialog .label { width: auto; height: 1; margin-right: 1; }
    FormDialog .problem { display: none; color: $text-warning; text-style: bold; }
    FormDialog .problem.-told { display: block; }
    """

    def __init__(
        self,
        session: Session,
        title: str,
        asked: Sequence[FormField],
        check: FormCheck = lambda _: "",
        *,
        about: str = "",
    ) -> None:
        """``about`` says above the fields what the texts are for."""
        super().__init__(session, title)
        self._fields = tuple(asked)
        self._check = check
        self._about = about
        self._inputs = {
            field.key: FormInput(field.value, placeholder=sanitise(field.hint)) for field in asked
        }
        self._problem = Static(classes="problem", markup=False)

    def compose_body(self) -> ComposeResult:
        """Compose purpose, labelled inputs, and the problem line."""
        if self._about:
            yield Static(_display_hint(self._about), markup=False)
        cells = min(max(cell_width(sanitise(field.label)) for field in self._fields), _LABEL_CELLS)
        for field in self._fields:
            text = truncate(sanitise(field.label), cells, self.session.glyphs.cut)
            label = Static(text, classes="label", markup=False)
            label.styles.width = cells
            yield Horizontal(label, self._inputs[field.key])
        yield self._problem

    @property
    def texts(self) -> dict[str, str]:
        """Texts typed so far, by field key."""
        return {key: line.value.strip() for key, line in self._inputs.items()}

    def on_input_changed(self, event: Input.Changed) -> None:
        """Clear the problem line."""
        event.stop()
        self._problem.remove_class("-told")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the texts, if nothing is wrong."""
        event.stop()
        texts = self.texts
        problem = self._check(texts)
        if problem:
            self._problem.update(f"{self.session.glyphs.excess} {_display_hint(problem)}")
            self._problem.add_class("-told")
        else:
            self.dismiss(texts)


def _display_hint(text: str) -> str:
    return "\n".join(sanitise(line) for line in text.split("\n"))
