"""Each kind of bad submission that the contract names is refused, at its place, saying what was expected."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.cli.main import run
from kaoping_core.intake.context import IntakeContext
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.submissions import FILE, problems_of, revenue, submission, the_problem_of, written

WHOLE = written(submission("县财政局", revenue()))
"""A valid file, to break as text."""


def broken(old: str, new: str) -> bytes:
    """The valid file with a piece of its text replaced."""
    text = WHOLE.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


# -- the file as a whole -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(WHOLE[:-1], "不是合格的JSON：第1行", id="cut off"),
        pytest.param(b"", "不是合格的JSON：第1行第1列", id="empty"),
        pytest.param(WHOLE + b"{}", "不是合格的JSON", id="something after the end"),
        pytest.param(broken('"year": 2019,', '"year": 2019,,'), "不是合格的JSON", id="two commas"),
        pytest.param(broken('"year": 2019', "'year': 2019"), "不是合格的JSON", id="single quotes"),
        pytest.param(broken('"year": 2019', '"year": 02019'), "不是合格的JSON", id="leading zero"),
        pytest.param(broken('"4480.5"', '"44\n80.5"'), "不是合格的JSON", id="line break inside a text"),
        pytest.param(broken('"year"', '"year": 2019, "year"'), "键“year”在同一处出现两次", id="key twice"),
        pytest.param(
            broken('"actual"', '"actual": "1", "actual"'),
            "键“actual”在同一处出现两次",
            id="key twice, deep inside",
        ),
        pytest.param(
            broken('"actual"', '"actu\\u0061l": "1", "actual"'), "键“actual”", id="key twice, escaped"
        ),
        pytest.param(b"[" * 100_000, "嵌套太深", id="brackets without end"),
        pytest.param(b'{"a":' * 100_000, "嵌套太深", id="objects without end"),
        pytest.param(
            broken('"4480.5"', "[" * 40 + "]" * 40), "嵌套太深", id="forty brackets, all of them closed"
        ),
        pytest.param("{}".encode("utf-16"), "不是UTF-8编码（第1个字节）", id="UTF-16"),
        pytest.param(WHOLE.decode().encode("gb18030"), "不是UTF-8编码", id="GB18030"),
        pytest.param(b'{"format": "\xed\xa0\x80"}', "不是UTF-8编码（第13个字节）", id="half a character"),
    ],
)
def test_a_file_that_is_not_strict_json_in_utf_8_is_refused(
    data: bytes, message: str, intake: IntakeContext
) -> None:
    problem = the_problem_of(data, intake)
    assert problem.place == FILE
    assert message in problem.message
    assert problem.expected == "kaoping-submission/1"


# -- what it says of itself ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "place", "message", "expected"),
    [
        pytest.param(
            {"format": "kaoping-submission/2"},
            "$.format",
            "读到 “kaoping-submission/2”",
            "kaoping-submission/1",
            id="another format",
        ),
        pytest.param({"format": None}, "$.format", "读到 null", "kaoping-submission/1", id="no format"),
        pytest.param({"year": 2018}, "$.year", "读到 2018", "2019", id="another year"),
        pytest.param({"year": "2019"}, "$.year", "读到 “2019”", "2019", id="the year as text"),
        pytest.param({"year": 2019.0}, "$.year", "读到 2019.0", "2019", id="the year as a float"),
        pytest.param({"year": True}, "$.year", "读到 true", "2019", id="the year as a bool"),
        pytest.param(
            {"evaluater": "县财政局"}, "$.evaluater", "不认识的键", "是不是“evaluator”？", id="unknown key"
        ),
        pytest.param(
            {"evaluator": "县财证局"},
            "$.evaluator",
            "没有叫“县财证局”的考核主体",
            "是不是“县财政局”？",
            id="unknown evaluator",
        ),
        pytest.param({"evaluator": 7}, "$.evaluator", "读到 7", "名称", id="evaluator that is no text"),
        pytest.param({"entries": {}}, "$.entries", "读到 一组键值", "列表", id="entries that are no list"),
        pytest.param({"entries": None}, "$.entries", "读到 null", "列表", id="no entries"),
        pytest.param(
            {"signed": {"by": "某人", "onn": "2020-01-04"}},
            "$.signed.onn",
            "不认识的键",
            "是不是“on”？",
            id="unknown key below signed",
        ),
        pytest.param(
            {"signed": True}, "$.signed", "读到 true", "一组键值 {…}", id="signed that says nothing"
        ),
        pytest.param(
            {"signed": {"on": "2020-02-30"}},
            "$.signed.on",
            "读到 “2020-02-30”",
            "日期，如 2020-01-05",
            id="signed on a day that never was",
        ),
        pytest.param(
            {"signed": {"on": "2020/01/04"}},
            "$.signed.on",
            "读到 “2020/01/04”",
            "日期，如 2020-01-05",
            id="date with slashes",
        ),
        pytest.param(
            {"signed": {"on": 20200104}},
            "$.signed.on",
            "读到 20200104",
            "日期，如 2020-01-05",
            id="date as a number",
        ),
        pytest.param(
            {"signed": {"sealed": "是"}},
            "$.signed.sealed",
            "读到 “是”",
            "true 或 false",
            id="sealed in words",
        ),
        pytest.param({"signed": {"by": 1}}, "$.signed.by", "读到 1", "文字", id="signed by a number"),
    ],
)
def test_what_a_submission_says_of_itself_must_be_right(
    change: dict[str, Any], place: str, message: str, expected: str, intake: IntakeContext
) -> None:
    problem = the_problem_of(submission("县财政局", revenue()) | change, intake)
    assert (problem.place, problem.message, problem.expected) == (f"{FILE}: {place}", message, expected)


@pytest.mark.parametrize("key", ["format", "year", "evaluator", "entries"])
def test_a_submission_without_one_of_its_keys_is_refused(key: str, intake: IntakeContext) -> None:
    given = submission("县财政局", revenue())
    del given[key]
    problem = the_problem_of(given, intake)
    assert (problem.place, problem.message) == (f"{FILE}: $.{key}", "缺少这个键")


@pytest.mark.parametrize(
    "given", [[], "县财政局", 1, None, True], ids=["list", "text", "number", "null", "bool"]
)
def test_a_submission_is_an_object(given: object, intake: IntakeContext) -> None:
    problem = the_problem_of(json.dumps(given).encode(), intake)
    assert (problem.place, problem.expected) == (f"{FILE}: $", "一组键值 {…}")


# -- what an entry is about ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "place", "message", "expected"),
    [
        pytest.param(
            revenue(vaules={"actual": "1"}),
            "$.entries[0].vaules",
            "不认识的键",
            "是不是“values”？",
            id="unknown key",
        ),
        pytest.param(
            revenue(unit="太平街到"),
            "$.entries[0].unit",
            "没有叫“太平街到”的单位",
            "是不是“太平街道”？",
            id="unknown unit",
        ),
        pytest.param(
            revenue(indicator="towns.general_budget_revenu"),
            "$.entries[0].indicator",
            "没有叫“towns.general_budget_revenu”的指标",
            "是不是“towns.general_budget_revenue”？",
            id="unknown id of an indicator",
        ),
        pytest.param(
            revenue(indicator="一般公共预算收人"),
            "$.entries[0].indicator",
            "没有叫“一般公共预算收人”的指标",
            "是不是“一般公共预算收入”？",
            id="unknown name of an indicator",
        ),
        pytest.param(
            revenue(indicator="towns.exports"),
            "$.entries[0].indicator",
            "“出口总额”不归县财政局报",
            "由县发改局报送",
            id="another evaluator's indicator",
        ),
        pytest.param(
            revenue(unit="县财政局"),
            "$.entries[0].unit",
            "县财政局不在镇街道组，不考“一般公共预算收入”",
            "镇街道组的单位",
            id="unit outside the group",
        ),
        pytest.param(revenue(unit=None), "$.entries[0].unit", "缺少这个键", "", id="no unit"),
        pytest.param(revenue(indicator=None), "$.entries[0].indicator", "缺少这个键", "", id="no indicator"),
        pytest.param(
            revenue(unit=["太平街道"]), "$.entries[0].unit", "读到 一个列表", "名称", id="unit in a list"
        ),
        pytest.param(
            "太平街道", "$.entries[0]", "读到 “太平街道”", "一组键值 {…}", id="entry that is a text"
        ),
        pytest.param(
            revenue(values=None),
            "$.entries[0].values",
            "缺少这个键",
            "报送的数值，或 carried: false",
            id="no values",
        ),
        pytest.param(
            revenue(values=["4480.5"]),
            "$.entries[0].values",
            "读到 一个列表",
            "一组值 {…}",
            id="values in a list",
        ),
        pytest.param(
            revenue(values=None, carried=False),
            "$.entries[0].carried",
            "“一般公共预算收入”每个单位都承担",
            "报送数值",
            id="not carried, where every unit carries it",
        ),
        pytest.param(
            {
                "indicator": "towns.upper_level_funding",
                "unit": "胡家镇",
                "carried": False,
                "values": {"score": "3"},
            },
            "$.entries[0].values",
            "报了不承担，又报了数值",
            "只报其中一样",
            id="not carried, and values",
        ),
        pytest.param(
            revenue(carried="true"),
            "$.entries[0].carried",
            "读到 “true”",
            "true 或 false",
            id="carried as text",
        ),
        pytest.param(revenue(note=3), "$.entries[0].note", "读到 3", "文字", id="note that is a number"),
        pytest.param(
            revenue(evidence="税收台账.pdf"),
            "$.entries[0].evidence",
            "读到 “税收台账.pdf”",
            "文字的列表",
            id="evidence that is no list",
        ),
        pytest.param(
            revenue(evidence=["税收台账.pdf", 1]),
            "$.entries[0].evidence",
            "读到 一个列表",
            "文字的列表",
            id="evidence with a number",
        ),
    ],
)
def test_an_entry_must_be_about_a_unit_and_indicator_of_the_evaluator(
    entry: object, place: str, message: str, expected: str, intake: IntakeContext
) -> None:
    problem = the_problem_of(submission("县财政局", entry), intake)
    assert (problem.place, problem.message, problem.expected) == (f"{FILE}: {place}", message, expected)


def test_a_name_that_several_groups_share_must_be_told_apart(intake: IntakeContext) -> None:
    given = submission("县财政局", revenue(indicator="一般公共预算收入", unit="某某镇"))
    unit, indicator = problems_of(given, intake)
    assert (unit.place, unit.message) == (f"{FILE}: $.entries[0].unit", "没有叫“某某镇”的单位")
    assert indicator.place == f"{FILE}: $.entries[0].indicator"
    assert indicator.expected == "写全编号：towns.general_budget_revenue、parks.general_budget_revenue"


@pytest.mark.parametrize(
    "second", ["辽宁新材料产业经济开发区", "新材料", " 新材料 "], ids=["same", "alias", "blanks"]
)
def test_a_unit_and_indicator_reported_twice_is_refused(second: str, intake: IntakeContext) -> None:
    first = revenue(indicator="parks.general_budget_revenue", unit="辽宁新材料产业经济开发区")
    problem = the_problem_of(submission("县财政局", first, revenue(), {**first, "unit": second}), intake)
    assert problem.place == f"{FILE}: $.entries[2]"
    assert problem.message == "辽宁新材料产业经济开发区的“一般公共预算收入”报了两次"
    assert problem.expected == "只报一次（另一次在 $.entries[0]）"


@pytest.mark.parametrize(
    ("evaluator", "indicator", "unit", "values", "target"),
    [
        pytest.param(
            "县政府办", "departments.city_platform", "县司法局", {"red_lights": "0"}, "-", id="hyphen"
        ),
        pytest.param("县政府办", "towns.kindergartens", "太平街道", {"score": "2"}, "－", id="wide dash"),
        pytest.param(
            "县发改局", "parks.exports", "盘锦辽河口生态经济区", {"actual": "1"}, "－", id="excluded"
        ),
    ],
)
def test_values_where_the_target_is_a_dash_are_refused(
    evaluator: str, indicator: str, unit: str, values: dict[str, str], target: str, intake: IntakeContext
) -> None:
    entry = {"indicator": indicator, "unit": unit, "values": values}
    problem = the_problem_of(submission(evaluator, entry), intake)
    assert problem.place == f"{FILE}: $.entries[0].values"
    assert problem.message == f"{unit}的任务是“{target}”，不承担，不能报数值"
    assert problem.expected == "不报这一条"


# -- how a number is written ---------------------------------------------------------------------

QUOTED = '加引号的数，如 "12.5"'
PLAIN = "普通写法的数，如 12.5"


@pytest.mark.parametrize(
    ("literal", "shown", "expected"),
    [
        pytest.param("4480.5", "4480.5", f"{QUOTED}；JSON的小数会丢位数，要写成加引号的文字", id="float"),
        pytest.param(
            "4480.0", "4480.0", f"{QUOTED}；JSON的小数会丢位数，要写成加引号的文字", id="whole float"
        ),
        pytest.param("4e3", "4e3", f"{QUOTED}；JSON的小数会丢位数，要写成加引号的文字", id="exponent"),
        pytest.param("NaN", "NaN", f"{QUOTED}；不是有限的数", id="NaN"),
        pytest.param("Infinity", "Infinity", f"{QUOTED}；不是有限的数", id="infinity"),
        pytest.param("-Infinity", "-Infinity", f"{QUOTED}；不是有限的数", id="minus infinity"),
        pytest.param(
            "1234567890123456789",
            "1234567890123456789",
            f"{QUOTED}；最多18位数字",
            id="19 digits as a number",
        ),
        pytest.param("true", "true", QUOTED, id="true"),
        pytest.param("false", "false", QUOTED, id="false"),
        pytest.param("null", "null", QUOTED, id="null"),
        pytest.param('["1"]', "一个列表", QUOTED, id="list"),
        pytest.param('{"value": "1"}', "一组键值", QUOTED, id="object"),
        pytest.param('"4.48e3"', "“4.48e3”", PLAIN, id="exponent in text"),
        pytest.param('"NaN"', "“NaN”", PLAIN, id="NaN in text"),
        pytest.param('"Infinity"', "“Infinity”", PLAIN, id="infinity in text"),
        pytest.param(
            '"1234567890.123456789"', "“1234567890.123456789”", "最多18位数字", id="19 digits in text"
        ),
        pytest.param('"４４８０"', "“４４８０”", PLAIN, id="full-width digits"),
        pytest.param('"٤٤٨٠"', "“٤٤٨٠”", PLAIN, id="Arabic digits"),
        pytest.param('"4480．5"', "“4480．5”", PLAIN, id="full-width point"),
        pytest.param('"4,480.5"', "“4,480.5”", PLAIN, id="thousands separator"),
        pytest.param('"4_480"', "“4_480”", PLAIN, id="underscore"),
        pytest.param('" 4480"', "“ 4480”", PLAIN, id="blank before"),
        pytest.param('"4480 "', "“4480 ”", PLAIN, id="blank after"),
        pytest.param('"4 480"', "“4 480”", PLAIN, id="blank inside"),
        pytest.param(r'"4480\n"', "“4480\n”", PLAIN, id="line break after"),
        pytest.param('""', "“”", PLAIN, id="nothing"),
        pytest.param('".5"', "“.5”", PLAIN, id="nothing before the point"),
        pytest.param('"5."', "“5.”", PLAIN, id="nothing after the point"),
        pytest.param('"+5"', "“+5”", PLAIN, id="plus sign"),
        pytest.param('"−5"', "“−5”", PLAIN, id="typographic minus"),
        pytest.param('"8%"', "“8%”", PLAIN, id="percent sign where the measure is 万元"),
        pytest.param('"4480.5万元"', "“4480.5万元”", PLAIN, id="unit of measure"),
        pytest.param('"无"', "“无”", PLAIN, id="a word"),
    ],
)
def test_a_number_is_a_text_in_plain_decimal_notation_or_an_integer(
    literal: str, shown: str, expected: str, intake: IntakeContext
) -> None:
    problem = the_problem_of(broken('"4480.5"', literal), intake)
    assert problem.place == f"{FILE}: $.entries[0].values.actual"
    assert (problem.message, problem.expected) == (f"读到 {shown}", expected)


def test_a_percent_may_end_in_one_percent_sign_only(intake: IntakeContext) -> None:
    entry = {"indicator": "towns.retail_sales_growth", "unit": "太平街道", "values": {"actual": "8.3%%"}}
    problem = the_problem_of(submission("县发改局", entry), intake)
    assert problem.place == f"{FILE}: $.entries[0].values.actual"
    assert problem.expected == "普通写法的数，如 12.5 或 8.3%"


def test_a_long_text_is_cut_in_the_message_so_that_the_rest_can_be_read(intake: IntakeContext) -> None:
    problem = the_problem_of(submission("县财政局", revenue(values={"actual": "x" * 10_000})), intake)
    assert problem.message == f"读到 “{'x' * 40}…”"


# -- the range of each rule ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evaluator", "indicator", "unit", "values", "message", "expected"),
    [
        pytest.param(
            "县人社局",
            "towns.unemployment_rate",
            "太平街道",
            {"actual": "-0.1"},
            "实际完成 -0.1 超出范围",
            "0以上的数",
            id="ceiling below 0",
        ),
        pytest.param(
            "县营商局",
            "towns.business_environment",
            "太平街道",
            {"score": "5.01"},
            "评分 5.01 超出范围",
            "0到5的数",
            id="direct above the weight",
        ),
        pytest.param(
            "县营商局",
            "towns.business_environment",
            "太平街道",
            {"score": "-0.01"},
            "评分 -0.01 超出范围",
            "0到5的数",
            id="direct below 0",
        ),
        pytest.param(
            "县发改局",
            "towns.credit",
            "太平街道",
            {"score": "10.01"},
            "评分 10.01 超出范围",
            "0到10的数",
            id="credit above 10",
        ),
        pytest.param(
            "县政府办",
            "towns.open_government",
            "太平街道",
            {"policy_reading.missed_quarter": "5"},
            "有季度未报 5 超出范围",
            "0到4的整数",
            id="count above the most times",
        ),
        pytest.param(
            "县政府办",
            "towns.open_government",
            "太平街道",
            {"policy_reading.missed_quarter": "1.5"},
            "1.5 不是整数",
            "0到4的整数",
            id="count not whole",
        ),
        pytest.param(
            "县政府办",
            "towns.open_government",
            "太平街道",
            {"disclosure_request.late_reply": "-1"},
            "答复超期 -1 超出范围",
            "0以上的整数",
            id="count below 0",
        ),
        pytest.param(
            "县政府办",
            "departments.city_platform",
            "县财政局",
            {"red_lights": "24"},
            "红灯数 24 超出范围",
            "0到23的整数",
            id="more red lights than nodes",
        ),
        pytest.param(
            "县政府办",
            "departments.city_platform",
            "县财政局",
            {"red_lights": "0.5"},
            "0.5 不是整数",
            "0到23的整数",
            id="half a red light",
        ),
        pytest.param(
            "县政府办",
            "towns.proposals",
            "太平街道",
            {"handled": "-1"},
            "承办件数 -1 超出范围",
            "0以上的整数",
            id="proposals below 0",
        ),
        pytest.param(
            "县网格管理服务中心",
            "towns.grid_management",
            "太平街道",
            {"case_score": "10.1"},
            "案件处置得分 10.1 超出范围",
            "0到10的数",
            id="case score above 10",
        ),
        pytest.param(
            "县网格管理服务中心",
            "towns.grid_management",
            "太平街道",
            {"case_score": "9", "deduct.duty": "-0.5"},
            "值班值守 -0.5 超出范围",
            "0以上的数",
            id="grid deduction below 0",
        ),
        pytest.param(
            "县应急局",
            "parks.safety_constraint",
            "新材料",
            {"count": "-1"},
            "生产安全事故起数 -1 超出范围",
            "0以上的整数",
            id="constraint below 0",
        ),
        pytest.param(
            "县应急局",
            "parks.accident_control",
            "新材料",
            {"casualties": "0", "casualties_last_year": "0", "major_accidents": "0.5"},
            "0.5 不是整数",
            "0以上的整数",
            id="half an accident",
        ),
        pytest.param(
            "县政府办",
            "parks.bonus",
            "新材料",
            {"fortune_500": "-1", "reason": "某项目"},
            "引进世界500强企业项目 -1 超出范围",
            "0以上的数",
            id="bonus below 0",
        ),
    ],
)
def test_a_value_outside_the_range_of_its_rule_is_refused(
    evaluator: str,
    indicator: str,
    unit: str,
    values: dict[str, str],
    message: str,
    expected: str,
    intake: IntakeContext,
) -> None:
    entry = {"indicator": indicator, "unit": unit, "values": values}
    problem = the_problem_of(submission(evaluator, entry), intake)
    name = next(name for name, value in values.items() if value in message.split())
    assert problem.place == f"{FILE}: $.entries[0].values.{name}"
    assert (problem.message, problem.expected) == (message, expected)


# -- which values go together --------------------------------------------------------------------

LEADERS = ("县政府办", "towns.leader_evaluation", "太平街道")
GRID = ("县网格管理服务中心", "towns.grid_management", "太平街道")
BONUS = ("县政府办", "parks.bonus", "新材料")
REVENUE = ("县财政局", "towns.general_budget_revenue", "太平街道")


@pytest.mark.parametrize(
    ("cell", "values", "place", "message", "expected"),
    [
        pytest.param(
            REVENUE, {}, "actual", "缺少实际完成", "实际完成，数，单位：万元", id="missing value"
        ),
        pytest.param(
            REVENUE,
            {"actual": "1", "actaul": "1"},
            "actaul",
            "这项指标没有这个值",
            "是不是“actual”？",
            id="unknown value",
        ),
        pytest.param(
            ("县政府办", "towns.proposals", "太平街道"),
            {"handling.late": "1"},
            "handled",
            "缺少承办件数",
            "承办件数，整数，单位：件",
            id="proposals without how many were handled",
        ),
        pytest.param(
            ("县政府办", "towns.open_government", "太平街道"),
            {"policy_reading.missed_quarters": "1"},
            "policy_reading.missed_quarters",
            "这项指标没有这个值",
            "是不是“policy_reading.missed_quarter”？",
            id="unknown item of a checklist",
        ),
        pytest.param(
            LEADERS,
            {"tier": "好", "ballots": ["好"]},
            "tier",
            "tier和ballots 只能报一个",
            "tier（等次）、ballots（选票）",
            id="tier and ballots",
        ),
        pytest.param(
            LEADERS, {}, "tier", "没有报", "tier（等次）、ballots（选票） 中的一个", id="neither tier nor ballots"
        ),
        pytest.param(
            LEADERS,
            {"tier": "优秀"},
            "tier",
            "没有“优秀”这个等次",
            "好、较好、合格、基本合格",
            id="unknown tier",
        ),
        pytest.param(LEADERS, {"tier": 1}, "tier", "读到 1", "文字", id="tier that is a number"),
        pytest.param(LEADERS, {"ballots": []}, "ballots", "一票也没有", "至少一票", id="no ballot at all"),
        pytest.param(
            LEADERS,
            {"ballots": ["好", "优秀"]},
            "ballots[1]",
            "没有“优秀”这个等次",
            "好、较好、合格、基本合格",
            id="unknown tier on a ballot",
        ),
        pytest.param(
            LEADERS,
            {"ballots": "好"},
            "ballots",
            "读到 “好”",
            "列表，每一票是 好、较好、合格、基本合格 之一",
            id="ballots that are no list",
        ),
        pytest.param(
            LEADERS,
            {"ballots": ["好", 3]},
            "ballots",
            "读到 一个列表",
            "列表，每一票是 好、较好、合格、基本合格 之一",
            id="ballot that is a number",
        ),
        pytest.param(
            BONUS,
            {"jobs_200": "1"},
            "reason",
            "缺少加分理由",
            "报了引进并当年解决就业200人以上项目就要写加分理由",
            id="bonus without a reason",
        ),
        pytest.param(
            BONUS,
            {"jobs_200": "1", "reason": " \t"},
            "reason",
            "没有内容",
            "加分理由",
            id="bonus with a blank reason",
        ),
        pytest.param(
            BONUS, {"jobs_200": "1", "reason": 5}, "reason", "读到 5", "文字", id="reason that is a number"
        ),
        pytest.param(
            GRID,
            {"case_score": "8", "adjustment": "-1"},
            "reason",
            "缺少调整理由",
            "报了特殊情况调整就要写调整理由",
            id="adjustment without a reason",
        ),
        pytest.param(
            GRID,
            {"cases": "3"},
            "cases",
            "全年没有案件（写0） 3 超出范围",
            "0到0的整数",
            id="a number of cases, of which only none can be reported",
        ),
    ],
)  # fmt: skip
def test_the_values_of_an_entry_must_be_those_that_its_rule_wants(
    cell: tuple[str, str, str],
    values: dict[str, object],
    place: str,
    message: str,
    expected: str,
    intake: IntakeContext,
) -> None:
    evaluator, indicator, unit = cell
    entry = {"indicator": indicator, "unit": unit, "values": values}
    problem = the_problem_of(submission(evaluator, entry), intake)
    assert problem.place == f"{FILE}: $.entries[0].values.{place}"
    assert (problem.message, problem.expected) == (message, expected)


def test_a_value_that_cannot_be_read_is_not_also_called_missing(intake: IntakeContext) -> None:
    values = {"casualties": "无", "casualties_last_year": 0.5, "major_accidents": "0"}
    entry = {"indicator": "parks.accident_control", "unit": "新材料", "values": values}
    found = problems_of(submission("县应急局", entry), intake)
    assert [each.place.rpartition(".")[2] for each in found] == ["casualties", "casualties_last_year"]


# -- all at once ---------------------------------------------------------------------------------


def test_everything_wrong_with_a_file_is_listed_at_once(intake: IntakeContext) -> None:
    given = submission(
        "县财政局",
        revenue(),
        revenue(unit="胡家正"),
        revenue(unit="甜水镇", values={"actual": 3600.5}),
        revenue(unit="陈家镇", values={"actual": "3900"}, remark="快报数"),
        revenue(indicator="towns.upper_level_funding", unit="沙岭镇", values={"score": "6"}),
        year=2020,
    )
    assert [(each.place, each.message) for each in problems_of(given, intake)] == [
        (f"{FILE}: $.year", "读到 2020"),
        (f"{FILE}: $.entries[1].unit", "没有叫“胡家正”的单位"),
        (f"{FILE}: $.entries[2].values.actual", "读到 3600.5"),
        (f"{FILE}: $.entries[3].remark", "不认识的键"),
        (f"{FILE}: $.entries[4].values.score", "评分 6 超出范围"),
    ]


def test_several_mistakes_of_one_entry_are_listed_together(intake: IntakeContext) -> None:
    entry = {
        "indicator": "towns.open_government",
        "unit": "太平街道",
        "values": {"policy_reading.missed_quarter": "5", "column_info.missed_month": "半", "staffing.x": "1"},
        "note": [],
    }
    found = {
        (each.place.removeprefix(f"{FILE}: $.entries[0]."))
        for each in problems_of(submission("政府办", entry), intake)
    }
    assert found == {
        "note",
        "values.policy_reading.missed_quarter",
        "values.column_info.missed_month",
        "values.staffing.x",
    }


def test_a_problem_prints_its_place_the_message_and_what_was_expected(intake: IntakeContext) -> None:
    problem = the_problem_of(submission("县财政局", revenue(values={"actual": 3.5})), intake)
    assert str(problem) == (
        '甲.json: $.entries[0].values.actual: 读到 3.5（应为：加引号的数，如 "12.5"；'
        "JSON的小数会丢位数，要写成加引号的文字）"
    )


# -- nothing of a refused file is kept -----------------------------------------------------------


def save(folder: Path, name: str, given: object) -> Path:
    """Write a submission into a folder."""
    path = folder / name
    path.write_bytes(written(given))
    return path


def database_of(site: Site) -> bytes:
    """The embedded database, byte for byte."""
    return (site.data / "kaoping.db").read_bytes()


def reported(service: Service, indicator: str, unit: str) -> list[object]:
    """What was ever reported on a cell, oldest first."""
    return [dict(each.entry.values) for each in service.ledger.revisions(2019, indicator, unit)]


REVENUE_CELL = ("towns.general_budget_revenue", "太平街道")


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(WHOLE[:-1], id="not JSON"),
        pytest.param(submission("县财政局", revenue(), year=2018), id="wrong year"),
        pytest.param(
            submission("县财政局", revenue(values={"actual": "1"}), revenue(unit="胡家镇", values={})),
            id="one good entry and one bad",
        ),
    ],
)
def test_a_refused_file_leaves_the_database_as_it_was(
    bad: object, site: Site, tmp_path: Path, open_service: Callable[..., Service]
) -> None:
    service = open_service(site)
    (first,) = service.import_files([save(tmp_path, "好.json", submission("县财政局", revenue()))])
    assert first.submission is not None
    before = database_of(site)
    (taken,) = service.import_files([save(tmp_path, "坏.json", bad)])
    assert taken.submission is None
    assert [each.place.partition(":")[0] for each in taken.problems] == ["坏.json"]
    assert database_of(site) == before
    assert reported(service, *REVENUE_CELL) == [{"actual": Decimal("4480.5")}]


def test_the_other_files_of_the_command_are_still_taken(
    site: Site, tmp_path: Path, open_service: Callable[..., Service]
) -> None:
    service = open_service(site)
    taken = service.import_files(
        [
            save(tmp_path, "一.json", submission("县财政局", revenue())),
            save(tmp_path, "二.json", submission("县财政局", revenue(unit="胡家正"))),
            tmp_path / "没有.json",
            save(tmp_path, "三.json", submission("县财政局", revenue(unit="胡家镇"))),
        ]
    )
    assert [(each.file, each.submission is not None) for each in taken] == [
        ("一.json", True),
        ("二.json", False),
        ("没有.json", False),
        ("三.json", True),
    ]
    assert {entry.unit for entry in service.ledger.current_entries(2019)} == {"太平街道", "胡家镇"}


def test_the_command_line_says_what_is_wrong_and_ends_with_1(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], open_service: Callable[..., Service]
) -> None:
    good = save(tmp_path, "好.json", submission("县财政局", revenue()))
    bad = save(tmp_path, "坏.json", submission("县财政局", revenue(unit="胡家正")))
    assert run(["--site", str(site.root), "--year", "2019", "import", str(bad), str(good)]) == 1
    told = capsys.readouterr()
    assert "坏.json: $.entries[0].unit: 没有叫“胡家正”的单位（应为：是不是“胡家镇”？）" in told.err
    assert "坏.json：退回，1处问题，没有收下任何内容" in told.err
    assert "好.json：收下 县财政局 的1条填报" in told.err
    assert told.out == ""
    assert reported(open_service(site), *REVENUE_CELL) == [{"actual": Decimal("4480.5")}]


def test_the_command_line_ends_with_0_when_all_is_taken(site: Site, tmp_path: Path) -> None:
    good = save(tmp_path, "好.json", submission("县财政局", revenue()))
    assert run(["--site", str(site.root), "--year", "2019", "import", str(good)]) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('"4480.5"}', '"4480.5"}, "note": "\\ud800"', id="note"),
        pytest.param('"4480.5"}', '"4480.5"}, "evidence": ["\\ud800.pdf"]', id="evidence"),
        pytest.param('"year"', '"signed": {"by": "\\ud800"}, "year"', id="signature"),
    ],
)
def test_half_a_character_is_refused_although_json_has_an_escape_for_it(
    old: str, new: str, site: Site, tmp_path: Path, open_service: Callable[..., Service]
) -> None:
    (taken,) = open_service(site).import_files([save(tmp_path, "坏.json", broken(old, new))])
    assert taken.submission is None
    assert taken.problems


@pytest.mark.parametrize("day", ["20200104", "2020-W01-6"])
def test_a_date_is_written_year_month_day_with_hyphens(day: str, intake: IntakeContext) -> None:
    problem = the_problem_of(submission("县财政局", revenue(), signed={"on": day}), intake)
    assert problem.place == f"{FILE}: $.signed.on"


def test_a_long_number_is_cut_in_the_message_so_that_the_rest_can_be_read(intake: IntakeContext) -> None:
    problem = the_problem_of(broken('"4480.5"', f"0.{'1' * 10_000}"), intake)
    assert len(problem.message) < 100
