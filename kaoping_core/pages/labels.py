"""Chinese labels of states, standings, editions, severities and flags.

Keys are the values that pages hold; members of the enums in :mod:`kaoping_core.model` are equal to them.
Screens import this module before the first frame: it imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kaoping_core.pages.schema import Standing

STANDING_LABELS: Final[Mapping[Standing, str]] = {
    "complete": "已报齐",
    "complete_late": "迟报齐",
    "partial": "未报齐",
    "missing": "未报",
    "overdue": "过期缺报",
}
"""How evaluators stand, the best first; at most four characters, for a column of a table."""

PROVISIONAL: Final = "暂定"
FINAL: Final = "正式"

SEVERITY_LABELS: Final[Mapping[str, str]] = {"error": "错误", "warning": "警告", "notice": "提示"}
"""By :class:`~kaoping_core.model.findings.Severity`."""

STATUS_LABELS: Final[Mapping[str, str]] = {"ranked": "", "failed": "一票否决", "incomplete": "数据不全"}
"""By :class:`~kaoping_core.model.scores.UnitStatus`; empty for a unit that needs no remark."""

STATE_LABELS: Final[Mapping[str, str]] = {
    "scored": "计分",
    "filled": "不承担，按平均分",
    "excluded": "不承担，不计分",
    "missing": "缺数据",
    "unscored": "没有计分",
}
"""By :class:`~kaoping_core.model.scores.CellState`."""

STATE_FLAGS: Final[Mapping[str, str]] = {"filled": "均", "excluded": "—", "missing": "缺", "unscored": "？"}
"""Flag beside, or in place of, a score that was not simply scored."""
PROVISIONAL_FLAG: Final = "暂"
FAILED_FLAG: Final = "否"

FLAG_MEANINGS: Final[Mapping[str, str]] = {
    **{flag: STATE_LABELS[state] for state, flag in STATE_FLAGS.items()},
    PROVISIONAL_FLAG: "还有单位没有得分，是暂时的",
    FAILED_FLAG: STATUS_LABELS["failed"],
}
"""Legend of the flags, in the order in which it is shown."""

FLAG_LABELS: Final[Mapping[str, str]] = {
    **FLAG_MEANINGS,
    "均": "按平均分",
    "—": "不承担",
    PROVISIONAL_FLAG: PROVISIONAL,
}
"""Short labels of the flags, for a line that has other things to say."""


def edition_label(*, provisional: bool) -> str:
    """Return the edition of a recorded assembly."""
    return PROVISIONAL if provisional else FINAL
