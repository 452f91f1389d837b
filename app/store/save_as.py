"""Put a copy of a corpus in another place, safely even while others read and write it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from app.errors import CorpusError
from app.store.connections import Connect, connect_uri, open_reading, plain_words
from app.store.copying import copy_checked


def save_as(source: Path, destination: Path, *, connect: Connect = connect_uri) -> Path:
    """A checked copy of the corpus ``source`` at ``destination``: complete, or not there at all.

    An existing file at ``destination`` is replaced only once the copy is sound. Raises
    CorpusError, with both files as they were, when the copy cannot be made.
    """
    if destination.exists() and source.exists() and destination.samefile(source):
        raise CorpusError(f"{destination} is this corpus itself.", "Choose another name.")
    part = destination.with_name(f".{destination.name}.{os.getpid()}.part")
    try:
        with plain_words(source):
            connection = _open(source, connect)
            try:
                copy_checked(connection, part)
            finally:
                connection.close()
        _drop_log(destination)
        part.replace(destination)
    except OSError as error:
        raise CorpusError(
            f"{source.name} cannot be copied to {destination}: {error.strerror or error}.",
            "Choose another place; the corpus is unchanged.",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return destination


def _drop_log(destination: Path) -> None:
    """The log of the file that is replaced must not be taken for the log of the new one."""
    for suffix in ("-wal", "-shm"):
        destination.with_name(destination.name + suffix).unlink(missing_ok=True)


def _open(source: Path, connect: Connect) -> sqlite3.Connection:
    """Read-only, and as immutable where no log can be made beside the file."""
    connection = open_reading(source, connect)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        return open_reading(source, connect, immutable=True)
    return connection
