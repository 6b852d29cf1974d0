"""The blank workbook: everything that a clerk needs stands in it, and only what is to be filled in is open."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kaoping_core.decimals import format_decimal
from kaoping_core.errors import ConfigurationError
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.workbook.layout import layout_workbook
from kaoping_core.intake.workbook.template import make_template
from kaoping_core.model.findings import Fault
from kaoping_core.model.scheme import Scheme


@pytest.fixture(scope="module")
def template(intake: IntakeContext) -> Callable[[str], Workbook]:
    made: dict[str, Workbook] = {}

    def of(evaluator: str) -> Workbook:
        if evaluator not in made:
            made[evaluator] = load_workbook(io.BytesIO(make_template(evaluator, intake)))
        return made[evaluator]

    return of


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def column(sheet: Worksheet, identifier: str) -> int:
    return next(cell.column for cell in sheet[3] if cell.value == identifier)


def row(sheet: Worksheet, name: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == name)


def test_the_cover_names_evaluator_year_deadline_and_where_to_sign(
    template: Callable[[str], Workbook],
) -> None:
    said = " ".join(texts(template("县发改局")["封面"]))
    for wanted in (
        "县发改局",
        "2019",
        "2020-01-05",
        "盘县政办发〔2019〕147号",
        "主要负责人（签字）",
        "公章",
        "填报说明",
    ):
        assert wanted in said


def test_every_indicator_of_every_evaluator_has_its_columns(scheme: Scheme, intake: IntakeContext) -> None:
    for evaluator in scheme.evaluators:
        plan = layout_workbook(evaluator.name, intake)
        planned = {indicator.id for sheet in plan.sheets for indicator in sheet.indicators}
        assert planned == {each.id for each in scheme.indicators if each.evaluator == evaluator.name}


def test_a_group_sheet_has_units_down_and_for_each_indicator_measure_weight_and_task(
    template: Callable[[str], Workbook], scheme: Scheme
) -> None:
    sheet = template("县发改局")["镇街道组"]
    assert [sheet.cell(each, 1).value for each in range(8, 21)] == list(scheme.unit_names_of["towns"])
    actual = column(sheet, "towns.exports#actual")
    assert sheet.cell(row(sheet, "计量单位"), actual).value == "万元"
    assert sheet.cell(row(sheet, "权重"), actual).value == "2"
    task = sheet.cell(row(sheet, "太平街道"), column(sheet, "towns.exports#target"))
    assert task.value == "1200"
    assert task.protection.locked


def test_a_weight_that_differs_for_a_unit_is_told(template: Callable[[str], Workbook]) -> None:
    assert "10（盘锦辽河口生态经济区40）" in texts(template("县招商服务中心")["经济园区组"])


def test_a_deduction_list_says_points_full_marks_and_how_often(template: Callable[[str], Workbook]) -> None:
    sheet = template("县应急局")["镇街道-安全生产工作"]
    said = " ".join(texts(sheet))
    assert "每次扣" in said
    assert "满分" in said
    assert "最多" in said


def test_only_what_is_to_be_filled_in_is_open(template: Callable[[str], Workbook]) -> None:
    for evaluator in ("县发改局", "县司法局", "县网格管理服务中心"):
        for sheet in template(evaluator).worksheets:
            assert sheet.protection.sheet
            assert not sheet.protection.password
            for cell in (cell for each in sheet.iter_rows() for cell in each if not cell.protection.locked):
                assert cell.value is None, (sheet.title, cell.coordinate)


def test_a_unit_whose_task_is_a_dash_is_greyed_out_and_closed(template: Callable[[str], Workbook]) -> None:
    sheet = template("县发改局")["经济园区组"]
    cell = sheet.cell(row(sheet, "盘锦辽河口生态经济区"), column(sheet, "parks.exports#actual"))
    assert cell.value == "－"
    assert cell.protection.locked
    assert cell.fill.start_color.rgb.endswith("D9D9D9")


def test_parts_that_do_not_apply_to_a_unit_are_closed(template: Callable[[str], Workbook]) -> None:
    sheet = next(each for each in template("县司法局").worksheets if "部门" in each.title)
    locked = {
        name: any(sheet.cell(row(sheet, name), each).protection.locked for each in range(2, 20))
        for name in ("县公安局", "县司法局")
    }
    assert locked == {"县公安局": False, "县司法局": True}


def test_every_input_has_a_hint_and_a_message(template: Callable[[str], Workbook]) -> None:
    for evaluator in ("县发改局", "县司法局", "县政府办", "县网格管理服务中心"):
        for sheet in template(evaluator).worksheets[1:]:
            rules = sheet.data_validations.dataValidation
            assert rules
            for rule in rules:
                assert rule.prompt
                assert rule.error
                assert len(rule.prompt) <= 255
                assert len(rule.error) <= 255


def test_panes_are_frozen_and_pages_are_a4(template: Callable[[str], Workbook]) -> None:
    for sheet in template("县政府办").worksheets[1:]:
        assert sheet.freeze_panes is not None
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows
        assert sheet.page_setup.fitToWidth


def test_ballots_are_counted_tier_by_tier(template: Callable[[str], Workbook]) -> None:
    sheet = template("县政府办")["镇街道-县政府领导评价"]
    for tier in ("好", "较好", "合格", "基本合格"):
        assert column(sheet, f"towns.leader_evaluation#ballots.{tier}")


def test_remarks_and_evidence_have_columns(template: Callable[[str], Workbook]) -> None:
    sheet = template("县水利局")["镇街道组"]
    assert column(sheet, "towns.river_chief#note")
    assert column(sheet, "towns.river_chief#evidence")


def test_a_template_cannot_be_made_while_a_rule_cannot_be_used(intake: IntakeContext) -> None:
    broken = IntakeContext(intake.scheme, lambda name: Fault("grid", "坏了"))
    with pytest.raises(ConfigurationError, match="县水利局的报送表现在做不了"):
        make_template("县水利局", broken)


def test_weights_stand_as_the_scheme_has_them(template: Callable[[str], Workbook], scheme: Scheme) -> None:
    sheet = template("县发改局")["镇街道组"]
    for indicator in scheme.indicators_of["towns"]:
        if indicator.evaluator == "县发改局":
            own = column(sheet, f"{indicator.id}#{'score' if indicator.rule == 'direct' else 'actual'}")
            assert sheet.cell(row(sheet, "权重"), own).value == format_decimal(indicator.weight)
