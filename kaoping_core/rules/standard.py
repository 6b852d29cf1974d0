"""The standard rules: they belong to everybody, and any evaluator's indicator may use them."""

from __future__ import annotations

from kaoping_core.rules.base import Rule
from kaoping_core.rules.bonus import Bonus
from kaoping_core.rules.ceiling import Ceiling
from kaoping_core.rules.checklist import Checklist
from kaoping_core.rules.constraint import Constraint
from kaoping_core.rules.direct import Direct
from kaoping_core.rules.proportional import Proportional
from kaoping_core.rules.tier import Tier
from kaoping_core.rules.veto import Veto

STANDARD_RULES: tuple[type[Rule], ...] = (
    Proportional,
    Ceiling,
    Direct,
    Checklist,
    Tier,
    Constraint,
    Bonus,
    Veto,
)
