"""Reads submissions in the interchange format ``kaoping-submission/1``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kaoping_core.decimals import InvalidNumberError, parse_decimal
from kaoping_core.intake.context import MAX_FILE_BYTES, IntakeContext, ProblemCollector
from kaoping_core.intake.json import strict_parser
from kaoping_core.intake.json.strict_parser import InvalidNumber
from kaoping_core.intake.value_validation import validate_values
from kaoping_core.model.findings import Fault
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.submissions import Entry, Signature, Submission, Value
from kaoping_core.rules.base import ValueSpec
from kaoping_core.scheme.names import UnknownNameError
from kaoping_core.text_matching import suggest_name

FORMAT = "kaoping-submission/1"
MAX_SHOWN_JSON = 40
"""Characters of what was read that a message repeats."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TOP_KEYS = ("format", "year", "evaluator", "signed", "entries")
_ENTRY_KEYS = ("indicator", "unit", "values", "carried", "note", "evidence")
_SIGNED_KEYS = ("by", "on", "sealed")


def read_json(data: bytes, file: str, context: IntakeContext) -> Submission:
    """Read a submission.

    Raises:
        FileRejectedError: with every problem, each as ``file: $.entries[3].values.actual``.
    """
    problems = ProblemCollector(file)
    if len(data) > MAX_FILE_BYTES:
        problems.add("", "文件太大", f"不超过{MAX_FILE_BYTES // 1024 // 1024}MB")
        problems.raise_if_any()
    try:
        top = strict_parser.parse(data)
    except strict_parser.NotJsonError as error:
        problems.add("", str(error), FORMAT)
        problems.raise_if_any()
        raise AssertionError("refused above") from error
    submission = _JsonReader(file, context, problems).submission(top)
    problems.raise_if_any()
    return submission


