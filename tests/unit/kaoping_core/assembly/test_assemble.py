"""What the assembly makes of cells that are missing, not carried or out of line, and how units rank."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping_core.assembly.ranking import rank_units
from kaoping_core.decimals import round_published
from kaoping_core.errors import ConfigurationError, DataError
from kaoping_core.model.findings import Severity
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result, Score, UnitStatus
from kaoping_core.model.submissions import Delivery, Entry
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.counties import County, column_of, findings_of, ranked_by, ranks_of, score_of, unit_of
from tests.support.county_cases import submissions_of

WorkedOut = Callable[..., Result]
ESTUARY = "盘锦辽河口生态经济区"
GRID_OF_DEPARTMENTS = "departments.grid_management"


# -- missing -------------------------------------------------------------------------------------


def test_a_missing_value_is_neither_zero_nor_not_carried(
    county: County, worked_out: WorkedOut, complete: Result
) -> None:
    result = worked_out(county.without("towns.new_urban_jobs", "胡家镇"))
    score, before = score_of(result, "towns.new_urban_jobs", "胡家镇"), unit_of(complete, "胡家镇")
    assert (score.state, score.points) == (CellState.MISSING, None)
    assert score.reason
    unit = unit_of(result, "胡家镇")
    assert (unit.status, unit.rank) == (UnitStatus.INCOMPLETE, None)
    was = before.scores["towns.new_urban_jobs"].points
    assert was is not None
    assert unit.total == before.total - was


def test_a_missing_value_of_an_indicator_with_a_mean_gets_no_mean(
    county: County, worked_out: WorkedOut
) -> None:
    result = worked_out(county.without("towns.river_chief", "胡家镇"))
    assert score_of(result, "towns.river_chief", "胡家镇").state is CellState.MISSING


def test_a_missing_value_is_an_error_that_names_the_unit_and_who_should_report(
    county: County, worked_out: WorkedOut
) -> None:
    (found,) = findings_of(worked_out(county.without("towns.new_urban_jobs", "胡家镇")), "missing")
    assert found.severity is Severity.ERROR
    assert (found.indicator, found.unit, found.evaluator) == ("towns.new_urban_jobs", "胡家镇", "县人社局")
    assert "胡家镇" in found.message


def test_several_missing_values_of_an_indicator_are_one_finding(
    county: County, worked_out: WorkedOut
) -> None:
    (found,) = findings_of(worked_out(county.without("towns.new_urban_jobs", "胡家镇", "甜水镇")), "missing")
    assert found.unit is None
    assert "2个单位" in found.message
    assert "胡家镇" in found.message
    assert "甜水镇" in found.message


def test_other_units_keep_their_scores_and_close_up_in_rank(
    county: County, worked_out: WorkedOut, complete: Result
) -> None:
    first = next(name for name, place in ranks_of(complete, "towns").items() if place == 1)
    result = worked_out(county.without("towns.new_urban_jobs", first))
    before = {name: place for name, place in ranks_of(complete, "towns").items() if place is not None}
    after = ranks_of(result, "towns")
    assert after[first] is None
    totals = {each.unit: each.total for each in complete.units if each.unit in before and each.unit != first}
    assert {name: after[name] for name in totals} == ranked_by(totals)
    assert [each for each in result.units if each.group != "towns"] == [
        each for each in complete.units if each.group != "towns"
    ]


def test_a_whole_department_that_has_not_reported_leaves_its_cells_missing(
    county: County, worked_out: WorkedOut
) -> None:
    result = worked_out(county.without("departments.rule_of_law"))
    assert {score.state for score in column_of(result, "departments.rule_of_law").values()} == {
        CellState.MISSING
    }
    statuses = {each.status for each in result.units if each.group == "departments"}
    assert statuses <= {UnitStatus.INCOMPLETE, UnitStatus.FAILED}


def test_nothing_reported_at_all_is_a_result_in_which_nobody_ranks(worked_out: WorkedOut) -> None:
    result = worked_out(County(()))
    assert {each.status for each in result.units} == {UnitStatus.INCOMPLETE}
    assert {each.total for each in result.units} == {Decimal(0)}
    assert {score.points for each in result.units for score in each.scores.values()} == {None}


def test_a_value_that_is_still_awaited_is_missing(county: County, worked_out: WorkedOut) -> None:
    """The grid centre has reported deductions, but neither a case score nor the case file."""
    changed = county.reporting("towns.grid_management", "胡家镇", **{"deduct.duty": Decimal(1)})
    score = score_of(worked_out(changed), "towns.grid_management", "胡家镇")
    assert (score.state, score.points) == (CellState.MISSING, None)
    assert "案件处置得分" in score.reason


def rewrite(folder: Path, county: str, change: Callable[[dict[str, Any]], None]) -> list[Path]:
    """A county's submissions, each entry changed in passing."""
    written = []
    for path in submissions_of(county):
        submission = json.loads(path.read_text(encoding="utf-8"))
        change(submission)
        written.append(folder / path.name)
        written[-1].write_text(json.dumps(submission, ensure_ascii=False), encoding="utf-8")
    return written


