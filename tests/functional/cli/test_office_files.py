"""Workbooks and documents on the command line: templates out, reports in, refused ones back, results out."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from kaoping_core.cli.main import run
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.workbook.template import make_template
from kaoping_core.samples.fill_workbook import fill_workbook
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, submissions_of
from tests.support.workbooks import reports_of

Printed = pytest.CaptureFixture[str]


def kaoping(site: Site, *arguments: str | Path) -> int:
    """Run one command on a site; its exit code."""
    return run(["--site", str(site.root), "--year", "2019", *map(str, arguments)])


@pytest.fixture
def damaged(tmp_path: Path, intake: IntakeContext) -> Path:
    """A filled workbook of 县发改局 with two mistakes, in 镇街道组 C8 and on the cover."""
    report = reports_of(COUNTIES[0], intake)["县发改局"]
    book = load_workbook(io.BytesIO(fill_workbook(make_template("县发改局", intake), report)))
    book["镇街道组"]["C8"] = "约12"
    book["封面"]["C11"] = "下周"
    path = tmp_path / "发改局.xlsx"
    book.save(path)
    return path


def test_templates_are_written_for_the_evaluators_named(site: Site, tmp_path: Path) -> None:
    assert kaoping(site, "template", "发改局", "县水利局", "--out", tmp_path / "表") == 0
    written = sorted(each.name for each in (tmp_path / "表").iterdir())
    assert written == ["县发改局-2019年度报送表.xlsx", "县水利局-2019年度报送表.xlsx"]


def test_without_names_every_evaluator_gets_its_template(site: Site, tmp_path: Path) -> None:
    assert kaoping(site, "template", "--out", tmp_path) == 0
    assert len(list(tmp_path.glob("*.xlsx"))) == 18


def test_an_unknown_evaluator_is_answered_with_the_nearest(
    site: Site, tmp_path: Path, capsys: Printed
) -> None:
    assert kaoping(site, "template", "县发展局", "--out", tmp_path) == 2
    assert "县发改局" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_ends_with_4(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert kaoping(site, "template", "县水利局", "--out", tmp_path / "file" / "inside") == 4


def test_a_refused_workbook_goes_back_with_its_problems_in_it(
    site: Site, damaged: Path, tmp_path: Path, capsys: Printed
) -> None:
    before = damaged.read_bytes()
    target = tmp_path / "退回.xlsx"
    assert kaoping(site, "import", damaged, "--annotate", target) == 1
    said = capsys.readouterr().err
    assert "发改局.xlsx!镇街道组!C8: 读到 “约12”（应为：以亿元为单位的数）" in said
    assert "发改局.xlsx!封面!C11" in said
    book = load_workbook(target)
    assert "约12" in str(book["镇街道组"]["C8"].comment.text)
    assert book["镇街道组"]["C9"].comment is None
    links = [
        cell.hyperlink.location for row in book["问题清单"].iter_rows() for cell in row if cell.hyperlink
    ]
    assert links == ["'镇街道组'!C8", "'封面'!C11"]
    assert damaged.read_bytes() == before


def test_the_sender_can_mend_the_returned_workbook_and_send_it_again(
    site: Site, damaged: Path, tmp_path: Path
) -> None:
    target = tmp_path / "发改局改.xlsx"
    kaoping(site, "import", damaged, "--annotate", target)
    book = load_workbook(target)
    book["镇街道组"]["C8"] = 12
    book["封面"]["C11"] = "2020-01-04"
    book.save(target)
    assert kaoping(site, "import", target) == 0


def test_several_refused_workbooks_are_returned_into_a_folder(
    site: Site, damaged: Path, tmp_path: Path, capsys: Printed
) -> None:
    other = tmp_path / "不是.xlsx"
    other.write_bytes(b"PK\x03\x04nothing")
    assert kaoping(site, "import", damaged, other, "--annotate", tmp_path / "退回") == 1
    assert [each.name for each in (tmp_path / "退回").iterdir()] == ["发改局-退回.xlsx"]
    assert "不是.xlsx：不是能写批注的工作簿，没有写退回稿" in capsys.readouterr().err


def test_an_accepted_workbook_is_not_returned(site: Site, tmp_path: Path, intake: IntakeContext) -> None:
    file = tmp_path / "空.xlsx"
    file.write_bytes(make_template("县水利局", intake))
    assert kaoping(site, "import", file, "--annotate", tmp_path / "退回.xlsx") == 0
    assert not (tmp_path / "退回.xlsx").exists()


def test_a_workbook_that_reports_nothing_is_said_to_be_empty(
    site: Site, tmp_path: Path, intake: IntakeContext, capsys: Printed
) -> None:
    file = tmp_path / "空.xlsx"
    file.write_bytes(make_template("县水利局", intake))
    assert kaoping(site, "import", file) == 0
    assert "收下 县水利局 的0条填报（还没有填任何内容）" in capsys.readouterr().err


@pytest.fixture
def county(site: Site, open_service: Callable[..., Service]) -> Site:
    """A site that holds a whole county."""
    assert all(taken.submission for taken in open_service(site).import_files(submissions_of(COUNTIES[0])))
    return site


def test_the_result_comes_as_json_workbook_and_bulletin_at_once(county: Site, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("r.json", "r.xlsx", "r.docx")]
    numbered = ("--number", "盘县政办发[2020]1号", "--on", "2020-01-15", "--annex-unit", "太平街道")
    options = [
        each
        for kind, file in zip(("--json", "--xlsx", "--docx"), files, strict=True)
        for each in (kind, file)
    ]
    assert kaoping(county, "assemble", *options, *numbered) == 0
    run_name = json.loads(files[0].read_text(encoding="utf-8"))["run"]
    workbook = load_workbook(files[1])
    assert any(run_name in str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row)
    said = "\n".join(each.text for each in Document(str(files[2])).paragraphs)
    assert "盘县政办发〔2020〕1号" in said
    assert "2020年1月15日" in said


def test_a_workbook_can_go_to_standard_output(
    county: Site, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert kaoping(county, "assemble", "--xlsx", "-") == 0
    out = capfdbinary.readouterr().out
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(out)).namelist()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--number", "盘县政办发〔2020〕1号"), "要和 --docx 一起用"),
        (("--annex-unit", "太平街道"), "要和 --docx 一起用"),
        (("--json", "-", "--xlsx", "-"), "只能给一个文件"),
        (("--docx", "r.docx", "--number", "一号"), "发文字号"),
        (
            ("--provisional", "--docx", "r.docx", "--number", "盘县政办发〔2020〕1号"),
            "征求意见稿没有发文字号",
        ),
        (("--docx", "r.docx", "--annex-unit", "太平镇"), "太平街道"),
        (("--docx", "r.docx", "--on", "一月"), "--on"),
    ],
    ids=[
        "number alone",
        "unit alone",
        "two on standard output",
        "no number",
        "draft with number",
        "no unit",
        "no day",
    ],
)
def test_options_that_make_no_sense_end_with_2_and_record_nothing(
    county: Site,
    options: tuple[str, ...],
    expected: str,
    capsys: Printed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert kaoping(county, "assemble", *options) == 2
    assert expected in capsys.readouterr().err
    with Service(county, 2019) as service:
        assert service.ledger.runs(2019) == []
    assert os.listdir(tmp_path) in ([], ["site"])


def test_a_case_file_sets_the_case_scores_whichever_comes_first(
    site: Site, tmp_path: Path, open_service: Callable[..., Service], capsys: Printed
) -> None:
    cases = tmp_path / "案件.csv"
    cases.write_text(
        "案件编号,责任单位,来源,流转级别,上报时间,办理时限,办结时间,一次核查\n"
        "1,太平街道,网格员上报,三级,2019-03-01 08:15,2019-03-05 08:15,2019-03-02 09:00,通过\n"
        "2,太平街道,公众上报,一级,2019-03-01 08:15,2019-03-05 08:15,2019-03-09 09:00,\n",
        encoding="gb18030",
    )
    reports = tmp_path / "网格.json"
    entry = {"indicator": "towns.grid_management", "unit": "太平街道", "values": {"deduct.training": "1"}}
    reports.write_text(
        json.dumps(
            {
                "format": "kaoping-submission/1",
                "year": 2019,
                "evaluator": "县网格管理服务中心",
                "entries": [entry],
            }
        ),
        encoding="utf-8",
    )
    scores = []
    for number, order in enumerate(([cases, reports], [reports, cases])):
        database = f"sqlite:///{tmp_path / f'{number}.db'}"
        for file in order:
            assert run(["--site", str(site.root), "--database", database, "import", str(file)]) == 0
        service = open_service(site, database=database)
        unit = next(each for each in service.preview().units if each.unit == "太平街道")
        scores.append(unit.scores["towns.grid_management"].points)
    assert scores[0] == scores[1]
    assert str(scores[0]) == "1.57"  # (2.5 + 0 + 2.5) × 10 ÷ 7.5 = 6.67; 2 × (6.67 + 9) ÷ 20


def test_a_file_of_no_known_kind_is_refused(site: Site, tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "说明.pdf"
    file.write_bytes(b"%PDF-1.4")
    assert kaoping(site, "import", file) == 1
    assert "不认识“.pdf”文件" in capsys.readouterr().err
