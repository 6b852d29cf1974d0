"""Where the cursor of a list stands when its screen comes, before anything is shown: what follows it is drawn once."""

from __future__ import annotations

from tui.session.user_state import UserState
from tui.widgets.table.table import Table


def restore_table(table: Table, memory: UserState, name: str, row: str | None) -> None:
    """Put a table where the user left it, or on the row that he comes for; then nothing hides that row.

    Args:
        table: not shown yet.
        memory: what the user chose before.
        name: of the table there.
        row: key of the row that he comes for, if he comes for one.
    """
    choices = memory.view_state(name)
    if row:
        choices |= {"row": row, "filter": "", "find": ""}
        memory.save_view_state(name, choices)
    table.restore(choices)