def test_a_final_result_is_refused_and_nothing_recorded_while_a_cell_is_missing(
    site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    def drop_one(submission: dict[str, Any]) -> None:
        rows = submission["entries"]
        rows[:] = [
            row for row in rows if (row["indicator"], row["unit"]) != ("towns.new_urban_jobs", "沙岭镇")
        ]

    service = open_service(site)
    files = rewrite(tmp_path, "county-101", drop_one)
    assert all(taken.submission for taken in service.import_files(files))
    with pytest.raises(DataError) as refused:
        service.assemble()
    assert not isinstance(refused.value, ConfigurationError)
    (problem,) = refused.value.problems
    assert problem.place == "县人社局（towns.new_urban_jobs）"
    assert "沙岭镇" in problem.message
    assert service.ledger.runs(2019) == []
    assert service.assemble(provisional=True).number == 1


# -- not carried ---------------------------------------------------------------------------------


def mean_of(result: Result, indicator: str) -> Decimal:
    """The mean of published score / weight of those that carry it, times the weight, by exact fractions."""
    carrying = [score for score in column_of(result, indicator).values() if score.state is CellState.SCORED]
    rates = [
        Fraction(score.points) / Fraction(score.cell.weight) for score in carrying if score.points is not None
    ]
    assert rates
    weight = Fraction(carrying[0].cell.weight)
    return round_published(sum(rates, Fraction(0)) / len(rates) * weight)


def test_a_unit_that_does_not_carry_an_indicator_gets_the_mean_of_published_scores(
    county: County, worked_out: WorkedOut
) -> None:
    result = worked_out(county.not_carrying("towns.river_chief", "胡家镇", "甜水镇"))
    for unit in ("胡家镇", "甜水镇"):
        score = score_of(result, "towns.river_chief", unit)
        assert (score.state, score.points) == (CellState.FILLED, mean_of(result, "towns.river_chief"))
        assert not score.provisional


@pytest.mark.parametrize(
    "indicator", ["departments.city_platform", "departments.duty_tasks", "towns.industrial_clusters"]
)
def test_a_unit_without_a_task_gets_the_mean_without_any_report(complete: Result, indicator: str) -> None:
    filled = {unit: score for unit, score in column_of(complete, indicator).items() if not score.cell.carried}
    assert len(filled) >= 8
    for score in filled.values():
        assert (score.state, score.entry) == (CellState.FILLED, None)
        assert score.points == mean_of(complete, indicator)


def test_a_unit_that_its_rule_says_does_not_carry_gets_the_mean(
    county: County, worked_out: WorkedOut
) -> None:
    """No proposals to handle."""
    result = worked_out(county.reporting("towns.proposals", "胡家镇", handled=Decimal(0)))
    score = score_of(result, "towns.proposals", "胡家镇")
    assert (score.state, score.points) == (CellState.FILLED, mean_of(result, "towns.proposals"))
    assert len(score.steps) >= 2


def test_a_unit_that_others_weights_make_up_for_gets_no_points_and_is_complete(complete: Result) -> None:
    unit = unit_of(complete, ESTUARY)
    excluded = {name: score for name, score in unit.scores.items() if score.state is CellState.EXCLUDED}
    assert len(excluded) == 8
    assert {score.points for score in excluded.values()} == {None}
    assert unit.status in {UnitStatus.RANKED, UnitStatus.FAILED}
    assert (
        sum(score.cell.weight for score in unit.scores.values() if score.state is not CellState.EXCLUDED)
        == 100
    )


def test_a_reported_exclusion_that_no_weight_makes_up_for_is_a_warning(
    county: County, worked_out: WorkedOut
) -> None:
    result = worked_out(county.not_carrying("parks.exports", "盘锦高升经济区"))
    (found,) = findings_of(result, "weights")
    assert (found.severity, found.unit, found.indicator) == (
        Severity.WARNING,
        "盘锦高升经济区",
        "parks.exports",
    )
    assert score_of(result, "parks.exports", "盘锦高升经济区").state is CellState.EXCLUDED


def test_the_mean_is_provisional_and_says_so_while_a_unit_that_carries_it_is_open(
    county: County, worked_out: WorkedOut
) -> None:
    changed = county.not_carrying("towns.river_chief", "甜水镇").without("towns.river_chief", "胡家镇")
    result = worked_out(changed)
    score = score_of(result, "towns.river_chief", "甜水镇")
    assert (score.state, score.provisional) == (CellState.FILLED, True)
    assert score.points == mean_of(result, "towns.river_chief")
    (found,) = findings_of(result, "provisional_mean", "towns.river_chief")
    assert found.severity is Severity.WARNING


def test_the_mean_is_missing_while_nobody_that_carries_it_has_a_score(
    county: County, worked_out: WorkedOut
) -> None:
    changed = county.without("towns.river_chief").not_carrying("towns.river_chief", "甜水镇")
    states = {
        unit: score.state for unit, score in column_of(worked_out(changed), "towns.river_chief").items()
    }
    assert set(states.values()) == {CellState.MISSING}


def departments_of(scheme: Scheme) -> list[str]:
    return [unit.name for unit in scheme.units_of["departments"]]


def test_an_indicator_that_nobody_carries_is_unscored_and_asks_the_office(
    county: County, worked_out: WorkedOut, scheme: Scheme
) -> None:
    result = worked_out(county.not_carrying(GRID_OF_DEPARTMENTS, *departments_of(scheme)))
    scores = column_of(result, GRID_OF_DEPARTMENTS)
    assert {score.state for score in scores.values()} == {CellState.UNSCORED}
    assert {score.points for score in scores.values()} == {None}
    (found,) = findings_of(result, "nobody_carries")
    assert (found.severity, found.indicator) == (Severity.ERROR, GRID_OF_DEPARTMENTS)
    assert "县政府办" in found.message
    assert result.blocking
    assert {each.status for each in result.units if each.group == "departments"} <= {
        UnitStatus.INCOMPLETE,
        UnitStatus.FAILED,
    }


def test_an_indicator_that_the_rule_says_nobody_carries_asks_the_office_too(
    county: County, worked_out: WorkedOut, scheme: Scheme
) -> None:
    changed = county
    for unit in scheme.units_of["towns"]:
        changed = changed.reporting("towns.proposals", unit.name, handled=Decimal(0))
    result = worked_out(changed)
    assert {score.state for score in column_of(result, "towns.proposals").values()} == {CellState.UNSCORED}
    assert len(findings_of(result, "nobody_carries", "towns.proposals")) == 1


def test_there_is_no_final_result_while_nobody_carries_an_indicator(
    site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    def nobody(submission: dict[str, Any]) -> None:
        for row in submission["entries"]:
            if row["indicator"] == GRID_OF_DEPARTMENTS:
                row.pop("values", None)
                row["carried"] = False

    service = open_service(site)
    assert all(taken.submission for taken in service.import_files(rewrite(tmp_path, "county-101", nobody)))
    with pytest.raises(DataError) as refused:
        service.assemble()
    assert any("没有单位承担" in problem.message for problem in refused.value.problems)
    assert service.ledger.runs(2019) == []


# -- the veto ------------------------------------------------------------------------------------

SAFE = {"casualties": Decimal(0), "casualties_last_year": Decimal(0), "major_accidents": Decimal(0)}
FATAL = {**SAFE, "major_accidents": Decimal(1)}


@pytest.fixture(scope="session")
def safe(county: County, scheme: Scheme) -> County:
    """The first county without any accident."""
    changed = county
    for group in ("towns", "parks", "departments"):
        for unit in scheme.units_of[group]:
            changed = changed.reporting(f"{group}.accident_control", unit.name, **SAFE)
    return changed


@pytest.fixture(scope="session")
def peaceful(safe: County, worked_out: WorkedOut) -> Result:
    """Its result, in which everybody ranks."""
    result = worked_out(safe)
    assert {each.status for each in result.units} == {UnitStatus.RANKED}
    return result


@pytest.mark.parametrize("group", ["towns", "parks", "departments"])
def test_a_unit_that_fails_the_year_keeps_its_total_and_takes_no_rank_from_others(
    safe: County, worked_out: WorkedOut, peaceful: Result, group: str
) -> None:
    ranks = ranks_of(peaceful, group)
    first = next(name for name, place in ranks.items() if place == 1)
    result = worked_out(safe.reporting(f"{group}.accident_control", first, **FATAL))
    failed = unit_of(result, first)
    assert (failed.status, failed.rank) == (UnitStatus.FAILED, None)
    assert failed.total == unit_of(peaceful, first).total
    others = {each.unit: each.total for each in peaceful.units if each.group == group and each.unit != first}
    assert {name: unit_of(result, name).rank for name in others} == ranked_by(others)
    assert {name: unit_of(result, name).total for name in others} == others


def test_a_veto_is_a_warning_that_says_why(safe: County, worked_out: WorkedOut) -> None:
    values = {**SAFE, "casualties": Decimal(3), "casualties_last_year": Decimal(2)}
    result = worked_out(safe.reporting("towns.accident_control", "胡家镇", **values))
    (found,) = findings_of(result, "veto")
    assert (found.severity, found.unit) == (Severity.WARNING, "胡家镇")
    assert "3" in found.message
    assert "2" in found.message


def test_the_veto_weighs_more_than_missing_data(safe: County, worked_out: WorkedOut) -> None:
    changed = safe.reporting("towns.accident_control", "胡家镇", **FATAL).without("towns.credit", "胡家镇")
    unit = unit_of(worked_out(changed), "胡家镇")
    assert (unit.status, unit.rank) == (UnitStatus.FAILED, None)
    assert unit.scores["towns.credit"].state is CellState.MISSING


def test_a_missing_report_on_accidents_is_missing_and_no_pass(safe: County, worked_out: WorkedOut) -> None:
    unit = unit_of(worked_out(safe.without("towns.accident_control", "胡家镇")), "胡家镇")
    assert (unit.status, unit.rank) == (UnitStatus.INCOMPLETE, None)


# -- ranks ---------------------------------------------------------------------------------------


def scores_with_totals(
    scheme: Scheme, totals: Sequence[str], failed: Sequence[int] = (), missing: Sequence[int] = ()
) -> dict[str, list[Score]]:
    """Scores of which the towns' first indicator makes the totals."""
    scores = {}
    for indicator in scheme.indicators:
        cells = scheme.cells_of[indicator.id]
        scores[indicator.id] = [Score(cell, CellState.SCORED, Decimal("0.00")) for cell in cells]
    first = scheme.indicators_of["towns"][0].id
    for place, total in enumerate(totals):
        cell = scheme.cells_of[first][place]
        scores[first][place] = Score(cell, CellState.SCORED, Decimal(total), fails_year=place in failed)
    second = scheme.indicators_of["towns"][1].id
    for place in missing:
        scores[second][place] = Score(scheme.cells_of[second][place], CellState.MISSING, None)
    return scores


@pytest.mark.parametrize(
    ("totals", "ranks"),
    [
        (["90", "80", "80", "70"], [1, 2, 2, 4]),
        (["80", "90", "70", "80"], [2, 1, 4, 2]),
        (["90", "90", "90", "70"], [1, 1, 1, 4]),
        (["90.01", "90.00", "90", "89.99"], [1, 2, 2, 4]),
        (["-2.5", "-2.50", "-3", "1"], [11, 11, 13, 1]),
    ],
    ids=["two share the second", "whatever the order", "three share the first", "by value", "below zero"],
)
def test_equal_totals_share_a_rank_and_the_next_is_skipped(
    scheme: Scheme, totals: list[str], ranks: list[int]
) -> None:
    """The other nine towns have nothing."""
    units = [each for each in rank_units(scheme, scores_with_totals(scheme, totals)) if each.group == "towns"]
    assert [each.total for each in units] == [*map(Decimal, totals), *[Decimal(0)] * 9]
    assert [each.rank for each in units[:4]] == ranks
    assert len({each.rank for each in units[4:]}) == 1


def test_those_without_a_rank_take_none(scheme: Scheme) -> None:
    scores = scores_with_totals(scheme, ["90", "85", "80", "80", "70"], failed=[0], missing=[1])
    units = [each for each in rank_units(scheme, scores) if each.group == "towns"][:5]
    assert [each.rank for each in units] == [None, None, 1, 1, 3]
    assert [each.status for each in units[:2]] == [UnitStatus.FAILED, UnitStatus.INCOMPLETE]
    assert [each.total for each in units[:2]] == [Decimal(90), Decimal(85)]


def test_groups_are_ranked_among_themselves(complete: Result) -> None:
    for group in ("towns", "parks", "departments"):
        totals = {
            each.unit: each.total
            for each in complete.units
            if each.group == group and each.status is UnitStatus.RANKED
        }
        assert {name: unit_of(complete, name).rank for name in totals} == ranked_by(totals)


def test_a_total_shows_two_decimals_even_when_nothing_is_scored(worked_out: WorkedOut) -> None:
    assert {str(each.total) for each in worked_out(County(())).units} == {"0.00"}


# -- findings ------------------------------------------------------------------------------------

TIERS = ["好"] * 4 + ["较好"] * 6 + ["合格"] * 2 + ["基本合格"]


def graded(county: County, scheme: Scheme, tiers: Sequence[str]) -> County:
    changed = county
    for unit, tier in zip(scheme.units_of["towns"], tiers, strict=True):
        changed = changed.reporting("towns.leader_evaluation", unit.name, tier=tier)
    return changed


def test_grades_within_the_quota_are_no_finding(
    county: County, worked_out: WorkedOut, scheme: Scheme
) -> None:
    assert findings_of(worked_out(graded(county, scheme, TIERS)), "quota", "towns.leader_evaluation") == []


def test_a_departure_from_the_quota_is_a_warning_and_never_an_error(
    county: County, worked_out: WorkedOut, scheme: Scheme
) -> None:
    result = worked_out(graded(county, scheme, ["好", *TIERS[:-1]]))
    (found,) = findings_of(result, "quota", "towns.leader_evaluation")
    assert found.severity is Severity.WARNING
    assert "好4" in found.message
    assert "好5" in found.message
    assert result.blocking == ()


@pytest.mark.parametrize(
    ("actual", "suspicious"),
    [
        ("0.08", True),
        ("0.083", True),
        ("0.8", False),
        ("8", False),
        ("0", False),
        ("-0.07", True),
        ("0.001", False),
    ],
)
def test_a_percent_that_was_probably_given_as_a_fraction_is_a_warning(
    county: County, worked_out: WorkedOut, actual: str, *, suspicious: bool
) -> None:
    """The task is 8 %."""
    changed = county.reporting("towns.retail_sales_growth", "胡家镇", actual=Decimal(actual))
    result = worked_out(changed)
    cell = score_of(result, "towns.retail_sales_growth", "胡家镇").cell
    assert cell.target is not None
    assert cell.target.value == 8
    found = [each for each in findings_of(result, "implausible_percent") if each.unit == "胡家镇"]
    assert len(found) == suspicious
    assert all(each.severity is Severity.WARNING and f"{actual}%" in each.message for each in found)


def test_a_department_that_scores_itself_is_noticed(complete: Result, scheme: Scheme) -> None:
    own = {
        (score.cell.indicator, unit.unit)
        for unit in complete.units
        for score in unit.scores.values()
        if score.state is CellState.SCORED
        and scheme.indicator_by_id[score.cell.indicator].evaluator == unit.unit
    }
    found = findings_of(complete, "self_scored")
    assert {(each.indicator, each.unit) for each in found} == own
    assert len(found) == len(own) > 5
    assert {each.severity for each in found} == {Severity.NOTICE}
    assert all(each.evaluator == each.unit for each in found)


def test_scores_that_are_all_the_same_are_a_warning(
    county: County, worked_out: WorkedOut, scheme: Scheme
) -> None:
    changed = county
    for unit in scheme.units_of["towns"]:
        changed = changed.reporting("towns.business_environment", unit.name, score=Decimal("4.5"))
    (found,) = findings_of(worked_out(changed), "no_spread", "towns.business_environment")
    assert found.severity is Severity.WARNING
    assert "4.50" in found.message
    differing = changed.reporting("towns.business_environment", "胡家镇", score=Decimal("4.4"))
    assert findings_of(worked_out(differing), "no_spread", "towns.business_environment") == []


def test_the_veto_and_other_indicators_without_weight_need_no_spread(peaceful: Result) -> None:
    assert not [each for each in findings_of(peaceful, "no_spread") if "accident" in str(each.indicator)]


def test_a_late_report_is_a_warning_and_one_on_the_last_day_is_not(
    county: County, worked_out: WorkedOut
) -> None:
    deliveries = (
        Delivery("县财政局", date(2020, 1, 5), signed=True, file="财政局.json"),
        Delivery("县水利局", date(2020, 1, 6), signed=True, file="水利局.json"),
    )
    (found,) = findings_of(worked_out(county, deliveries=deliveries), "late")
    assert (found.severity, found.evaluator) == (Severity.WARNING, "县水利局")
    assert "2020-01-06" in found.message
    assert "2020-01-05" in found.message


def test_an_unsigned_report_is_a_warning_that_names_the_file(county: County, worked_out: WorkedOut) -> None:
    deliveries = (
        Delivery("县财政局", date(2020, 1, 4), signed=True, file="财政局.json"),
        Delivery("县水利局", date(2020, 1, 4), signed=False, file="水利局.json"),
    )
    result = worked_out(county, deliveries=deliveries)
    (found,) = findings_of(result, "unsigned")
    assert (found.severity, found.evaluator) == (Severity.WARNING, "县水利局")
    assert "水利局.json" in found.message
    assert findings_of(result, "late") == []


@pytest.mark.parametrize(
    ("signed", "codes"),
    [
        ({"by": "局长", "on": "2020-01-05", "sealed": True}, []),
        ({"by": "局长", "on": "2020-01-06", "sealed": True}, ["late"]),
        ({"by": "局长", "on": "2020-01-04", "sealed": False}, ["unsigned"]),
        ({"by": "局长", "on": "2020-01-06"}, ["late", "unsigned"]),
        ({"by": "局长", "sealed": True}, ["unsigned"]),
        (None, ["unsigned"]),
    ],
    ids=["in time", "late", "not sealed", "late and not sealed", "no day", "not signed"],
)
def test_how_a_report_was_signed_shows_in_the_findings(
    site: Site,
    open_service: Callable[..., Service],
    tmp_path: Path,
    signed: dict[str, Any] | None,
    codes: list[str],
) -> None:
    """Taken in on 2020-01-04, which counts where no day of a signature does."""
    entry = {"indicator": "towns.river_chief", "unit": "胡家镇", "values": {"score": "1"}}
    report = {"format": "kaoping-submission/1", "year": 2019, "evaluator": "县水利局", "entries": [entry]}
    if signed is not None:
        report["signed"] = signed
    path = tmp_path / "水利局.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    service = open_service(site)
    (taken,) = service.import_files([path])
    assert taken.submission is not None
    found = [each.code for each in service.preview().findings if each.code in {"late", "unsigned"}]
    assert found == codes


def test_findings_come_gravest_first(county: County, worked_out: WorkedOut) -> None:
    result = worked_out(county.without("towns.credit", "胡家镇"))
    order = [list(Severity).index(each.severity) for each in result.findings]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2}


# -- laws ----------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False))
def test_the_order_of_the_entries_makes_no_difference(
    county: County, worked_out: WorkedOut, complete: Result, chance: Any
) -> None:
    entries = [*county.entries]
    chance.shuffle(entries)
    assert worked_out(County(tuple(entries))) == complete


CASES_OF = ("古城子镇", "胡家镇", "甜水镇")


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False))
def test_it_makes_no_difference_whether_a_file_or_the_report_came_first(
    county: County, worked_out: WorkedOut, chance: Any
) -> None:
    files = tuple(
        Entry(
            "towns.grid_management",
            unit,
            {"case_score": Decimal(place + 7)},
            place=f"案件.csv: 第{place}行",
            layer="grid_cases",
        )
        for place, unit in enumerate(CASES_OF)
    )
    reports = county
    for unit in CASES_OF:
        reports = reports.reporting("towns.grid_management", unit, **{"deduct.duty": Decimal(1)})
    entries = [*reports.entries, *files]
    in_order = worked_out(County(tuple(entries)))
    chance.shuffle(entries)
    assert worked_out(County(tuple(entries))) == in_order
    for place, unit in enumerate(CASES_OF):
        score = score_of(in_order, "towns.grid_management", unit)
        assert score.points == round_published(Fraction(2 * (place + 7 + 9), 20))


