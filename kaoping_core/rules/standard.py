"""The standard rules: they belong to everybody, and any evaluator's indicator may use them."""

from __future__ import annotations

from kaoping_core.rules.base import Rule
from kaoping_core.rules.bonus import BonusRule
from kaoping_core.rules.ceiling import CeilingRule
from kaoping_core.rules.checklist import ChecklistRule
from kaoping_core.rules.constraint import ConstraintRule
from kaoping_core.rules.direct import DirectRule
from kaoping_core.rules.proportional import ProportionalRule
from kaoping_core.rules.tier import TierRule
from kaoping_core.rules.veto import VetoRule

STANDARD_RULES: tuple[type[Rule], ...] = (
    ProportionalRule,
    CeilingRule,
    DirectRule,
    ChecklistRule,
    TierRule,
    ConstraintRule,
    BonusRule,
    VetoRule,
)
