"""What the screen can ask of the process beside it; each answer is plain JSON data."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kaoping_core import __version__
from kaoping_core.disk import write_whole
from kaoping_core.errors import StorageError
from kaoping_core.model.findings import Problem
from kaoping_core.model.scores import shown
from kaoping_core.reports import diff
from kaoping_core.reports.views.files import write_pages
from kaoping_core.service import Service, Taken

Tell = Callable[[str], None]
"""Told what is being done."""
STAMP = "%Y-%m-%d %H:%M"


class Calls:
    """The calls, by name; each takes a function that is told of progress."""

    def __init__(self, service: Service, pages: Path) -> None:
        self._service = service
        self._pages = pages

    # -- looking ---------------------------------------------------------------------------------

    def refresh(self, tell: Tell) -> Any:
        """Write the pages of the newest recorded state; the state's name."""
        tell("读取最新的数据")
        return {"state": write_pages(self._pages, self._service.views())}

    def submissions(self, tell: Tell, evaluator: str) -> Any:
        """Everything ever taken in of an evaluator, newest first."""
        tell(f"读取{evaluator}的报送")
        zone = ZoneInfo(self._service.scheme.time_zone)
        return [
            {
                "number": each.number,
                "file": each.file,
                "at": each.received_at.astimezone(zone).strftime(STAMP),
                "actor": each.actor,
                "signed_on": each.signed_on.isoformat() if each.signed_on else "",
                "sealed": each.sealed,
                "entries": each.entries,
            }
            for each in reversed(self._service.ledger.receptions(self._service.scheme.year, evaluator))
        ]

    def history(self, tell: Tell, unit: str, indicator: str) -> Any:
        """Everything ever reported on a cell, newest first."""
        tell("读取以前报过的数")
        zone = ZoneInfo(self._service.scheme.time_zone)
        found = self._service.ledger.revisions(self._service.scheme.year, indicator, unit)
        return [
            {
                "at": each.received_at.astimezone(zone).strftime(STAMP),
                "file": each.file,
                "place": each.entry.place,
                "values": {name: shown(value) for name, value in each.entry.values.items()},
                "carried": each.entry.carried,
                "note": each.entry.note,
            }
            for each in reversed(found)
        ]

    def plugins(self, tell: Tell) -> Any:
        """Plugins with what is wrong with each."""
        tell("检查插件")
        return [
            {
                "name": folder.name,
                "owner": folder.owner,
                "version": folder.manifest.version if folder.manifest else "",
                "python": folder.has_python,
                "fault": fault,
            }
            for folder, fault in self._service.plugins()
        ]

    def about(self, tell: Tell) -> Any:
        """Versions and places, for support."""
        tell("读取版本")
        return {
            "考评": __version__,
            "Python": platform.python_version(),
            "程序": sys.executable,
            "系统": platform.platform(),
            "站点": str(self._service.site.root),
            "年度": str(self._service.scheme.year),
        }

    # -- doing -----------------------------------------------------------------------------------

    def take(self, tell: Tell, paths: Sequence[str]) -> Any:
        """Take files in; what became of each."""
        taken = self._service.take(map(Path, paths), tell)
        return {"files": [_taken(each) for each in taken], **self.refresh(tell)}

    def returned(self, tell: Tell, path: str, target: str, problems: Sequence[Mapping[str, str]]) -> Any:
        """Write a refused workbook with its problems in it; whether it could be."""
        tell("写退回稿")
        found = [Problem(each["place"], each["message"], each["expected"]) for each in problems]
        data = self._service.returned(Path(path), found)
        return {"written": _written(target, data) if data is not None else ""}

    def templates(self, tell: Tell, folder: str, evaluators: Sequence[str]) -> Any:
        """Write blank workbooks into a folder."""
        tell("生成模板")
        made = self._service.templates(evaluators)
        Path(folder).mkdir(parents=True, exist_ok=True)
        return {"written": [_written(str(Path(folder) / name), data) for name, data in made.items()]}

    def compare(self, tell: Tell) -> Any:
        """What an assembly would change against the last recorded one, and what stands in its way."""
        tell("试算")
        result = self._service.preview()
        runs = self._service.ledger.runs(self._service.scheme.year)
        blocking = [{"message": each.message, "evaluator": each.evaluator or ""} for each in result.blocking]
        if not runs:
            return {"last": "", "blocking": blocking, "lines": ["以前没有汇总过"]}
        tell("和上一次汇总比较")
        last = self._service.recorded(str(runs[-1].number))
        schemes = (last.scheme, self._service.scheme)
        difference = diff.compare(last.result, result, schemes)
        lines = list(diff.lines(difference, schemes)) if difference else ["和上一次汇总没有不同"]
        return {"last": str(runs[-1].number), "blocking": blocking, "lines": lines}

    def assemble(self, tell: Tell, provisional: bool) -> Any:
        """Record an assembly."""
        assembled = self._service.assemble(provisional=provisional, progress=tell)
        printed = [f"插件 {name} 写的：{text}" for name, text in self._service.host.printed().items()]
        return {
            "number": assembled.number,
            "run": assembled.result.run,
            "printed": printed,
            **self.refresh(tell),
        }

    def export(
        self,
        tell: Tell,
        kind: str,
        target: str,
        run: str = "",
        number: str = "",
        on: str = "",
        units: Sequence[str] = (),
    ) -> Any:
        """Write a recorded run, the last without a name, as ``json``, ``xlsx`` or ``docx``."""
        recorded = self._service.recorded(run or str(self._last_run()))
        tell(f"写 {Path(target).name}")
        if kind == "json":
            data = recorded.record.result
        elif kind == "xlsx":
            data = self._service.workbook(recorded.result, recorded.scheme)
        else:
            day = date.fromisoformat(on) if on else None
            data = self._service.bulletin(recorded.result, number, day, units, recorded.scheme)
        return {"written": _written(target, data)}

    def _last_run(self) -> int:
        runs = self._service.ledger.runs(self._service.scheme.year)
        if not runs:
            raise StorageError("还没有汇总过，先汇总再导出")
        return runs[-1].number


CALLS = frozenset(name for name in vars(Calls) if not name.startswith("_"))


def _taken(taken: Taken) -> dict[str, Any]:
    submission = taken.submission
    return {
        "file": taken.file,
        "evaluator": submission.evaluator if submission else "",
        "entries": len(submission.entries) if submission else 0,
        "accepted": submission is not None,
        "problems": list(problems_view(taken.problems)),
    }


def problems_view(problems: Sequence[Problem]) -> Iterator[dict[str, str]]:
    """Problems as a screen shows them."""
    for each in problems:
        yield {"place": each.place, "message": each.message, "expected": each.expected}


def _written(target: str, data: bytes) -> str:
    """Write a file whole; its path."""
    write_whole(Path(target), data)
    return target
