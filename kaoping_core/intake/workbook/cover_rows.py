"""Rows of the cover sheet, shared by writing and reading."""

from __future__ import annotations

VALUE = "value"
"""Id of the column that holds the rows' contents."""
YES, NO = "是", "否"
ROWS = {
    "evaluator": ("考核主体", False),
    "year": ("年度", False),
    "notice": ("依据", False),
    "deadline": ("报送截止", False),
    "signed.by": ("审核签字人（职务）", True),
    "signed.on": ("签字日期", True),
    "signed.sealed": ("是否已签字盖章", True),
}
"""Row's id → (what it is called, whether it is filled in)."""
