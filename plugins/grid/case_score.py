"""案件处置绩效: the case score out of what the case file says of a unit, as steps.

Source: 附件4第7项, with decision K7 on how four measures make ten points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from attrs import frozen

from kaoping_core.api import ZERO, Formula, Step, ValueSpec, fraction_to_decimal

FULL = Decimal(10)
"""Points of case handling."""
POINTS_EACH = Decimal("2.5")
"""Points of each of the four measures (K7)."""
TARGET = Fraction(95, 100)
"""按期办结率要达到95%."""
TARGET_TEXT = "95%"

CASES = "cases.all"
OPEN = "cases.open"
REPEATED = "cases.repeated"
CHECKED, PASSED = "check.checked", "check.passed"
FROM_FILE = "案件表"


@frozen
class CaseOrigin:
    """Where cases come from."""

    id: str
    title: str
    """As the platform's export writes it."""

    @property
    def all(self) -> str:
        """Name of the value: its cases, those left out not among them."""
        return f"{self.id}.all"

    @property
    def in_time(self) -> str:
        """Name of the value: those closed by the deadline. All others are red lights."""
        return f"{self.id}.in_time"

    @property
    def red(self) -> str:
        """Name of the value: where the red lights are, in words."""
        return f"{self.id}.red"


SOURCES = (CaseOrigin("staff", "网格员上报"), CaseOrigin("public", "公众上报"), CaseOrigin("city", "市下派"))

COUNTED = Formula(
    "案件表：共 {案件数} 件，其中到年底没有办结也没有到期、不算的 {没有到期} 件",
    {"案件数": CASES, "没有到期": OPEN},
)
NOTHING = Formula("案件表里没有可以算的案件")
CHECK_RATE = Formula("三级流转一次核查通过率：{通过} ÷ {核查}", {"通过": PASSED, "核查": CHECKED})
CHECK_POINTS = Formula("一次核查得分：{每项满分} × {一次核查通过率}")
RATES = {
    source: Formula(
        f"{source.title}按期办结率：{{按期办结}} ÷ {{案件数}}",
        {"按期办结": source.in_time, "案件数": source.all},
    )
    for source in SOURCES
}
POINTS = {
    source: Formula(f"{source.title}得分：{{每项满分}} × {{按期办结率}} ÷ {{目标}}，最多{{每项满分}}")
    for source in SOURCES
}
REDS = {
    source: Formula(f"{source.title}红灯 {{红灯}} 件：{{红灯案件}}", {"红灯案件": source.red})
    for source in SOURCES
}


class MeasurePoints(NamedTuple):
    """One of the four measures, where there are cases for it."""

    title: str
    points: Fraction
    steps: tuple[Step, ...]


def specs_from_file() -> Iterator[ValueSpec]:
    """Values of the case file other than the number of cases."""

    def count(name: str, title: str) -> ValueSpec:
        return ValueSpec(
            name,
            title,
            "count",
            required=False,
            minimum=ZERO,
            unit_label="件",
            source="file",
            group=FROM_FILE,
        )

    yield count(OPEN, "到年底没有办结也没有到期")
    yield count(REPEATED, "重复的行")
    for source in SOURCES:
        yield count(source.all, f"{source.title}案件")
        yield count(source.in_time, f"{source.title}按期办结")
        yield ValueSpec(
            source.red, f"{source.title}红灯案件", "text", required=False, source="file", group=FROM_FILE
        )
    yield count(CHECKED, "三级流转一次核查")
    yield count(PASSED, "三级流转一次核查通过")


def case_score(values: Mapping[str, Any]) -> tuple[Fraction | None, tuple[Step, ...]]:
    """The case score, from 0 to 10, with its steps; None when no measure has a case.

    Measures without cases are left out and the others scaled to ten (K7).
    """
    counted = Step(COUNTED, (values[CASES], values.get(OPEN, ZERO)))
    measures = tuple(_measures(values))
    steps = (counted, *(step for measure in measures for step in measure.steps))
    if not measures:
        return None, (*steps, Step(NOTHING, ()))
    points = sum((measure.points for measure in measures), Fraction(0))
    score = points * Fraction(FULL) / (Fraction(POINTS_EACH) * len(measures))
    formula = _sum_formula(tuple(measure.title for measure in measures))
    terms = (
        *(fraction_to_decimal(measure.points) for measure in measures),
        FULL,
        POINTS_EACH,
        Decimal(len(measures)),
    )
    return score, (*steps, Step(formula, terms, fraction_to_decimal(score)))


def _measures(values: Mapping[str, Any]) -> Iterator[MeasurePoints]:
    for source in SOURCES:
        cases, in_time = values.get(source.all, ZERO), values.get(source.in_time, ZERO)
        if cases:
            rate = min(Fraction(in_time) / Fraction(cases), Fraction(1))
            points = Fraction(POINTS_EACH) * min(Fraction(1), rate / TARGET)
            shown = fraction_to_decimal(rate)
            steps = [
                Step(RATES[source], (in_time, cases), shown),
                Step(POINTS[source], (POINTS_EACH, shown, TARGET_TEXT), fraction_to_decimal(points)),
            ]
            if source.red in values:
                steps.append(Step(REDS[source], (max(ZERO, cases - in_time), values[source.red])))
            yield MeasurePoints(source.title, points, tuple(steps))
    checked, passed = values.get(CHECKED, ZERO), values.get(PASSED, ZERO)
    if checked:
        rate = min(Fraction(passed) / Fraction(checked), Fraction(1))
        points = Fraction(POINTS_EACH) * rate
        steps = [
            Step(CHECK_RATE, (passed, checked), fraction_to_decimal(rate)),
            Step(CHECK_POINTS, (POINTS_EACH, fraction_to_decimal(rate)), fraction_to_decimal(points)),
        ]
        yield MeasurePoints("一次核查", points, tuple(steps))


@cache
def _sum_formula(titles: tuple[str, ...]) -> Formula:
    added = " ＋ ".join(f"{{{title}}}" for title in titles)
    words = f"案件处置：（{added}） × {{满分}} ÷ （{{每项满分}} × {{有案件的项数}}）"
    return Formula(words, topic="case_score")
