"""Validates a scheme beyond its schema; reports every problem with file and key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kaoping_core.decimals import format_decimal
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.scheme.names import normalise_name
from kaoping_core.text_matching import suggest_name

MOST_DECIMALS = 9
FULL_MARKS = Decimal(100)
"""考评满分100分（不含加分）."""


def validate_scheme(scheme: Scheme) -> list[Problem]:
    """Return everything wrong with the scheme."""
    return [
        *_check_calendar(scheme),
        *_check_rounding(scheme),
        *_check_groups(scheme),
        *_check_names(scheme),
        *_check_quotas(scheme),
        *_check_indicators(scheme),
        *_check_weights(scheme),
        *_check_decisions(scheme),
    ]


def _check_calendar(scheme: Scheme) -> Iterator[Problem]:
    try:
        ZoneInfo(scheme.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Problem("scheme.toml: time_zone", f"没有“{scheme.time_zone}”这个时区", "如 Asia/Shanghai")
    calendar = scheme.calendar
    if calendar.assessment_from > calendar.assessment_to:
        yield Problem(
            "scheme.toml: calendar.assessment_to", "考核结束早于开始", f"不早于 {calendar.assessment_from}"
        )


def _check_rounding(scheme: Scheme) -> Iterator[Problem]:
    if not 0 <= scheme.rounding.decimals <= MOST_DECIMALS:
        yield Problem(
            "scheme.toml: rounding.decimals", f"读到 {scheme.rounding.decimals}", f"0到{MOST_DECIMALS}的整数"
        )


def _check_groups(scheme: Scheme) -> Iterator[Problem]:
    for name in _repeated_names(group.id for group in scheme.groups):
        yield Problem("scheme.toml: groups", f"组“{name}”出现两次")
    known = {group.id for group in scheme.groups}
    for name in dict.fromkeys(unit.group for unit in scheme.units):
        if name not in known:
            yield Problem(f"units.toml: groups.{name}", "scheme.toml 里没有这个组", suggest_name(name, known))
    for group in scheme.groups:
        if not scheme.units_of[group.id]:
            yield Problem(f"units.toml: groups.{group.id}", "这个组没有单位")


def _check_names(scheme: Scheme) -> Iterator[Problem]:
    """Report units or evaluators with equal names after normalisation."""
    units = ((unit.name, unit.aliases) for unit in scheme.units)
    yield from _duplicate_names("units.toml: groups", units)
    evaluators = ((evaluator.name, (evaluator.plugin, *evaluator.aliases)) for evaluator in scheme.evaluators)
    yield from _duplicate_names("scheme.toml: evaluators", evaluators)


def _duplicate_names(place: str, named: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for official, aliases in named:
        for name in (official, *aliases):
            key = normalise_name(name)
            if not key:
                yield Problem(place, f"“{official}”有一个空的名称")
            elif owner.get(key) == official:
                yield Problem(place, f"“{official}”的名称“{name}”写了两次")
            elif key in owner:
                yield Problem(place, f"“{name}”既指“{owner[key]}”又指“{official}”", "每个名称只指一个")
            owner.setdefault(key, official)


def _check_quotas(scheme: Scheme) -> Iterator[Problem]:
    for name, quota in scheme.quotas.items():
        total = sum((tier.share for tier in quota.tiers), Decimal(0))
        if total != FULL_MARKS:
            yield Problem(
                f"scheme.toml: quotas.{name}.tiers", f"各等次比例相加为{format_decimal(total)}%", "100%"
            )
        for tier in _repeated_names(tier.name for tier in quota.tiers):
            yield Problem(f"scheme.toml: quotas.{name}.tiers", f"等次“{tier}”出现两次")
        ballots = [tier.ballot_value for tier in quota.tiers]
        if ballots != sorted(ballots, reverse=True) or len(set(ballots)) != len(ballots):
            yield Problem(f"scheme.toml: quotas.{name}.tiers", "票值没有从高到低排列", "等次从高到低")


def _check_indicators(scheme: Scheme) -> Iterator[Problem]:
    evaluators = {evaluator.name for evaluator in scheme.evaluators}
    groups = {group.id for group in scheme.groups}
    for indicator in scheme.indicators:
        place = indicator.place
        if indicator.group not in groups:
            yield Problem(
                f"{_annex_file(indicator)}: groups.{indicator.group}",
                "scheme.toml 里没有这个组",
                suggest_name(indicator.group, groups),
            )
            continue
        if indicator.evaluator not in evaluators:
            yield Problem(
                f"{place}.evaluator",
                f"考核主体里没有“{indicator.evaluator}”",
                suggest_name(indicator.evaluator, evaluators),
            )
        if indicator.weight < 0:
            yield Problem(f"{place}.weight", f"权重 {format_decimal(indicator.weight)} 小于0", "0以上的数")
        yield from _check_targets(scheme, indicator, place)
    for group, indicators in scheme.indicators_of.items():
        for name, key in (("编号", "id"), ("名称", "name")):
            for each in _repeated_names(normalise_name(str(getattr(one, key))) for one in indicators):
                yield Problem(f"{_annex_file(indicators[0])}: groups.{group}", f"指标{name}“{each}”出现两次")


def _check_targets(scheme: Scheme, indicator: Indicator, place: str) -> Iterator[Problem]:
    names = [unit.name for unit in scheme.units_of[indicator.group]]
    for key, given in (("targets", indicator.targets), ("weights", indicator.weights)):
        for unit in given:
            if unit not in names:
                yield Problem(f"{place}.{key}.{unit}", "这个组里没有这个单位", suggest_name(unit, names))
    if indicator.targets:
        for unit in names:
            if unit not in indicator.targets:
                yield Problem(f"{place}.targets.{unit}", "没有写任务", "数，或“－”表示不承担")
    for unit, weight in indicator.weights.items():
        if weight < 0 or (weight == 0 and indicator.not_carried == "mean"):
            yield Problem(f"{place}.weights.{unit}", f"权重 {format_decimal(weight)} 不行", "大于0的数")
    dashes = [unit for unit, target in indicator.targets.items() if target.is_not_assigned]
    if dashes and len(dashes) == len(indicator.targets):
        yield Problem(f"{place}.targets", "没有任何单位承担这项指标", "至少一个单位有任务")
    if dashes and indicator.not_carried is None:
        yield Problem(
            f"{place}.not_carried", f"“{dashes[0]}”不承担，但没有写不承担的单位怎么计分", "mean 或 excluded"
        )
    if indicator.not_carried == "mean" and indicator.weight <= 0:
        yield Problem(f"{place}.not_carried", "权重为0的指标没有平均得分率", "去掉 not_carried")


def _check_weights(scheme: Scheme) -> Iterator[Problem]:
    """Require weights of 100 for each group and each unit, without excluded indicators."""
    for group in scheme.groups:
        indicators = scheme.indicators_of[group.id]
        if not indicators:
            yield Problem("scheme.toml: groups", f"“{group.name}”没有指标", "一个附件给出它的指标")
            continue
        file = _annex_file(indicators[0])
        total = sum((indicator.weight for indicator in indicators), Decimal(0))
        if total != FULL_MARKS:
            yield Problem(
                f"{file}: groups.{group.id}", f"“{group.name}”权重相加为{format_decimal(total)}", "100"
            )
        for unit in scheme.units_of[group.id]:
            own = sum((_own_weight(indicator, unit.name) for indicator in indicators), Decimal(0))
            if own not in (FULL_MARKS, total):
                yield Problem(
                    f"{file}: groups.{group.id}", f"“{unit.name}”的权重相加为{format_decimal(own)}", "100"
                )


def _own_weight(indicator: Indicator, unit: str) -> Decimal:
    target = indicator.targets.get(unit)
    left_out = indicator.not_carried == "excluded" and target is not None and target.is_not_assigned
    return Decimal(0) if left_out else indicator.weight_of(unit)


def _check_decisions(scheme: Scheme) -> Iterator[Problem]:
    for name in _repeated_names(decision.id for decision in scheme.decisions):
        yield Problem("decisions.toml: decisions", f"决定“{name}”出现两次")
    known = set(scheme.indicator_by_id)
    for decision in scheme.decisions:
        for indicator in decision.indicators:
            if indicator not in known:
                yield Problem(
                    f"decisions.toml: decisions.{decision.id}.indicators",
                    f"没有指标“{indicator}”",
                    suggest_name(indicator, known),
                )


def _annex_file(indicator: Indicator) -> str:
    return indicator.place.partition(":")[0]


def _repeated_names(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
