"""An evaluator's page as it is read: what is missing once, and why where that is not plain."""

from __future__ import annotations

from typing import Any

from tui.screens.submissions.content import evaluator_paragraphs


def page(
    missing: list[tuple[str, str]], cells: int = 13, findings: list[tuple[str, str]] | None = None
) -> dict[str, Any]:
    """A page with one indicator and findings, given by code and message."""
    return {
        "name": "县财政局",
        "state": "overdue",
        "state_words": "没有报，已过期4天",
        "deadline_words": "2020-01-05截止，已过4天",
        "signature": "",
        "signed": False,
        "missing": len(missing),
        "findings": [
            {"severity": "error", "code": code, "word": "错误", "message": message, "group": ""}
            for code, message in findings or []
        ],
        "submissions": [],
        "indicators": [
            {
                "id": "towns.revenue",
                "name": "一般公共预算收入",
                "group_name": "镇街道组",
                "clause": "附件1第1行",
                "cells": cells,
                "reported": cells - len(missing),
                "missing": [{"unit": unit, "reason": reason} for unit, reason in missing],
            }
        ],
    }


def said(**given: Any) -> list[str]:
    return [each.text for each in evaluator_paragraphs(page(**given)).paragraphs]


def test_units_without_anything_are_named() -> None:
    assert "一般公共预算收入（镇街道组）：甲镇、乙镇" in said(
        missing=[("甲镇", "没有报送"), ("乙镇", "没有报送")]
    )


def test_of_all_units_it_is_said_that_it_is_all() -> None:
    everybody = [(f"{number}镇", "没有报送") for number in range(13)]
    assert "一般公共预算收入（镇街道组）：13个单位都没有报" in said(missing=everybody)


def test_a_reason_that_is_not_plain_is_told() -> None:
    lines = said(missing=[("甲镇", "没有报送"), ("乙镇", "缺上年值")])
    assert "一般公共预算收入（镇街道组）：甲镇、乙镇（缺上年值）" in lines


def test_what_is_missing_is_told_once_and_other_findings_too() -> None:
    lines = said(missing=[("甲镇", "没有报送")], findings=[("missing", "缺数据"), ("plugin", "插件出错")])
    assert "缺数据" not in lines
    assert "插件出错" in lines


def test_where_nothing_came_it_is_said_what_to_do() -> None:
    assert any("按 i 收文件" in each for each in said(missing=[]))


def test_without_a_page_it_says_that_it_reads() -> None:
    assert evaluator_paragraphs({}).empty == "正在读取数据…"
