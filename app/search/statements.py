"""SQL that more than one place needs; everything a user typed is bound."""

from __future__ import annotations

import json
from collections.abc import Sequence


def many_matches(matches: Sequence[str]) -> tuple[str, tuple[str]]:
    """The ids of the turns of many MATCH expressions, once for each that finds a turn."""
    sql = (
        "SELECT turn_fts.rowid FROM json_each(?) AS wanted CROSS JOIN turn_fts"
        " WHERE turn_fts.turn_fts MATCH wanted.value"
    )
    return sql, (json.dumps(list(matches)),)
