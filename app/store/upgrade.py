"""Bring an older corpus up to date, after a copy of it was made and checked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app.errors import CorpusError
from app.store import schema
from app.store.connections import Connect, open_writing, plain_words, prepare, uri_of
from app.store.migrations import MIGRATIONS

_COUNTED = ("transcript", "conversation", "speaker", "turn")


def needs_upgrade(connection: sqlite3.Connection, migrations: Migrations = MIGRATIONS) -> bool:
    """True when steps are missing; reads only."""
    return bool(migrations.pending(Database(connection, execute_plugins=False)))


def build(path: Path, connect: Connect, migrations: Migrations = MIGRATIONS) -> None:
    """Make a new corpus at ``path``, which must not exist."""
    connection = prepare(connect(uri_of(path, mode="rwc")))
    try:
        with plain_words(path):
            _apply(connection, migrations)
            connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def upgrade(path: Path, connect: Connect, migrations: Migrations = MIGRATIONS) -> Path:
    """Copy, check the copy, then apply what is missing; gives back where the copy is.

    Raises CorpusError, with the corpus untouched, when no sound copy can be made.
    """
    connection = open_writing(path, connect)
    try:
        with plain_words(path):
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            copy = path.with_name(f"{path.name}.before-upgrade-{version}")
            copy_checked(connection, copy)
            _apply(connection, migrations)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    return copy


def _apply(connection: sqlite3.Connection, migrations: Migrations) -> None:
    migrations.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {schema.user_version()}")


def copy_checked(connection: sqlite3.Connection, copy: Path) -> None:
    """Copy the whole database and make sure that the copy is sound and complete."""
    copy.unlink(missing_ok=True)
    try:
        target = sqlite3.connect(copy, isolation_level=None)
    except sqlite3.OperationalError as error:
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
