"""A rule and an indicator's parameters → a rule that can score that indicator."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

import attrs
from cattrs import BaseValidationError, Converter

from kaoping_core.config_io import InvalidValueError, iter_problems, strict_converter
from kaoping_core.model.checklists import Checklist
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Quota
from kaoping_core.rules.base import Rule, ValueSpec
from kaoping_core.text_matching import suggest_name


@attrs.frozen
class ParameterLibrary:
    """What parameters may name: the scheme's quotas and the evaluator's own checklists."""

    quotas: Mapping[str, Quota] = attrs.field(factory=dict)
    checklists: Mapping[str, Checklist] = attrs.field(factory=dict)


_library: ContextVar[ParameterLibrary] = ContextVar("library")
"""The library of the binding under way; one converter serves all, for making one takes milliseconds."""


@cache
def _converter() -> Converter:
    """Structures parameters; a name of a quota or checklist becomes the thing itself."""
    converter = strict_converter()
    converter.register_structure_hook_func(
        lambda cls: cls is Quota, lambda name, _: _resolve_name(name, _library.get().quotas, "等次比例")
    )
    converter.register_structure_hook_func(
        lambda cls: cls is Checklist,
        lambda name, _: _resolve_name(name, _library.get().checklists, "扣分细则"),
    )
    return converter


def _resolve_name(name: object, named: Mapping[str, Any], word: str) -> Any:
    found = named.get(name) if isinstance(name, str) else None
    if found is None:
        raise InvalidValueError(f"没有叫“{name}”的{word}", suggest_name(str(name), named) or "、".join(named))
    return found


class BindingError(ValueError):
    """The indicator's parameters do not fit the rule."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("；".join(map(str, problems)))
        self.problems = problems


@attrs.define(frozen=True, slots=False)
class Binding:
    """What is known of a rule bound to an indicator without running it."""

    indicator: str
    rule: str
    title: str
    """The rule's title."""
    value_specs: tuple[ValueSpec, ...]
    bounds: tuple[Decimal, Decimal] | None
    """Least and most points; None: from 0 to the cell's weight."""
    file: str = ""
    """Where the rule's scoring function stands."""
    line: int = 0

    @cached_property
    def sets_from_file(self) -> tuple[frozenset[str], ...]:
        """Values that a file may bring: of each set at least one is needed before a cell can be scored."""
        groups: dict[str, set[str]] = {}
        for wanted in self.value_specs:
            if wanted.source != "report" and (wanted.required or wanted.exclusive_group):
                groups.setdefault(wanted.exclusive_group or wanted.name, set()).add(wanted.name)
        return tuple(frozenset(names) for names in groups.values())

    @cached_property
    def title_of(self) -> Mapping[str, str]:
        """Titles of the wanted values, by name."""
        return {wanted.name: wanted.title for wanted in self.value_specs}


def instantiate_rule(rule_type: type[Rule], indicator: Indicator, library: ParameterLibrary) -> Rule:
    """Make the rule that scores this indicator.

    Raises:
        BindingError: with every parameter that does not fit, its place below the indicator's.
    """
    token = _library.set(library)
    try:
        rule = _converter().structure(dict(indicator.params), rule_type)
    except (BaseValidationError, InvalidValueError) as error:
        place = f"{indicator.place}.params"
        raise BindingError(tuple(_below_place(place, iter_problems(error, "")))) from None
    finally:
        _library.reset(token)
    if misfit := rule.validate_indicator(indicator):
        raise BindingError((Problem(indicator.place, misfit),))
    return rule


def _below_place(place: str, problems: Any) -> Any:
    for problem in problems:
        path = problem.place.removeprefix(": ")
        yield attrs.evolve(problem, place=f"{place}.{path}" if path else place)


def binding_of(rule: Rule, indicator: Indicator) -> Binding:
    """What can be known of a bound rule without running it."""
    file, line = source_of(type(rule))
    return Binding(
        indicator.id, rule.name, rule.title, rule.value_specs(indicator), rule.bounds(indicator), file, line
    )


def source_of(rule_type: type[Rule]) -> tuple[str, int]:
    """File and line of the function in which the rule works its points out."""
    own = "score_column" if rule_type.score_column is not Rule.score_column else "score"
    code = getattr(rule_type, own).__code__
    return code.co_filename, code.co_firstlineno
