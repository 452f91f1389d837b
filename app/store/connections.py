"""Open SQLite connections the way a corpus needs them, and say in plain words why one fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from app.errors import CorpusBusyError, CorpusError
from app.model.progress import Cancelled
from app.store.facet_tokens import facets, present_tokens
from app.text.scripts import index_and_count
from app.text.segment import index_text

Connect = Callable[[str], sqlite3.Connection]
"""Opens an SQLite URI; handed in so that a test can play a read-only medium or a full disk."""

_BUSY_MS = 5_000


def connect_uri(uri: str) -> sqlite3.Connection:
    """A connection in autocommit mode that any thread may close or interrupt."""
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def require_sqlite() -> None:
    """Raise CorpusError when the SQLite library is too old or lacks FTS5."""
    if sqlite3.sqlite_version_info < (3, 35):
        raise CorpusError(f"SQLite {sqlite3.sqlite_version} is too old.", "Parlance needs 3.35 or newer.")
    probe = sqlite3.connect(":memory:")
    try:
        probe.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
    except sqlite3.OperationalError:
        raise CorpusError(f"SQLite {sqlite3.sqlite_version} was built without FTS5.") from None
    finally:
        probe.close()


def uri_of(path: Path, *, mode: str, immutable: bool = False) -> str:
    """The SQLite URI of a file; ``mode`` is ro, rw or rwc."""
    return f"{path.resolve().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"


def prepare(connection: sqlite3.Connection, *, busy_ms: int = _BUSY_MS) -> sqlite3.Connection:
    """Register the functions that the full-text index's content view asks for."""
    connection.create_function("parlance_index_text", 1, _index_one, deterministic=True)
    connection.create_function("parlance_facets", 5, _facets_one, deterministic=True)
    connection.execute(f"PRAGMA busy_timeout = {busy_ms}")
    return connection


def _index_one(text: str | None) -> str:
    return index_text([text or ""])[0]


def _facets_one(
    conversation: int, transcript: int, speaker: int, repaired: str | None, text: str | None
) -> str:
    (present,) = present_tokens(index_and_count([text or ""])[1])
    return facets(conversation, transcript, speaker, present, repaired)


def open_reading(path: Path, connect: Connect, *, immutable: bool = False) -> sqlite3.Connection:
    """A read-only connection."""
    connection = connect(uri_of(path, mode="ro", immutable=immutable))
    connection.execute("PRAGMA query_only = ON")
    # A window has a handful of readers; the system keeps the file's pages for all of them anyway.
    connection.execute("PRAGMA cache_size = -8192")
    return prepare(connection)


def open_writing(path: Path, connect: Connect, *, busy_ms: int = _BUSY_MS) -> sqlite3.Connection:
    """The writing connection: WAL, one sync per checkpoint, a cache for the index's upper pages."""
    connection = prepare(connect(uri_of(path, mode="rw")), busy_ms=busy_ms)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -40960")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")
    return connection


class PlainWords:
    """See plain_words. A class, as it is entered several times for every source of an import."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing is to be done."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, sqlite3.DatabaseError):
            raise translated(self._path, error) from error


def plain_words(path: Path) -> PlainWords:
    """Inside ``with``: turn SQLite's errors about the file into CorpusError, an interrupt into Cancelled."""
    return PlainWords(path)


def translated(path: Path, error: sqlite3.DatabaseError) -> Exception:
    """What to raise in place of an SQLite error; programming errors are handed back unchanged."""
    kind = _kind(error)
    if kind == "INTERRUPT":
        return Cancelled()
    if kind in {"BUSY", "LOCKED"}:
        return CorpusBusyError(f"{path} is being written by another program.", "Try again in a moment.")
    if kind in _SAID:
        message, hint = _SAID[kind]
        return CorpusError(message.format(path=path, name=path.name, error=error), hint)
    return error


_DAMAGED = ("{path} is damaged: {error}.", "Run `parlance check` on it, or go back to a copy of it.")
_UNREACHABLE = ("{path} cannot be read or written: {error}.", "")
_SAID = {
    "FULL": (
        "The disk is full; {name} keeps everything that was committed before.",
        "Free some space and run the same import again: it continues.",
    ),
    "READONLY": ("{path} cannot be written: the file or its folder is read-only.", ""),
    "CORRUPT": _DAMAGED,
    "NOTADB": _DAMAGED,
    "IOERR": _UNREACHABLE,
    "CANTOPEN": _UNREACHABLE,
}
_BY_TEXT = (
    ("interrupted", "INTERRUPT"), ("is full", "FULL"), ("is locked", "BUSY"), ("readonly", "READONLY"),
    ("malformed", "CORRUPT"), ("not a database", "NOTADB"), ("unable to open", "CANTOPEN"),
)  # fmt: skip


def _kind(error: sqlite3.DatabaseError) -> str:
    """SQLite's primary result code by name; by the words of the message where there is no code."""
    name: str = getattr(error, "sqlite_errorname", None) or ""
    if name:
        return name.removeprefix("SQLITE_").split("_")[0]
    return next((kind for words, kind in _BY_TEXT if words in str(error)), "")
