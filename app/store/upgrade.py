"""Bring an older corpus up to date, after a copy of it was made and checked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app.store import schema
from app.store.connections import Connect, open_writing, plain_words, prepare, uri_of
from app.store.copying import copy_checked
from app.store.migrations import MIGRATIONS


def needs_upgrade(connection: sqlite3.Connection, migrations: Migrations = MIGRATIONS) -> bool:
    """True when steps are missing; reads only."""
    return bool(migrations.pending(Database(connection, execute_plugins=False)))


def build(path: Path, connect: Connect, migrations: Migrations = MIGRATIONS) -> None:
    """Make a new corpus at ``path``, which must not exist."""
    connection = prepare(connect(uri_of(path, mode="rwc")))
    try:
        with plain_words(path):
            connection.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
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
