"""View state of a list, restored before its first render: what follows the cursor is drawn once."""

from __future__ import annotations

from tui.session.user_state import UserState
from tui.widgets.table.table import Table


def restore_table(table: Table, memory: UserState, name: str, row: str | None) -> None:
    """Restore a table's view state, or put the cursor on a requested row and clear what would hide it.

    Args:
        table: not shown yet.
        memory: what the user chose before.
        name: of the table there.
        row: key of the requested row, if any.
    """
    choices = memory.view_state(name)
    if row:
        choices |= {"row": row, "filter": "", "find": ""}
        memory.save_view_state(name, choices)
    table.restore(choices)
