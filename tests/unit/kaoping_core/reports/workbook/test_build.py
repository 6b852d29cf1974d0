"""The result workbook: everything in it agrees with the result, links lead somewhere, no text is a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve, frozen
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kaoping_core.assembly.assemble import RunContext, assemble
from kaoping_core.decimals import format_decimal
from kaoping_core.host.hooks import PluginSheet
from kaoping_core.host.host import Host
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.json.reader import read_json
from kaoping_core.model.findings import Finding, Severity
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result, Score, UnitResult, UnitStatus
from kaoping_core.model.submissions import Entry
from kaoping_core.reports import json_document
from kaoping_core.reports.workbook.build import result_workbook
from kaoping_core.reports.workbook.group_sheet import points_of
from kaoping_core.reports.workbook.layout import layout_result
from kaoping_core.xlsx.write.row_xml import RowXmlWriter, text_cell
from tests.support.county_cases import COUNTIES, submissions_of
from tests.support.libreoffice import needs_office, recalculate

INJECTION = '=HYPERLINK("http://example.invalid","x")'
STARTS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def entries_of(county: str, intake: IntakeContext) -> list[Entry]:
    submissions = (read_json(path.read_bytes(), path.name, intake) for path in submissions_of(county))
    return [entry for submission in submissions for entry in submission.entries]


@pytest.fixture(scope="session")
def result_of(scheme: Scheme, host: Host, intake: IntakeContext) -> Callable[..., Result]:
    """Assembles a county, its entries changed by a function."""
    read: dict[str, list[Entry]] = {}

    def run(
        county: str = COUNTIES[0],
        change: Callable[[Entry], Entry | None] = lambda entry: entry,
        **circumstances: Any,
    ) -> Result:
        if county not in read:
            read[county] = entries_of(county, intake)
        entries = [changed for entry in read[county] if (changed := change(entry)) is not None]
        given = {"run": "0123456789ab", "provisional": False, **circumstances}
        return assemble(scheme, entries, host, RunContext(**given))

    return run


@frozen
class Made:
    """A result and its workbook, written and read back."""

    result: Result
    data: bytes
    book: Workbook


def made(result: Result, scheme: Scheme, **options: Any) -> Made:
    data = result_workbook(result, scheme, **options)
    return Made(result, data, openpyxl.load_workbook(io.BytesIO(data)))


@pytest.fixture(scope="module")
def whole(result_of: Callable[..., Result], scheme: Scheme) -> Made:
    """The first county, complete, with fingerprints."""
    return made(result_of(fingerprints={"config/scheme.toml": "ab" * 32, "entries": "cd" * 32}), scheme)


@pytest.fixture(scope="module")
def unfinished(result_of: Callable[..., Result], scheme: Scheme) -> Made:
    """A provisional county: one evaluator has not reported, one rule's column has a hole that others' means need."""

    def change(entry: Entry) -> Entry | None:
        left_out = entry.indicator.endswith(".rule_of_law") or (
            entry.indicator == "towns.river_chief" and entry.carried and entry.unit.endswith("街道")
        )
        return None if left_out else entry

    return made(result_of(COUNTIES[1], change, provisional=True, banner="示例数据"), scheme)


def cells_of(sheet: Worksheet) -> Iterator[Any]:
    return (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


def texts_of(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in cells_of(sheet)]


def at(book: Workbook, place: str) -> Any:
    """The cell that a link or formula names."""
    title, _, cell = place.replace("$", "").rpartition("!")
    return book[title.strip("'").replace("''", "'")][cell]


def xml_of(made: Made, title: str) -> str:
    number = made.book.sheetnames.index(title) + 1
    with zipfile.ZipFile(io.BytesIO(made.data)) as parts:
        return parts.read(f"xl/worksheets/sheet{number}.xml").decode()


def scores_of(result: Result) -> Iterator[tuple[UnitResult, str, Score]]:
    return ((unit, indicator, score) for unit in result.units for indicator, score in unit.scores.items())


# -- structure ---------------------------------------------------------------------------------------


def test_every_kind_of_sheet_is_there_in_order(whole: Made, scheme: Scheme) -> None:
    groups = [group.name for group in scheme.groups]
    units = [unit.unit for unit in whole.result.units]
    lists = ["依据", "提示", "未计入", "所用决定", "汇总"]
    assert whole.book.sheetnames == ["总览", *groups, *lists, *units]


def test_every_score_stands_on_its_groups_sheet_with_exactly_its_digits(whole: Made, scheme: Scheme) -> None:
    plan = layout_result(whole.result, scheme)
    parts = {group.title: xml_of(whole, group.title) for group in plan.groups.values()}
    seen = 0
    for unit, indicator, score in scores_of(whole.result):
        title, _, cell = plan.scores[unit.unit, indicator].rpartition("!")
        value = re.search(rf'<c r="{cell}" [^>]*>(.*?)</c>', parts[title.strip("'")])
        assert value
        if score.points is None:
            assert "不承担" in value[1]
        else:
            assert value[1] == f"<v>{format_decimal(score.points)}</v>"
            seen += 1
    assert seen > 1000


def test_a_groups_sheet_has_the_annexs_rows_and_its_units_across(whole: Made, scheme: Scheme) -> None:
    for group in scheme.groups:
        sheet = whole.book[group.name]
        texts = set(texts_of(sheet))
        for indicator in scheme.indicators_of[group.id]:
            assert {indicator.name, indicator.row, indicator.section, indicator.evaluator} <= texts
            assert {target.text for target in indicator.targets.values()} <= texts
        assert [cell.value for cell in sheet[4]][5:-1] == [unit.name for unit in scheme.units_of[group.id]]


def test_the_overview_ranks_every_unit_and_charts_every_group(whole: Made, scheme: Scheme) -> None:
    sheet = whole.book["总览"]
    ranks = {row[1].value: row[0].value for row in sheet.iter_rows(min_row=5) if row[2].data_type == "f"}
    assert ranks == {unit.unit: unit.rank if unit.rank else "—" for unit in whole.result.units}
    assert len(sheet._charts) == len(scheme.groups)


def test_a_units_sheet_lists_losses_from_the_largest_with_a_chart(whole: Made) -> None:
    for unit in whole.result.units:
        sheet = whole.book[unit.unit]
        header = next(cell.row for cell in sheet["A"] if cell.value == "指标")
        rows = list(sheet.iter_rows(min_row=header + 1, max_row=header + len(unit.scores), values_only=True))
        losses = [Decimal(str(row[3])) for row in rows if isinstance(row[3], int | float)]
        assert losses == sorted(losses, reverse=True) or min(losses) < 0
        lost = sum(
            (s.cell.weight - s.points for s in unit.scores.values() if s.points is not None), Decimal()
        )
        assert sum(losses) == lost
        assert len(sheet._charts) == 1


def test_accounts_show_values_with_their_source_steps_and_decisions(whole: Made, scheme: Scheme) -> None:
    sheet = whole.book["依据"]
    rows = list(sheet.iter_rows(min_row=5, max_col=8, values_only=True))
    heads = [row for row in rows if row[2] == "得分"]
    steps = sum(len(score.steps) for _, _, score in scores_of(whole.result))
    values = sum(len(s.entry.values) for _, _, s in scores_of(whole.result) if s.entry and s.entry.carried)
    assert len(heads) == sum(1 for _ in scores_of(whole.result))
    assert sum(str(row[2]).startswith("第") for row in rows) == steps
    assert sum(row[2] == "报送" and "$.entries[" in str(row[6]) for row in rows) >= values
    used = json_document.decisions_used(whole.result, scheme)
    assert {row[7] for row in rows if row[7]} == used - {"K11"}  # rounding concerns every score


def test_findings_decisions_and_fingerprints_are_all_listed(whole: Made, scheme: Scheme) -> None:
    assert {each.message for each in whole.result.findings} <= set(texts_of(whole.book["提示"]))
    decisions = {row[0].value for row in whole.book["所用决定"].iter_rows(min_row=5)}
    assert decisions == json_document.decisions_used(whole.result, scheme)
    run = set(texts_of(whole.book["汇总"]))
    assert {"0123456789ab", "ab" * 32, "cd" * 32} <= run


@pytest.mark.slow
def test_what_was_not_counted_says_why(whole: Made, result_of: Callable[..., Result], scheme: Scheme) -> None:
    without = [unit.unit for unit, _, score in scores_of(whole.result) if score.points is None]
    assert [row[0].value for row in whole.book["未计入"].iter_rows(min_row=5)] == without
    left = Entry("towns.gone", "胡家镇", {"actual": Decimal(1)}, place="旧.json: $.entries[0]")
    book = made(result_of(uncounted=(left,)), scheme).book
    assert any("方案里没有这一格" in text for text in texts_of(book["未计入"]))


def test_sheets_are_set_up_for_print(whole: Made) -> None:
    for sheet in whole.book.worksheets:
        assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4, sheet.title
        assert sheet.page_setup.fitToWidth >= 1
        assert "&P" in sheet.oddFooter.center.text
    departments = whole.book["县政府部门和单位组"]
    assert departments.page_setup.fitToWidth == 3
    assert departments.print_title_cols == "$A:$E"
    assert departments.freeze_panes == "F6"


def test_score_rates_are_coloured_by_the_weight_that_holds_for_the_unit(whole: Made) -> None:
    parks = whole.book["经济园区组"].conditional_formatting
    formulas = {rule.formula[0] for area in parks for rule in area.rules}
    assert any("$D" in formula for formula in formulas)
    assert any("$D" not in formula for formula in formulas)  # 辽河口生态经济区's own weights


# -- links -------------------------------------------------------------------------------------------


def test_every_link_leads_to_a_cell_of_the_workbook(whole: Made) -> None:
    count = 0
    for sheet in whole.book.worksheets:
        for cell in cells_of(sheet):
            if cell.hyperlink:
                assert cell.hyperlink.target is None
                assert at(whole.book, cell.hyperlink.location).value is not None
                count += 1
    assert count > 3 * 1187


def test_a_score_leads_to_its_account_and_back(whole: Made, scheme: Scheme) -> None:
    plan = layout_result(whole.result, scheme)
    for unit, indicator, _ in scores_of(whole.result):
        score = at(whole.book, plan.scores[unit.unit, indicator])
        account = at(whole.book, score.hyperlink.location)
        assert account.value == unit.unit
        assert account.offset(0, 1).value == scheme.indicator_by_id[indicator].name
        back = account.hyperlink.location
        assert at(whole.book, back).coordinate == score.coordinate


# -- exactness ---------------------------------------------------------------------------------------


def test_formulas_carry_the_values_that_the_result_has(whole: Made, scheme: Scheme) -> None:
    shown = openpyxl.load_workbook(io.BytesIO(whole.data), data_only=True)
    assert_sums_agree(shown, whole.result, scheme)


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("county", COUNTIES)
def test_recalculated_subtotals_and_totals_agree_to_the_cent(
    county: str, result_of: Callable[..., Result], scheme: Scheme, tmp_path: Path
) -> None:
    path = tmp_path / "result.xlsx"
    result = result_of(county)
    data = without_values(result_workbook(result, scheme))
    path.write_bytes(data)
    assert_sums_agree(openpyxl.load_workbook(recalculate(path), data_only=True), result, scheme)


@needs_office
@pytest.mark.slow
def test_recalculated_sums_of_an_unfinished_result_agree_as_well(
    unfinished: Made, scheme: Scheme, tmp_path: Path
) -> None:
    path = tmp_path / "result.xlsx"
    path.write_bytes(without_values(unfinished.data))
    shown = openpyxl.load_workbook(recalculate(path), data_only=True)
    assert_sums_agree(shown, unfinished.result, scheme)


def without_values(data: bytes) -> bytes:
    """The workbook with every formula's value gone, so that none can be believed.

    Without its longest sheet, which has no formulas, it is recalculated in two thirds of the time.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(made, "w") as out:
        for name in given.namelist():
            part = given.read(name)
            if b"<f>" not in part and len(part) > 1_000_000:
                part = re.sub(rb"<(sheetData|hyperlinks)>.*</\1>", b"", part, flags=re.DOTALL)
            out.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", part))
    return made.getvalue()


