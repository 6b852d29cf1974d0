"""Searchable names with their pinyin initials, such as ``gdzctz``.

Initials are made with the pages, because the library that knows them takes a third of a second to load. What
a state before has said already is taken from there, so it is loaded when a name is new.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from kaoping_core.model.scheme import Scheme
from kaoping_core.pages.schema import NamesPage

SPELLING = "pypinyin/1"
"""Which way initials are made; those of a state that was made another way are made anew."""
BETWEEN = ","
"""Stands between the several initials of one text."""
MOST_READINGS = 8
"""Initials of one text; of more, the first."""
SECOND_READINGS = {
    "长": "cz", "重": "cz", "行": "xh", "率": "ls", "调": "dt", "会": "hk", "查": "cz", "乐": "ly", "单": "ds",
    "省": "sx", "降": "jx", "校": "xj", "传": "cz", "盛": "sc", "解": "jx", "朝": "cz", "畜": "xc", "系": "xj",
    "便": "bp", "宿": "sx", "参": "cs", "藏": "cz", "曾": "cz", "沈": "sc", "石": "sd", "期": "qj",
}  # fmt: skip
"""Characters that are commonly read in two ways: a phrase decides which, and people may type the other."""


def name_rows(
    scheme: Scheme, units: Mapping[str, str], evaluators: Mapping[str, str], initials: Mapping[str, str]
) -> NamesPage:
    """Return units, indicators, evaluators and groups with the initials of their names.

    Args:
        scheme: the year's.
        units: pages by unit.
        evaluators: pages by evaluator.
        initials: of every text, as :func:`initials_of` makes them.
    """
    return {
        "spelling": SPELLING,
        "units": [
            {
                "name": unit.name,
                "aliases": list(unit.aliases),
                "group": unit.group,
                "group_name": scheme.group_by_id[unit.group].name,
                "page": units[unit.name],
                "initials": _join_initials(initials, (unit.name, *unit.aliases)),
            }
            for unit in scheme.units
        ],
        "indicators": [
            {
                "id": indicator.id,
                "name": indicator.name,
                "group": indicator.group,
                "group_name": scheme.group_by_id[indicator.group].name,
                "page": f"group-{indicator.group}",
                "evaluator": indicator.evaluator,
                "clause": indicator.clause,
                "initials": initials[indicator.name],
            }
            for indicator in scheme.indicators
        ],
        "evaluators": [
            {
                "name": evaluator.name,
                "aliases": list(evaluator.aliases),
                "plugin": evaluator.plugin,
                "page": evaluators[evaluator.name],
                "initials": _join_initials(initials, (evaluator.name, *evaluator.aliases)),
            }
            for evaluator in scheme.evaluators
        ],
        "groups": [
            {
                "id": group.id,
                "name": group.name,
                "page": f"group-{group.id}",
                "initials": initials[group.name],
            }
            for group in scheme.groups
        ],
    }


def searchable_texts(scheme: Scheme) -> Iterator[str]:
    """Return every text that can be searched by initials: names and table titles."""
    for unit in scheme.units:
        yield from (unit.name, *unit.aliases)
    for evaluator in scheme.evaluators:
        yield from (evaluator.name, *evaluator.aliases)
    yield from (group.name for group in scheme.groups)
    for indicator in scheme.indicators:
        yield from (indicator.name, indicator.section)
    for quota in scheme.quotas.values():
        yield from (tier.name for tier in quota.tiers)


def known_initials(names: NamesPage | None, initials: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return the initials of an earlier state's pages, if they were made in the same way."""
    return initials if initials and names and names["spelling"] == SPELLING else {}


def initials_of(texts: Iterable[str], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return initials by text; several readings are separated by commas, the likeliest first.

    Digits and Latin letters stay, in lower case; everything else that is not spoken is left out.
    """
    wanted = list(dict.fromkeys(texts))
    said = known or {}
    made = _spell([text for text in wanted if text not in said])
    return {text: made[text] if text in made else said[text] for text in wanted}


def _spell(texts: list[str]) -> dict[str, str]:
    if not texts:
        return {}
    from pypinyin import Style, lazy_pinyin  # a third of a second and 30 MB

    found = {}
    for text in texts:
        folded = unicodedata.normalize("NFKC", text).casefold()
        # what is no Chinese stays, a character each: the library takes a list here, its types know texts only
        letters = lazy_pinyin(folded, style=Style.FIRST_LETTER, errors=list)  # type: ignore[arg-type]
        readings = [
            _readings(character, letter)
            for character, letter in zip(folded, letters, strict=True)
            if letter.isascii() and letter.isalnum()
        ]
        spelled = ["".join(letters) for letters in _first(product(*readings))]
        found[text] = BETWEEN.join(dict.fromkeys(spelled))
    return found


def _readings(character: str, letter: str) -> str:
    """Return the initials of a character, the reading of its phrase first."""
    others = SECOND_READINGS.get(character, "")
    return letter + others.replace(letter, "")


def _first(found: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for each, _ in zip(found, range(MOST_READINGS), strict=False):
        yield each


def _join_initials(initials: Mapping[str, str], texts: Iterable[str]) -> str:
    return BETWEEN.join(dict.fromkeys(initials[text] for text in texts if initials[text]))
