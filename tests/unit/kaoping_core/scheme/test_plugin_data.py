"""A plugin's manifest and deduction lists are checked before anything of it is run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from kaoping_core.host.discovery import read_folder, validate_checklist
from kaoping_core.host.host import Host
from kaoping_core.model.checklists import Caseload, Checklist, ChecklistItem, ChecklistPart
from kaoping_core.model.findings import Fault
from kaoping_core.model.scheme import Scheme
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import ROOT


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """A copy of 县政府办's plugin."""
    path = tmp_path / "government_office"
    shutil.copytree(ROOT / "plugins" / "government_office", path)
    return path


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def told_of(plugin: Path) -> list[str]:
    """Everything wrong with a plugin's folder."""
    return list(map(str, read_folder(plugin.name, plugin).problems))


def test_every_plugin_of_the_county_is_sound() -> None:
    for path in sorted((ROOT / "plugins").iterdir()):
        folder = read_folder(path.name, path)
        assert folder.problems == ()
        assert folder.warnings == ()


# -- plugin.toml ---------------------------------------------------------------------------------

MANIFEST = "government_office/plugin.toml"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            'core = ">=0.1,<1"',
            'core = ">=0.1,<1"\nrule = ["x"]',
            f"{MANIFEST}: rule: 不认识的键（应为：是不是“rules”？）",
            id="unknown key",
        ),
        pytest.param('owner = "县政府办"\n', "", f"{MANIFEST}: owner: 缺少这个键", id="missing key"),
        pytest.param(
            'version = "2019.1"',
            "version = 2019.1",
            f"{MANIFEST}: version: 读到 2019.1（应为：文字）",
            id="version that is a number",
        ),
        pytest.param(
            'version = "2019.1"',
            'version = "第一版"',
            f"{MANIFEST}: version: “第一版”不是版本号（应为：如 2019.1）",
            id="version in words",
        ),
        pytest.param(
            'name = "government_office"',
            'name = "government"',
            f"{MANIFEST}: name: 写的是“government”（应为：与文件夹同名：government_office）",
            id="another name than the folder's",
        ),
        pytest.param(
            'core = ">=0.1,<1"',
            'core = ">=7"',
            f"{MANIFEST}: core: 不适用于考评 0.1.0（应为：>=7）",
            id="another version of the core",
        ),
        pytest.param(
            'core = ">=0.1,<1"',
            'core = "0.1以上"',
            f"{MANIFEST}: core: “0.1以上”不是版本范围（应为：如 >=0.1,<1）",
            id="version of the core in words",
        ),
        pytest.param(
            'core = ">=0.1,<1"',
            'core = ">=0.1,<1"\nrules = ["x"]',
            f"{MANIFEST}: rules: 写了计分规则，但没有 rules/*.py",
            id="rules without Python",
        ),
    ],
)
def test_the_manifest_must_be_right(old: str, new: str, told: str, plugin: Path) -> None:
    edit(plugin / "plugin.toml", old, new)
    assert told_of(plugin) == [told]


def test_a_folder_without_a_manifest_is_told(plugin: Path) -> None:
    (plugin / "plugin.toml").unlink()
    (told,) = told_of(plugin)
    assert told.startswith(f"{MANIFEST}: 读不了")


def test_a_plugin_without_a_readme_works_but_is_told(plugin: Path) -> None:
    (plugin / "README.md").unlink()
    folder = read_folder(plugin.name, plugin)
    assert folder.problems == ()
    assert [each.place for each in folder.warnings] == ["government_office/README.md"]


def test_a_plugin_that_cannot_be_used_costs_its_own_indicators_only(scheme: Scheme, site: Site) -> None:
    edit(site.plugins / "finance" / "plugin.toml", 'core = ">=0.1,<1"', 'core = ">=7"')
    with Host.of(scheme, site.plugins) as host:
        faulty = {each.evaluator for each in scheme.indicators if isinstance(host.binding(each.id), Fault)}
        assert host.problems == []
    assert faulty == {"县财政局"}


def test_a_plugin_that_says_it_belongs_to_another_department_is_not_used(scheme: Scheme, site: Site) -> None:
    edit(site.plugins / "finance" / "plugin.toml", 'owner = "县财政局"', 'owner = "县税务局"')
    with Host.of(scheme, site.plugins) as host:
        told = [str(each) for each in host.plugin_problems()]
    assert told == ["finance/plugin.toml: plugin.toml 写的维护部门是“县税务局”，方案写的是“县财政局”"]


