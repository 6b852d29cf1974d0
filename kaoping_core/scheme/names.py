"""Names as people write them → the one name in the scheme; an unknown name is answered with the nearest."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from attrs import frozen

from kaoping_core.config_io import nearest
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme

SHOWN = 60
"""Characters of an unknown name that a message repeats."""


def normalise(name: str) -> str:
    """Fold what people do not mean to distinguish: width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


class UnknownNameError(ValueError):
    """A name that the scheme does not know; ``expected`` holds the nearest that it does."""

    def __init__(self, kind: str, name: str, expected: str) -> None:
        shown = name if len(name) <= SHOWN else f"{name[:SHOWN]}…"
        super().__init__(f"没有叫“{shown}”的{kind}")
        self.message = str(self)
        self.expected = expected


@frozen
class Names:
    """Every name of a kind of thing."""

    kind: str
    """Word for the kind in messages."""
    by_name: Mapping[str, str]
    """Normalised name → official name."""

    def knows(self, name: str) -> bool:
        """Whether something is called this."""
        return normalise(name) in self.by_name

    def find(self, name: str) -> str:
        """The official name of what is called this.

        Raises:
            UnknownNameError: with the nearest name.
        """
        found = self.by_name.get(normalise(name))
        if found is None:
            official = {*self.by_name, *self.by_name.values()}
            raise UnknownNameError(self.kind, name, nearest(name, sorted(official)))
        return found


def index(kind: str, names: Iterable[tuple[str, Iterable[str]]]) -> Names:
    """Index official names with their other names."""
    return Names(
        kind, {normalise(each): official for official, others in names for each in (official, *others)}
    )


class SchemeNames:
    """The names of one scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self.units = index("单位", ((unit.name, unit.aliases) for unit in scheme.units))
        aliases = {unit.name: unit.aliases for unit in scheme.units}
        self.evaluators = index(
            "考核主体",
            (
                (each.name, (*each.aliases, each.plugin, *aliases.get(each.name, ())))
                for each in scheme.evaluators
            ),
        )
        self._indicators = {
            group: index("指标", ((each.id, (each.short_id, each.name)) for each in indicators))
            for group, indicators in scheme.indicators_of.items()
        }
        self._ids = {normalise(each.id): each for each in scheme.indicators}

    def indicator(self, name: str, group: str | None = None) -> Indicator:
        """The indicator of this id or name; a name needs the group, for groups share names.

        Raises:
            UnknownNameError: when there is none, or more than one.
        """
        whole = self._ids.get(normalise(name))
        if whole is not None:
            return whole
        if group is not None:
            return self._scheme.indicator_by_id[self._indicators[group].find(name)]
        key = normalise(name)
        found = [names.by_name[key] for names in self._indicators.values() if key in names.by_name]
        if len(found) == 1:
            return self._scheme.indicator_by_id[found[0]]
        if found:
            raise UnknownNameError("指标", name, "写全编号：" + "、".join(found))
        known = [each for indicator in self._scheme.indicators for each in (indicator.id, indicator.name)]
        raise UnknownNameError("指标", name, nearest(name, known))
