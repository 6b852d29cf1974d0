"""A whole working day of the office, in keys; what the screen says is checked on the way."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

from attrs import frozen
from openpyxl import load_workbook

from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.tmux import Tmux

FAULTY = "示例数据-县发改局.xlsx"


@frozen
class DayFolders:
    """Where the day takes place."""

    site: Path
    uploads: Path
    """18 workbooks and the case file, one of the workbooks spoilt."""
    corrected: Path
    """The spoilt workbook as its department sends it again."""
    state: Path

    @property
    def environment(self) -> dict[str, str]:
        """What the program is told by its environment."""
        return {"XDG_STATE_HOME": str(self.state), "KAOPING_UPLOADS": str(self.uploads)}


def prepare_folders(folder: Path, demo: tuple[Site, list[Path]]) -> DayFolders:
    """A site where nothing is recorded, and what the departments have uploaded."""
    site, files = demo
    folders = DayFolders(folder / "站点", folder / "上传", folder / "mended.xlsx", folder / "memory")
    shutil.copytree(site.root, folders.site, ignore=shutil.ignore_patterns("报送", "__pycache__"))
    folders.uploads.mkdir()
    for each in files:
        shutil.copy(each, folders.uploads)
    shutil.copy(folders.uploads / FAULTY, folders.corrected)
    book = load_workbook(folders.corrected)
    cells = (cell for row in book["镇街道组"].iter_rows(min_row=8) for cell in row)
    next(cell for cell in cells if isinstance(cell.value, int | float)).value = "约12"
    book.save(folders.uploads / FAULTY)
    return folders


def work_through(window: Tmux, folders: DayFolders) -> None:
    """From the first look to the published workbook."""
    window.wait_for("总览", "县政府办", "没有报")
    _import_files(window, folders)
    _assemble(window)
    _look_up_explanation(window)
    _compare(window)
    _export(window, folders)
    window.send("ctrl+q")
    window.wait_for("ended with 0")
    _check_what_is_recorded(folders)


def _import_files(window: Tmux, folders: DayFolders) -> None:
    window.send("5")
    window.wait_for("收文件")
    window.send("i")
    window.wait_for(FAULTY)
    window.type("*")
    window.send("t")
    shown = window.wait_for("退回1个", "收下18个", seconds=60)
    assert "镇街道组!C8" in shown
    assert "约12" in shown
    window.send("r")
    window.wait_for("写到")
    window.send("enter")
    window.wait_for("退回稿写好了")
    returned = load_workbook(folders.uploads / "示例数据-县发改局-退回.xlsx")
    assert "问题清单" in returned.sheetnames
    assert returned["镇街道组"]["C8"].comment is not None
    shutil.copy(folders.corrected, folders.uploads / FAULTY)
    window.send("i")
    window.wait_for("收下1个")
    window.send("escape")
    window.wait_until_gone("收下1个")


def _assemble(window: Tmux) -> None:
    window.send("7")
    window.wait_for("数据齐了，可以出正式结果")
    window.send("a")
    window.wait_for("记录汇总", "正式", seconds=60)
    window.send("down", "enter")
    window.wait_for("确定吗")
    window.send("enter")
    window.wait_for("第1次汇总是正式结果", seconds=60)


def _look_up_explanation(window: Tmux) -> None:
    """Why a unit has lost points."""
    window.send("ctrl+p")
    window.wait_for("回车")
    window.type("tpjd")
    window.wait_for("太平街道")
    window.send("enter")
    window.wait_for("太平街道　镇街道组　第7名　91.97分", "失分，多的在前")
    window.send("enter")
    shown = window.wait_for("依据", "县政府领导评价", "怎么算的", "历次报送")
    assert "K10" in shown
    assert "!D17" in shown
    window.send("escape")
    window.wait_until_gone("怎么算的")


def _compare(window: Tmux) -> None:
    """Why the seventh is not the sixth."""
    window.send("c")
    window.wait_for("和谁比")
    window.send("enter")
    window.wait_for("吴家镇第6名 92.22分，太平街道第7名 91.97分，差0.25分", "营商环境建设评价")


def _export(window: Tmux, folders: DayFolders) -> None:
    window.send("7", "x")
    window.wait_for("结果工作簿")
    window.send("enter")
    window.wait_for("考评结果-2019-第1次.xlsx")
    window.send("enter")
    window.wait_for("已写到", seconds=60)
    with zipfile.ZipFile(folders.uploads / "考评结果-2019-第1次.xlsx") as package:
        assert package.testzip() is None


def _check_what_is_recorded(folders: DayFolders) -> None:
    with Service(Site(folders.site), 2019) as service:
        (run,) = service.ledger.runs(2019)
        assert not run.provisional
        assert len(service.ledger.submissions(2019)) == 19
        result = json.loads(service.load_run("1").record.result)
    totals = {unit["unit"]: unit["total"] for unit in result["units"]}
    assert totals["太平街道"] == "91.97"
    assert totals["吴家镇"] == "92.22"
