"""The interchange format ``kaoping-result/1``: results to JSON and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kaoping_core import serialization
from kaoping_core.decimals import format_decimal
from kaoping_core.model.findings import Finding, Severity
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Formula, Result, Score, Step, UnitResult, UnitStatus
from kaoping_core.model.submissions import Entry

FORMAT = "kaoping-result/1"


def dump_result(result: Result, scheme: Scheme) -> bytes:
    """Return the result as UTF-8 JSON, a line a unit and a finding; equal results give equal bytes.

    Written piecewise because the encoder that indents is a hundred times slower than the other.
    """
    pieces = [f"{_dump_json(key)}: {_dump_lines(each)}" for key, each in to_document(result, scheme).items()]
    return ("{\n" + ",\n".join(pieces) + "\n}\n").encode()


def _dump_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _dump_lines(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _dump_json(value)
    return "[\n " + ",\n ".join(map(_dump_json, value)) + "\n]"


def to_document(result: Result, scheme: Scheme) -> dict[str, Any]:
    """Return the result as JSON data."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "year": result.year,
        "run": result.run,
        "provisional": result.provisional,
    }
    if result.banner:
        document["marking"] = result.banner
    document["fingerprints"] = dict(result.fingerprints)
    document["units"] = [_unit(unit, scheme) for unit in result.units]
    document["findings"] = [
        {
            "severity": finding.severity.value,
            "code": finding.code,
            "indicator": finding.indicator,
            "unit": finding.unit,
            "evaluator": finding.evaluator,
            "message": finding.message,
        }
        for finding in result.findings
    ]
    document["indicators"] = [
        {
            "id": indicator.id,
            "group": indicator.group,
            "name": indicator.name,
            "clause": indicator.clause,
            "measure": indicator.measure,
            "evaluator": indicator.evaluator,
            "values": dict(result.titles.get(indicator.id, {})),
        }
        for indicator in scheme.indicators
    ]
    used = decisions_used(result, scheme)
    document["decisions"] = [
        {
            "id": decision.id,
            "question": decision.question,
            "decision": decision.decision,
            "clause": decision.clause,
            "ask": decision.ask,
        }
        for decision in scheme.decisions
        if decision.id in used
    ]
    return document


def decisions_used(result: Result, scheme: Scheme) -> set[str]:
    """Return ids of the decisions that a result rests on; rounding concerns every score."""
    found = {scheme.decision_on("rounding", "")}
    for unit in result.units:
        for indicator, score in unit.scores.items():
            for topic in topics_of(score):
                found.add(scheme.decision_on(topic, indicator))
    return {decision.id for decision in found if decision}


def topics_of(score: Score) -> list[str]:
    """Return the topics that the steps of a score raise."""
    topics = [step.formula.topic for step in score.steps if step.formula.topic]
    return list(dict.fromkeys(topics))


def _unit(unit: UnitResult, scheme: Scheme) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "group": unit.group,
        "total": _points(unit.total),
        "rank": unit.rank,
        "status": unit.status.value,
        "scores": {indicator: _score(indicator, score, scheme) for indicator, score in unit.scores.items()},
    }


def _points(points: Decimal | None) -> str | None:
    return None if points is None else format(points, "f")


def _score(indicator: str, score: Score, scheme: Scheme) -> dict[str, Any]:
    document: dict[str, Any] = {
        "score": _points(score.points),
        "weight": format_decimal(score.cell.weight),
        "state": score.state.value,
    }
    if score.unrounded is not None and score.state is not CellState.MISSING:
        document["unrounded"] = _points(score.unrounded)
    if score.provisional:
        document["provisional"] = True
    if score.fails_year:
        document["fails_year"] = True
    if score.reason:
        document["reason"] = score.reason
    if score.entry is not None:
        document["reported"] = _entry(score.entry)
    document["steps"] = [_step(indicator, step, scheme) for step in score.steps]
    return document


def _entry(entry: Entry) -> dict[str, Any]:
    document: dict[str, Any] = {"place": entry.place}
    if entry.carried:
        document["values"] = serialization.to_json(entry.values)
    else:
        document["carried"] = False
    if entry.places:
        document["places"] = dict(entry.places)
    if entry.note:
        document["note"] = entry.note
    if entry.evidence:
        document["evidence"] = list(entry.evidence)
    if entry.layer != "report":
        document["layer"] = entry.layer
    return document


def _step(indicator: str, step: Step, scheme: Scheme) -> dict[str, Any]:
    document: dict[str, Any] = {
        "formula": step.formula.template,
        "values": [serialization.to_json(value) for value in step.values],
    }
    if step.formula.reported:
        document["reported"] = dict(step.formula.reported)
    if step.result is not None:
        document["result"] = _points(step.result)
    decision = scheme.decision_on(step.formula.topic, indicator)
    if step.formula.topic:
        document["topic"] = step.formula.topic
    if decision is not None:
        document["decision"] = decision.id
    return document


def load_result(data: bytes, scheme: Scheme) -> Result:
    """Load the result that :func:`dump_result` wrote, on the scheme that it was worked out with."""
    document = json.loads(data)
    units = tuple(
        UnitResult(
            unit=unit["unit"],
            group=unit["group"],
            total=Decimal(unit["total"]),
            rank=unit["rank"],
            status=UnitStatus(unit["status"]),
            scores={
                indicator: _read_score(indicator, unit["unit"], score, scheme)
                for indicator, score in unit["scores"].items()
            },
        )
        for unit in document["units"]
    )
    findings = tuple(
        Finding(
            Severity(finding["severity"]),
            finding["code"],
            finding["message"],
            finding["indicator"],
            finding["unit"],
            finding["evaluator"],
        )
        for finding in document["findings"]
    )
    return Result(
        year=document["year"],
        run=document["run"],
        provisional=document["provisional"],
        units=units,
        findings=findings,
        fingerprints=document["fingerprints"],
        banner=document.get("marking", ""),
        titles={each["id"]: each["values"] for each in document["indicators"]},
    )


def _read_score(indicator: str, unit: str, document: Mapping[str, Any], scheme: Scheme) -> Score:
    cell = next(each for each in scheme.cells_of[indicator] if each.unit.name == unit)
    reported = document.get("reported")
    entry = None
    if reported is not None:
        entry = Entry(
            indicator,
            unit,
            serialization.from_json(reported.get("values", {})),
            reported.get("carried", True),
            reported.get("note", ""),
            tuple(reported.get("evidence", ())),
            reported["place"],
            reported.get("places", {}),
            reported.get("layer", "report"),
        )
    return Score(
        cell=cell,
        state=CellState(document["state"]),
        points=_decimal(document["score"]),
        unrounded=_decimal(document.get("unrounded")),
        steps=tuple(_read_step(step) for step in document["steps"]),
        entry=entry,
        fails_year=document.get("fails_year", False),
        provisional=document.get("provisional", False),
        reason=document.get("reason", ""),
    )


def _read_step(document: Mapping[str, Any]) -> Step:
    formula = Formula(document["formula"], document.get("reported", {}), document.get("topic", ""))
    return Step(formula, serialization.from_json(document["values"]), _decimal(document.get("result")))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