def assert_sums_agree(shown: Workbook, result: Result, scheme: Scheme) -> None:
    """Every subtotal and total, on the group's sheet, the overview and the unit's own, to the cent."""
    plan = layout_result(result, scheme)
    overview = {row[1]: row for row in shown["总览"].iter_rows(min_row=5, values_only=True) if row[1]}
    for unit in result.units:
        group = plan.groups[unit.group]
        assert cents(at(shown, group.place(unit.unit, group.total)).value) == unit.total
        own = shown[unit.unit]
        rows = {row[0].value: row for row in own.iter_rows()}
        assert cents(rows["总分"][2].value) == cents(rows["合计"][2].value) == unit.total
        assert cents(overview[unit.unit][2]) == unit.total
        for column, section in enumerate(group.sections, 3):
            points = points_of(unit, section)
            assert cents(at(shown, group.place(unit.unit, section.sum)).value) == points
            assert cents(overview[unit.unit][column]) == points
            assert cents(rows[section.name][2].value) == points


def cents(value: Any) -> Decimal:
    number = Decimal(str(value))
    assert abs(number - number.quantize(Decimal("0.01"))) < Decimal("0.000001"), value
    return number.quantize(Decimal("0.01"))


@pytest.mark.slow
def test_a_value_with_more_digits_than_a_spreadsheet_keeps_is_written_out(
    result_of: Callable[..., Result], scheme: Scheme
) -> None:
    long = Decimal("1.23456789012345678")

    def change(entry: Entry) -> Entry:
        wanted = entry.indicator == "towns.fixed_asset_investment" and entry.unit == "胡家镇"
        return evolve(entry, values={"actual": long}) if wanted else entry

    sheet = made(result_of(change=change), scheme).book["依据"]
    assert any(cell.value == str(long) and cell.data_type == "s" for cell in cells_of(sheet))


