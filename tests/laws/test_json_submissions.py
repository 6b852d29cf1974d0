"""Whatever is in a file, reading it gives a submission with finite numbers or says what is wrong."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.json.reader import read_json
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.submissions import Submission
from tests.support.submissions import FILE, revenue, submission, written

LAW = settings(max_examples=100, deadline=None)

VALID = submission(
    "县政府办",
    {"indicator": "towns.leader_evaluation", "unit": "太平街道", "values": {"ballots": ["好", "较好"]}},
    {"indicator": "parks.bonus", "unit": "新材料", "values": {"jobs_200": "1", "reason": "某项目"}},
    {"indicator": "towns.proposals", "unit": "太平街道", "values": {"handled": 3, "handling.late": "1"}},
    {
        "indicator": "towns.proposals",
        "unit": "胡家镇",
        "carried": False,
        "note": "无",
        "evidence": ["甲.pdf"],
    },
    {"indicator": "departments.city_platform", "unit": "县财政局", "values": {"red_lights": "3"}},
    signed={"by": "某人", "on": "2020-01-04", "sealed": True},
)

plausible = st.sampled_from(
    [
        *("towns.proposals", "parks.bonus", "县财政局", "太平街道", "新材料", "好", "2020-01-04", "县政府办"),
        *(
            "8.3%",
            "1e5",
            "-0",
            "1" * 19,
            "NaN",
            "１",
            10**18,
            -(10**17),
            2019,
            0.1,
            float("nan"),
            float("inf"),
        ),
    ]
)
"""What comes close to being right."""

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | plausible,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["unit", "values", "carried", "x"]) | st.text(max_size=3), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def paths(given: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The place of everything below a JSON value."""
    keys = given if isinstance(given, dict) else range(len(given)) if isinstance(given, list) else ()
    return [place for key in keys for place in [(*path, key), *paths(given[key], (*path, key))]]


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """The valid submission with one to three places replaced, taken out, doubled or added to."""
    given = copy.deepcopy(VALID)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(paths(given)))
        parent: Any = given
        for key in way:
            parent = parent[key]
        kind = draw(st.sampled_from(["replace", "remove", "double"]))
        if kind == "replace":
            parent[last] = draw(anything)
        elif kind == "remove":
            del parent[last]
        elif isinstance(parent, list):
            parent.append(copy.deepcopy(parent[last]))
        else:
            parent[f"{last}{draw(st.sampled_from(['', ' ', 's']))}"] = draw(anything)
    return given


def taken_or_refused(data: bytes, intake: IntakeContext) -> Submission | None:
    """What was read; None after checking that the refusal can be shown to a person."""
    try:
        return read_json(data, FILE, intake)
    except FileRejectedError as refused:
        problems = refused.problems
    assert problems
    for problem in problems:
        assert problem.place == FILE or problem.place.startswith(f"{FILE}: $")
        assert problem.message
    return None


def assert_sound(taken: Submission | None, scheme: Scheme) -> None:
    """Whatever was taken names what the scheme knows, and its numbers are finite."""
    if taken is None:
        return
    for entry in taken.entries:
        indicator = scheme.indicator_by_id[entry.indicator]
        assert indicator.evaluator == taken.evaluator
        assert scheme.unit_by_name[entry.unit].group == indicator.group
        for value in entry.values.values():
            assert isinstance(value, Decimal | str | tuple)
            if isinstance(value, Decimal):
                assert value.is_finite()


def test_the_submission_to_damage_is_valid(intake: IntakeContext) -> None:
    assert len(read_json(written(VALID), FILE, intake).entries) == 5


@LAW
@given(data=st.binary(max_size=60))
@example(data=b"\xef\xbb\xbf")
@example(data=b'"\\ud800"')
@example(data=b"1" * 5000)
@example(data=b"-")
def test_any_bytes_are_read_or_refused(data: bytes, intake: IntakeContext, scheme: Scheme) -> None:
    assert_sound(taken_or_refused(data, intake), scheme)


@LAW
@given(value=anything)
def test_any_json_is_read_or_refused(value: object, intake: IntakeContext, scheme: Scheme) -> None:
    assert_sound(taken_or_refused(json.dumps(value).encode(), intake), scheme)


@LAW
@given(entries=st.lists(anything, max_size=3), evaluator=anything)
def test_any_entries_are_read_or_refused(
    entries: list[object], evaluator: object, intake: IntakeContext, scheme: Scheme
) -> None:
    given = {**VALID, "evaluator": evaluator, "entries": entries}
    assert_sound(taken_or_refused(json.dumps(given).encode(), intake), scheme)


@settings(LAW, max_examples=300)
@given(given=damaged())
def test_a_damaged_submission_is_read_or_refused(
    given: dict[str, Any], intake: IntakeContext, scheme: Scheme
) -> None:
    assert_sound(taken_or_refused(json.dumps(given).encode(), intake), scheme)


@LAW
@given(place=st.integers(0, len(written(VALID)) - 1), piece=st.binary(max_size=4), length=st.integers(0, 4))
def test_a_submission_with_damaged_bytes_is_read_or_refused(
    place: int, piece: bytes, length: int, intake: IntakeContext, scheme: Scheme
) -> None:
    data = written(VALID)
    assert_sound(taken_or_refused(data[:place] + piece + data[place + length :], intake), scheme)


@LAW
@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**11), max_value=10**11)
)
def test_a_number_in_plain_notation_is_read_exactly(number: Decimal, intake: IntakeContext) -> None:
    text = format(number, "f")
    taken = read_json(written(submission("县财政局", revenue(values={"actual": text}))), FILE, intake)
    assert str(taken.entries[0].values["actual"]) == text


@LAW
@given(number=st.integers(-(10**18) + 1, 10**18 - 1))
def test_an_integer_and_its_text_are_the_same_value(number: int, intake: IntakeContext) -> None:
    as_number, as_text = (
        read_json(written(submission("县财政局", revenue(values={"actual": each}))), FILE, intake)
        for each in (number, str(number))
    )
    assert as_number == as_text


@LAW
@given(number=st.floats())
def test_a_float_is_refused_because_it_has_lost_digits(number: float, intake: IntakeContext) -> None:
    data = json.dumps(submission("县财政局", revenue(values={"actual": number}))).encode()
    assert taken_or_refused(data, intake) is None


@LAW
@given(order=st.permutations(range(len(VALID["entries"]))))
def test_the_order_of_entries_makes_no_difference_to_what_is_reported(
    order: list[int], intake: IntakeContext
) -> None:
    shuffled = {**VALID, "entries": [VALID["entries"][place] for place in order]}

    def reported(given: dict[str, Any]) -> dict[tuple[str, str], object]:
        taken = read_json(written(given), FILE, intake)
        return {(each.indicator, each.unit): (each.values, each.carried) for each in taken.entries}

    assert reported(shuffled) == reported(VALID)
