"""The case file against a naive reference, written here from the rulebook's words."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping_core.decimals import round_published
from kaoping_core.host.host import Host
from kaoping_core.intake.value_validation import validate_values
from kaoping_core.model.findings import Fault
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Column, ColumnScores
from kaoping_core.model.submissions import Entry, Submission
from kaoping_core.samples.case_file import write_case_file
from tests.support.case_files import HEADER, module, reader, row, write, write_workbook

NAMES = ("太平街道", "古城子镇", "胡家镇", "县公安局", "公安局", "公 安局", "交通局")
OFFICIAL = {"公安局": "县公安局", "公 安局": "县公安局", "交通局": "县交通运输局"}
SOURCES = ("网格员上报", "公众上报", "市下派")
FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")
MORNING = datetime.fromisoformat("2019-03-01 08:15")
YEAR_END = datetime.fromisoformat("2019-12-31 23:59:59")


def reference(rows: Sequence[Mapping[str, str]]) -> dict[str, Fraction | None]:
    """Each unit's case score, as the rulebook says it; None without any case that counts."""
    measured: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for case in {tuple(each.items()): each for each in rows}.values():
        unit = OFFICIAL.get(case["责任单位"], case["责任单位"])
        own = measured[unit]
        deadline = parsed(case["办理时限"])
        if case["办结时间"]:
            handled = parsed(case["办结时间"]) <= deadline
        elif deadline <= YEAR_END:
            handled = False
        else:
            continue
        own[case["来源"]].append(handled)
        if case["流转级别"] == "三级" and case["一次核查"]:
            own["一次核查"].append(case["一次核查"] == "通过")
    return {unit: score(own) for unit, own in measured.items()}


def score(own: Mapping[str, Sequence[bool]]) -> Fraction | None:
    """2.5 × min(1, rate / 0.95) for three sources, 2.5 × rate for the check, scaled to 10."""
    points = [
        Fraction(5, 2) * min(Fraction(1), Fraction(sum(own[name]), len(own[name])) / Fraction(95, 100))
        for name in SOURCES
        if own.get(name)
    ]
    if checks := own.get("一次核查"):
        points.append(Fraction(5, 2) * Fraction(sum(checks), len(checks)))
    return sum(points, Fraction(0)) * 10 / (Fraction(5, 2) * len(points)) if points else None


def parsed(text: str) -> datetime:
    """A time, with or without seconds."""
    return datetime.fromisoformat(text)


def read(path: Path, scheme: Scheme) -> dict[str, Entry]:
    """What the reader makes of a file, by unit."""
    return {entry.unit: entry for entry in reader().read(path, scheme).entries}


def case_scores(path: Path, scheme: Scheme) -> dict[str, Fraction | None]:
    """Case scores that the rule works out of a file."""
    return {
        unit: module("case_score").case_score(entry.values)[0] for unit, entry in read(path, scheme).items()
    }


@st.composite
def case_rows(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows of a whole file: near the deadline, near the year's end, repeated, with and without seconds."""
    rows = []
    for number in range(draw(st.integers(1, 40))):
        reported = datetime.fromisoformat("2019-01-01") + timedelta(
            minutes=draw(st.integers(0, 365 * 24 * 60 - 1))
        )
        deadline = reported + timedelta(minutes=draw(st.integers(0, 20_000)))
        near = draw(st.sampled_from((-1, 0, 1, 600)))
        closed = max(reported, deadline + timedelta(seconds=draw(st.integers(-90, 90)) * max(near, 1)))
        form = st.sampled_from(FORMATS)
        rows.append(
            row(
                f"第{number:04d}号",
                责任单位=draw(st.sampled_from(NAMES)),
                来源=draw(st.sampled_from(SOURCES)),
                流转级别=draw(st.sampled_from(("一级", "二级", "三级"))),
                上报时间=reported.strftime(FORMATS[0]),
                办理时限=deadline.strftime(draw(form)),
                办结时间=draw(st.sampled_from(("", closed.strftime(draw(form))))),
                一次核查=draw(st.sampled_from(("", "通过", "未通过"))),
            )
        )
    again = draw(st.lists(st.sampled_from(rows), max_size=5))
    return draw(st.permutations([*rows, *again]))


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=case_rows(), encoding=st.sampled_from(("utf-8", "utf-8-sig", "gb18030")))
def test_any_file_gives_the_case_scores_that_the_rulebook_gives(
    tmp_path_factory: pytest.TempPathFactory, scheme: Scheme, rows: list[dict[str, str]], encoding: str
) -> None:
    path = write(tmp_path_factory.mktemp("cases") / "案件.csv", rows, encoding)
    expected = reference(rows)
    assert case_scores(path, scheme) == {
        unit: expected.get(unit)
        for unit in {OFFICIAL.get(each["责任单位"], each["责任单位"]) for each in rows}
    }


