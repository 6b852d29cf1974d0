"""Validates reported values against value specifications: ranges, choices, combinations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import frozen

from kaoping_core.decimals import format_decimal
from kaoping_core.model.indicators import Cell
from kaoping_core.model.submissions import Value
from kaoping_core.rules.base import Limit, ValueSpec
from kaoping_core.rules.binding import Binding
from kaoping_core.text_matching import suggest_name


@frozen
class ValueProblem:
    """A problem of one value; an empty name means the whole entry."""

    value: str
    message: str
    expected: str = ""


def validate_values(
    binding: Binding, cell: Cell, values: Mapping[str, Value], source: str = "report"
) -> Iterator[ValueProblem]:
    """Return problems with the values of a cell, from a report or a file."""
    wanted = {spec.name: spec for spec in binding.value_specs if spec.source in {source, "both"}}
    for name, value in values.items():
        if name not in wanted:
            known = suggest_name(name, wanted) or "、".join(wanted)
            yield ValueProblem(name, "这项指标没有这个值", known)
        else:
            yield from _check_value(wanted[name], cell, value)
    if source == "report":
        yield from _check_presence(wanted, values)


def _check_presence(wanted: Mapping[str, ValueSpec], values: Mapping[str, Value]) -> Iterator[ValueProblem]:
    either: dict[str, list[ValueSpec]] = {}
    for spec in wanted.values():
        if spec.exclusive_group:
            either.setdefault(spec.exclusive_group, []).append(spec)
        elif spec.required and spec.source == "report" and spec.name not in values:
            yield ValueProblem(spec.name, f"缺少{spec.title}", _expected_text(spec))
        if spec.required_if_any_of and spec.name not in values:
            given = [name for name in spec.required_if_any_of if values.get(name)]
            if given:
                yield ValueProblem(
                    spec.name, f"缺少{spec.title}", f"报了{wanted[given[0]].title}就要写{spec.title}"
                )
    for choices in either.values():
        given = [choice.name for choice in choices if choice.name in values]
        titles = "、".join(f"{choice.name}（{choice.title}）" for choice in choices)
        if len(given) > 1:
            yield ValueProblem(given[0], f"{'和'.join(given)} 只能报一个", titles)
        elif not given and all(choice.source == "report" for choice in choices):
            yield ValueProblem(choices[0].name, "没有报", f"{titles} 中的一个")


def _check_value(wanted: ValueSpec, cell: Cell, value: Value) -> Iterator[ValueProblem]:
    if wanted.kind == "text":
        if not isinstance(value, str) or not value.strip():
            yield ValueProblem(wanted.name, "没有内容", wanted.title)
    elif wanted.kind == "choice":
        if value not in wanted.choices:
            yield _not_a_choice(wanted, wanted.name, value)
    elif wanted.kind == "choices":
        if not isinstance(value, tuple) or not value:
            yield ValueProblem(wanted.name, "一票也没有", "至少一票")
            return
        for place, each in enumerate(value):
            if each not in wanted.choices:
                yield _not_a_choice(wanted, f"{wanted.name}[{place}]", each)
    elif not isinstance(value, Decimal):
        yield ValueProblem(wanted.name, f"读到“{value}”", _expected_text(wanted))
    else:
        yield from _check_range(wanted, cell, value)


def _not_a_choice(wanted: ValueSpec, name: str, value: object) -> ValueProblem:
    return ValueProblem(
        name, f"没有“{value}”这个等次" if wanted.choices else "不认识", "、".join(wanted.choices)
    )


def _check_range(wanted: ValueSpec, cell: Cell, value: Decimal) -> Iterator[ValueProblem]:
    low, high = _resolve_limit(wanted.minimum, cell), _resolve_limit(wanted.maximum, cell)
    if wanted.kind == "count" and value != value.to_integral_value():
        yield ValueProblem(wanted.name, f"{format_decimal(value)} 不是整数", _range_text(low, high, "整数"))
    elif (low is not None and value < low) or (high is not None and value > high):
        kind = "整数" if wanted.kind == "count" else "数"
        yield ValueProblem(
            wanted.name, f"{wanted.title} {format_decimal(value)} 超出范围", _range_text(low, high, kind)
        )


def _resolve_limit(bound: Limit, cell: Cell) -> Decimal | None:
    if bound == "target":
        return cell.target.value if cell.target else None
    if bound == "weight":
        return cell.weight
    return bound if isinstance(bound, Decimal) else None


def _range_text(low: Decimal | None, high: Decimal | None, kind: str) -> str:
    if low is not None and high is not None:
        return f"{format_decimal(low)}到{format_decimal(high)}的{kind}"
    if low is not None:
        return f"{format_decimal(low)}以上的{kind}"
    return f"{format_decimal(high)}以下的{kind}" if high is not None else kind


def _expected_text(wanted: ValueSpec) -> str:
    kinds = {"number": "数", "count": "整数", "choice": "等次", "choices": "选票", "text": "文字"}
    measure = f"，单位：{wanted.unit_label}" if wanted.unit_label else ""
    return f"{wanted.title}，{kinds[wanted.kind]}{measure}"
