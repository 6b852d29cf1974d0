"""TOML files to value classes: no coercion, unknown keys refused, every problem at once with its key path.

TOML numbers become :class:`~decimal.Decimal` or ``int``; a binary float never exists.
"""

from __future__ import annotations

import tomllib
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

import attrs
from cattrs import (
    AttributeValidationNote,
    BaseValidationError,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from kaoping_core.files import describe_os_error
from kaoping_core.model.problems import Problem
from kaoping_core.text_matching import suggest_name

T = TypeVar("T")
Upgrade = Callable[[str, Any], Any]
"""From the name and the parsed data of a file to the data that are read."""


class InvalidValueError(ValueError):
    """A value that cannot be used: what is wrong, and what was expected."""

    def __init__(self, message: str, expected: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected


def parse(text: str) -> dict[str, Any]:
    """Parse TOML with exact numbers.

    Raises:
        InvalidValueError: when the text is not TOML.
    """
    try:
        return tomllib.loads(text, parse_float=_exact_number)
    except InvalidValueError:
        raise
    except ValueError as error:  # TOMLDecodeError, or an integer of thousands of digits
        raise InvalidValueError(f"不是合格的TOML：{error}") from None
    except RecursionError:
        raise InvalidValueError("嵌套太深") from None


def _exact_number(text: str) -> Decimal:
    number = Decimal(text.replace("_", ""))
    if not number.is_finite() or "e" in text.lower():
        raise InvalidValueError(f"数的写法不对：{text}", "普通写法的数")
    return number


def read_text(path: Path) -> str:
    """Read a UTF-8 file, with or without BOM.

    Raises:
        InvalidValueError: when it cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidValueError("不是UTF-8编码", "UTF-8编码的文件") from None
    except OSError as error:
        raise InvalidValueError(f"读不了：{describe_os_error(error)}") from None


def load(path: Path, shape: type[T], *, shown_as: str = "") -> tuple[T | None, list[Problem]]:
    """Read a TOML file into ``shape``; on failure None and everything that is wrong with it."""
    name = shown_as or path.name
    try:
        return load_text(read_text(path), shape, name)
    except InvalidValueError as error:
        return None, [Problem(name, error.message, error.expected)]


def load_text(
    text: str, shape: type[T], name: str, upgrade: Upgrade | None = None
) -> tuple[T | None, list[Problem]]:
    """Read TOML text into ``shape``; ``name`` is the file in problems.

    ``upgrade`` gets the parsed data of a file that was written for an earlier version.
    """
    try:
        data = parse(text)
        return structure(upgrade(name, data) if upgrade else data, shape, name)
    except InvalidValueError as error:
        return None, [Problem(name, error.message, error.expected)]


def structure(data: object, shape: type[T], name: str) -> tuple[T | None, list[Problem]]:
    """Structure parsed TOML; ``name`` stands before the key path in problems."""
    try:
        return converter().structure(data, shape), []
    except (BaseValidationError, InvalidValueError) as error:
        return None, list(iter_problems(error, name))


@cache
def converter() -> Converter:
    """The strict converter."""
    return strict_converter()


def strict_converter() -> Converter:
    """A new strict converter, for those who add hooks of their own."""
    conv = Converter(forbid_extra_keys=True, detailed_validation=True)
    conv.register_structure_hook_factory(attrs.has, lambda cls: _class_hook(conv, cls))
    conv.register_structure_hook_factory(_is_sequence, lambda cls: _sequence_hook(conv, cls))
    conv.register_structure_hook_factory(_is_mapping, lambda cls: _mapping_hook(conv, cls))
    conv.register_structure_hook_factory(_is_choice, lambda cls: _choice_hook(get_args(cls)))
    conv.register_structure_hook_factory(_is_optional, lambda cls: _optional_hook(conv, cls))
    conv.register_structure_hook(str, _exact_type_hook(str, "文字"))
    conv.register_structure_hook(bool, _exact_type_hook(bool, "true 或 false"))
    conv.register_structure_hook(int, _exact_type_hook(int, "整数"))
    conv.register_structure_hook(date, _exact_type_hook(date, "日期，如 2020-01-05"))
    conv.register_structure_hook(Decimal, _decimal)
    conv.register_structure_hook_func(lambda cls: cls is object, lambda data, _: data)
    return conv


def _exact_type_hook(kind: type, words: str) -> Callable[[object, Any], Any]:
    def hook(data: object, _: Any) -> Any:
        if (
            not isinstance(data, kind)
            or (isinstance(data, bool) and kind is not bool)
            or isinstance(data, datetime)
        ):
            raise InvalidValueError(f"读到 {_describe_value(data)}", words)
        return data

    return hook


def _decimal(data: object, _: Any) -> Decimal:
    if isinstance(data, bool) or not isinstance(data, int | Decimal):
        raise InvalidValueError(f"读到 {_describe_value(data)}", "数")
    return Decimal(data)


def _describe_value(data: object) -> str:
    if isinstance(data, str):
        return f"“{data}”"
    if isinstance(data, bool):
        return str(data).lower()
    if isinstance(data, Mapping):
        return "一张表"
    if isinstance(data, list):
        return "一个数组"
    return str(data)


def _is_sequence(cls: Any) -> bool:
    return get_origin(cls) in (tuple, frozenset)


def _sequence_hook(conv: Converter, cls: Any) -> Callable[[object, Any], Any]:
    kind, item = get_origin(cls), get_args(cls)[0]

    def hook(data: object, _: Any) -> Any:
        if not isinstance(data, list | tuple):
            raise InvalidValueError(f"读到 {_describe_value(data)}", "数组 […]")
        return kind(_structure_items(conv, cls, enumerate(data), item))

    return hook


def _is_mapping(cls: Any) -> bool:
    return get_origin(cls) in {Mapping, dict} or get_origin(cls) is types.MappingProxyType


def _mapping_hook(conv: Converter, cls: Any) -> Callable[[object, Any], Any]:
    item = get_args(cls)[1]

    def hook(data: object, _: Any) -> Any:
        if not isinstance(data, Mapping):
            raise InvalidValueError(f"读到 {_describe_value(data)}", "一张表")
        return dict(zip(data, _structure_items(conv, cls, data.items(), item), strict=True))

    return hook


def _structure_items(conv: Converter, cls: Any, pairs: Iterable[tuple[Any, object]], item: Any) -> list[Any]:
    """Structure every element, collecting the failures of all of them."""
    done, failed = [], []
    for key, data in pairs:
        try:
            done.append(conv.structure(data, item))
        except Exception as error:
            error.__notes__ = [
                *getattr(error, "__notes__", []),
                IterableValidationNote(f"element {key}", key, item),
            ]
            failed.append(error)
    if failed:
        raise IterableValidationError("elements", failed, cls)
    return done


def _is_choice(cls: Any) -> bool:
    origin: Any = get_origin(cls)
    return origin is Literal


def _choice_hook(choices: Sequence[Any]) -> Callable[[object, Any], Any]:
    def hook(data: object, _: Any) -> Any:
        if data not in choices:
            hint = suggest_name(str(data), map(str, choices))
            raise InvalidValueError(f"读到 {_describe_value(data)}", hint + "、".join(map(str, choices)))
        return data

    return hook


def _is_optional(cls: Any) -> bool:
    return isinstance(cls, types.UnionType) and type(None) in get_args(cls) and len(get_args(cls)) == 2


def _optional_hook(conv: Converter, cls: Any) -> Callable[[object, Any], Any]:
    inner = next(arg for arg in get_args(cls) if arg is not type(None))
    return lambda data, _: None if data is None else conv.structure(data, inner)


def _class_hook(conv: Converter, cls: Any) -> Callable[[object, Any], Any]:
    generated = make_dict_structure_fn(cls, conv, _cattrs_forbid_extra_keys=True)

    def hook(data: object, kind: Any) -> Any:
        if not isinstance(data, Mapping):
            raise InvalidValueError(f"读到 {_describe_value(data)}", "一张表")
        return generated(data, kind)

    return hook


def iter_problems(error: BaseException, file: str, path: str = "") -> Iterable[Problem]:
    """All problems inside a structuring error, each as ``file: key path``."""
    if isinstance(error, ClassValidationError | IterableValidationError):
        for inner in error.exceptions:
            yield from iter_problems(inner, file, path + _key_of(inner))
        return
    place = f"{file}: {path.lstrip('.')}" if path else file
    if isinstance(error, ForbiddenExtraKeysError):
        known = [attribute.name for attribute in attrs.fields(error.cl) if attribute.init]
        for key in sorted(error.extra_fields):
            expected = suggest_name(key, known) or "、".join(known)
            yield Problem(f"{file}: {f'{path}.{key}'.lstrip('.')}", "不认识的键", expected)
    elif isinstance(error, KeyError):
        yield Problem(place, "缺少这个键")
    elif isinstance(error, InvalidValueError):
        yield Problem(place, error.message, error.expected)
    else:
        yield Problem(place, str(error))


def _key_of(error: BaseException) -> str:
    key = ""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            key = f".{note.name}"
        elif isinstance(note, IterableValidationNote):
            key = f"[{note.index}]" if isinstance(note.index, int) else f".{note.index}"
    return key
