"""A table of cases → the grid centre's submission, or everything wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from kaoping_core.api import Entry, FileRejectedError, Problem, Scheme, SchemeNames, Submission

from ..case_score import REPEATED  # noqa: TID252 - the folder of a plugin has no name to import it by
from .checking import LISTED, RowChecker, shortened
from .columns import CHECK_WORDS, LEVEL_WORDS, SOURCE_WORDS, FoldedWords
from .query import MAX_GROUPS, Cases
from .summing import SHOWN_REDS, count_rows, sum_by_unit

RULE = "grid"
Groups = Sequence[Sequence[Any]]


def checker_of(scheme: Scheme, file: str, *, is_years_file: bool) -> RowChecker:
    """What the rows of a file are checked against.

    Raises:
        FileRejectedError: when no indicator of the scheme is scored from cases.
    """
    assessed = {
        cell.unit.name: indicator.id
        for indicator in scheme.indicators
        if indicator.rule == RULE
        for cell in scheme.cells_of[indicator.id]
    }
    if not assessed:
        raise FileRejectedError([Problem(file, f"{scheme.year}年的方案里没有按案件计分的指标")])
    return RowChecker(file, scheme.year, SchemeNames(scheme), assessed, is_years_file)


@frozen
class CaseReading:
    """One reading of one table."""

    cases: Cases
    checker: RowChecker
    unreadable: Callable[[], Mapping[int, Problem]] = dict
    """Rows that the queries so far had to skip, by their number in the file."""

    def submission(self, scheme: Scheme) -> Submission:
        """The case scores of the units in the table, for the rule to work out.

        Raises:
            FileRejectedError: with everything wrong with the table.
        """
        groups = self.cases.groups()
        skipped = self.unreadable()
        if not self.cases.tidy and any(group[5] for group in groups):
            return evolve(self, cases=evolve(self.cases, tidy=True)).submission(scheme)
        if not groups and not skipped:
            raise FileRejectedError([Problem(self.checker.file, "一个案件也没有")])
        self._check(groups, skipped)
        once = self.cases.repeated() > 0
        if once:
            self._refuse_contradictions()
        counted = self.cases.groups(self.cases.different) if once else groups
        units = sum_by_unit(counted, self.cases.red_lights(SHOWN_REDS, once=once), self.checker)
        for unit, rows in count_rows(groups, self.checker).items() if once else ():
            units[unit].counts[REPEATED] = rows - count_rows(counted, self.checker)[unit]
        entries = []
        file = self.checker.file
        for unit, indicator in self.checker.assessed.items():
            if unit in units:
                values = units[unit].values()
                repeated = f"重复的行{values[REPEATED]}行，只算一次" if REPEATED in values else ""
                places = dict.fromkeys(values, file)
                entries.append(Entry(indicator, unit, values, note=repeated, place=file, places=places))
        evaluator = scheme.indicator_by_id[entries[0].indicator].evaluator
        return Submission(scheme.year, evaluator, tuple(entries))

    def _check(self, groups: Groups, skipped: Mapping[int, Problem]) -> None:
        """Refuse a table with anything wrong in its rows, but for rows that repeat a number."""
        known = [
            [word for word in {row[column] for row in groups} if self._is_known(column, word)]
            for column in range(4)
        ]
        rows = sum(
            row[4] if any(word not in words for word, words in zip(row[:4], known, strict=True)) else row[5]
            for row in groups
        )
        if not rows and not skipped and len(groups) <= MAX_GROUPS:
            return
        checker = evolve(self.checker, skipped=tuple(skipped))
        found = self.cases.wrong_rows(known, LISTED) if rows else []
        problems = [*skipped.values()][:LISTED]
        problems += [problem for row in found for problem in checker.problems(row)]
        if not problems:
            problems = [Problem(checker.file, "名称的写法太多，不像案件表", "平台导出的案件表")]
        listed = min(len(skipped), LISTED) + len(found)
        raise FileRejectedError(shortened(problems, rows + len(skipped), listed, checker.file))

    def _is_known(self, column: int, written: str) -> bool:
        words: dict[int, FoldedWords] = {1: SOURCE_WORDS, 2: LEVEL_WORDS, 3: CHECK_WORDS}
        if column == 0:
            return self.checker.known_unit(written) is not None
        return words[column].find(written) is not None

    def _refuse_contradictions(self) -> None:
        """Refuse a table in which one number stands on different rows."""
        found = self.cases.contradictory(LISTED + 1)
        if not found:
            return
        numbers = [number for number, _ in found[:LISTED]]
        problems: list[Problem] = []
        first: dict[str, str] = {}
        for row in self.cases.rows_numbered(numbers, LISTED * 4):
            number = row[0]
            if number not in first:
                first[number] = self.checker.place_of(row)
            elif len(problems) < LISTED:
                same = first[number].partition(": ")[2]
                place = f"{self.checker.place_of(row)} 案件编号"
                problems.append(Problem(place, f"“{number}”和{same}编号相同，内容不同", "一个编号一个案件"))
        if len(found) > LISTED:
            problems.append(Problem(self.checker.file, "还有别的编号也重复，没有一一列出", "改好再导入"))
        raise FileRejectedError(problems)
