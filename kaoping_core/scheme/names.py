"""Index of names: any spelling to the official name; unknown names are answered with the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.text_matching import fold_text, suggest_name

MAX_SHOWN_CHARS = 60
"""Characters of an unknown name that a message repeats."""


def normalise_name(name: str) -> str:
    """Return what two spellings of one name have in common: width, case and blanks make no other name."""
    return fold_text(name)


class UnknownNameError(ValueError):
    """An unknown name; ``expected`` holds the nearest known one."""

    def __init__(self, kind: str, name: str, expected: str) -> None:
        shown = name if len(name) <= MAX_SHOWN_CHARS else f"{name[:MAX_SHOWN_CHARS]}…"
        super().__init__(f"没有叫“{shown}”的{kind}")
        self.message = str(self)
        self.expected = expected


@frozen
class NameIndex:
    """Official names of one kind by all their names."""

    kind: str
    """Word for the kind in messages."""
    by_name: Mapping[str, str]
    """Normalised name → official name."""

    def is_known(self, name: str) -> bool:
        """Whether a name is known."""
        return normalise_name(name) in self.by_name

    def find(self, name: str) -> str:
        """Return the official name.

        Raises:
            UnknownNameError: with the nearest name.
        """
        found = self.by_name.get(normalise_name(name))
        if found is None:
            official = {*self.by_name, *self.by_name.values()}
            raise UnknownNameError(self.kind, name, suggest_name(name, sorted(official)))
        return found


def build_index(kind: str, names: Iterable[tuple[str, Iterable[str]]]) -> NameIndex:
    """Index official names with their other names."""
    return NameIndex(
        kind, {normalise_name(name): official for official, others in names for name in (official, *others)}
    )


class SchemeNames:
    """Names of one scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self.units = build_index("单位", ((unit.name, unit.aliases) for unit in scheme.units))
        aliases = {unit.name: unit.aliases for unit in scheme.units}
        self.evaluators = build_index(
            "考核主体",
            (
                (evaluator.name, (*evaluator.aliases, evaluator.plugin, *aliases.get(evaluator.name, ())))
                for evaluator in scheme.evaluators
            ),
        )
        self._indicators = {
            group: build_index(
                "指标", ((indicator.id, (indicator.short_id, indicator.name)) for indicator in indicators)
            )
            for group, indicators in scheme.indicators_of.items()
        }
        self._ids = {normalise_name(indicator.id): indicator for indicator in scheme.indicators}

    def indicator(self, name: str, group: str | None = None) -> Indicator:
        """Return the indicator of an id or a name; a name needs the group, since groups share names.

        Raises:
            UnknownNameError: when there is none, or more than one.
        """
        whole = self._ids.get(normalise_name(name))
        if whole is not None:
            return whole
        if group is not None:
            return self._scheme.indicator_by_id[self._indicators[group].find(name)]
        key = normalise_name(name)
        found = [names.by_name[key] for names in self._indicators.values() if key in names.by_name]
        if len(found) == 1:
            return self._scheme.indicator_by_id[found[0]]
        if found:
            raise UnknownNameError("指标", name, "写全编号：" + "、".join(found))
        known = [each for indicator in self._scheme.indicators for each in (indicator.id, indicator.name)]
        raise UnknownNameError("指标", name, suggest_name(name, known))
