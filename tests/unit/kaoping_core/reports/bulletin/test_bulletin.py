"""What a bulletin says: of a final result, of a draft, of single units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from kaoping_core.errors import UsageError
from kaoping_core.model.findings import Finding, Severity
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result, UnitStatus
from kaoping_core.reports.bulletin.bulletin import compose, result_bulletin
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.bulletins import NUMBER, opened, paragraphs, tables, texts, whole_county
from tests.support.county_cases import NOW, ROOT

ON = date(2020, 1, 5)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return whole_county(tmp_path_factory)


@pytest.fixture(scope="module")
def draft(result: Result) -> Result:
    return attrs.evolve(result, provisional=True)


def test_it_has_the_parts_of_an_official_document_in_their_order(result: Result, scheme: Scheme) -> None:
    document = opened(result_bulletin(result, scheme, number=NUMBER, on=ON))
    said = texts(document)
    order = [
        "盘山县人民政府办公室文件",
        NUMBER,
        "盘山县人民政府办公室\n关于2019年度县政府业务工作\n考评结果的通报",
        "各镇人民政府、各街道办事处，各经济园区管委会，县政府各部门、各直属机构：",
        "一、考评结果",
        "二、一票否决情况",
        "三、几点说明",
        "特此通报。",
        "附件：1.2019年度镇街道考评名次表",
        "2.2019年度经济园区考评名次表",
        "3.2019年度县政府部门和单位考评名次表",
        "盘山县人民政府办公室",
        "2020年1月5日",
        "附件1",
        "附件2",
        "附件3",
    ]
    assert [each for each in said if each in order] == order
    assert said[-2] == "盘山县人民政府办公室\t2020年1月5日印发"
    assert document.core_properties.title == "盘山县人民政府办公室关于2019年度县政府业务工作考评结果的通报"


def test_the_opening_cites_the_notice_and_counts_who_was_assessed(result: Result, scheme: Scheme) -> None:
    opening = next(each for each in paragraphs(compose(result, scheme)) if scheme.document in each)
    assert opening.startswith(
        "按照盘县政办发〔2019〕147号通知（以下简称通知）要求，县政府办督考办汇总18个考核主体"
    )
    assert "共51个，其中镇街道组13个、经济园区组4个、县政府部门和单位组34个" in opening


def test_rankings_are_the_results_with_vetoed_units_after_the_ranked(result: Result, scheme: Scheme) -> None:
    _, *rankings = tables(compose(result, scheme))
    assert [len(table.rows) for table in rankings] == [13, 4, 34]
    units = {unit.unit: unit for unit in result.units}
    for table in rankings:
        totals = [column.title for column in table.columns].index("总分")
        ranks = [row[0] for row in table.rows]
        for row in table.rows:
            unit = units[row[1]]
            assert row[totals] == format(unit.total, "f")
            assert row[0] == (str(unit.rank) if unit.rank else "—")
            assert row[-1] == ("一票否决" if unit.status is UnitStatus.FAILED else "")
            points = [Decimal(each) for each in row[2:totals] if each != "—"]
            assert sum(points) == unit.total, "subtotals add up to the total"
        assert ranks == sorted(ranks, key=lambda rank: (rank == "—", int(rank) if rank != "—" else 0))


def test_a_subtotal_of_a_section_without_points_is_a_dash_and_not_zero(
    result: Result, scheme: Scheme
) -> None:
    def without(unit: Any) -> Any:
        scores = {
            name: score._replace(points=None, state=CellState.EXCLUDED)
            if scheme.indicator_by_id[name].section == "加分项"
            else score
            for name, score in unit.scores.items()
        }
        return attrs.evolve(unit, scores=scores)

    changed = attrs.evolve(result, units=tuple(without(unit) for unit in result.units))
    parks = tables(compose(changed, scheme))[2]
    column = [each.title for each in parks.columns].index("加分项")
    assert {row[column] for row in parks.rows} == {"—"}


def test_equal_totals_share_a_rank(result: Result, scheme: Scheme) -> None:
    ranked = [unit for unit in result.units if unit.group == "towns" and unit.rank in {1, 2}]
    first = next(unit for unit in ranked if unit.rank == 1)
    units = tuple(
        attrs.evolve(unit, rank=1, total=first.total) if unit in ranked else unit for unit in result.units
    )
    bulletin = compose(attrs.evolve(result, units=units), scheme)
    rows = tables(bulletin)[1].rows
    assert [(row[0], row[-1]) for row in rows[:3]] == [("1", "并列"), ("1", "并列"), ("3", "")]
    best = next(each for each in paragraphs(bulletin) if each.startswith("（一）镇街道组"))
    assert "第1名并列：" in best
    assert "第2名" not in best


def test_a_veto_is_told_with_its_reason_and_the_notices_clause(result: Result, scheme: Scheme) -> None:
    said = paragraphs(compose(result, scheme))
    assert "下列8个单位被一票否决，年度考核不合格，得分照列，不排名次，也不占名次：" in said
    assert "4.陈家镇（镇街道组）：较大以上事故1起，年度考核不合格（通知附件4第6-4行）。" in said
    note = next(each for each in said if each.startswith("注：一票否决的单位"))
    assert "陈家镇，较大以上事故1起" in note


def test_without_a_veto_it_says_so(result: Result, scheme: Scheme) -> None:
    units = tuple(
        attrs.evolve(
            unit,
            status=UnitStatus.RANKED,
            rank=unit.rank or 99,
            scores={name: score._replace(fails_year=False) for name, score in unit.scores.items()},
        )
        for unit in result.units
    )
    said = paragraphs(compose(attrs.evolve(result, units=units), scheme))
    assert "本年度没有单位被一票否决。" in said
    assert not any(each.startswith("注：") for each in said)


def test_decisions_used_are_told_without_whom_to_ask(result: Result, scheme: Scheme) -> None:
    said = paragraphs(compose(result, scheme))
    assert (
        "2.石新镇规模以上工业总产值任务为0：不是“－”，算承担；实际完成不低于0得满分（附件1第3行）。" in said
    )
    assert not any("K2" in each or "annex1.toml" in each for each in said)
    assert not any(scheme.decisions[11].question in each for each in said), "K12 was not used"


def test_findings_that_touch_a_score_are_told_and_those_about_people_are_not(
    result: Result, scheme: Scheme
) -> None:
    late = Finding(Severity.WARNING, "late", "县财政局迟报：2020-01-06", evaluator="县财政局")
    said = "\n".join(paragraphs(compose(attrs.evolve(result, findings=(*result.findings, late)), scheme)))
    assert "镇街道组县政府领导评价：等次名额应为好4、较好6" in said
    assert "迟报" not in said
    assert "给自己评了" not in said


def test_cells_that_are_not_carried_are_counted_by_indicator(result: Result, scheme: Scheme) -> None:
    said = paragraphs(compose(result, scheme))
    filled = next(each for each in said if "按平均分计入的指标" in each)
    assert "镇街道组的“镇街产业集聚区建设”（12个单位）" in filled
    excluded = next(each for each in said if "不计分的指标" in each)
    assert "经济园区组的“固定资产投资”（1个单位）" in excluded


def test_clauses_are_the_notices_for_the_bulletin_has_annexes_of_its_own(
    result: Result, scheme: Scheme
) -> None:
    said = paragraphs(compose(result, scheme))
    assert any("所称附件均为通知的附件" in each for each in said)


# -- pages of units ------------------------------------------------------------------------------


def test_a_units_page_lists_losses_largest_first(result: Result, scheme: Scheme) -> None:
    bulletin = compose(result, scheme, units_annexed=["胡家镇"])
    table = tables(bulletin)[-1]
    titles = [column.title for column in table.columns]
    assert titles == ["指标", "权重", "得分", "失分", "备注", "通知出处"]
    assert len(table.rows) == len(scheme.indicators_of["towns"])
    losses = [Decimal(row[3]) for row in table.rows]
    assert losses == sorted(losses, reverse=True)
    assert all(Decimal(row[1]) - Decimal(row[2]) == Decimal(row[3]) for row in table.rows)
    said = paragraphs(bulletin)
    assert "4.2019年度有关单位考评得失分情况" in said
    assert "附件4-1" in said
    assert "镇街道组，总分68.64分，在9个排名单位中列第9名" in said


def test_what_is_over_the_weight_or_lacks_points_is_no_loss(result: Result, scheme: Scheme) -> None:
    rows = tables(compose(result, scheme, units_annexed=["盘锦辽河口生态经济区"]))[-1].rows
    lines = {row[0]: row[1:5] for row in rows}
    assert lines["招商引资加分"] == ("0", "5.00", "—", "")
    assert lines["固定资产投资"] == ("—", "—", "—", "不承担，不计分")
    assert lines["安全生产工作"] == ("0", "-1.00", "1.00", ""), "a deduction below zero is a loss"


def test_every_unit_can_have_its_page_once_in_the_notices_order(result: Result, scheme: Scheme) -> None:
    named = ["县财政局", "胡家镇", "县财政局"]
    document = opened(result_bulletin(result, scheme, units_annexed=named))
    marked = [each for each in document.paragraphs if each.text.startswith("附件4-")]
    assert [each.text for each in marked] == ["附件4-1", "附件4-2"]
    assert all(each.paragraph_format.page_break_before for each in marked)
    heads = [each.text for each in document.paragraphs if each.text.endswith("考评得失分情况")]
    assert heads[1:] == ["胡家镇2019年度考评得失分情况", "县财政局2019年度考评得失分情况"]


def test_an_unknown_unit_is_refused(result: Result, scheme: Scheme) -> None:
    with pytest.raises(UsageError, match="没有这样的单位：无此镇"):
        result_bulletin(result, scheme, units_annexed=["胡家镇", "无此镇"])


# -- drafts --------------------------------------------------------------------------------------


def test_a_draft_has_no_letterhead_no_number_no_date_and_no_colophon(draft: Result, scheme: Scheme) -> None:
    said = texts(opened(result_bulletin(draft, scheme, on=ON)))
    assert "（征求意见稿）" in said
    assert "　　　　年　　月　　日" in said
    assert not any("盘山县人民政府办公室文件" in each or each[-2:] == "印发" for each in said if each)
    assert not any(each.endswith("号") for each in said)
    assert "特此通报。" not in said


def test_a_draft_refuses_a_number(draft: Result, scheme: Scheme) -> None:
    with pytest.raises(UsageError, match="征求意见稿没有发文字号"):
        result_bulletin(draft, scheme, number=NUMBER)


def test_a_draft_lists_what_is_missing(scheme: Scheme, tmp_path_factory: pytest.TempPathFactory) -> None:
    database = tmp_path_factory.mktemp("empty") / "kaoping.db"
    with Service(Site(ROOT), 2019, f"sqlite:///{database}", clock=lambda: NOW) as service:
        empty = service.assemble(provisional=True).result
    bulletin = compose(empty, scheme, units_annexed=["胡家镇"])
    said = paragraphs(bulletin)
    lacking = next(each for each in said if each.startswith("1.县发改局："))
    assert lacking.startswith("1.县发改局：镇街道组的“固定资产投资”、“社会消费品零售总额”、")
    assert "县政府部门和单位组的“市政府绩效平台线上考核指标”、“‘重强抓’专项行动和市政府报告70项”" in "".join(
        said
    )
    assert "按现有数据没有单位被一票否决。" in said
    assert "（一）镇街道组。没有可以排名的单位。" in said
    assert tables(bulletin)[0].rows[0][1:4] == ("13", "0", "0")
    assert tables(bulletin)[0].rows[0][4:] == ("—", "—", "—"), "missing is not zero"
    assert tables(bulletin)[1].rows[0][-1] == "数据不全"
    assert opened(result_bulletin(empty, scheme)).paragraphs


def test_a_draft_names_the_units_that_lack_points_where_not_all_do(draft: Result, scheme: Scheme) -> None:
    name = "towns.fixed_asset_investment"

    def without(unit: Any) -> Any:
        if unit.unit not in {"胡家镇", "石新镇"}:
            return unit
        missing = unit.scores[name]._replace(points=None, state=CellState.MISSING)
        status, rank = (UnitStatus.FAILED, None) if unit.rank is None else (UnitStatus.INCOMPLETE, None)
        return attrs.evolve(unit, status=status, rank=rank, scores={**unit.scores, name: missing})

    bulletin = compose(attrs.evolve(draft, units=tuple(map(without, draft.units))), scheme)
    assert "1.县发改局：镇街道组的“固定资产投资”（胡家镇、石新镇）。" in paragraphs(bulletin)
    assert [row[-1] for row in tables(bulletin)[1].rows][-5:] == ["数据不全"] + ["一票否决"] * 4


# -- numbers and dates ---------------------------------------------------------------------------


@pytest.mark.parametrize("written", [NUMBER, " 盘县政办发[2020]1号", "盘县政办发【2020】1号"])
def test_brackets_of_a_number_become_six_cornered(result: Result, scheme: Scheme, written: str) -> None:
    assert NUMBER in paragraphs(compose(result, scheme, number=written, on=ON))


@pytest.mark.parametrize(
    "written", ["1", "盘县政办发1号", "盘县政办发〔2020〕第1号", "盘县政办发〔2020〕01号"]
)
def test_what_is_no_number_is_refused(result: Result, scheme: Scheme, written: str) -> None:
    with pytest.raises(UsageError, match="应像：盘县政办发〔2020〕1号"):
        compose(result, scheme, number=written)


def test_an_open_number_and_date_leave_room(result: Result, scheme: Scheme) -> None:
    said = paragraphs(compose(result, scheme))
    assert "盘县政办发〔　　〕　　号" in said
    assert "　　　　年　　月　　日" in said
    assert "盘县政办发〔2020〕　　号" in paragraphs(compose(result, scheme, on=ON))
