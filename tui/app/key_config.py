"""Key configuration of the user, from ``config/keys.toml``: ``palette = "ctrl+f"``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

from attrs import frozen
from textual.binding import Binding
from textual.keys import Keys, key_to_character

from kaoping_core.files import describe_os_error
from kaoping_core.text_matching import suggest_name

FILE = "keys.toml"
FIXED = frozenset({"help", "quit", "leave"})
"""Always where they are: the way out of any other choice."""
EVERYWHERE = "到处"
_DIALOGS_WITH_KEYS = (
    ("依据", "explanation.dialog", "ExplanationDialog"),
    ("选文件", "files.chooser", "FileChooser"),
    ("收文件的结果", "import_results", "ImportResultsDialog"),
)
"""Boxes with keys of their own: where, module and class."""
_TEMPLATE_HEAD = """\
# 换键：去掉一行前面的 #，把右边改成别的键，下次打开考评时生效。
# 键的写法：一个字母（大小写有别）、f2、ctrl+f、space、enter、tab、pageup、slash（/）等；几个键用逗号隔开。
# 帮助（f1）、退出（ctrl+q）和关闭小窗（escape、q）不能换。写错的行不起作用，打开考评时会说明。
"""


@frozen
class ConfigurableAction:
    """An action that can have other keys: scope, id, description, default keys."""

    scope: str
    name: str
    description: str
    keys: tuple[str, ...]


def configured_keys(config: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return keys by action id and the problems of the file; lines with problems are left out.

    A file in which all is commented out costs nothing: what is configured is compared with what there is, and for that
    every screen must be imported.
    """
    try:
        text = (config / FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}, ()
    except OSError as error:
        return {}, (f"config/{FILE}：读不了（{describe_os_error(error)}）",)
    except UnicodeDecodeError:
        return {}, (f"config/{FILE}：不是UTF-8编码",)
    if all(line.lstrip()[:1] in {"", "#"} for line in text.splitlines()):
        return {}, ()
    return parse_key_config(text)


def parse_key_config(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Parse the text of a key configuration."""
    import tomllib

    try:
        given = tomllib.loads(text)
    except ValueError as error:
        return {}, (f"config/{FILE}：不是 TOML，照原来的键（{error}）",)
    known = actions()
    keys: dict[str, str] = {}
    problems: list[str] = []
    for name, key in given.items():
        problem = _problem(name, key, known, given)
        if problem:
            problems.append(f"config/{FILE}: {name}：{problem}")
        else:
            keys[name] = ",".join(normalise_keys(key))
    return keys, tuple(problems)


def _problem(
    name: str, key: object, known: Mapping[str, ConfigurableAction], given: Mapping[str, object]
) -> str:
    """Return what is wrong with one line; empty when nothing is."""
    if name in FIXED:
        return "这个键不能换"
    if name not in known:
        hint = suggest_name(name, known) or f"有的都写在 config/{FILE} 里"
        return f"没有这个动作；{hint}"
    if not isinstance(key, str) or not normalise_keys(key):
        return '键要写成文字，如 "ctrl+f"'
    for each in normalise_keys(key):
        if not _is_key(each):
            return f"没有“{each}”这个键"
        for other in known.values():
            taken = other.name != name and each in _keys_of(other, given) and each not in known[name].keys
            if taken and _can_conflict(known[name], other):
                return f"“{each}”已经是“{other.description}”（{other.name}）"
    return ""


def normalise_keys(keys: str) -> tuple[str, ...]:
    """Return keys in Textual's spelling: ``/`` is ``slash``."""
    wanted = ",".join(each.strip() for each in keys.split(",") if each.strip())
    return tuple(binding.key for binding in Binding.make_bindings([Binding(wanted, "")])) if wanted else ()


def _keys_of(action: ConfigurableAction, given: Mapping[str, object]) -> tuple[str, ...]:
    chosen = given.get(action.name)
    return normalise_keys(chosen) if isinstance(chosen, str) and action.name not in FIXED else action.keys


def _is_key(key: str) -> bool:
    last = key.rpartition("+")[2]
    function = last[:1] == "f" and last[1:].isdecimal() and 1 <= int(last[1:]) <= 24
    return len(last) == 1 or function or key in {known.value for known in Keys} or key in _PUNCTUATION_KEYS


def _can_conflict(one: ConfigurableAction, other: ConfigurableAction) -> bool:
    """Whether two actions can be active at the same time."""
    return EVERYWHERE in {one.scope, other.scope} or one.scope == other.scope


def actions() -> dict[str, ConfigurableAction]:
    """Return all configurable actions by id."""
    found: dict[str, ConfigurableAction] = {}
    for where, binding in _bindings():
        if binding.id:
            keys = found[binding.id].keys if binding.id in found else ()
            keys = tuple(dict.fromkeys((*keys, binding.key)))
            found[binding.id] = ConfigurableAction(where, binding.id, binding.description, keys)
    return found


def _bindings() -> Iterator[tuple[str, Binding]]:
    """Yield every binding of the application, screens, dialogs, tables and text views with its scope."""
    from tui.app.application import KaopingApp
    from tui.dialogs.base import Dialog
    from tui.screens.base import KaopingScreen
    from tui.session.screen_registry import SCREENS
    from tui.widgets.table.table import Table
    from tui.widgets.text_view.text_view import TextView

    everywhere = [(EVERYWHERE, owner) for owner in (KaopingApp, KaopingScreen, Dialog, Table, TextView)]
    screens = [(entry.title, entry.load()) for entry in SCREENS]
    boxes = [
        (where, getattr(import_module(f"tui.dialogs.{module}"), name))
        for where, module, name in _DIALOGS_WITH_KEYS
    ]
    for where, owner in (*everywhere, *screens, *boxes):
        for binding in Binding.make_bindings(vars(owner).get("BINDINGS", ())):
            yield where, binding


def render_template() -> str:
    """Render the commented template of the file. ``python -m tui.app.key_config`` prints it."""
    lines = [_TEMPLATE_HEAD]
    where = ""
    for action in actions().values():
        if action.name in FIXED:
            continue
        if action.scope != where:
            where = action.scope
            lines.append(f"\n# {where}\n")
        keys = ",".join(_readable_key(key) for key in action.keys)
        lines.append(f'# {action.name} = "{keys}"  # {action.description}\n')
    return "".join(lines)


def _readable_key(key: str) -> str:
    """Return a punctuation key as it is typed, where Textual knows it unambiguously."""
    return (key_to_character(key) if key in _PUNCTUATION_KEYS - {"comma"} else None) or key


_PUNCTUATION_KEYS = frozenset(
    {
        "slash", "backslash", "question_mark", "plus", "minus", "equals_sign", "full_stop", "comma", "colon",
        "semicolon", "asterisk", "number_sign", "less_than_sign", "greater_than_sign", "exclamation_mark", "at",
        "underscore", "left_square_bracket", "right_square_bracket", "circumflex_accent", "tilde", "percent_sign",
        "ampersand", "dollar_sign", "vertical_line", "grave_accent", "apostrophe", "quotation_mark",
        "left_parenthesis", "right_parenthesis",
    }
)  # fmt: skip
"""Textual's names of signs, which are also known by themselves."""


if __name__ == "__main__":
    print(render_template(), end="")