def test_a_closing_at_the_very_deadline_is_in_time_and_a_second_later_is_a_red_light(
    tmp_path: Path, scheme: Scheme
) -> None:
    times = ("2019-03-04 08:15", "2019-03-04 08:15:00", "2019-03-04 08:15:01", "2019-03-04 08:16")
    rows = [row(f"A{place}", 办结时间=time) for place, time in enumerate(times)]
    entry = read(write(tmp_path / "案件.csv", rows), scheme)["太平街道"]
    assert (entry.values["staff.all"], entry.values["staff.in_time"]) == (Decimal(4), Decimal(2))
    assert entry.values["staff.red"] == "A2（第4行）、A3（第5行）"


@pytest.mark.parametrize(
    ("deadline", "closed", "counted", "in_time"),
    [
        pytest.param("2019-12-31 23:59", "", 1, 0, id="open and due in the year's last minute: a red light"),
        pytest.param("2020-01-01 00:00", "", 0, 0, id="open and not due by the year's end: left out"),
        pytest.param("2020-01-01 00:00", "2019-12-30 09:00", 1, 1, id="closed before it is due: in time"),
        pytest.param("2020-01-05 00:00", "2020-01-03 09:00", 1, 1, id="closed in time next year: in time"),
        pytest.param("2019-12-31 10:00", "2020-01-03 09:00", 1, 0, id="closed late next year: a red light"),
    ],
)
def test_what_the_years_end_does_to_a_case(
    tmp_path: Path, scheme: Scheme, deadline: str, closed: str, counted: int, in_time: int
) -> None:
    changed = {"上报时间": "2019-12-29 09:00", "办理时限": deadline, "办结时间": closed}
    path = write(tmp_path / "案件.csv", [row("A1", **changed, 流转级别="三级", 一次核查="通过")])
    values = read(path, scheme)["太平街道"].values
    assert values["cases.all"] == 1
    assert values["cases.open"] == 1 - counted
    assert (values["staff.all"], values["staff.in_time"]) == (counted, in_time)
    assert (values["check.checked"], values["check.passed"]) == (counted, counted)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_encodings_and_line_ends_make_no_difference(
    tmp_path: Path, scheme: Scheme, encoding: str, end: str
) -> None:
    path = write(tmp_path / "案件.csv", [row("A1"), row("A2", 责任单位="胡家镇")], encoding)
    path.write_bytes(path.read_bytes().replace(b"\r\n", end.encode()))
    assert reader().recognises(path)
    assert {unit: each.values["staff.in_time"] for unit, each in read(path, scheme).items()} == {
        "太平街道": 1,
        "胡家镇": 1,
    }


def test_columns_stand_in_any_order_others_are_ignored_and_headings_are_folded(
    tmp_path: Path, scheme: Scheme
) -> None:
    header = ("备注", *reversed(HEADER), "处置人")
    path = write(
        tmp_path / "案件.csv", [{**row(), "备注": '第一行\n"第二行"，', "处置人": "某"}], header=header
    )
    written = path.read_text(encoding="utf-8")
    folded = written.replace("案件编号", "\u3000案件 编号 ", 1).replace("来源", '"来源"', 1)
    path.write_text("\ufeff" + folded, encoding="utf-8", newline="")
    assert read(path, scheme)["太平街道"].values["staff.in_time"] == 1


def test_words_are_folded_and_blanks_do_not_count(tmp_path: Path, scheme: Scheme) -> None:
    rows = [
        row(" A1 ", 责任单位="太平\u3000街道 ", 来源=" 网格员上报", 上报时间=" 2019-03-01 08:15 "),
        row("A2\t", 流转级别="三级 ", 一次核查=" 通过"),
        dict.fromkeys(HEADER, ""),
        dict.fromkeys(HEADER, " ") | {"案件编号": "", "责任单位": "", "上报时间": ""},
    ]
    values = read(write(tmp_path / "案件.csv", rows), scheme)["太平街道"].values
    assert (values["cases.all"], values["staff.in_time"], values["check.passed"]) == (2, 2, 1)


def test_a_row_that_is_repeated_counts_once_and_says_so(tmp_path: Path, scheme: Scheme, host: Host) -> None:
    late = row("A2", 办结时间="2019-03-05 10:00")
    rows = [row("A1"), late, row("A1"), row("A3", 责任单位="胡家镇"), late, late]
    entries = read(write(tmp_path / "案件.csv", rows), scheme)
    assert entries["太平街道"].values["cases.all"] == 2
    assert entries["太平街道"].values["cases.repeated"] == 3
    assert entries["太平街道"].values["staff.red"] == "A2（第3行）"
    assert entries["太平街道"].note == "重复的行3行，只算一次"
    assert "cases.repeated" not in entries["胡家镇"].values
    assert entries["胡家镇"].note == ""


def test_red_lights_are_named_up_to_twenty_and_counted_beyond(tmp_path: Path, scheme: Scheme) -> None:
    rows = [row(f"A{place:02d}", 办结时间="2019-03-05 10:00") for place in range(25)]
    random.Random(7).shuffle(rows)
    red = read(write(tmp_path / "案件.csv", rows), scheme)["太平街道"].values["staff.red"]
    assert isinstance(red, str)
    named = red.removesuffix("等25件").split("、")
    where = {each["案件编号"]: place for place, each in enumerate(rows, 2)}
    assert named == [f"A{place:02d}（第{where[f'A{place:02d}']}行）" for place in range(20)]


