"""What became of files: refused ones are remembered until they are mended."""

from __future__ import annotations

from kaoping_core.model.problems import Problem
from tui.session.import_results import FileResult, format_results, parse_results, track_rejected

SPOILT = Problem("甲.xlsx!镇街道组!C8", "读到 “x”", "数")


def outcome(path: str, *, accepted: bool = False) -> FileResult:
    problems = () if accepted else (SPOILT,)
    return FileResult(
        path, path.rpartition("/")[2], accepted, "县发改局" if accepted else "", 0, problems, "01-04 09:30"
    )


def test_an_answer_is_told_of_each_path() -> None:
    files = [
        {"file": "甲.xlsx", "accepted": False, "evaluator": "", "entries": 0, "problems": [SPOILT.as_dict()]},
        {"file": "乙.json", "accepted": True, "evaluator": "县发改局", "entries": 52, "problems": []},
    ]
    one, other = parse_results(["/x/甲.xlsx", "/x/乙.json"], files, "01-04 09:30")
    assert one.problems == (SPOILT,)
    assert one.summary == "退回　甲.xlsx：1处问题，没有收下任何内容"
    assert other.summary == "收下　乙.json：县发改局，52条"


def test_an_empty_workbook_that_was_taken_in_is_told_as_empty() -> None:
    assert outcome("/x/甲.xlsx", accepted=True).summary.endswith("0条（还没有填任何内容）")


def test_a_problem_is_told_without_the_name_of_its_file() -> None:
    assert SPOILT.text("甲.xlsx") == "镇街道组!C8：读到 “x”（应为：数）"
    assert Problem("甲.xlsx", "坏了", "").text("甲.xlsx") == "坏了"
    assert Problem("乙.xlsx!C1", "坏了", "").text("甲.xlsx") == "乙.xlsx!C1：坏了"


def test_a_refused_file_is_remembered_newest_last_and_once() -> None:
    refused: dict[str, FileResult] = {}
    track_rejected(refused, [outcome("/x/甲.xlsx"), outcome("/x/乙.xlsx")])
    track_rejected(refused, [outcome("/x/甲.xlsx")])
    assert list(refused) == ["/x/乙.xlsx", "/x/甲.xlsx"]


def test_it_is_forgotten_once_it_or_one_of_its_name_is_taken_in() -> None:
    refused: dict[str, FileResult] = {}
    track_rejected(refused, [outcome("/x/甲.xlsx"), outcome("/x/乙.xlsx")])
    track_rejected(refused, [outcome("/x/甲.xlsx", accepted=True)])
    assert list(refused) == ["/x/乙.xlsx"]
    track_rejected(refused, [outcome("/y/乙.xlsx", accepted=True)])
    assert refused == {}


def test_only_workbooks_can_be_sent_back_with_their_problems() -> None:
    assert outcome("/x/甲.XLSX").can_be_annotated
    assert not outcome("/x/甲.json").can_be_annotated
    assert not outcome("/x/甲.xlsx", accepted=True).can_be_annotated


def test_problems_as_text_name_file_and_place() -> None:
    assert format_results([outcome("/x/甲.xlsx")]).splitlines() == [
        "退回　甲.xlsx：1处问题，没有收下任何内容",
        "  1. 镇街道组!C8：读到 “x”（应为：数）",
    ]
