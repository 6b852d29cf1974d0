"""A configuration with any problem does not load, and every problem is told with its file and key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kaoping_core.cli.main import run
from kaoping_core.errors import ConfigurationError
from kaoping_core.host.host import Host
from kaoping_core.model.findings import Fault
from kaoping_core.scheme.load import load_scheme, parse_scheme, read_documents
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.configuration import all_problems_of, changed, check_problems_of, problems_of
from tests.support.county_cases import ROOT

Documents = Mapping[str, str]


def test_the_countys_own_configuration_loads_and_fits_its_plugins(documents: Documents) -> None:
    assert check_problems_of(documents) == []


# -- keys and types ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        pytest.param(
            "scheme.toml",
            'office = "',
            'ofice = "县政府办"\noffice = "',
            "scheme.toml: ofice: 不认识的键（应为：是不是“office”？）",
            id="unknown key at the top",
        ),
        pytest.param(
            "scheme.toml",
            "opinions_by",
            "opinion_by = 2020-01-05\nopinions_by",
            "scheme.toml: calendar.opinion_by: 不认识的键（应为：是不是“opinions_by”？）",
            id="unknown key in a table",
        ),
        pytest.param(
            "units.toml",
            '"新材料"]',
            '"新材料"], tag = ["enforcement"]',
            "units.toml: groups.parks[0].tag: 不认识的键（应为：是不是“tags”？）",
            id="unknown key of a unit",
        ),
        pytest.param(
            "annex1.toml",
            'row = "9"',
            'row = "9"\nwieght = 3',
            "annex1.toml: groups.towns.contracted_projects.wieght: 不认识的键（应为：是不是“weight”？）",
            id="unknown key of an indicator",
        ),
        pytest.param(
            "scheme.toml",
            'county = "盘山县"\n',
            "",
            "scheme.toml: county: 缺少这个键",
            id="missing key at the top",
        ),
        pytest.param(
            "scheme.toml",
            ", share = 15",
            "",
            "scheme.toml: quotas.evaluation.tiers[2].share: 缺少这个键",
            id="missing key deep inside",
        ),
        pytest.param(
            "annex4.toml",
            'rule = "veto"\n',
            "",
            "annex4.toml: groups.towns.accident_control.rule: 缺少这个键",
            id="indicator without a rule",
        ),
        pytest.param(
            "annex1.toml",
            "weight = 5",
            'weight = "5"',
            "annex1.toml: groups.towns.fixed_asset_investment.weight: 读到 “5”（应为：数）",
            id="text where a number belongs",
        ),
        pytest.param(
            "annex1.toml",
            "weight = 5",
            "weight = true",
            "annex1.toml: groups.towns.fixed_asset_investment.weight: 读到 true（应为：数）",
            id="bool where a number belongs",
        ),
        pytest.param(
            "annex1.toml",
            '"太平街道" = "3.00"',
            '"太平街道" = 3.00',
            "annex1.toml: groups.towns.fixed_asset_investment.targets.太平街道: 读到 3.00（应为：文字）",
            id="number where a text belongs",
        ),
        pytest.param(
            "scheme.toml",
            "year = 2019",
            'year = "2019"',
            "scheme.toml: year: 读到 “2019”（应为：整数）",
            id="text where a whole number belongs",
        ),
        pytest.param(
            "scheme.toml",
            "decimals = 2",
            "decimals = 2.0",
            "scheme.toml: rounding.decimals: 读到 2.0（应为：整数）",
            id="fraction where a whole number belongs",
        ),
        pytest.param(
            "scheme.toml",
            "opinions_by = 2020-01-05",
            'opinions_by = "2020-01-05"',
            "scheme.toml: calendar.opinions_by: 读到 “2020-01-05”（应为：日期，如 2020-01-05）",
            id="text where a date belongs",
        ),
        pytest.param(
            "scheme.toml",
            "opinions_by = 2020-01-05",
            "opinions_by = 2020-01-05T00:00:00",
            "scheme.toml: calendar.opinions_by: 读到 2020-01-05 00:00:00（应为：日期，如 2020-01-05）",
            id="time where a date belongs",
        ),
        pytest.param(
            "units.toml",
            'aliases = ["新材料"]',
            'aliases = "新材料"',
            "units.toml: groups.parks[0].aliases: 读到 “新材料”（应为：数组 […]）",
            id="text where a list belongs",
        ),
        pytest.param(
            "scheme.toml",
            '"half_up"',
            '"half_even"',
            "scheme.toml: rounding.mode: 读到 “half_even”（应为：是不是“half_up”？half_up）",
            id="word that is not a choice",
        ),
        pytest.param(
            "annex1.toml",
            'not_carried = "mean"',
            'not_carried = "men"',
            "annex1.toml: groups.towns.rural_revitalization.not_carried: 读到 “men”"
            "（应为：是不是“mean”？mean、excluded）",
            id="misspelt choice",
        ),
        pytest.param(
            "annex1.toml",
            "weight = 5",
            "weight = nan",
            "annex1.toml: 数的写法不对：nan（应为：普通写法的数）",
            id="a number that is none",
        ),
        pytest.param(
            "annex1.toml",
            "weight = 5",
            "weight = 5e0",
            "annex1.toml: 数的写法不对：5e0（应为：普通写法的数）",
            id="a number with an exponent",
        ),
    ],
)
def test_keys_are_known_present_and_of_their_type(
    file: str, old: str, new: str, told: str, documents: Documents
) -> None:
    assert problems_of(changed(documents, file, old, new)) == [told]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('county = "盘山县"', "county = 盘山县", id="text without quotes"),
        pytest.param("year = 2019", "year = 2019\nyear = 2020", id="key twice"),
        pytest.param("[rounding]", "[rounding", id="bracket not closed"),
        pytest.param("2020-01-05", "2020-02-30", id="day that never was"),
    ],
)
def test_a_file_that_is_not_toml_is_told_with_the_line(old: str, new: str, documents: Documents) -> None:
    (told,) = problems_of(changed(documents, "scheme.toml", old, new))
    assert told.startswith("scheme.toml: 不是合格的TOML：")
    assert "line" in told


# -- units, names, groups ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        pytest.param(
            "units.toml",
            'aliases = ["工信局"]',
            'aliases = ["工信局", "财政局"]',
            "units.toml: groups: “财政局”既指“县工信局”又指“县财政局”（应为：每个名称只指一个）",
            id="an alias of two units",
        ),
        pytest.param(
            "units.toml",
            'aliases = ["工信局"]',
            'aliases = ["工信局", "县 财政局"]',
            "units.toml: groups: “县财政局”既指“县工信局”又指“县财政局”（应为：每个名称只指一个）",
            id="names that differ in blanks only",
        ),
        pytest.param(
            "units.toml",
            'aliases = ["工信局"]',
            'aliases = ["工信局", "　"]',
            "units.toml: groups: “县工信局”有一个空的名称",
            id="a blank name",
        ),
        pytest.param(
            "scheme.toml",
            'plugin = "tax" }',
            'plugin = "tax", aliases = ["ＦＩＮＡＮＣＥ"] }',
            "scheme.toml: evaluators: “ＦＩＮＡＮＣＥ”既指“县财政局”又指“县税务局”（应为：每个名称只指一个）",
            id="evaluators' names that differ in width and case only",
        ),
        pytest.param(
            "scheme.toml",
            'name = "镇街道组" },',
            'name = "镇街道组" },\n  { id = "villages", name = "村组" },',
            "units.toml: groups.villages: 这个组没有单位\nscheme.toml: groups: “村组”没有指标（应为：一个附件给出它的指标）",
            id="a group of nobody",
        ),
        pytest.param(
            "units.toml",
            "parks = [",
            'park = [{ name = "新园区" }]\nparks = [',
            "units.toml: groups.park: scheme.toml 里没有这个组（应为：是不是“parks”？）",
            id="units of an unknown group",
        ),
        pytest.param(
            "annex4.toml",
            "[groups.parks.accident_control]",
            "[groups.park.accident_control]",
            "annex4.toml: groups.park: scheme.toml 里没有这个组（应为：是不是“parks”？）"
            "\ndecisions.toml: decisions.K4.indicators: 没有指标“parks.accident_control”"
            "（应为：是不是“park.accident_control”？）",
            id="indicators of an unknown group",
        ),
        pytest.param(
            "scheme.toml",
            "assessment_to = 2020-01-12",
            "assessment_to = 2020-01-01",
            "scheme.toml: calendar.assessment_to: 考核结束早于开始（应为：不早于 2020-01-02）",
            id="an assessment that ends before it begins",
        ),
        pytest.param(
            "scheme.toml",
            "Asia/Shanghai",
            "Asia/Panshan",
            "scheme.toml: time_zone: 没有“Asia/Panshan”这个时区（应为：如 Asia/Shanghai）",
            id="an unknown time zone",
        ),
        pytest.param(
            "decisions.toml",
            '"departments.city_platform", ',
            '"departments.city_platfrom", ',
            "decisions.toml: decisions.K1.indicators: 没有指标“departments.city_platfrom”"
            "（应为：是不是“departments.city_platform”？）",
            id="a decision on an unknown indicator",
        ),
        pytest.param(
            "decisions.toml",
            'id = "K2"',
            'id = "K1"',
            "decisions.toml: decisions: 决定“K1”出现两次",
            id="a decision twice",
        ),
        pytest.param(
            "scheme.toml",
            "share = 30",
            "share = 35",
            "scheme.toml: quotas.evaluation.tiers: 各等次比例相加为105%（应为：100%）",
            id="shares that are not 100 %",
        ),
        pytest.param(
            "scheme.toml",
            '{ name = "较好", share = 50, ballot_value = 2 }',
            '{ name = "较好", share = 50, ballot_value = 3 }',
            "scheme.toml: quotas.evaluation.tiers: 票值没有从高到低排列（应为：等次从高到低）",
            id="two tiers with the same ballot",
        ),
        pytest.param(
            "scheme.toml",
            '{ name = "较好"',
            '{ name = "好"',
            "scheme.toml: quotas.evaluation.tiers: 等次“好”出现两次",
            id="a tier twice",
        ),
    ],
)  # fmt: skip
def test_the_scheme_must_make_sense(file: str, old: str, new: str, told: str, documents: Documents) -> None:
    assert problems_of(changed(documents, file, old, new)) == told.split("\n")


# -- indicators ----------------------------------------------------------------------------------

INVESTMENT = "annex1.toml: groups.towns.fixed_asset_investment"
PARK_INVESTMENT = "annex2.toml: groups.parks.fixed_asset_investment"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        pytest.param(
            "annex1.toml",
            "weight = 5",
            "weight = 6.5",
            "annex1.toml: groups.towns: “镇街道组”权重相加为101.5（应为：100）",
            id="a group's weights",
        ),
        pytest.param(
            "annex2.toml",
            '{ "盘锦辽河口生态经济区" = 40 }',
            '{ "盘锦辽河口生态经济区" = 30 }',
            "annex2.toml: groups.parks: “盘锦辽河口生态经济区”的权重相加为90（应为：100）",
            id="a unit's own weights",
        ),
        pytest.param(
            "annex2.toml",
            '"电商物流产业基地发展服务中心" = "5.00"',
            '"电商物流产业基地发展服务中心" = "－"',
            "annex2.toml: groups.parks: “电商物流产业基地发展服务中心”的权重相加为90（应为：100）",
            id="a unit left out, with nothing to make up for it",
        ),
        pytest.param(
            "annex1.toml",
            '"太平街道" = "3.00"',
            '"太平街到" = "3.00"',
            f"{INVESTMENT}.targets.太平街到: 这个组里没有这个单位（应为：是不是“太平街道”？）\n"
            f"{INVESTMENT}.targets.太平街道: 没有写任务（应为：数，或“－”表示不承担）",
            id="a target of a unit that is not in the group",
        ),
        pytest.param(
            "annex1.toml",
            '"太平街道" = "3.00"\n',
            "",
            f"{INVESTMENT}.targets.太平街道: 没有写任务（应为：数，或“－”表示不承担）",
            id="a unit without a target",
        ),
        pytest.param(
            "annex2.toml",
            '{ "盘锦辽河口生态经济区" = 40 }',
            '{ "盘锦辽河口生态经济区" = 40, "辽河口" = 10 }',
            "annex2.toml: groups.parks.contracted_projects.weights.辽河口: 这个组里没有这个单位",
            id="a weight of a unit that is not in the group",
        ),
        pytest.param(
            "annex1.toml",
            'target = "8%"',
            'target = "8％"',
            "annex1.toml: groups.towns.retail_sales_growth.target: 读不懂任务“8％”"
            "（应为：普通写法的数，如 12.5 或 8.3%、≦后接数，或“－”）",
            id="a full-width percent sign",
        ),
        pytest.param(
            "annex1.toml",
            'target = "1200"',
            'target = "12%"',
            "annex1.toml: groups.towns.exports.target: 读不懂任务“12%”"
            "（应为：普通写法的数，如 12.5、≦后接数，或“－”）",
            id="percent where the measure is money",
        ),
        pytest.param(
            "annex1.toml",
            'evaluator = "县发改局"',
            'evaluator = "县改发局"',
            f"{INVESTMENT}.evaluator: 考核主体里没有“县改发局”（应为：是不是“县发改局”？）",
            id="an unknown evaluator",
        ),
        pytest.param(
            "annex1.toml",
            '"太平街道" = "3.00"',
            '"太平街道" = "－"',
            f"{INVESTMENT}.not_carried: “太平街道”不承担，但没有写不承担的单位怎么计分（应为：mean 或 excluded）",
            id="a dash, and nothing said of what it gets",
        ),
        pytest.param(
            "annex1.toml",
            'not_carried = "mean"\nnote = "只有有任务的单位承担"\ntarget = "1"',
            'not_carried = "mean"\ntarget = "－"',
            "annex1.toml: groups.towns.rural_revitalization.targets: 没有任何单位承担这项指标（应为：至少一个单位有任务）",
            id="an indicator that nobody carries",
        ),
        pytest.param(
            "annex4.toml",
            'evaluator = "县应急局"',
            'evaluator = "县应急局"\nnot_carried = "mean"',
            "annex4.toml: groups.towns.accident_control.not_carried: 权重为0的指标没有平均得分率（应为：去掉 not_carried）",
            id="a mean of an indicator without weight",
        ),
        pytest.param(
            "annex1.toml",
            'name = "竣工项目"',
            'name = "新开工 项目"',
            "annex1.toml: groups.towns: 指标名称“新开工项目”出现两次",
            id="a name twice",
        ),
        pytest.param(
            "annex4.toml",
            "[groups.parks.accident_control]",
            '[groups.towns.exports]\nrow = "7"\nsection = "重点"\nname = "出口"\nweight = 0\nmeasure = "分"\n'
            'rule = "direct"\nevaluator = "县发改局"\n[groups.parks.accident_control]',
            "annex1.toml: groups.towns: 指标编号“towns.exports”出现两次",
            id="an id in two annexes",
        ),
    ],
)  # fmt: skip
def test_an_indicator_must_make_sense(file: str, old: str, new: str, told: str, documents: Documents) -> None:
    assert sorted(problems_of(changed(documents, file, old, new))) == sorted(told.split("\n"))


def test_one_target_for_all_and_one_for_each_cannot_both_be_meant(documents: Documents) -> None:
    both = changed(
        documents, "annex1.toml", 'target = "1200"', 'target = "1200"\ntargets = { "太平街道" = "1" }'
    )
    assert problems_of(both)[0] == "annex1.toml: groups.towns.exports.target: target 和 targets 只能有一个"


def test_a_target_that_cannot_be_read_is_told_with_what_can(documents: Documents) -> None:
    told = problems_of(changed(documents, "annex1.toml", '"太平街道" = "3.00"', '"太平街道" = "三亿"'))
    expected = "读不懂任务“三亿”（应为：普通写法的数，如 12.5、≦后接数，或“－”）"
    assert told[0] == f"{INVESTMENT}.targets.太平街道: {expected}"


def test_a_target_that_cannot_be_read_is_not_also_called_missing(documents: Documents) -> None:
    assert (
        len(problems_of(changed(documents, "annex1.toml", '"太平街道" = "3.00"', '"太平街道" = "三亿"'))) == 1
    )


def test_a_negative_weight_is_refused_even_when_the_sum_is_right(documents: Documents) -> None:
    damaged = changed(documents, "annex1.toml", "weight = 5", "weight = -5")
    damaged = changed(damaged, "annex1.toml", "weight = 5", "weight = 15")
    assert problems_of(damaged) == [f"{INVESTMENT}.weight: 权重 -5 小于0（应为：0以上的数）"]


def test_a_units_own_weight_is_not_negative_either(documents: Documents) -> None:
    """盘锦辽河口生态经济区 with -40, 100 and 20 has its 100 points together."""
    damaged = changed(documents, "annex2.toml", '经济区" = 40', '经济区" = -40')
    damaged = changed(damaged, "annex2.toml", '经济区" = 20', '经济区" = 100')
    assert any("contracted_projects.weights.盘锦辽河口生态经济区" in told for told in problems_of(damaged))


def test_a_unit_whose_weight_is_0_cannot_take_part_in_a_mean(documents: Documents) -> None:
    damaged = documents
    for name, weight in (("宜居乡村建设", 0), ("农产品质量安全工作", 4)):
        damaged = changed(
            damaged,
            "annex1.toml",
            f'name = "{name}"\nweight = 2',
            f'name = "{name}"\nweight = 2\nweights = {{ "古城子镇" = {weight} }}',
        )
    assert any("livable_villages.weights.古城子镇" in told for told in problems_of(damaged))


@pytest.mark.parametrize("decimals", [-1, 12])
def test_scores_can_be_rounded_to_the_decimals_that_the_scheme_says(
    decimals: int, documents: Documents
) -> None:
    damaged = changed(documents, "scheme.toml", "decimals = 2", f"decimals = {decimals}")
    assert any("rounding.decimals" in told for told in problems_of(damaged))


@pytest.mark.parametrize("zone", ["Asia", "x" * 300], ids=["folder", "long"])
def test_a_time_zone_that_is_a_folder_or_no_file_name_is_unknown(zone: str, documents: Documents) -> None:
    told = problems_of(changed(documents, "scheme.toml", "Asia/Shanghai", zone))
    assert told == [f"scheme.toml: time_zone: 没有“{zone}”这个时区（应为：如 Asia/Shanghai）"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("year = 2019", f"year = {'1' * 5000}", id="5000 digits"),
        pytest.param("year = 2019", f"year = {'[' * 3000}{']' * 3000}", id="3000 brackets"),
    ],
)
def test_absurd_toml_is_a_problem_of_its_file_and_not_a_crash(
    old: str, new: str, documents: Documents
) -> None:
    assert problems_of(changed(documents, "scheme.toml", old, new))[0].startswith("scheme.toml")


def test_a_unit_that_repeats_its_own_name_is_not_said_to_clash_with_another(documents: Documents) -> None:
    damaged = changed(documents, "units.toml", 'aliases = ["工信局"]', 'aliases = ["工信局", "工信局"]')
    assert not any("既指“县工信局”又指“县工信局”" in told for told in all_problems_of(damaged))


# -- files ---------------------------------------------------------------------------------------


def test_a_file_that_the_annexes_do_not_name_is_told(documents: Documents) -> None:
    told = problems_of({**documents, "annex5.toml": documents["annex4.toml"]})
    assert told == ["annex5.toml: scheme.toml 的 annexes 没有提到这个文件（应为：是不是“annex4.toml”？）"]


@pytest.mark.parametrize("file", ["scheme.toml", "units.toml", "decisions.toml", "annex2.toml"])
def test_a_file_that_is_not_there_is_told(file: str, documents: Documents) -> None:
    told = problems_of({name: text for name, text in documents.items() if name != file})
    assert told == [f"{file}: 没有这个文件"]


def test_problems_of_several_files_are_told_at_once(documents: Documents) -> None:
    damaged = changed(documents, "scheme.toml", "year = 2019", 'year = "2019"')
    damaged = changed(damaged, "units.toml", "tags = [", "tag = [")
    damaged = changed(damaged, "decisions.toml", 'id = "K1"', "id = 1")
    assert problems_of(damaged) == [
        "scheme.toml: year: 读到 “2019”（应为：整数）",
        "units.toml: groups.departments[4].tag: 不认识的键（应为：是不是“tags”？）",
        "decisions.toml: decisions[0].id: 读到 1（应为：文字）",
    ]


def test_problems_of_one_table_are_told_at_once(documents: Documents) -> None:
    damaged = changed(
        documents,
        "annex1.toml",
        'row = "9"\nsection = "个性指标·重点指标及重点任务"',
        'row = 9\nsecton = "重点"',
    )
    assert sorted(problems_of(damaged)) == [
        "annex1.toml: groups.towns.contracted_projects.row: 读到 9（应为：文字）",
        "annex1.toml: groups.towns.contracted_projects.section: 缺少这个键",
        "annex1.toml: groups.towns.contracted_projects.secton: 不认识的键（应为：是不是“section”？）",
    ]


def test_problems_of_sense_are_told_at_once(documents: Documents) -> None:
    damaged = changed(documents, "annex1.toml", "weight = 5", "weight = 6")
    damaged = changed(damaged, "annex2.toml", 'evaluator = "县税务局"', 'evaluator = "税务所"')
    damaged = changed(damaged, "scheme.toml", "share = 5,", "share = 6,")
    assert [told.partition(": ")[0] for told in problems_of(damaged)] == [
        "scheme.toml",
        "annex2.toml",
        "annex1.toml",
    ]


def test_a_file_in_another_encoding_is_told(tmp_path: Path, documents: Documents) -> None:
    for name, text in documents.items():
        (tmp_path / name).write_bytes(text.encode("gb18030" if name == "units.toml" else "utf-8-sig"))
    with pytest.raises(ConfigurationError) as refused:
        read_documents(tmp_path)
    assert list(map(str, refused.value.problems)) == ["units.toml: 不是UTF-8编码（应为：UTF-8编码的文件）"]


def test_a_byte_order_mark_is_allowed(tmp_path: Path, documents: Documents) -> None:
    for name, text in documents.items():
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
    assert load_scheme(tmp_path) == parse_scheme(documents)


def test_an_empty_folder_has_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="没有配置"):
        load_scheme(tmp_path)


# -- rules and their parameters ------------------------------------------------------------------

CREDIT = "annex1.toml: groups.towns.credit"
LEADERS = "annex1.toml: groups.towns.leader_evaluation"
OPEN = "annex1.toml: groups.towns.open_government"
TIER_PARAMS = '{ quota = "evaluation", points = [8, 7, 6, 5] }'


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        pytest.param(
            "annex1.toml",
            'rule = "proportional"',
            'rule = "proportionel"',
            f"{INVESTMENT}.rule: 没有计分规则“proportionel”（应为：是不是“proportional”？）",
            id="unknown rule",
        ),
        pytest.param(
            "annex1.toml",
            'rule = "direct"\nevaluator = "县营商局"',
            'rule = "grid"\nevaluator = "县营商局"',
            "annex1.toml: groups.towns.business_environment.rule: 计分规则“grid”属于插件 grid，只能用于它自己的考核主体的指标",
            id="another department's rule",
        ),
        pytest.param(
            "annex1.toml",
            "{ scale = 10 }",
            "{ scal = 10 }",
            f"{CREDIT}.params.scal: 不认识的键（应为：是不是“scale”？）",
            id="unknown parameter",
        ),
        pytest.param(
            "annex1.toml",
            "{ scale = 10 }",
            '{ scale = "10" }',
            f"{CREDIT}.params.scale: 读到 “10”（应为：数）",
            id="parameter of the wrong type",
        ),
        pytest.param(
            "annex1.toml", "{ scale = 10 }", "{ scale = 0 }", f"{CREDIT}: scale 应大于0", id="scale of 0"
        ),
        pytest.param(
            "annex1.toml",
            TIER_PARAMS,
            '{ quota = "evaluation" }',
            f"{LEADERS}.params.points: 缺少这个键",
            id="missing parameter",
        ),
        pytest.param(
            "annex1.toml",
            TIER_PARAMS,
            '{ quota = "evaluations", points = [8, 7, 6, 5] }',
            f"{LEADERS}.params.quota: 没有叫“evaluations”的等次比例（应为：是不是“evaluation”？）",
            id="unknown quota",
        ),
        pytest.param(
            "annex1.toml",
            TIER_PARAMS,
            '{ quota = "evaluation", points = [8, 7, 6] }',
            f"{LEADERS}: points 有3个，等次有4个",
            id="too few points",
        ),
        pytest.param(
            "annex1.toml",
            TIER_PARAMS,
            '{ quota = "evaluation", points = [9, 7, 6, 5] }',
            f"{LEADERS}: 等次的分值应在0到权重之间",
            id="points above the weight",
        ),
        pytest.param(
            "annex1.toml",
            TIER_PARAMS,
            '{ quota = "evaluation", points = [8, "7", 6, 5] }',
            f"{LEADERS}.params.points[1]: 读到 “7”（应为：数）",
            id="points that are a text",
        ),
        pytest.param(
            "annex1.toml",
            'params = { checklist = "proposals" }\nevaluator = "县政府办"\nnot_carried = "mean"',
            'params = { checklist = "proposals" }\nevaluator = "县政府办"',
            "annex1.toml: groups.towns.proposals: 承办数为0就是不承担，但没有写 not_carried",
            id="proposals that every unit carries",
        ),
        pytest.param(
            "annex4.toml",
            "params = { source = \"附件4第6项“事故控制”\" }\n",
            "",
            "annex4.toml: groups.towns.accident_control.params.source: 缺少这个键",
            id="veto without its source",
        ),
        pytest.param(
            "annex4.toml",
            'source = "附件4第6项“事故控制”"',
            'source = " "',
            "annex4.toml: groups.towns.accident_control: 否决项没有写明出处（source）",
            id="veto with a blank source",
        ),
        pytest.param(
            "annex2.toml",
            "each = -0.5",
            "each = 0.5",
            "annex2.toml: groups.parks.safety_constraint: each 和 at_most 应小于0",
            id="constraint that adds points",
        ),
        pytest.param(
            "annex2.toml",
            "at_most = 5",
            "at_most = -5",
            "annex2.toml: groups.parks.bonus: at_most 应大于0",
            id="bonus that takes points",
        ),
        pytest.param(
            "annex2.toml",
            '{ value = "fortune_500", title',
            '{ valeu = "fortune_500", value = "fortune_500", title',
            "annex2.toml: groups.parks.bonus.params.reasons[0].valeu: 不认识的键（应为：是不是“value”？）",
            id="unknown key deep in the parameters",
        ),
        pytest.param(
            "annex1.toml",
            'rule = "ceiling"',
            'rule = "proportional"',
            "annex1.toml: groups.towns.unemployment_rate: 比例法的任务不能是≦",
            id="≦ for the proportional rule",
        ),
        pytest.param(
            "annex1.toml",
            'target = "≦3%"',
            'target = "3%"',
            "annex1.toml: groups.towns.unemployment_rate: 上限法的任务要写成≦后接0以上的数",
            id="ceiling without ≦",
        ),
        pytest.param(
            "annex1.toml",
            'target = "1200"\n',
            "",
            "annex1.toml: groups.towns.exports: 比例法的指标没有任务",
            id="proportional without targets",
        ),
        pytest.param(
            "annex1.toml",
            'target = "1200"',
            'target = "-1200"',
            "annex1.toml: groups.towns.exports: 比例法的任务不能小于0",
            id="negative target",
        ),
    ],
)  # fmt: skip
def test_an_indicators_parameters_must_fit_its_rule(
    file: str, old: str, new: str, told: str, documents: Documents
) -> None:
    assert check_problems_of(changed(documents, file, old, new)) == [told]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("open_goverment", "是不是“open_government”？", id="misspelt"),
        pytest.param("work_safety", "open_government、proposals", id="another department's"),
    ],
)
def test_a_checklist_that_the_evaluators_plugin_does_not_have_is_told(
    name: str, hint: str, documents: Documents
) -> None:
    damaged = changed(
        documents, "annex1.toml", '{ checklist = "open_government" }', f'{{ checklist = "{name}" }}'
    )
    told = f"{OPEN}.params.checklist: 没有叫“{name}”的扣分细则（应为：{hint}）"
    assert check_problems_of(damaged)[0] == told


@pytest.mark.parametrize(
    ("file", "other", "told"),
    [
        pytest.param(
            "annex4.toml",
            ("annex1.toml", 'name = "营商环境建设评价"\nweight = '),
            "annex4.toml: groups.towns.accident_control: 否决项的权重应为0",
            id="veto",
        ),
        pytest.param(
            "annex2.toml",
            ("annex2.toml", 'name = "营商环境建设评价"\nweight = '),
            "annex2.toml: groups.parks.safety_constraint: 约束性指标的权重应为0",
            id="constraint",
        ),
    ],
)
def test_what_stands_outside_the_full_marks_has_no_weight(
    file: str, other: tuple[str, str], told: str, documents: Documents
) -> None:
    annex, name = other
    damaged = changed(documents, annex, f"{name}5", f"{name}4")
    assert check_problems_of(changed(damaged, file, "weight = 0", "weight = 1")) == [told]


def test_an_indicator_that_does_not_fit_its_rule_is_a_fault_and_the_others_are_bound(
    documents: Documents,
) -> None:
    scheme = parse_scheme(changed(documents, "annex1.toml", "{ scale = 10 }", "{ scal = 10 }"))
    with Host.of(scheme, ROOT / "plugins") as host:
        assert isinstance(host.binding("towns.credit"), Fault)
        assert not isinstance(host.binding("departments.credit"), Fault)
        with pytest.raises(ConfigurationError) as refused:
            host.raise_if_invalid()
    assert [each.place for each in refused.value.problems] == [f"{CREDIT}.params.scal"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('value = "foreign_5m"', 'value = "fortune_500"', id="a value twice"),
        pytest.param('value = "foreign_5m"', 'value = "reason"', id="a value called reason"),
        pytest.param('title = "引进外资且当年到位500万美元以上项目"', 'title = "引进世界500强企业项目"', id="a title twice"),
    ],
)  # fmt: skip
def test_the_reasons_of_a_bonus_are_told_apart(old: str, new: str, documents: Documents) -> None:
    assert check_problems_of(changed(documents, "annex2.toml", old, new))


def test_a_shortfall_is_not_called_like_another_term_of_its_formula(documents: Documents) -> None:
    assert check_problems_of(changed(documents, "annex3.toml", 'title = "红灯数"', 'title = "任务"'))


# -- kaoping check -------------------------------------------------------------------------------


def check(site: Site) -> int:
    """Run ``kaoping check`` on a site; its exit code."""
    return run(["--site", str(site.root), "--year", "2019", "check"])


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_countys_own_site_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(Site(ROOT)) == 0
    assert "没有问题：2019年，51个单位" in capsys.readouterr().err


def test_check_prints_every_problem_of_the_configuration_and_of_the_plugins_and_ends_with_3(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site.config / "2019" / "annex1.toml", "weight = 5", "weight = 6")
    edit(site.config / "2019" / "scheme.toml", "share = 5,", "share = 6,")
    edit(site.plugins / "tax" / "plugin.toml", 'name = "tax"', 'name = "taxes"')
    assert check(site) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "scheme.toml: quotas.evaluation.tiers: 各等次比例相加为101%（应为：100%）",
        "annex1.toml: groups.towns: “镇街道组”权重相加为101（应为：100）",
        "tax/plugin.toml: name: 写的是“taxes”（应为：与文件夹同名：tax）",
        "共3处问题",
    ]


def test_check_prints_what_does_not_fit_a_rule_and_ends_with_3(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site.config / "2019" / "annex1.toml", "{ scale = 10 }", "{ scal = 10 }")
    assert check(site) == 3
    assert capsys.readouterr().err.splitlines() == [
        f"{CREDIT}.params.scal: 不认识的键（应为：是不是“scale”？）",
        "共1处问题",
    ]


def test_nothing_is_taken_in_while_the_configuration_is_wrong(
    site: Site, tmp_path: Path, open_service: Callable[..., Service]
) -> None:
    edit(site.config / "2019" / "annex1.toml", "{ scale = 10 }", "{ scal = 10 }")
    file = tmp_path / "一.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigurationError):
        open_service(site).import_files([file])
    assert run(["--site", str(site.root), "--year", "2019", "import", str(file)]) == 3
