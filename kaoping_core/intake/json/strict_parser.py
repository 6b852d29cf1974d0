"""Strict JSON parser: no duplicate keys, no binary floats, bounded nesting."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from attrs import frozen

MAX_DEPTH = 32


@frozen
class InvalidNumber:
    """A JSON number that is not acceptable; reported where its place is known."""

    text: str
    reason: str


class NotJsonError(ValueError):
    """Text that is not acceptable JSON; the message says why."""


def parse(data: bytes) -> Any:
    """Parse UTF-8 JSON, with or without BOM; fractions and huge integers become :class:`InvalidNumber`.

    Raises:
        NotJsonError: when it is not JSON, has a key twice or is nested absurdly.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJsonError(f"不是UTF-8编码（第{error.start + 1}个字节）") from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object_pairs,
            parse_float=lambda digits: InvalidNumber(digits, "JSON的小数会丢位数，要写成加引号的文字"),
            parse_int=_integer,
            parse_constant=_not_finite,
        )
    except json.JSONDecodeError as error:
        raise NotJsonError(f"不是合格的JSON：第{error.lineno}行第{error.colno}列，{error.msg}") from None
    except RecursionError:
        raise NotJsonError("嵌套太深") from None
    _limit_depth(value)
    if b"\\u" in data:
        _reject_surrogates(value)
    return value


def _integer(digits: str) -> int | InvalidNumber:
    return int(digits) if len(digits.lstrip("-")) <= 18 else InvalidNumber(digits[:40], "最多18位数字")


def _not_finite(word: str) -> InvalidNumber:
    return InvalidNumber(word, "不是有限的数")


def _object_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            _duplicate_key_error(key)
        made[key] = value
    return made


def _duplicate_key_error(key: str) -> NoReturn:
    raise NotJsonError(f"键“{key}”在同一处出现两次")


def _reject_surrogates(value: Any) -> None:
    """Reject lone surrogates, which escapes can write and UTF-8 cannot."""
    told = json.dumps(value, ensure_ascii=False, default=str)
    try:
        told.encode()
    except UnicodeEncodeError:
        raise NotJsonError("有半个字符（不成对的 \\ud800 之类）") from None
    if "\\u0000" in told:
        raise NotJsonError("有空字符（\\u0000）")


def _limit_depth(value: Any) -> None:
    """Reject deep nesting without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())
        ]
        if not level:
            return
    raise NotJsonError("嵌套太深")
