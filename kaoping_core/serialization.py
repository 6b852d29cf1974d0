"""Value classes ↔ JSON, for the pipe between the host and a plugin's process, and for the ledger.

Numbers travel as ``{"n": "4.50"}``: exact, and never mistaken for text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from cattrs import Converter, ForbiddenExtraKeysError
from cattrs.cols import (
    is_namedtuple,
    namedtuple_dict_structure_factory,
    namedtuple_dict_unstructure_factory,
)

from kaoping_core.model.findings import Severity
from kaoping_core.model.submissions import Value
from kaoping_core.rules.base import Limit

T = TypeVar("T")


class SerializationError(ValueError):
    """Data of an unexpected shape."""


@cache
def _converter() -> Converter:
    conv = Converter(forbid_extra_keys=True, detailed_validation=False)  # the first thing wrong is enough
    conv.register_unstructure_hook(Decimal, to_json)  # by what it is, so that a float does not pass for one
    conv.register_unstructure_hook(date, date.isoformat)
    conv.register_unstructure_hook_func(lambda cls: frozenset in (cls, get_origin(cls)), sorted)
    conv.register_unstructure_hook_func(lambda cls: cls in {Value, Limit, object, Any}, to_json)
    conv.register_structure_hook(Decimal, lambda data, _: _parse_number(data))
    conv.register_structure_hook(date, lambda data, _: date.fromisoformat(data))
    conv.register_structure_hook(str, lambda data, _: _exact_type(data, str))
    conv.register_structure_hook(Severity, lambda data, _: Severity(_exact_type(data, str)))
    conv.register_structure_hook(bool, lambda data, _: _exact_type(data, bool))
    conv.register_structure_hook(int, lambda data, _: _exact_type(data, int))
    conv.register_structure_hook_func(
        lambda cls: cls in {Value, Limit, object, Any}, lambda data, _: from_json(data)
    )
    conv.register_structure_hook_factory(_is_sequence, lambda cls: _sequence(conv, cls))
    conv.register_unstructure_hook_factory(
        is_namedtuple, lambda cls: namedtuple_dict_unstructure_factory(cls, conv)
    )
    conv.register_structure_hook_factory(
        is_namedtuple, lambda cls: namedtuple_dict_structure_factory(cls, conv, False, True)
    )
    return conv


def _is_sequence(cls: Any) -> bool:
    return get_origin(cls) in {tuple, frozenset}


def _sequence(conv: Converter, cls: Any) -> Any:
    kind, *items = get_origin(cls), *get_args(cls)
    fixed = kind is tuple and Ellipsis not in items

    def hook(data: Any, _: Any) -> Any:
        if not isinstance(data, list):
            raise SerializationError(f"应为列表，返回的是 {type(data).__name__}")
        if fixed:
            return tuple(conv.structure(each, item) for each, item in zip(data, items, strict=True))
        return kind(conv.structure(each, items[0]) for each in data)

    return hook


def _exact_type(data: Any, kind: type) -> Any:
    if type(data) is not kind:
        raise SerializationError(f"应为 {kind.__name__}，返回的是 {type(data).__name__}")
    return data


def _parse_number(data: Any) -> Decimal:
    if isinstance(data, float):
        raise SerializationError("返回了二进制浮点数（float）")
    if not isinstance(data, Mapping) or set(data) != {"n"}:
        raise SerializationError(f"应为 Decimal，返回的是 {type(data).__name__}")
    try:
        number = Decimal(data["n"])
    except (InvalidOperation, TypeError, ValueError):
        raise SerializationError(f"不是数：{data['n']}") from None
    if not number.is_finite():
        raise SerializationError(f"返回的不是有限的数：{number}")
    return number


def to_json(value: Any) -> Any:
    """Convert any value of a model to JSON data."""
    if isinstance(value, Decimal):
        return {"n": str(value)}
    if isinstance(value, Mapping):
        return {key: to_json(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(each) for each in value]
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if value is None or isinstance(value, str | int | float):
        return value
    return encode_object(value)


def from_json(data: Any) -> Any:
    """Convert JSON data of :func:`to_json` back to the value; lists become tuples."""
    if isinstance(data, Mapping):
        if set(data) == {"n"}:
            return _parse_number(data)
        if set(data) == {"d"}:
            return date.fromisoformat(data["d"])
        return {key: from_json(each) for key, each in data.items()}
    if isinstance(data, list):
        return tuple(from_json(each) for each in data)
    if isinstance(data, float):
        raise SerializationError("返回了二进制浮点数（float）")
    return data


def values_from_json(data: Mapping[str, Any]) -> dict[str, Value]:
    """Convert reported values back; quicker than :func:`from_json`, because they are flat."""
    return {
        name: Decimal(value["n"])
        if isinstance(value, dict)
        else tuple(value)
        if isinstance(value, list)
        else value
        for name, value in data.items()
    }


def encode_object(value: Any) -> Any:
    """Convert a value class to JSON data."""
    return _converter().unstructure(value)


def decode_object(data: Any, shape: type[T]) -> T:
    """Convert JSON data to a value class.

    Raises:
        SerializationError: when the data are of another shape; the message names the first thing that is wrong.
    """
    try:
        return _converter().structure(data, shape)
    except KeyError as error:
        raise SerializationError(f"缺少 {error.args[0]}") from None
    except (ForbiddenExtraKeysError, AttributeError, TypeError, ValueError) as error:
        raise SerializationError(str(error)) from None


def dump_line(data: Any) -> bytes:
    """Write JSON data as one line.

    Raises:
        SerializationError: when something in it is not JSON.
    """
    try:
        return (
            json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(errors="backslashreplace")
            + b"\n"
        )
    except (TypeError, ValueError, RecursionError) as error:
        raise SerializationError(f"返回了不能传递的内容：{error}") from None


def load_line(line: bytes) -> Any:
    """Parse one line of JSON."""
    return json.loads(line)
