"""Reads a year's files and builds the scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from kaoping_core import config_io
from kaoping_core.errors import ConfigurationError
from kaoping_core.model.indicators import Indicator, Target
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.units import Unit
from kaoping_core.scheme.file_schema import AnnexFile, DecisionsFile, IndicatorRow, SchemeFile, UnitsFile
from kaoping_core.scheme.targets import parse_target
from kaoping_core.scheme.validation import validate_scheme
from kaoping_core.text_matching import suggest_name

SCHEME, UNITS, DECISIONS = "scheme.toml", "units.toml", "decisions.toml"


def load_scheme(folder: Path) -> Scheme:
    """Read the scheme of one year.

    Raises:
        ConfigurationError: with every problem of every file.
    """
    return parse_scheme(read_documents(folder))


def read_documents(folder: Path) -> Mapping[str, str]:
    """Return the year's files by name, from which the scheme can be built again.

    Raises:
        ConfigurationError: when the folder or one of its files cannot be read.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ConfigurationError(f"{folder.name} 年没有配置：{folder} 里没有 .toml 文件")
    documents, problems = {}, []
    for path in paths:
        try:
            documents[path.name] = config_io.read_text(path)
        except config_io.InvalidValueError as error:
            problems.append(Problem(path.name, error.message, error.expected))
    if problems:
        raise _configuration_error(problems)
    return documents


def parse_scheme(documents: Mapping[str, str], upgrade: config_io.Upgrade | None = None) -> Scheme:
    """Build the scheme from the texts of its files; ``upgrade`` is for texts of an earlier version.

    Raises:
        ConfigurationError: with every problem of every file.
    """
    problems: list[Problem] = []

    def read(name: str, shape: type[config_io.T]) -> config_io.T | None:
        if name not in documents:
            problems.append(Problem(name, "没有这个文件"))
            return None
        loaded, wrong = config_io.load_text(documents[name], shape, name, upgrade)
        problems.extend(wrong)
        return loaded

    main, units, decisions = read(SCHEME, SchemeFile), read(UNITS, UnitsFile), read(DECISIONS, DecisionsFile)
    annexes = {name: read(name, AnnexFile) for name in (main.annexes if main else ())}
    if main is not None:
        known = {SCHEME, UNITS, DECISIONS, *main.annexes}
        problems.extend(
            Problem(name, "scheme.toml 的 annexes 没有提到这个文件", suggest_name(name, known))
            for name in documents
            if name not in known
        )
    if main is None or units is None or decisions is None or None in annexes.values():
        raise _configuration_error(problems)
    read_annexes = {name: annex for name, annex in annexes.items() if annex is not None}
    indicators = list(_build_indicators(read_annexes, units, problems))
    scheme = Scheme(
        year=main.year,
        title=main.title,
        document=main.document,
        county=main.county,
        office=main.office,
        time_zone=main.time_zone,
        groups=main.groups,
        units=tuple(_build_units(units)),
        evaluators=main.evaluators,
        indicators=tuple(indicators),
        quotas=main.quotas,
        calendar=main.calendar,
        rounding=main.rounding,
        decisions=decisions.decisions,
        documents=dict(documents),
    )
    problems.extend(validate_scheme(scheme))
    if problems:
        raise _configuration_error(problems)
    return scheme


def _configuration_error(problems: Sequence[Problem]) -> ConfigurationError:
    return ConfigurationError(f"配置有{len(problems)}处问题，没有载入", problems)


def _build_units(file: UnitsFile) -> Iterator[Unit]:
    for group, rows in file.groups.items():
        for order, row in enumerate(rows, 1):
            yield Unit(row.name, group, order, row.aliases, row.tags)


def _build_indicators(
    annexes: Mapping[str, AnnexFile], units: UnitsFile, problems: list[Problem]
) -> Iterator[Indicator]:
    names = {group: [row.name for row in rows] for group, rows in units.groups.items()}
    for file, annex in annexes.items():
        for group, rows in annex.groups.items():
            for key, row in rows.items():
                place = f"{file}: groups.{group}.{key}"
                yield Indicator(
                    id=f"{group}.{key}",
                    group=group,
                    annex=annex.annex,
                    row=row.row,
                    section=row.section,
                    name=row.name,
                    weight=row.weight,
                    measure=row.measure,
                    rule=row.rule,
                    params=row.params,
                    evaluator=row.evaluator,
                    not_carried=row.not_carried,
                    targets=_parse_targets(row, names.get(group, ()), place, problems),
                    weights=row.weights,
                    note=row.note,
                    place=place,
                )


def _parse_targets(
    row: IndicatorRow, units: Sequence[str], place: str, problems: list[Problem]
) -> Mapping[str, Target]:
    if row.target is not None and row.targets:
        problems.append(Problem(f"{place}.target", "target 和 targets 只能有一个"))
    if row.target is not None:
        shared = _parse_target(row.target, row.measure, f"{place}.target", problems)
        return {**dict.fromkeys(units, shared), **dict.fromkeys(row.targets, shared)}
    return {
        unit: _parse_target(text, row.measure, f"{place}.targets.{unit}", problems)
        for unit, text in row.targets.items()
    }


def _parse_target(text: str, measure: str, place: str, problems: list[Problem]) -> Target:
    """Parse a target; an unreadable one is replaced by one that raises no further problem."""
    try:
        return parse_target(text, measure)
    except config_io.InvalidValueError as error:
        problems.append(Problem(place, error.message, error.expected))
        return Target(text, Decimal(1))