class _JsonReader:
    """Reads one file and collects its problems."""

    def __init__(self, file: str, context: IntakeContext, problems: ProblemCollector) -> None:
        self._file = file
        self._context = context
        self._problems = problems
        self._seen: dict[tuple[str, str], str] = {}

    def submission(self, top: Any) -> Submission:
        scheme = self._context.scheme
        table = self._table(top, "$", _TOP_KEYS, required=("format", "year", "evaluator", "entries"))
        if "format" in table and table["format"] != FORMAT:
            self._add_problem("$.format", table["format"], FORMAT)
        year = table.get("year")
        if "year" in table and (type(year) is not int or year != scheme.year):
            self._add_problem("$.year", year, str(scheme.year))
        evaluator = self._name(table, "evaluator", "$.evaluator", self._context.names.evaluators.find)
        signed = self._signature(table.get("signed"))
        rows = table.get("entries", [])
        if not isinstance(rows, list):
            self._add_problem("$.entries", rows, "列表")
            rows = []
        entries = (self._entry(row, f"$.entries[{place}]", evaluator) for place, row in enumerate(rows))
        return Submission(
            scheme.year, evaluator or "", tuple(entry for entry in entries if entry), signed, self._file
        )

    # -- parts -----------------------------------------------------------------------------------

    def _signature(self, given: Any) -> Signature | None:
        if given is None:
            return None
        table = self._table(given, "$.signed", _SIGNED_KEYS)
        by = self._text(table.get("by", ""), "$.signed.by")
        sealed = table.get("sealed", False)
        if not isinstance(sealed, bool):
            self._add_problem("$.signed.sealed", sealed, "true 或 false")
            sealed = False
        on = None
        if "on" in table:
            try:
                on = date.fromisoformat(table["on"]) if _DATE.fullmatch(table["on"]) else None
            except (TypeError, ValueError):
                on = None
            if on is None:
                self._add_problem("$.signed.on", table["on"], "日期，如 2020-01-05")
        return Signature(by, on, sealed)

    def _entry(self, row: Any, place: str, evaluator: str | None) -> Entry | None:
        before = len(self._problems)
        table = self._table(row, place, _ENTRY_KEYS, required=("indicator", "unit"))
        unit = self._name(table, "unit", f"{place}.unit", self._context.names.units.find)
        group = self._context.scheme.unit_by_name[unit].group if unit else None
        indicator = self._indicator(table, place, group)
        cell = self._cell(place, indicator, unit, evaluator)
        carried = self._carried(table, place, indicator)
        note = self._text(table.get("note", ""), f"{place}.note")
        evidence = self._texts(table.get("evidence", []), f"{place}.evidence")
        values: Mapping[str, Value] = {}
        if cell is not None and indicator is not None:
            values = self._values(table, place, indicator, cell, carried=carried)
        if len(self._problems) > before or indicator is None or unit is None:
            return None
        return Entry(indicator.id, unit, values, carried, note, evidence, f"{self._file}: {place}")

    def _indicator(self, table: Mapping[str, Any], place: str, group: str | None) -> Indicator | None:
        def find(name: str) -> str:
            return self._context.names.indicator(name, group).id

        found = self._name(table, "indicator", f"{place}.indicator", find)
        return self._context.scheme.indicator_by_id[found] if found else None

    def _cell(
        self, place: str, indicator: Indicator | None, unit: str | None, evaluator: str | None
    ) -> Cell | None:
        """Return the cell of an entry, if it is allowed."""
        if indicator is None:
            return None
        if evaluator is not None and indicator.evaluator != evaluator:
            self._problems.add(
                f"{place}.indicator", f"“{indicator.name}”不归{evaluator}报", f"由{indicator.evaluator}报送"
            )
        if unit is None:
            return None
        cell = self._context.cells.get((indicator.id, unit))
        if cell is None:
            group = self._context.scheme.group_by_id[indicator.group].name
            self._problems.add(
                f"{place}.unit", f"{unit}不在{group}，不考“{indicator.name}”", f"{group}的单位"
            )
            return None
        earlier = self._seen.setdefault((indicator.id, unit), place)
        if earlier != place:
            self._problems.add(
                place, f"{unit}的“{indicator.name}”报了两次", f"只报一次（另一次在 {earlier}）"
            )
        return cell

    def _carried(self, table: Mapping[str, Any], place: str, indicator: Indicator | None) -> bool:
        carried: object = table.get("carried", True)
        if not isinstance(carried, bool):
            self._add_problem(f"{place}.carried", carried, "true 或 false")
            return True
        if not carried and indicator is not None and indicator.not_carried is None:
            self._problems.add(f"{place}.carried", f"“{indicator.name}”每个单位都承担", "报送数值")
        if not carried and "values" in table:
            self._problems.add(f"{place}.values", "报了不承担，又报了数值", "只报其中一样")
        return carried

    def _values(
        self, table: Mapping[str, Any], place: str, indicator: Indicator, cell: Cell, *, carried: bool
    ) -> Mapping[str, Value]:
        if not carried:
            return {}
        if not cell.carried:
            target = cell.target.text if cell.target else ""
            self._problems.add(
                f"{place}.values", f"{cell.unit.name}的任务是“{target}”，不承担，不能报数值", "不报这一条"
            )
            return {}
        binding = self._context.binding_of(indicator.id)
        if isinstance(binding, Fault):
            self._problems.add(
                f"{place}.indicator", f"“{indicator.name}”的计分规则现在用不了，没法核对：{binding}"
            )
            return {}
        if "values" not in table:
            self._problems.add(f"{place}.values", "缺少这个键", "报送的数值，或 carried: false")
            return {}
        given = table["values"]
        if not isinstance(given, dict):
            self._add_problem(f"{place}.values", given, "一组值 {…}")
            return {}
        wanted = {spec.name: spec for spec in binding.value_specs}
        before = len(self._problems)
        values = {
            name: self._value(each, wanted.get(name), f"{place}.values.{name}")
            for name, each in given.items()
        }
        unread = {name for name, value in values.items() if value is None}
        for problem in validate_values(
            binding, cell, {name: "" if value is None else value for name, value in values.items()}
        ):
            if problem.value.partition("[")[0] not in unread:
                self._problems.add(f"{place}.values.{problem.value}", problem.message, problem.expected)
        return {} if len(self._problems) > before else {n: v for n, v in values.items() if v is not None}

    def _value(self, given: Any, wanted: ValueSpec | None, place: str) -> Value | None:
        """Read a value by its kind; None after adding a problem."""
        if wanted is None:
            return ""
        if wanted.kind in {"text", "choice"}:
            return (
                self._text(given, place)
                if isinstance(given, str)
                else self._missing_or_wrong(place, given, "文字")
            )
        if wanted.kind == "choices":
            if isinstance(given, list) and all(isinstance(each, str) for each in given):
                return tuple(given)
            return self._missing_or_wrong(place, given, f"列表，每一票是 {'、'.join(wanted.choices)} 之一")
        if isinstance(given, InvalidNumber):
            return self._missing_or_wrong(place, given, f'加引号的数，如 "12.5"；{given.reason}')
        if isinstance(given, bool) or not isinstance(given, int | str):
            return self._missing_or_wrong(place, given, '加引号的数，如 "12.5"')
        if isinstance(given, int):
            return Decimal(given)
        try:
            return parse_decimal(given, percent=wanted.unit_label == "%")
        except InvalidNumberError as error:
            return self._missing_or_wrong(place, given, str(error))

    # -- small things ----------------------------------------------------------------------------

    def _table(
        self, given: Any, place: str, known: tuple[str, ...], required: tuple[str, ...] = ()
    ) -> Mapping[str, Any]:
        if not isinstance(given, dict):
            self._add_problem(place, given, "一组键值 {…}")
            return {}
        for key in given:
            if key not in known:
                self._problems.add(
                    f"{place}.{_truncate(key)}", "不认识的键", suggest_name(key, known) or "、".join(known)
                )
        for key in required:
            if key not in given:
                self._problems.add(f"{place}.{key}", "缺少这个键")
        return given

    def _name(self, table: Mapping[str, Any], key: str, place: str, find: Any) -> str | None:
        name = table.get(key)
        if key not in table:
            return None
        if not isinstance(name, str):
            self._add_problem(place, name, "名称")
            return None
        try:
            return str(find(name))
        except UnknownNameError as error:
            self._problems.add(place, error.message, error.expected)
            return None

    def _text(self, given: Any, place: str) -> str:
        if isinstance(given, str):
            return given
        self._add_problem(place, given, "文字")
        return ""

    def _texts(self, given: Any, place: str) -> tuple[str, ...]:
        if isinstance(given, list) and all(isinstance(each, str) for each in given):
            return tuple(given)
        self._add_problem(place, given, "文字的列表")
        return ()

    def _missing_or_wrong(self, place: str, given: Any, expected: str) -> Value | None:
        """Add a problem for a missing or unreadable value."""
        self._add_problem(place, given, expected)
        return None

    def _add_problem(self, place: str, given: Any, expected: str) -> None:
        self._problems.add(place, f"读到 {_describe_json(given)}", expected)


def _truncate(text: str) -> str:
    return text if len(text) <= MAX_SHOWN_JSON else f"{text[:MAX_SHOWN_JSON]}…"


def _describe_json(given: Any) -> str:
    """Return a JSON value for a message, shortened."""
    if isinstance(given, InvalidNumber):
        return _truncate(given.text)
    if isinstance(given, str):
        return f"“{_truncate(given)}”"
    if isinstance(given, bool):
        return str(given).lower()
    if given is None:
        return "null"
    if isinstance(given, dict | list):
        return "一组键值" if isinstance(given, dict) else "一个列表"
    return str(given)