# -- what is not a score is said in words --------------------------------------------------------------


def test_missing_scores_are_words_and_means_still_open_are_marked(unfinished: Made, scheme: Scheme) -> None:
    plan = layout_result(unfinished.result, scheme)
    words = {CellState.MISSING: "缺数据", CellState.EXCLUDED: "不承担", CellState.UNSCORED: "没有计分"}
    kinds = set()
    for unit, indicator, score in scores_of(unfinished.result):
        cell = at(unfinished.book, plan.scores[unit.unit, indicator])
        kinds.add((score.state, score.provisional))
        if score.points is None:
            assert cell.value == words[score.state]
        elif score.state is CellState.FILLED:
            assert cell.number_format == ('0.00"暂"' if score.provisional else '0.00"均"')
        elif score.fails_year:
            assert cell.number_format == '"否决"'
        else:
            assert cell.number_format.startswith("0.00")
    assert {(CellState.MISSING, False), (CellState.FILLED, True), (CellState.FILLED, False)} <= kinds
    assert any(score.fails_year for _, _, score in scores_of(unfinished.result))


@pytest.mark.slow
def test_a_score_whose_rule_failed_says_so_and_why(whole: Made, scheme: Scheme) -> None:
    first, *others = whole.result.units
    failed = first.scores["towns.exports"]._replace(
        state=CellState.UNSCORED, points=None, unrounded=None, steps=(), reason="规则出错"
    )
    unit = evolve(first, scores={**first.scores, "towns.exports": failed})
    result = evolve(whole.result, units=(unit, *others))
    book = made(result, scheme).book
    assert at(book, layout_result(result, scheme).scores[first.unit, "towns.exports"]).value == "没有计分"
    assert "规则出错" in texts_of(book["未计入"])
    assert "没有计分：规则出错" in texts_of(book[first.unit])


