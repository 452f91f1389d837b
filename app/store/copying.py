"""Copy a corpus while others may read and write it, and look whether the copy is sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from app.errors import CorpusError

_COUNTED = ("transcript", "conversation", "speaker", "turn")


def copy_checked(connection: sqlite3.Connection, copy: Path) -> None:
    """Copy the whole database to ``copy`` and make sure that the copy is sound and complete.

    A file that is there is written over. Raises CorpusError, and leaves no half copy.
    """
    try:
        copy.unlink(missing_ok=True)
        target = sqlite3.connect(copy, isolation_level=None)
    except (OSError, sqlite3.OperationalError) as error:
        raise CorpusError(f"No copy could be made at {copy}: {error}. The corpus was not changed.") from error
    try:
        connection.backup(target)
        (verdict,) = target.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok" or _counts(connection) != _counts(target):
            raise CorpusError(f"The copy at {copy} is not sound. The corpus was not changed.")
    except sqlite3.DatabaseError as error:
        target.close()
        copy.unlink(missing_ok=True)
        raise CorpusError(f"No copy could be made at {copy}: {error}. The corpus was not changed.") from error
    finally:
        target.close()


def _counts(connection: sqlite3.Connection) -> list[int]:
    present = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in _COUNTED
        if table in present
    ]
