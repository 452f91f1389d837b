"""Speaker labels and their ids, cached for the length of a writing session."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping


class SpeakerTable:
    """Gives every label its id, adding the ones that are new."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ids: dict[str, int] | None = None

    def ids(self, names: Mapping[str, int]) -> dict[str, int]:
        """Ids of the labels; ``names`` counts their new turns. Inside the caller's transaction."""
        if self._ids is None:
            self._ids = dict(self._connection.execute("SELECT name, id FROM speaker"))
        for name in names:
            if name not in self._ids:
                cursor = self._connection.execute(
                    "INSERT INTO speaker(name, turn_count) VALUES (?, 0)", (name,)
                )
                self._ids[name] = int(cursor.lastrowid or 0)
        self._connection.executemany(
            "UPDATE speaker SET turn_count = turn_count + ? WHERE id = ?",
            [(count, self._ids[name]) for name, count in names.items()],
        )
        return self._ids

    def forget(self) -> None:
        """Drop the cache, after a rollback or a removal."""
        self._ids = None