def test_units_without_a_rank_say_why(unfinished: Made, whole: Made) -> None:
    for each in (unfinished, whole):
        words = {UnitStatus.FAILED: "一票否决", UnitStatus.INCOMPLETE: "数据不全", UnitStatus.RANKED: None}
        overview = {row[1].value: row for row in each.book["总览"].iter_rows(min_row=5)}
        for unit in each.result.units:
            row = [cell.value for cell in overview[unit.unit]]
            assert row[0] == (unit.rank or "—")
            assert row[8] in {words[unit.status], ""}
            assert (unit.status is UnitStatus.RANKED) == (row[8] in {None, ""})
            vetoed = any(score.fails_year for score in unit.scores.values())
            assert vetoed == any(cell.number_format == '"否决"' for cell in overview[unit.unit])


def test_edition_and_banner_stand_on_every_sheet_and_page(unfinished: Made, whole: Made) -> None:
    for sheet in unfinished.book.worksheets:
        assert str(sheet["A2"].value).startswith("征求意见稿（暂定结果）〔示例数据〕"), sheet.title
        assert sheet.oddHeader.right.text == "征求意见稿（暂定结果）〔示例数据〕"
    assert "示例数据" in (unfinished.book.properties.title or "")
    for sheet in whole.book.worksheets:
        assert str(sheet["A2"].value).startswith("结果　")


