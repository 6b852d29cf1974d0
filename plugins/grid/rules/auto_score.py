"""网格管理运行：系统自动赋分加规范化建设."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import frozen

from kaoping_core.api import (
    ZERO,
    Cell,
    Formula,
    Indicator,
    Outcome,
    Rule,
    Step,
    ValueSpec,
    fraction_to_decimal,
)

from ..case_score import (  # noqa: TID252 - the folder of a plugin has no name to import it by
    CASES,
    FROM_FILE,
    FULL,
    case_score,
    specs_from_file,
)

DEDUCTIONS = {
    "organisation": "组织机构",
    "standards": "工作规范",
    "coverage": "网格化全覆盖",
    "disputes": "争议处理",
    "training": "业务培训",
    "duty": "值班值守",
    "reporting": "信息报告",
}

HANDLING = Formula("案件处置：{案件处置得分}", {"案件处置得分": "case_score"}, topic="case_score")
ADJUSTED = Formula(
    "案件处置：{案件处置得分} ＋ {特殊情况调整}，不超出0到{满分}",
    {"案件处置得分": "case_score", "特殊情况调整": "adjustment"},
    topic="case_score",
)
ADJUSTED_FILE = Formula(
    "调整后的案件处置：{案件处置} ＋ {特殊情况调整}，不超出0到{满分}", {"特殊情况调整": "adjustment"}
)
FILE_COUNTS = Formula(
    "报了案件处置得分 {案件处置得分}，又交了案件表：以案件表为准", {"案件处置得分": "case_score"}
)
NORMS_FULL = Formula("规范化建设：没有扣分，得 {满分}")
BOTH = Formula("{权重} × （{案件处置} ＋ {规范化建设}） ÷ {两项满分}")
NORMS_ALONE = Formula("全年没有案件，只看规范化建设：{权重} × {规范化建设} ÷ {满分}")


def _norms_formula(names: tuple[str, ...]) -> Formula:
    titles = {DEDUCTIONS[name]: f"deduct.{name}" for name in names}
    taken = " － ".join(f"{{{title}}}" for title in titles)
    return Formula(f"规范化建设：{{满分}} － {taken}，扣完为止", titles)


@frozen
class GridManagement(Rule):
    """网格管理运行：案件处置绩效10分，由系统自动赋分，有特殊情况可以调整（写明理由）；
    网格管理体制机制规范化建设10分，按扣分法计算，扣完为止；两项相加折算到权重分。
    案件处置得分可以直接报，也可以由平台导出的案件表算；两样都有的，以案件表为准。
    全年没有案件的单位只按规范化建设计分。

    Source: 附件4第7项.
    """

    name = "grid"
    title = "网格自动赋分"

    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:
        """``case_score`` 0..10, or that there were no cases, or the case file; points deducted; an
        adjustment with its reason."""
        either = "case_handling"
        return (
            ValueSpec(
                "case_score", "案件处置得分", minimum=ZERO, maximum=FULL, unit_label="分",
                exclusive_group=either, source="both",
            ),
            ValueSpec(
                "cases", "全年没有案件（写0）", "count", minimum=ZERO, maximum=ZERO, unit_label="件",
                exclusive_group=either, source="both",
            ),
            ValueSpec(
                CASES, "案件数", "count", minimum=ZERO, unit_label="件",
                exclusive_group=either, source="file", group=FROM_FILE,
            ),
            *specs_from_file(),
            *(
                ValueSpec(
                    f"deduct.{name}", title, required=False, minimum=ZERO, unit_label="分",
                    group="规范化建设扣分",
                )
                for name, title in DEDUCTIONS.items()
            ),
            ValueSpec("adjustment", "特殊情况调整", required=False, unit_label="分"),
            ValueSpec("reason", "调整理由", "text", required=False, required_if_any_of=("adjustment",)),
        )  # fmt: skip

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """W × (case handling + norms) / 20; without any case W × norms / 10."""
        norms = self._norms(values)
        kept = norms.result or ZERO
        handling, steps = self._handling(values)
        if handling is None:
            points = cell.weight * kept / FULL
            return Outcome(points, (*steps, norms, Step(NORMS_ALONE, (cell.weight, kept, FULL), points)))
        both = Fraction(cell.weight) * (handling + Fraction(kept)) / Fraction(2 * FULL)
        points = fraction_to_decimal(both)
        last = Step(BOTH, (cell.weight, fraction_to_decimal(handling), kept, 2 * FULL), points)
        return Outcome(points, (*steps, norms, last))

    def _handling(self, values: Mapping[str, Any]) -> tuple[Fraction | None, tuple[Step, ...]]:
        """Points of case handling with the steps that led there; None when there were no cases."""
        adjustment: Decimal | None = values.get("adjustment")
        given: Decimal | None = values.get("case_score")
        if CASES in values:
            score, steps = case_score(values)
            if given is not None:
                steps = (Step(FILE_COUNTS, (given,)), *steps)
            if score is None or not adjustment:
                return score, steps
            held = _within_bounds(score + Fraction(adjustment))
            return held, (
                *steps,
                Step(
                    ADJUSTED_FILE, (fraction_to_decimal(score), adjustment, FULL), fraction_to_decimal(held)
                ),
            )
        if given is None:
            return None, ()
        if not adjustment:
            return Fraction(given), (Step(HANDLING, (given,), given),)
        held = _within_bounds(Fraction(given) + Fraction(adjustment))
        return held, (Step(ADJUSTED, (given, adjustment, FULL), fraction_to_decimal(held)),)

    def _norms(self, values: Mapping[str, Any]) -> Step:
        names = tuple(name for name in DEDUCTIONS if values.get(f"deduct.{name}"))
        if not names:
            return Step(NORMS_FULL, (FULL,), FULL)
        taken = tuple(values[f"deduct.{name}"] for name in names)
        return Step(_norms_formula(names), (FULL, *taken), max(ZERO, FULL - sum(taken, ZERO)))


def _within_bounds(points: Fraction) -> Fraction:
    return min(Fraction(FULL), max(Fraction(0), points))
