"""Lists of units to choose from, in order of rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaoping_core.pages.schema import GroupRanking, OverviewPage
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow


def ranked_units(overview: OverviewPage, unit: str) -> Sequence[str]:
    """A unit's group in order of rank; empty for an unknown unit."""
    for group in overview.get("groups", ()):
        names = [unit["unit"] for unit in group["units"]]
        if unit in names:
            return names
    return ()


def neighbour_unit(overview: OverviewPage, unit: str, way: int) -> str:
    """The unit before (-1) or after (1) in the group's order of rank; empty at its ends."""
    names = ranked_units(overview, unit)
    if unit not in names:
        return ""
    at = names.index(unit) + way
    return names[at] if 0 <= at < len(names) else ""


def first_unit(overview: OverviewPage) -> str:
    """The first unit of the first group's ranking; empty without units."""
    return next((unit["unit"] for group in overview.get("groups", ()) for unit in group["units"]), "")


def unit_rows(overview: OverviewPage, group_of: str = "", without: str = "") -> TableData:
    """Units with rank and total, to choose one; only those of the group of ``group_of``, where one is given."""
    groups = [
        group
        for group in overview.get("groups", ())
        if not group_of or group_of in {unit["unit"] for unit in group["units"]}
    ]
    columns = (
        TableColumn("unit", "单位"),
        *((TableColumn("group", "组"),) if len(groups) > 1 else ()),
        TableColumn("rank", "名次", number=True),
        TableColumn("total", "总分", number=True),
        TableColumn("remark", "说明"),
    )
    return TableData(columns, tuple(_group_rows(groups, without)), empty="没有单位")


def _group_rows(groups: Sequence[GroupRanking], without: str) -> Iterator[TableRow]:
    for group in groups:
        for unit in group["units"]:
            if unit["unit"] == without:
                continue
            texts = [
                unit["unit"],
                *([group["name"]] if len(groups) > 1 else []),
                "" if unit["rank"] is None else str(unit["rank"]),
                unit["total"],
                unit["remark"],
            ]
            yield TableRow(unit["unit"], tuple(map(TableCell, texts)))