# -- text of unknown origin --------------------------------------------------------------------------


def test_no_text_becomes_a_formula(result_of: Callable[..., Result], scheme: Scheme) -> None:
    def change(entry: Entry) -> Entry:
        return evolve(entry, note=INJECTION, evidence=STARTS, place=f"={entry.place}")

    result = result_of(change=change, banner="@标记", fingerprints={"=cmd": "+1"})
    finding = Finding(Severity.WARNING, "plugin", "=1+1", "=a", "+b", "-c")
    sheet = PluginSheet("=x", ("=1", "@b"), (("+1", Decimal(-1), STARTS), ("\r\n=1", "-", "_x003D_1")))
    given = made(evolve(result, findings=(finding, *result.findings)), scheme, sheets={"=甲": [sheet]})
    ours = re.compile(r"=(?:ROUND\()?(?:SUM\(|'[^']+'![A-Z]+\d+$|C\d+/B\d+$)")
    for each in given.book.worksheets:
        for cell in cells_of(each):
            if cell.data_type == "f":
                assert ours.match(str(cell.value)), (each.title, cell.coordinate)
            elif isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                assert cell.quotePrefix, (each.title, cell.coordinate, cell.value)
    notes = [cell.value for cell in cells_of(given.book["依据"]) if cell.value == INJECTION]
    assert len(notes) > 1000


def test_what_xml_cannot_hold_is_marked_and_white_space_kept() -> None:
    rows = RowXmlWriter()
    rows.text(2, 28, text_cell(" <&>\"'\r\n", 3))
    rows.link(2, 28, "'a&b'!A1")
    part = b'<x><dimension ref="A1:A1"/><sheetData/><pageMargins/></x>'
    assert rows.put_into(part).decode() == (
        '<x><dimension ref="A1:AB2"/><sheetData><row r="2"><c r="AB2" s="3" t="inlineStr"><is>'
        '<t xml:space="preserve"> &lt;&amp;&gt;&quot;&#x27;&#13;\n</t></is></c></row></sheetData>'
        '<hyperlinks><hyperlink ref="AB2" location="&#x27;a&amp;b&#x27;!A1"/></hyperlinks><pageMargins/></x>'
    )


# -- the same for all --------------------------------------------------------------------------------


def test_a_recorded_result_gives_the_same_bytes(whole: Made, scheme: Scheme) -> None:
    recorded = json_document.load_result(json_document.dump_result(whole.result, scheme), scheme)
    assert result_workbook(recorded, scheme) == whole.data


@pytest.mark.slow
def test_plugins_sheets_come_last_under_names_of_their_own(whole: Made, scheme: Scheme) -> None:
    given = PluginSheet("总览", ("单位", "案件"), (("胡家镇", Decimal("12.50")), ("太平街道", ("甲", "乙"))))
    book = made(whole.result, scheme, sheets={"县网格管理服务中心": [given, given]}).book
    assert book.sheetnames[-2:] == ["总览(2)", "总览(3)"]
    sheet = book["总览(2)"]
    assert sheet["A1"].value == "总览（县网格管理服务中心）"
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)] == [
        ["单位", "案件"], ["胡家镇", 12.5], ["太平街道", "甲、乙"],
    ]  # fmt: skip


@pytest.mark.slow
def test_a_result_without_any_entries_can_be_shown(scheme: Scheme, host: Host) -> None:
    empty = made(assemble(scheme, [], host, RunContext(run="0", provisional=True)), scheme)
    assert "缺数据" in texts_of(empty.book["镇街道组"])
    assert not empty.book["胡家镇"]._charts