CELLS = st.integers(min_value=0, max_value=10**6)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(chosen=st.lists(CELLS, min_size=1, max_size=40, unique=True))
def test_whatever_is_missing_no_cell_is_made_up_and_every_loss_is_told(
    county: County, worked_out: WorkedOut, complete: Result, chosen: list[int]
) -> None:
    dropped = {number % len(county.entries) for number in chosen}
    gone = {
        (entry.indicator, entry.unit)
        for number, entry in enumerate(county.entries)
        if number in dropped and score_of(complete, entry.indicator, entry.unit).cell.carried
    }
    kept = tuple(entry for number, entry in enumerate(county.entries) if number not in dropped)
    result = worked_out(County(kept))
    missing = {
        (indicator, unit.unit)
        for unit in result.units
        for indicator, score in unit.scores.items()
        if score.state is CellState.MISSING and score.entry is None
    }
    assert gone <= missing
    told = {each.indicator for each in findings_of(result, "missing")}
    assert {indicator for indicator, _ in gone} <= told
    for unit in result.units:
        own = {indicator for indicator, name in missing if name == unit.unit}
        assert (unit.status is UnitStatus.RANKED) == (unit.rank is not None)
        assert not own or unit.status is not UnitStatus.RANKED
        counted = [score.points for score in unit.scores.values() if score.points is not None]
        assert unit.total == sum(counted, Decimal(0))


@pytest.mark.slow
def test_assembling_again_and_again_holds_no_memory(county: County, worked_out: WorkedOut) -> None:
    for _ in range(3):
        worked_out(county)
    gc.collect()
    tracemalloc.start()
    try:
        worked_out(county)
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(20):
            worked_out(county)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 256 * 1024


def test_an_assembly_changes_nothing_that_it_was_given(
    county: County, worked_out: WorkedOut, scheme: Scheme
) -> None:
    before = repr(county.entries), repr(scheme)
    worked_out(county)
    assert (repr(county.entries), repr(scheme)) == before


def test_every_cell_of_the_scheme_is_in_the_result_once(complete: Result, scheme: Scheme) -> None:
    cells = Counter((indicator, unit.unit) for unit in complete.units for indicator in unit.scores)
    assert set(cells.values()) == {1}
    assert set(cells) == {
        (cell.indicator, cell.unit.name) for column in scheme.cells_of.values() for cell in column
    }
    assert [each.unit for each in complete.units] == [unit.name for unit in scheme.units]
