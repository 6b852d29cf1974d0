"""A plugin without Python can be broken too; that costs its own cells and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from kaoping_core.errors import ConfigurationError
from tests.support.broken_site import BrokenSite, assert_only_these_are_lost, plugin_errors

Expected = Mapping[str, Mapping[str, Any]]
IndicatorsOf = Callable[[str], frozenset[str]]


def remove_manifest(broken_site: BrokenSite) -> None:
    (broken_site.site.plugins / "justice" / "plugin.toml").unlink()


def remove_folder(broken_site: BrokenSite) -> None:
    shutil.rmtree(broken_site.site.plugins / "justice")


def replace_folder_by_file(broken_site: BrokenSite) -> None:
    remove_folder(broken_site)
    (broken_site.site.plugins / "justice").write_text("不是文件夹", encoding="utf-8")


def remove_checklist(broken_site: BrokenSite) -> None:
    (broken_site.site.plugins / "justice" / "checklists" / "rule_of_law.toml").unlink()


def write_latin(broken_site: BrokenSite) -> None:
    (broken_site.site.plugins / "justice" / "plugin.toml").write_bytes("name = '司法'".encode("gbk"))


def writes(name: str, text: str) -> Callable[[BrokenSite], None]:
    return lambda broken_site: broken_site.write(f"justice/{name}", text)


def changes(name: str, old: str, new: str) -> Callable[[BrokenSite], None]:
    return lambda broken_site: broken_site.change(f"plugins/justice/{name}", old, new)


LIST = "checklists/rule_of_law.toml"
STUDY = '{ id = "no_study_system", title = "无集体学法制度", points = 1, max_count = 1 }'
BREAKAGES: dict[str, tuple[Callable[[BrokenSite], None], str]] = {
    "no manifest": (remove_manifest, "plugin.toml"),
    "no folder": (remove_folder, "没有这个插件"),
    "a file in place of the folder": (replace_folder_by_file, "没有这个插件"),
    "a manifest that is no TOML": (writes("plugin.toml", "\nname = \n"), "plugin.toml 第2行"),
    "a manifest in another encoding": (write_latin, "UTF-8"),
    "an empty manifest": (writes("plugin.toml", ""), "缺少这个键"),
    "an unknown key": (changes("plugin.toml", "version =", "verison = '1'\nversion ="), "verison"),
    "a number for the name": (changes("plugin.toml", 'name = "justice"', "name = 7"), "plugin.toml: name"),
    "another plugin's name": (changes("plugin.toml", 'name = "justice"', 'name = "water"'), "“water”"),
    "another owner": (changes("plugin.toml", 'owner = "县司法局"', 'owner = "县水利局"'), "县水利局"),
    "no version": (changes("plugin.toml", '"2019.1"', '"去年的"'), "不是版本号"),
    "a later core": (changes("plugin.toml", '">=0.1,<1"', '">=99"'), "不适用于"),
    "a core that is none": (changes("plugin.toml", '">=0.1,<1"', '"新的"'), "不是版本范围"),
    "rules without Python": (changes("plugin.toml", "version =", "rules = ['own']\nversion ="), "rules"),
    "a checklist that is no TOML": (writes(LIST, "name = \n[["), LIST),
    "a checklist with an unknown key": (changes(LIST, "clause =", "cluase = 1\nclause ="), "cluase"),
    "a checklist that is missing": (remove_checklist, "rule_of_law"),
    "a checklist of another name": (changes(LIST, 'name = "rule_of_law"', 'name = "law"'), "rule_of_law"),
    "an item that takes more than its part": (
        changes(LIST, STUDY, STUDY.replace("points = 1", "points = 4")),
        "4",
    ),
    "points that are text": (changes(LIST, STUDY, STUDY.replace("points = 1", 'points = "1"')), LIST),
    "points with an exponent": (changes(LIST, STUDY, STUDY.replace("points = 1", "points = 1e0")), LIST),
    "points that are not a number": (changes(LIST, STUDY, STUDY.replace("points = 1", "points = nan")), LIST),
}


@pytest.mark.slow
@pytest.mark.parametrize(("spoil", "told"), BREAKAGES.values(), ids=BREAKAGES)
def test_a_broken_plugin_of_data_costs_only_its_own_cells(
    broken_site: BrokenSite,
    expected: Expected,
    indicators_of: IndicatorsOf,
    spoil: Callable[[BrokenSite], None],
    told: str,
) -> None:
    lost = indicators_of("justice")
    spoil(broken_site)
    result = broken_site.preview()
    assert_only_these_are_lost(result, expected, lost)
    errors = plugin_errors(result)
    assert {each.indicator for each in errors} == lost
    for each in errors:
        assert "插件 justice" in each.message
        assert told in each.message
        assert each.evaluator == "县司法局"


def test_there_is_no_final_result_and_nothing_recorded_while_a_checklist_is_broken(
    broken_site: BrokenSite,
) -> None:
    broken_site.write(f"justice/{LIST}", "[[")
    with broken_site.service() as service:
        with pytest.raises(ConfigurationError) as refused:
            service.assemble()
        assert any(LIST in problem.message for problem in refused.value.problems)
        assert service.ledger.runs(2019) == []


def test_a_checklist_that_is_missing_does_not_keep_the_others_from_being_assembled(
    broken_site: BrokenSite, expected: Expected, indicators_of: IndicatorsOf
) -> None:
    remove_checklist(broken_site)
    with broken_site.service() as service:
        result = service.assemble(provisional=True).result
    assert_only_these_are_lost(result, expected, indicators_of("justice"))


def test_several_broken_plugins_cost_each_its_own_cells(
    broken_site: BrokenSite, expected: Expected, indicators_of: IndicatorsOf
) -> None:
    broken_site.write("grid/rules/auto_score.py", "import os; os._exit(1)\n")
    broken_site.write("health/plugin.toml", "")
    remove_folder(broken_site)
    result = broken_site.preview()
    lost = frozenset.union(*map(indicators_of, ("grid", "health", "justice")))
    assert_only_these_are_lost(result, expected, lost)
    assert {each.indicator for each in plugin_errors(result)} == lost


def test_a_plugin_that_nobody_uses_may_be_broken(broken_site: BrokenSite, expected: Expected) -> None:
    broken_site.write("hobby/plugin.toml", "[[")
    broken_site.write("leisure/rules/fun.py", "import os; os._exit(1)\n")
    broken_site.write(
        "leisure/plugin.toml",
        'name = "leisure"\nowner = "县文广旅局"\nversion = "1"\ncore = ">=0.1"\ndescription = ""\n',
    )
    result = broken_site.preview()
    assert_only_these_are_lost(result, expected, frozenset())
    assert plugin_errors(result) == []


def test_hidden_and_underscored_folders_are_no_plugins(broken_site: BrokenSite) -> None:
    for name in (".git", "_drafts", "__pycache__"):
        broken_site.write(f"{name}/plugin.toml", "[[")
    with broken_site.service() as service:
        assert len(service.host.folders) == 18


@pytest.mark.parametrize("text", ["[[", "name = 1"], ids=["no TOML", "a wrong manifest"])
def test_a_submission_that_cannot_be_checked_because_the_plugin_is_broken_is_refused_with_the_reason(
    broken_site: BrokenSite, text: str
) -> None:
    broken_site.write("water/plugin.toml", text)
    report = broken_site.site.root / "水利局.json"
    report.write_text(
        '{"format": "kaoping-submission/1", "year": 2019, "evaluator": "县水利局", "entries":'
        ' [{"indicator": "towns.river_chief", "unit": "古城子镇", "values": {"score": "1"}}]}',
        encoding="utf-8",
    )
    with broken_site.service() as service:
        (taken,) = service.import_files([report])
    assert taken.submission is None
    assert any("插件 water" in problem.message for problem in taken.problems)


# -- whose rule it is ----------------------------------------------------------------------------


def test_a_rule_may_be_used_only_for_its_owners_indicators(broken_site: BrokenSite) -> None:
    broken_site.change(
        "config/2019/annex1.toml",
        'measure = "分"\nrule = "direct"\nevaluator = "县水利局"',
        'measure = "分"\nrule = "grid"\nevaluator = "县水利局"',
    )
    with broken_site.service() as service:
        with pytest.raises(ConfigurationError) as refused:
            service.assemble(provisional=True)
        (problem,) = refused.value.problems
        assert problem.place == "annex1.toml: groups.towns.river_chief.rule"
        assert "“grid”属于插件 grid" in problem.message
        assert service.ledger.runs(2019) == []


def test_a_rule_that_does_not_exist_is_answered_with_the_nearest(broken_site: BrokenSite) -> None:
    broken_site.change(
        "config/2019/annex1.toml",
        'measure = "分"\nrule = "direct"\nevaluator = "县水利局"',
        'measure = "分"\nrule = "dirct"\nevaluator = "县水利局"',
    )
    with broken_site.service() as service, pytest.raises(ConfigurationError) as refused:
        service.assemble(provisional=True)
    (problem,) = refused.value.problems
    assert "dirct" in problem.message
    assert "direct" in problem.expected


def test_another_departments_checklist_cannot_be_used(broken_site: BrokenSite) -> None:
    broken_site.change(
        "config/2019/annex1.toml",
        'params = { checklist = "rule_of_law" }',
        'params = { checklist = "work_safety" }',
    )
    with broken_site.service() as service:
        problems = service.check_configuration()
    assert any(
        "work_safety" in problem.message and "towns.rule_of_law" in problem.place for problem in problems
    )