def test_check_tells_of_every_plugin_at_once(site: Site, open_service: Callable[..., Service]) -> None:
    edit(site.plugins / "finance" / "plugin.toml", "description", "descripton")
    edit(site.plugins / "tax" / "plugin.toml", 'core = ">=0.1,<1"', 'core = "<0.1"')
    edit(site.plugins / "justice" / "checklists" / "rule_of_law.toml", "points = 1,", "points = 4,")
    shutil.rmtree(site.plugins / "water")
    shutil.copytree(site.plugins / "health", site.plugins / "helth")
    told = list(map(str, open_service(site).check_configuration()))
    assert told[:-1] == [
        "finance/plugin.toml: description: 缺少这个键",
        "finance/plugin.toml: descripton: 不认识的键（应为：是不是“description”？）",
        "helth/plugin.toml: name: 写的是“health”（应为：与文件夹同名：helth）",
        "justice/checklists/rule_of_law.toml: parts[0].items[0].points: 一次扣4分，超过该部分满分3（应为：不超过3）",
        "justice/checklists/rule_of_law.toml: parts[0].items: 各项合计可扣最多6分，超过该部分满分3"
        "（应为：不超过3分；确实扣完为止的，写 may_exhaust = true）",
        "tax/plugin.toml: core: 不适用于考评 0.1.0（应为：<0.1）",
        "plugins/helth: 方案里没有考核主体用这个插件（应为：是不是“health”？）",
    ]
    assert "没有这个插件（县水利局的插件）" in told[-1]


def test_a_plugin_that_is_not_there_is_told_at_the_folder_it_should_be_in(
    site: Site, open_service: Callable[..., Service]
) -> None:
    shutil.rmtree(site.plugins / "water")
    assert [each.place for each in open_service(site).check_configuration()] == ["plugins/water"]


# -- checklists ----------------------------------------------------------------------------------

OPEN = "government_office/checklists/open_government.toml"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            "max_count = 12",
            "max_count = 13",
            f"{OPEN}: parts[1].items: 各项合计可扣最多13分，超过该部分满分12"
            "（应为：不超过12分；确实扣完为止的，写 may_exhaust = true）",
            id="more than the part, and not 扣完为止",
        ),
        pytest.param(
            ", max_count = 12",
            "",
            f"{OPEN}: parts[1].items: 各项合计可扣没有上限，超过该部分满分12"
            "（应为：不超过12分；确实扣完为止的，写 may_exhaust = true）",
            id="without bound, and not 扣完为止",
        ),
        pytest.param(
            'title = "答复超期", points = 1',
            'title = "答复超期", points = 1.5',
            f"{OPEN}: parts[2].items[0].points: 一次扣1.5分，超过该部分满分1（应为：不超过1）",
            id="one item more than its part",
        ),
        pytest.param(
            'id = "column_info"',
            'id = "policy_reading"',
            f"{OPEN}: parts[1].id: 部分“policy_reading”出现两次",
            id="a part twice",
        ),
        pytest.param(
            'id = "no_training"',
            'id = "no_dedicated_staff"',
            f"{OPEN}: parts[3].items[1].id: 扣分项“no_dedicated_staff”出现两次",
            id="an item twice",
        ),
        pytest.param(
            "points = 1, max_count = 12",
            "points = -1, max_count = 12",
            f"{OPEN}: parts[1].items[0]: 分值和次数应大于0",
            id="negative points",
        ),
        pytest.param(
            "max_count = 12",
            "max_count = 0",
            f"{OPEN}: parts[1].items[0]: 分值和次数应大于0",
            id="an item that can never happen",
        ),
        pytest.param(
            "max_count = 12",
            "max_count = 1.5",
            f"{OPEN}: parts[1].items[0].max_count: 读到 1.5（应为：整数）",
            id="half a time",
        ),
        pytest.param(
            "max_count = 12",
            'max_count = 12, effect = "zer"',
            f"{OPEN}: parts[1].items[0].effect: 读到 “zer”（应为：是不是“zero”？deduct、zero）",
            id="misspelt effect",
        ),
        pytest.param(
            "max_count = 12",
            "max_cuont = 12",
            f"{OPEN}: parts[1].items[0].max_cuont: 不认识的键（应为：是不是“max_count”？）",
            id="unknown key of an item",
        ),
        pytest.param(
            "full_points = 12\n",
            "",
            f"{OPEN}: parts[1].full_points: 缺少这个键",
            id="a part without full points",
        ),
        pytest.param("[[parts]]", "[[parts]", f"{OPEN}: 不是合格的TOML", id="not TOML"),
    ],
)
def test_a_deduction_list_must_make_sense(old: str, new: str, told: str, plugin: Path) -> None:
    edit(plugin / "checklists" / "open_government.toml", old, new)
    found = told_of(plugin)
    assert len(found) == 1
    assert found[0].startswith(told)


