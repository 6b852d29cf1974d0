"""Lists of units to choose from, in order of rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaoping_core.pages.schema import GroupRanking, OverviewPage
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow


def ranked_units(overview: OverviewPage, unit: str) -> Sequence[str]:
    """Return the units of a unit's group in order of rank; none for an unknown unit."""
    for group in overview.get("groups", ()):
        names = [unit["unit"] for unit in group["units"]]
        if unit in names:
            return names
    return ()


def neighbour_unit(overview: OverviewPage, unit: str, way: int) -> str:
    """Return the previous (-1) or next (1) unit in rank; empty at the ends."""
    names = ranked_units(overview, unit)
    if unit not in names:
        return ""
    at = names.index(unit) + way
    return names[at] if 0 <= at < len(names) else ""


def first_unit(overview: OverviewPage) -> str:
    """Return the first unit of the first ranking; empty without units."""
    return next((unit["unit"] for group in overview.get("groups", ()) for unit in group["units"]), "")


def unit_rows(overview: OverviewPage, group_of: str = "", without: str = "") -> TableData:
    """Return units with rank and total to choose from; of one group if ``group_of`` is given."""
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
