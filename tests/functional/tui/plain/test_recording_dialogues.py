"""Whole dialogues of people who record something: files taken in and refused, assemblies, files written."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kaoping_core.host.plugin_process import PluginProcess
from kaoping_core.intake.json.reader import FORMAT
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, NOW, submissions_of
from tests.support.menu_dialogue import CTRL_C, Dialogue, run_dialogue
from tui.plain.main import run_menus

pytestmark = pytest.mark.slow

RESULT = "盘山县2019年度考评结果-第1次汇总"


@pytest.fixture
def damaged(own_demo: Service, tmp_path: Path) -> Path:
    """The workbook of 县发改局 with 26 mistakes, in a folder of its own."""
    sent = next((own_demo.site.root / "报送").glob("*县发改局.xlsx"))
    book = load_workbook(io.BytesIO(sent.read_bytes()))
    for row in range(8, 21):
        for column in "CG":
            book["镇街道组"][f"{column}{row}"] = "约12"
    (tmp_path / "收").mkdir()
    path = tmp_path / "收" / "发改局.xlsx"
    book.save(path)
    return path


def comments_of(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if "comments" in name)


def test_a_refused_file_is_told_in_pages_and_goes_back_with_its_problems(
    own_demo: Service, damaged: Path
) -> None:
    before = len(own_demo.ledger.submissions(2019))
    dialogue = run_dialogue(own_demo, "5", "收文件", str(damaged), "", "1", "", "0", "0")
    assert "退回，26处问题，没有收下任何内容" in dialogue.text
    assert "1. 发改局.xlsx!镇街道组!C8: " in dialogue.text
    assert "还有6行，回车继续" in dialogue.text
    returned = damaged.with_name("发改局-退回.xlsx")
    assert f"写好了：{returned}" in dialogue.text
    assert "约12" in comments_of(returned)
    assert len(own_demo.ledger.submissions(2019)) == before


def test_reading_the_problems_can_be_left_and_the_copy_still_be_had(own_demo: Service, damaged: Path) -> None:
    run_dialogue(own_demo, "5", "2", str(damaged), "0", "是", "回", "0", "0")
    assert (damaged.parent / "回.xlsx").exists()


def test_files_are_chosen_from_a_folders_list(own_demo: Service) -> None:
    before = len(own_demo.ledger.submissions(2019))
    folder = own_demo.site.root / "报送"
    dialogue = run_dialogue(
        own_demo, "5", "2", "没有的.xlsx", "", f'"{folder}"', "县税务局", "1", "2", "税务", "0"
    )
    assert "没有文件" in dialogue.output_after("没有的.xlsx")
    assert "没有能收的文件" in dialogue.text
    assert "1  全部收下" in dialogue.text
    assert "收下 县税务局 的3条填报" in dialogue.output_after("县税务局")
    assert "【考核主体】" in dialogue.output_after("1")
    assert len(own_demo.ledger.submissions(2019)) == before + 1


@pytest.mark.parametrize("typed", ["~niemand/甲.xlsx", "\x00", "长" * 5000, "/dev/null/甲", "\udcff"])
def test_what_is_no_path_is_told_and_the_menus_go_on(own_demo: Service, typed: str) -> None:
    dialogue = run_dialogue(own_demo, "5", "2", typed, "0", "0", "0")
    assert "程序出错" not in dialogue.text
    assert "没有文件" in dialogue.text or "文件读写失败" in dialogue.text


def test_a_whole_folder_is_taken_in_each_file_by_itself(
    site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    service = open_service(site)
    for path in submissions_of(COUNTIES[0]):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "坏的.json").write_text("{", encoding="utf-8")
    dialogue = run_dialogue(service, "报送", "2", str(tmp_path), "全部", "0", "总览", "0", "0")
    assert dialogue.text.count("：收下 ") == 18
    assert "坏的.json：退回，1处问题" in dialogue.text
    assert "考核主体的数据都齐了" in dialogue.output_after("总览")


def test_blank_workbooks_are_written_and_nothing_is_overwritten_unasked(
    own_demo: Service, tmp_path: Path
) -> None:
    out = tmp_path / "表"
    path = out / "县水利局-2019年度报送表.xlsx"
    run_dialogue(own_demo, "5", "出空白报送表", "水利", str(out), "0", "0")
    assert path.stat().st_size > 1000
    path.write_bytes(b"own")
    dialogue = run_dialogue(own_demo, "5", "3", "县水利局", str(out), "0", "3", "0", "0", "0")
    assert "已经有1个同名文件，覆盖吗" in dialogue.text
    assert path.read_bytes() == b"own"
    run_dialogue(own_demo, "5", "3", "全部", str(out), "1")
    assert len(list(out.iterdir())) == 18
    assert path.stat().st_size > 1000


def test_an_assembly_is_compared_with_the_last_and_recorded_when_it_is_confirmed(own_demo: Service) -> None:
    dialogue = run_dialogue(own_demo, "汇总", "1", "正式", "0", "1", "1", "1", "记录过的汇总", "0", "0")
    assert "【和第1次汇总比】" in dialogue.text
    assert "记录为正式结果，确定吗（1是，0否）：" in dialogue.text
    assert "没有记录。" in dialogue.text
    assert "已记录：第2次汇总（暂定）" in dialogue.text
    assert [each.provisional for each in own_demo.ledger.runs(2019)] == [False, True]


def test_no_final_result_is_offered_while_something_is_missing(
    site: Site, open_service: Callable[..., Service]
) -> None:
    service = open_service(site)
    service.import_files(submissions_of(COUNTIES[0])[1:])
    dialogue = run_dialogue(service, "7", "1", "", "", "", "正式", "2", "暂定", "1", "0", "0")
    assert "现在还不能出正式结果，有" in dialogue.text
    assert "请输入1到1的编号" in dialogue.output_after("正式")
    assert "第1次汇总（暂定）" in dialogue.text
    assert [each.provisional for each in service.ledger.runs(2019)] == [True]


def test_a_result_is_exported_under_the_name_proposed_or_another(own_demo: Service) -> None:
    dialogue = run_dialogue(
        own_demo,
        *("汇总", "导出", "1"),
        *("1", ""),
        *("3", "结果.json", "3", "结果.json", "0", "另外.json"),
        *("0", "0", "0"),
    )
    here = Path.cwd()
    written = {each.name for each in here.iterdir()}
    assert written == {f"{RESULT}.xlsx", "结果.json", "另外.json"}
    assert (here / "结果.json").read_bytes() == (here / "另外.json").read_bytes()
    assert "已经有了，覆盖吗" in dialogue.text


def test_the_bulletin_asks_for_what_only_it_needs(own_demo: Service) -> None:
    pytest.importorskip("docx")
    dialogue = run_dialogue(
        own_demo,
        *("7", "2", "1", "考评结果通报（.docx）"),
        *(
            "1号",
            "盘县政办发[2020]1号",
            "2020/1/15",
            "2020-01-15",
            "太平街道，不知道",
            "太平街道；胡家",
            "",
        ),
    )
    assert "发文字号" in dialogue.output_after("1号")
    assert "日期要写成" in dialogue.output_after("2020/1/15")
    assert "没有叫“不知道”的单位" in dialogue.output_after("太平街道，不知道")
    with zipfile.ZipFile(f"{RESULT}.docx") as package:
        assert "盘县政办发〔2020〕1号" in package.read("word/document.xml").decode()


def test_two_recorded_assemblies_are_compared(own_demo: Service, tmp_path: Path) -> None:
    own_demo.assemble(provisional=True)
    dialogue = run_dialogue(own_demo, "7", "比较两次汇总", "2", "1", "0", "0")
    assert "【第1次和第2次汇总】" in dialogue.text
    assert "两次汇总完全相同" in dialogue.text


def test_what_somebody_else_records_shows_without_starting_again(own_demo: Service) -> None:
    with Service(Site(own_demo.site.root), clock=lambda: NOW, actor="别人") as other:

        def record(typed: str) -> None:
            if typed == "记录过的汇总":
                other.assemble(provisional=True)

        dialogue = Dialogue("1", "记录过的汇总", "0", "0", before_reading=record)
        run_menus(own_demo, dialogue.read, dialogue.write)
    assert "别人" in dialogue.output_after("记录过的汇总")


def test_a_breach_of_the_configuration_is_told_and_the_menus_stay(
    site: Site, open_service: Callable[..., Service]
) -> None:
    (site.config / "2019" / "scheme.toml").write_text("year = ", encoding="utf-8")
    dialogue = run_dialogue(open_service(site), "1", "9", "0")
    assert "没有成功：" in dialogue.output_after("1")
    assert "scheme.toml" in dialogue.output_after("1")
    assert "配置和插件：1处问题" in dialogue.output_after("9")


def test_what_hostile_files_hold_and_are_called_is_shown_and_not_obeyed(
    own_demo: Service, tmp_path: Path
) -> None:
    entry = {"indicator": "towns.fixed_asset_investment", "unit": "太平街道", "values": {"actual": "3"}}
    note = "\x1b[2J\x1b]0;标题\x07[red]红[/red]\r盖住\n另起一行\u202e倒写"
    report = {"format": FORMAT, "year": 2019, "evaluator": "县发改局", "entries": [{**entry, "note": note}]}
    path = tmp_path / "发改\x1b[31m.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    dialogue = run_dialogue(
        own_demo, "5", "2", str(tmp_path), "1", "0", "2", "1", "太平街道", "1", "0", "0", "0", "1", "5"
    )
    assert "发改␛[31m.json：收下 县发改局 的1条填报" in dialogue.text
    assert "备注：␛[2J␛]0;标题␇[red]红[/red]␍盖住␊另起一行�倒写" in dialogue.text
    assert not {"\x1b", "\r", "\x07", "\u202e"} & set(dialogue.text)


def test_a_bug_is_told_with_its_traceback_and_the_menus_go_on(
    own_demo: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("坏了\x1b[2J")

    monkeypatch.setattr(type(own_demo.ledger), "revisions", broken)
    dialogue = run_dialogue(own_demo, "2", "1", "1", "1", "0", "0", "0", "9")
    assert "RuntimeError: 坏了␛[2J" in dialogue.text
    assert "程序出错，请把上面的内容拍照" in dialogue.text
    assert "【终端自检】" in dialogue.text


def test_work_that_is_broken_off_records_nothing_and_the_next_is_right(
    own_demo: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, pressed = PluginProcess.receive, set[str]()

    def interrupted(process: PluginProcess) -> object:
        if pressed:
            pressed.clear()
            raise KeyboardInterrupt  # while a plugin's answer is on its way
        return receive(process)

    def press(typed: str) -> None:
        if typed == "是":
            pressed.add(CTRL_C)

    expected = own_demo.preview()
    monkeypatch.setattr(PluginProcess, "receive", interrupted)
    dialogue = Dialogue("汇总", "1", "正式", "是", "0", "2", "1", "网格", before_reading=press)
    run_menus(own_demo, dialogue.read, dialogue.write)
    assert "已中断；没有做完的，没有记录。" in dialogue.text
    assert "程序出错" not in dialogue.text
    assert len(own_demo.ledger.runs(2019)) == 1
    assert own_demo.preview() == expected


def test_ctrl_c_before_confirming_records_nothing(own_demo: Service) -> None:
    run_dialogue(own_demo, "汇总", "1", "正式", CTRL_C, "0", "0")
    assert len(own_demo.ledger.runs(2019)) == 1
