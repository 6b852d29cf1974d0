"""The command line as a person uses it: commands in a row, what they print, how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping_core.cli.main import COMMANDS, run
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, ROOT, expected_of, submissions_of


def kaoping(site: Site, *arguments: str | Path) -> int:
    """Run one command on a site; its exit code."""
    return run(["--site", str(site.root), "--year", "2019", *map(str, arguments)])


@pytest.fixture
def county(site: Site, capsys: pytest.CaptureFixture[str]) -> Site:
    """A site that has taken in a whole county by the command line."""
    assert kaoping(site, "import", *submissions_of(COUNTIES[0])) == 0
    capsys.readouterr()
    return site


def test_a_whole_county_goes_in_and_its_result_comes_out(
    county: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "result.json"
    assert kaoping(county, "assemble", "--json", file) == 0
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document["format"] == "kaoping-result/1"
    assert document["provisional"] is False
    expected = {unit["unit"]: unit for unit in expected_of(COUNTIES[0])["units"]}
    for unit in document["units"]:
        assert Decimal(unit["total"]) == Decimal(expected[unit["unit"]]["total"])
        assert unit["rank"] == expected[unit["unit"]]["rank"]
    printed = capsys.readouterr()
    assert "镇街道组（13个）" in printed.out
    assert "已记录：第1次汇总" in printed.err


def test_a_dash_writes_the_result_to_standard_output_and_nothing_else(
    county: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kaoping(county, "assemble", "--json", "-") == 0
    assert json.loads(capsys.readouterr().out)["year"] == 2019


def test_a_final_result_is_refused_and_not_recorded_while_anything_is_missing(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    kaoping(site, "import", *submissions_of(COUNTIES[0])[1:])
    capsys.readouterr()
    assert kaoping(site, "assemble") == 1
    assert "缺数据" in capsys.readouterr().err
    assert kaoping(site, "status") == 0
    assert "记录过的汇总" not in capsys.readouterr().out
    assert kaoping(site, "assemble", "--provisional") == 0


def test_status_says_who_has_reported_and_who_has_not(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    kaoping(site, "import", *submissions_of(COUNTIES[0])[1:])
    capsys.readouterr()
    assert kaoping(site, "status") == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.startswith("县")}
    assert len(lines) == 18
    assert "没有报" in lines["县人社局"]
    assert "26" in lines["县人社局"]
    assert "按时" in lines["县财政局"]


def test_explain_shows_value_place_formula_and_both_scores(
    county: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kaoping(county, "explain", "石新镇", "城镇登记失业率") == 0
    told = capsys.readouterr().out
    assert "2.54" in told
    assert "01.json: $.entries[2].values.actual" in told
    assert "附件1第18行" in told
    assert "≦3%" in told
    assert "得分　　2.00" in told


def test_explain_of_a_unit_lists_every_indicator_largest_loss_first(
    county: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kaoping(county, "explain", "新材料") == 0
    told = capsys.readouterr().out
    assert told.startswith("辽宁新材料产业经济开发区（经济园区组）")
    assert told.count("● ") == 19


def test_explain_names_the_decision_that_a_step_rests_on(
    county: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kaoping(county, "explain", "石新镇", "规模以上工业总产值") == 0
    assert "依据决定K2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("explain", "太平街"), "太平街道"),
        (("explain", "太平街道", "固定资产"), "固定资产投资"),
        (("explain", "太平街道", "parks.exports"), "不考"),
        (("diff", "1", "99"), "没有汇总记录"),
        (("plugin", "check", "gird"), "grid"),
    ],
    ids=["unit", "indicator", "indicator of another group", "run", "plugin"],
)
def test_an_unknown_name_is_a_usage_error_answered_with_the_nearest(
    county: Site, arguments: tuple[str, ...], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kaoping(county, *arguments) == 2
    assert hint in capsys.readouterr().err


def test_a_year_that_is_not_there_is_a_usage_error(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--site", str(site.root), "--year", "1999", "check"]) == 2
    assert "2019" in capsys.readouterr().err


def test_diff_says_what_changed_and_why(
    county: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kaoping(county, "assemble")
    change = {
        "format": "kaoping-submission/1",
        "year": 2019,
        "evaluator": "县人社局",
        "entries": [{"indicator": "towns.unemployment_rate", "unit": "石新镇", "values": {"actual": "4"}}],
    }
    file = tmp_path / "更正.json"
    file.write_text(json.dumps(change), encoding="utf-8")
    kaoping(county, "import", file)
    kaoping(county, "assemble")
    capsys.readouterr()
    assert kaoping(county, "diff", "1", "2") == 0
    told = capsys.readouterr().out
    assert (
        "石新镇　城镇登记失业率　2.00 → 1.50　实际完成 2.54 → 4〔更正.json: $.entries[0].values.actual〕"
        in told
    )
    assert told.count("城镇登记失业率") == 1
    assert kaoping(county, "diff", "1", "1") == 0
    assert "完全相同" in capsys.readouterr().out


def test_a_recorded_run_can_be_explained_after_the_data_have_changed(
    county: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kaoping(county, "assemble")
    kaoping(county, "explain", "石新镇")
    before = capsys.readouterr().out.splitlines()[-40:]
    (county.root / "config" / "2019" / "decisions.toml").write_text("decisions = []\n", encoding="utf-8")
    capsys.readouterr()
    assert kaoping(county, "explain", "石新镇", "--run", "1") == 0
    assert capsys.readouterr().out.splitlines()[-40:] == before


def test_a_damaged_configuration_ends_with_3_and_says_where(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    annex = site.root / "config" / "2019" / "annex1.toml"
    annex.write_text(
        annex.read_text(encoding="utf-8").replace("weight = 5", "wieght = 5", 1), encoding="utf-8"
    )
    for command in ("check", "assemble", "status"):
        assert kaoping(site, command) == 3
        told = capsys.readouterr().err
        assert (
            "annex1.toml: groups.towns.fixed_asset_investment.wieght: 不认识的键（应为：是不是“weight”？）"
            in told
        )


def test_what_was_reported_on_a_task_since_taken_away_is_said_not_to_count(
    county: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    annex = county.root / "config" / "2019" / "annex3.toml"
    text = annex.read_text(encoding="utf-8")
    task = '"县交通运输局" = "1"'
    assert task in text
    annex.write_text(text.replace(task, '"县交通运输局" = "-"', 1), encoding="utf-8")
    assert kaoping(county, "assemble", "--provisional") == 0
    assert "县交通运输局的“departments.duty_tasks”报了数值，没有计入：没有任务" in capsys.readouterr().err


def test_a_database_that_cannot_be_opened_ends_with_4(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    broken = site.root / "data"
    broken.mkdir()
    (broken / "kaoping.db").write_bytes(b"this is not a database, it only looks like one" * 100)
    assert kaoping(site, "status") == 4
    assert "数据库" in capsys.readouterr().err


def test_a_result_that_cannot_be_written_ends_with_4(
    county: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kaoping(county, "assemble", "--json", county.root / "nowhere" / "result.json") == 4
    assert "写不了" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_ends_with_4_and_the_others_are_taken(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    files = submissions_of(COUNTIES[0])
    assert kaoping(site, "import", site.root / "没有.json", files[0]) == 4
    told = capsys.readouterr().err
    assert "没有.json: 读不了" in told
    assert f"{files[0].name}：收下" in told


def test_init_makes_a_site_that_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "new")]) == 0
    assert run(["--site", str(tmp_path / "new"), "check"]) == 0
    assert "51个单位，77项指标，18个考核主体" in capsys.readouterr().err
    assert run(["init", str(tmp_path / "new")]) == 4


def test_plugin_list_names_all_eighteen_with_their_owners(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kaoping(site, "plugin", "list") == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    assert len(lines) == 18
    assert all("正常" in line for line in lines)
    assert sum("Python" in line for line in lines) == 1


def test_the_site_is_found_from_a_folder_inside_it_and_from_the_environment(
    site: Site, tmp_path: Path
) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("KAOPING_")}
    ask = [sys.executable, "-m", "kaoping_core.cli", "plugin", "list"]
    inside = subprocess.run(ask, cwd=site.config / "2019", env=clean, capture_output=True, check=False)
    assert inside.returncode == 0
    named = {**clean, "KAOPING_SITE": str(site.root)}
    assert subprocess.run(ask, cwd=tmp_path, env=named, capture_output=True, check=False).returncode == 0
    lost = subprocess.run(ask, cwd=tmp_path, env=clean, capture_output=True, check=False)
    assert lost.returncode == 2
    assert "不是考评站点" in lost.stderr.decode()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert len(capsys.readouterr().out) > 80


def test_a_wrong_option_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["assemble", "--jsno", "x"]) == 2
    assert "--json" in capsys.readouterr().err


def test_the_demonstration_ranks_every_unit_and_marks_itself_as_sample_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["demo", "--headless"]) == 0
    told = capsys.readouterr().out
    assert "〔示例数据〕" in told
    assert "太平街道" in told
    assert "一票否决" in told


def test_the_sources_name_no_registry_and_no_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    for name in tracked.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or name == "uv.lock" or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        assert str(ROOT) + "/" not in text, name
