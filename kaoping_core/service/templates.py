"""Use case of blank workbooks for evaluators."""

from __future__ import annotations

from collections.abc import Sequence

from kaoping_core.service.open_site import OpenSite


def make_templates(opened: OpenSite, evaluators: Sequence[str]) -> dict[str, bytes]:
    """Return blank workbooks of evaluators, by default all, by file name.

    Raises:
        UsageError: for an unknown evaluator.
        ConfigurationError: when a rule of its indicators cannot be used.
    """
    from kaoping_core.intake.workbook.template import make_template, template_name

    named = [opened.names.evaluator(evaluator) for evaluator in evaluators]
    chosen = dict.fromkeys(named or [evaluator.name for evaluator in opened.scheme.evaluators])
    year = opened.scheme.year
    return {template_name(name, year): make_template(name, opened.intake) for name in chosen}