def test_a_deduction_list_without_full_points_to_take_from_is_told() -> None:
    found = validate_checklist(attrs.evolve(LIST, parts=(attrs.evolve(PART, full_points=Decimal(0)),)), "甲")
    assert "甲: parts[0].full_points: 满分应大于0" in map(str, found)


def test_a_caseload_that_empties_an_unknown_part_is_told(plugin: Path) -> None:
    edit(
        plugin / "checklists" / "proposals.toml",
        'part_lost_if_single_case = "closing"',
        'part_lost_if_single_case = "closed"',
    )
    assert told_of(plugin) == [
        "government_office/checklists/proposals.toml: caseload.part_lost_if_single_case: "
        "没有部分“closed”（应为：是不是“closing”？）"
    ]


def test_two_lists_of_one_name_are_told(plugin: Path) -> None:
    edit(plugin / "checklists" / "proposals.toml", 'name = "proposals"', 'name = "open_government"')
    assert "government_office/checklists/proposals.toml: name: 扣分细则“open_government”出现两次" in told_of(
        plugin
    )


def test_the_zero_effect_takes_the_part_however_many_points_the_others_take() -> None:
    whole = ChecklistItem("all", "全部未完成", Decimal(2), max_count=1, effect="zero")
    assert (
        validate_checklist(attrs.evolve(LIST, parts=(attrs.evolve(PART, items=(*PART.items, whole)),)), "甲")
        == []
    )


ITEM = ChecklistItem("late", "迟报", Decimal(1), max_count=2)
PART = ChecklistPart("reports", "报送", Decimal(2), (ITEM,))
LIST = Checklist("list", "细则", "附件4", (PART,))


def test_the_list_to_damage_is_sound() -> None:
    assert validate_checklist(LIST, "甲") == []


@pytest.mark.parametrize(
    "titles",
    [("迟报", "迟报"), ("满分", "漏报"), ("", "漏报"), ("迟{报}", "漏报")],
    ids=["the same twice", "a word of the formula", "blank", "braces"],
)
def test_items_of_a_part_are_told_apart_by_their_titles(titles: tuple[str, str]) -> None:
    items = tuple(
        ChecklistItem(f"i{place}", title, Decimal(1), max_count=1) for place, title in enumerate(titles)
    )
    assert validate_checklist(attrs.evolve(LIST, parts=(attrs.evolve(PART, items=items),)), "甲")


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(
            attrs.evolve(
                LIST,
                parts=(
                    ChecklistPart("a.b", "甲", Decimal(2), (attrs.evolve(ITEM, id="c"),)),
                    ChecklistPart("a", "乙", Decimal(2), (attrs.evolve(ITEM, id="b.c"),)),
                ),
            ),
            id="two items called a.b.c",
        ),
        pytest.param(
            attrs.evolve(LIST, caseload=Caseload("reports.late", "承办件数")),
            id="a caseload called like an item",
        ),
    ],
)
def test_no_two_values_of_a_list_share_a_name(damaged: Checklist) -> None:
    assert validate_checklist(damaged, "甲")


def test_a_part_for_a_tag_that_no_unit_has_is_told(site: Site, open_service: Callable[..., Service]) -> None:
    """A misspelt tag takes the part away from every unit, and nobody would know."""
    path = site.plugins / "justice" / "checklists" / "rule_of_law.toml"
    edit(path, 'applies_to = "enforcement"', 'applies_to = "enforcment"')
    assert open_service(site).check_configuration()


@pytest.mark.parametrize(
    "parts", [(), (attrs.evolve(PART, applies_to="enforcement"),)], ids=["no parts", "parts for some only"]
)
def test_a_list_has_at_least_one_part_for_everybody(parts: tuple[ChecklistPart, ...]) -> None:
    assert validate_checklist(attrs.evolve(LIST, parts=parts), "甲")