def test_a_file_too_big_to_be_kept_in_memory_gives_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: Scheme
) -> None:
    path = tmp_path / "示例.csv"
    write_case_file(path, scheme, "示例数据", 9, 3000)
    kept = read(path, scheme)
    monkeypatch.setattr(module("case_file.databases"), "KEPT", 0)
    assert read(path, scheme) == kept
    monkeypatch.undo()


def test_a_workbook_gives_what_the_csv_gives(tmp_path: Path, scheme: Scheme) -> None:
    rows = [
        (
            1001,
            "太平街道",
            "网格员上报",
            "三级",
            MORNING,
            "2019-03-02 08:15",
            None,
            "通过",
        ),
        (
            "A2",
            "胡家镇",
            "公众上报",
            "一级",
            MORNING,
            MORNING.replace(day=2),
            "2019-03-01 10:00",
        ),
        (),
        (
            "A3",
            "胡家镇",
            "公众上报",
            "一级",
            "2019-03-01 08:15",
            "2019-03-02 08:15:30",
            "2019-03-01 10:00",
            "",
        ),
    ]
    path = write_workbook(tmp_path / "案件.xlsx", rows)
    assert reader().recognises(path)
    entries = read(path, scheme)
    assert entries["太平街道"].values["staff.red"] == "1001（第2行）"
    assert entries["胡家镇"].values["public.in_time"] == 2


def test_other_files_are_not_recognised(tmp_path: Path) -> None:
    for name, data in (
        ("空.csv", b""),
        ("别的.csv", "单位,得分\r\n太平街道,1\r\n".encode()),
        ("乱码.csv", bytes(range(256)) * 300),
        ("一行.csv", "案件编号".encode() * 50_000),
        ("乱码.xlsx", b"PK\x03\x04" + bytes(5000)),
        ("空.xlsx", b""),
    ):
        (tmp_path / name).write_bytes(data)
        assert not reader().recognises(tmp_path / name), name
    assert not reader().recognises(write_workbook(tmp_path / "别的.xlsx", [], ("单位", "得分")))


def test_reading_sets_the_units_in_the_file_and_no_others(tmp_path: Path, scheme: Scheme) -> None:
    path = write(tmp_path / "案件.csv", [row("A1"), row("A2", 责任单位="网格中心")])
    found: Submission = reader().read(path, scheme)
    assert [(each.indicator, each.unit) for each in found.entries] == [
        ("towns.grid_management", "太平街道"),
        ("departments.grid_management", "县网格管理服务中心"),
    ]
    assert (found.evaluator, found.year) == ("县网格管理服务中心", 2019)


def test_the_rule_admits_what_the_reader_reads_and_rounds_once(
    tmp_path: Path, scheme: Scheme, host: Host
) -> None:
    path = tmp_path / "示例.csv"
    write_case_file(path, scheme, "示例数据", 3, 4000)
    submission = host.read_file(path)
    assert (submission.layer, submission.file) == ("cases", "示例.csv")
    assert {each.layer for each in submission.entries} == {"cases"}
    cells = {cell.unit.name: cell for cell in scheme.cells_of["towns.grid_management"]}
    binding = host.binding("towns.grid_management")
    assert not isinstance(binding, Fault)
    for entry in submission.entries:
        assert list(validate_values(binding, cells[entry.unit], entry.values, "file")) == []
        assert all(entry.place_of(name) == "示例.csv" for name in entry.values)
    assert len(submission.entries) == 13
    indicator = scheme.indicator_by_id["towns.grid_management"]
    values: tuple[Mapping[str, Any], ...] = tuple(
        {**each.values, "deduct.duty": Decimal("0.5")} for each in submission.entries
    )
    column = Column(indicator, tuple(cells[each.unit] for each in submission.entries), values, 13)
    scored = host.score_columns([column])[0]
    assert isinstance(scored, ColumnScores)
    for outcome, own in zip(scored.outcomes, values, strict=True):
        exact = module("case_score").case_score(own)[0]
        assert outcome.points is not None
        assert round_published(outcome.points) == round_published(2 * (exact + Fraction(19, 2)) / 20)
        told = " ".join(step.text for step in outcome.steps)
        for word in (
            "案件表：共",
            "网格员上报按期办结率",
            "网格员上报红灯",
            "一次核查通过率",
            "案件处置：（",
        ):
            assert word in told


def test_sample_cases_are_the_same_every_time_and_all_of_them_are_good(
    tmp_path: Path, scheme: Scheme
) -> None:
    write_case_file(tmp_path / "一.csv", scheme, "示例数据", 5, 500)
    write_case_file(tmp_path / "二.csv", scheme, "示例数据", 5, 500)
    write_case_file(tmp_path / "三.csv", scheme, "示例数据", 6, 500)
    first = (tmp_path / "一.csv").read_bytes()
    assert first == (tmp_path / "二.csv").read_bytes() != (tmp_path / "三.csv").read_bytes()
    assert first.count("示例数据".encode()) == 500
    assert sum(int(each.values["cases.all"]) for each in read(tmp_path / "一.csv", scheme).values()) == 500  # type: ignore[arg-type]  # a count
