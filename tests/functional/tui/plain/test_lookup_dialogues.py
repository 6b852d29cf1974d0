"""Whole dialogues of people who look something up: the menus say what the pages say."""

from __future__ import annotations

import pytest

from kaoping_core.service import Service
from tests.support.menu_dialogue import CTRL_C, run_dialogue

pytestmark = pytest.mark.slow


def test_the_main_menu_says_how_far_the_year_is_and_offers_every_screen(demo: Service) -> None:
    dialogue = run_dialogue(demo, "0")
    for words in ("盘山县", "〔示例数据〕", "第1次汇总是正式结果", "9  终端自检", "0退出", "再见。"):
        assert words in dialogue.text
    names = ["总览", "结果", "单位", "指标", "报送", "综合评价", "汇总", "插件", "终端自检"]
    assert [f"{number}  {name}" for number, name in enumerate(names, 1)] == [
        line for line in dialogue.lines if line[:1].isdigit()
    ]


def test_the_overview_tells_reports_rankings_findings_and_what_happened(demo: Service) -> None:
    dialogue = run_dialogue(demo, "1", "报送情况", "名次", "", "", "3", "4", "0", "最近的事", "6", "0", "0")
    for words in (
        "考核主体报送：2020-01-05，还有1天",
        "迟报2天，已报齐",
        "已报齐，没有签字盖章",
        "第1名  胡家镇    95.38",
        "没有。",
        "警告　镇街道组　沙岭镇：伤亡人数 2 超过上年 1，年度考核不合格",
        "第1次汇总（正式）",
        "收下县发改局的报送 示例数据-县发改局.xlsx（153条）",
    ):
        assert words in dialogue.text


def test_a_result_is_explained_down_to_the_cell_and_its_history(demo: Service) -> None:
    dialogue = run_dialogue(demo, "结果", "镇街道组", "太平街道", "固定资产投资", "0", "0", "0", "0")
    said = dialogue.output_after("固定资产投资")
    assert "附件1第1行，权重5，亿元，县发改局" in said
    assert "报送：实际完成 2.47〔示例数据-县发改局.xlsx!镇街道组!C15〕" in said
    assert "第1步：权重 × 实际完成 ÷ 任务 → 5 × 2.47 ÷ 3 ＝ 4.11666666…" in said
    assert "得分：4.12　（4.11666666… 四舍五入到2位小数）" in said
    assert "历次报送（1次，新的在前）：" in said
    assert "2020-01-04 17:30　实际完成 2.47，备注：示例数据：部分完成" in said


def test_a_units_card_says_where_its_points_went_and_compares_it_with_another(demo: Service) -> None:
    dialogue = run_dialogue(demo, "3", "tpjd", "1", "", "2", "4", "胡家", "", "", "0", "0", "0")
    assert "比前一名吴家镇少0.25分；多得1分，就从第7名到第5名" in dialogue.output_after("tpjd")
    assert dialogue.output_after("1").index("县政府领导评价") < dialogue.output_after("1").index(
        "固定资产投资"
    )
    assert "满分" in dialogue.output_after("2")
    said = dialogue.output_after("胡家")
    assert "差3.41分：主要差在县政府领导评价（差1.00分）、固定资产投资（差0.88分）" in said
    assert "均：不承担，按平均分" in dialogue.text


def test_a_unit_of_another_group_is_not_compared(demo: Service) -> None:
    dialogue = run_dialogue(demo, "3", "太平街道", "4", "县教育局", "0", "0", "0", "0")
    assert "“县教育局”不在这个清单里" in dialogue.output_after("县教育局")


def test_an_indicator_shows_its_distribution_and_who_did_not_carry_it(demo: Service) -> None:
    dialogue = run_dialogue(demo, "指标", "1", "西部镇街特色产业", "分布", "2", "东郭", "0", "0", "0", "0")
    said = dialogue.output_after("分布")
    assert "1.82分（91.0%），1个：东郭街道" in said
    assert "不承担，按平均分，10个：" in said
    assert "【依据：东郭街道　西部镇街特色产业】" in dialogue.text


def test_an_evaluator_shows_its_state_its_indicators_and_what_it_sent(demo: Service) -> None:
    dialogue = run_dialogue(demo, "报送", "1", "水利局", "1", "2", "3", "4", "0", "0", "0", "0")
    assert "迟报2天，已报齐" in dialogue.output_after("水利局")
    assert "不缺。" in dialogue.text
    assert "河长制工作" in dialogue.text
    assert (
        "第1次报送 示例数据-县水利局.xlsx　13条　迟报2天，2020-01-07签字，已盖章　经办：测试" in dialogue.text
    )


def test_tiers_are_shown_against_their_quota_with_ballots_and_ties(demo: Service) -> None:
    dialogue = run_dialogue(demo, "综合评价", "督考评价", "2", "0", "0", "0")
    assert "不止一个" in dialogue.output_after("督考评价")
    said = dialogue.output_after("2")
    assert "合格（15%，1分）现有3个，名额2个：" in said
    assert "并列：坝墙子镇、胡家镇得票完全相同，并列第1位" in said
    assert "好6 较好3" in said


def test_plugins_are_listed_and_their_examples_run(demo: Service) -> None:
    dialogue = run_dialogue(demo, "插件", "grid", "0", "0")
    assert "县网格管理服务中心" in dialogue.text
    assert "24个样例全部相符。" in dialogue.output_after("grid")


def test_the_terminals_page_tells_versions_and_places(demo: Service) -> None:
    said = run_dialogue(demo, "9", "0").output_after("9")
    for words in ("Python：3.", f"站点：{demo.site.root}", "TERM：", "键盘：", "考核主体报送\n123456789012"):
        assert words in said


def test_ctrl_c_goes_back_one_level_wherever_one_is(demo: Service) -> None:
    dialogue = run_dialogue(demo, "结果", "1", CTRL_C, "2", CTRL_C, CTRL_C, "9", CTRL_C)
    assert "【经济园区组的名次】" in dialogue.text
    assert "【终端自检】" in dialogue.text
    assert "再见。" in dialogue.text


def test_the_end_of_what_is_typed_ends_the_menus_at_any_level(demo: Service) -> None:
    for typed in ([], ["2"], ["2", "1"], ["1", "4"], ["7", "1"], ["5", "2"]):
        assert "Traceback" not in run_dialogue(demo, *typed).text
