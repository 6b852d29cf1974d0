"""Two units side by side: every difference adds up to that of the totals."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from kaoping_core.reports.pages.comparison import comparison
from tests.support.result_pages import CountyPages


def ranked(looked: CountyPages, group: str) -> list[str]:
    return [each["unit"] for each in looked.pages[f"group-{group}"]["units"]]


@pytest.mark.parametrize("group", ["towns", "parks", "departments"])
def test_differences_of_sections_and_of_indicators_add_up(whole: CountyPages, group: str) -> None:
    for above, below in pairwise(ranked(whole, group)):
        view = comparison(whole.unit(below), whole.unit(above))
        difference = Decimal(view["totals"]["difference"])
        assert difference == Decimal(view["totals"]["one"]) - Decimal(view["totals"]["other"])
        for rows in (view["sections"], view["indicators"]):
            assert sum((Decimal(row["difference"]) for row in rows), Decimal(0)) == difference


def test_they_add_up_also_where_something_is_missing(without_office: CountyPages) -> None:
    one, other = ranked(without_office, "towns")[:2]
    view = comparison(without_office.unit(one), without_office.unit(other))
    difference = Decimal(view["totals"]["difference"])
    assert sum((Decimal(row["difference"]) for row in view["indicators"]), Decimal(0)) == difference
    missing = [row for row in view["indicators"] if row["one_mark"] == "缺"]
    assert missing
    assert all(row["one"] == "" for row in missing)


def test_what_explains_most_comes_first(whole: CountyPages) -> None:
    one, other = ranked(whole, "towns")[3:5]
    sizes = [
        abs(Decimal(row["difference"]))
        for row in comparison(whole.unit(one), whole.unit(other))["indicators"]
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 0


def test_the_sentence_is_the_same_whichever_unit_is_named_first(whole: CountyPages) -> None:
    one, other = ranked(whole, "towns")[2:4]
    words = comparison(whole.unit(one), whole.unit(other))["words"]
    assert words == comparison(whole.unit(other), whole.unit(one))["words"]
    assert words.startswith(
        f"{one}第3名 {whole.unit(one)['total']}分，{other}第4名 {whole.unit(other)['total']}分，差"
    )


def page(unit: str, rank: int | None, **scores: str) -> dict[str, Any]:
    """A unit's page with nothing but what is compared."""
    total = sum(map(Decimal, scores.values()), Decimal("0.00"))
    accounts = {
        name: {"name": name, "section": "重点", "weight": "10", "score": score}
        for name, score in scores.items()
    }
    sections = [{"section": "重点", "full": "50", "points": str(total)}]
    return {
        "unit": unit, "group": "towns", "group_name": "镇街道组", "total": str(total), "rank": rank,
        "remark": "" if rank else "数据不全", "sections": sections, "accounts": accounts,
    }  # fmt: skip


def test_the_sentence_says_what_makes_the_difference_and_what_goes_the_other_way() -> None:
    view = comparison(page("乙", 4, 投资="8.00", 教育="5.20"), page("甲", 3, 投资="8.65", 教育="5.00"))
    assert (
        view["words"]
        == "甲第3名 13.65分，乙第4名 13.20分，差0.45分：主要差在投资（差0.65分）；乙在教育上多0.20分"
    )
    assert [row["difference"] for row in view["indicators"]] == ["-0.65", "+0.20"]
    assert view["totals"]["other_rank"] == "第3名"


def test_many_causes_are_counted() -> None:
    scores = dict.fromkeys("一二三四五", "5.00")
    more = {name: f"5.{place}0" for place, name in enumerate("一二三四五", 1)}
    words = comparison(page("甲", 1, **more), page("乙", 2, **scores))["words"]
    assert words.endswith("差1.50分：主要差在五（差0.50分）、四（差0.40分）、三（差0.30分）等5项")


def test_equal_totals_and_equal_scores_are_said() -> None:
    equal = comparison(page("甲", 1, 投资="5.00", 教育="6.00"), page("乙", 1, 投资="6.00", 教育="5.00"))
    assert equal["words"].endswith("总分相同：甲在教育上多1.00分；乙在投资上多1.00分")
    assert comparison(page("甲", 1, 投资="5.00"), page("乙", 1, 投资="5.00"))["words"].endswith(
        "每项得分都相同"
    )


def test_who_has_no_rank_is_said_with_the_reason() -> None:
    words = comparison(page("甲", None, 投资="5.00"), page("乙", 1, 投资="6.00"))["words"]
    assert words.startswith("乙第1名 6.00分，甲（数据不全）5.00分，差1.00分")


def test_units_of_two_groups_have_only_totals_in_common(whole: CountyPages) -> None:
    view = comparison(whole.unit("太平街道"), whole.unit("县水利局"))
    assert not view["comparable"]
    assert view["indicators"] == []
    assert view["words"].endswith("不在同一组，指标不同，不能逐项比")
