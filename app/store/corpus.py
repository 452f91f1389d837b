"""A corpus file: open it, read it from any thread, write it from one place."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlite_utils.migrations import Migrations

from app.errors import CorpusBusyError, CorpusError
from app.model.corpus import Change
from app.store import lock, upgrade
from app.store.connections import (
    Connect,
    connect_uri,
    open_reading,
    open_writing,
    plain_words,
    require_sqlite,
    translated,
    uri_of,
)
from app.store.facts_cache import FactsCache
from app.store.header import check_header, read_header
from app.store.migrations import MIGRATIONS
from app.store.reader import Reader
from app.store.transactions import Transactions
from app.store.writer import Writer

Listener = Callable[[frozenset[Change]], None]

_POLL_SECONDS = 0.1


class Corpus:
    """An open corpus. ``read_only`` when its medium cannot be written.

    Readers are made one per thread and closed by close(), which any thread may call once
    the others have stopped asking.
    """

    def __init__(self, path: Path, connect: Connect, *, read_only: bool, immutable: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._connect = connect
        self._immutable = immutable
        self._local = threading.local()
        self._readers: list[Reader] = []
        self._readers_lock = threading.Lock()
        self._closed = False
        self._cache = FactsCache()
        self._listeners: list[Listener] = []

    # ------------------------------------------------------------------ opening and closing

    @classmethod
    def create(cls, path: Path, *, connect: Connect = connect_uri) -> Corpus:
        """Make a new, empty corpus; CorpusError when something is already there."""
        require_sqlite()
        if path.exists() and path.stat().st_size:
            raise CorpusError(f"{path} already exists.", "Choose another name.")
        if not path.parent.is_dir():
            raise CorpusError(f"The folder {path.parent} does not exist.", "Make it first.")
        if not os.access(path.parent, os.W_OK):
            raise CorpusError(f"{path} cannot be made: its folder is read-only.", "Choose another folder.")
        made = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            with plain_words(path):
                made.unlink(missing_ok=True)
                upgrade.build(made, connect)
            made.replace(path)
        except OSError as error:
            raise CorpusError(f"{path} cannot be made: {error.strerror or error}.") from error
        finally:
            with suppress(OSError):
                made.unlink(missing_ok=True)
        return cls.open(path, connect=connect)

    @classmethod
    def open(
        cls, path: Path, *, connect: Connect = connect_uri, migrations: Migrations = MIGRATIONS
    ) -> Corpus:
        """Open a corpus; an older one is upgraded after a checked copy of it was made.

        Raises CorpusError, with nothing written, when the file is not a corpus, is damaged,
        or was written by a newer major version.
        """
        require_sqlite()
        check_header(path, read_header(path))
        with plain_words(path):
            immutable, old = _probe(path, connect, migrations)
            read_only = immutable or not _writable(path, connect)
        if old and read_only:
            raise CorpusError(
                f"{path} was written by an older Parlance and cannot be brought up to date on a read-only"
                " medium.",
                "Copy it to a folder that can be written.",
            )
        if old:
            upgrade.upgrade(path, connect, migrations)
        return cls(path, connect, read_only=read_only, immutable=immutable)

    @classmethod
    def open_or_create(cls, path: Path, *, connect: Connect = connect_uri) -> Corpus:
        """Open the corpus at ``path``, or make one where there is nothing (or an empty file)."""
        if path.is_file() and path.stat().st_size:
            return cls.open(path, connect=connect)
        return cls.create(path, connect=connect)

    def close(self) -> None:
        """Close every connection. The corpus cannot be used afterwards."""
        with self._readers_lock:
            self._closed = True
            readers, self._readers = self._readers, []
        for reader in readers:
            reader.interrupt()
            reader.close()
        if readers and not self.read_only:
            _tidy(self.path, self._connect)

    # ------------------------------------------------------------------ reading

    def reader(self) -> Reader:
        """The calling thread's reader."""
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = self._open_reader()
        return reader

    @contextmanager
    def another_reader(self) -> Iterator[Reader]:
        """A reader of its own for a thread that ends soon; closed at the end."""
        reader = self._open_reader()
        try:
            yield reader
        finally:
            with self._readers_lock:
                if reader in self._readers:  # else the corpus was closed, and this reader with it
                    self._readers.remove(reader)
            reader.close()

    def _open_reader(self) -> Reader:
        with plain_words(self.path):
            connection = open_reading(self.path, self._connect, immutable=self._immutable)
        reader = Reader(connection, self.path, self._cache)
        with self._readers_lock:
            if self._closed:
                reader.close()
                raise CorpusError(f"{self.path} was closed.")
            self._readers.append(reader)
        return reader

    def copy_to(self, path: Path) -> None:
        """Write a checked copy to ``path``, all of it or nothing; writing may go on meanwhile."""
        made = path.with_name(f".{path.name}.{os.getpid()}.copy")
        try:
            self.reader().copy_to(made)
            made.replace(path)
        except OSError as error:
            raise CorpusError(f"{path} cannot be written: {error.strerror or error}.") from error
        finally:
            with suppress(OSError):
                made.unlink(missing_ok=True)

    def data_version(self) -> int:
        """Grows with every commit of any process; microseconds, made for polling."""
        return self.reader().revision()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear, in the writing thread, what each commit of this object's writers changed; returns its end."""
        self._listeners.append(listener)

        def end() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return end

    def _announce(self, changes: frozenset[Change]) -> None:
        for listener in tuple(self._listeners):
            listener(changes)

    # ------------------------------------------------------------------ writing

    @contextmanager
    def writer(self, holder: str, wait: float = 10.0) -> Iterator[Writer]:
        """The right to write, for ``holder`` ("parlance import"), in the calling thread.

        Waits up to ``wait`` seconds for another writer, then raises CorpusBusyError naming it.
        """
        if self.read_only:
            raise CorpusError(
                f"{self.path} can only be read: the file or its medium is read-only.",
                "Copy it to a folder that can be written.",
            )
        with plain_words(self.path):
            connection = open_writing(self.path, self._connect, busy_ms=max(1, int(wait * 1000)))
        token = uuid.uuid4().hex
        try:
            self._take(connection, token, holder, wait)
            transactions = Transactions(connection, self.path, token, self._announce)
            try:
                yield Writer(transactions)
            finally:
                transactions.rollback()
                _leave(connection, token)
        finally:
            connection.close()

    def _take(self, connection: sqlite3.Connection, token: str, holder: str, wait: float) -> None:
        deadline = time.monotonic() + wait
        while True:
            try:
                present = lock.take(connection, token, holder)
            except sqlite3.OperationalError as error:
                busy = translated(self.path, error)
                if isinstance(busy, CorpusBusyError):
                    busy = lock.busy_error(self.path, lock.read_lock(connection))
                raise busy from error
            if present is None:
                return
            if time.monotonic() >= deadline:
                raise lock.busy_error(self.path, present)
            time.sleep(_POLL_SECONDS)


def _leave(connection: sqlite3.Connection, token: str) -> None:
    """Give the lock back and fold the log into the file; a failure here must not hide an earlier one."""
    with suppress(sqlite3.OperationalError):
        lock.release(connection, token)
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA busy_timeout = 200")
        connection.executescript("PRAGMA incremental_vacuum")  # execute() would free a single page
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _tidy(path: Path, connect: Connect) -> None:
    """Only a connection that may write removes the log and its index when it is the last to close."""
    with suppress(sqlite3.OperationalError), closing(connect(uri_of(path, mode="rw"))) as connection:
        connection.execute("PRAGMA user_version").fetchone()


def _probe(path: Path, connect: Connect, migrations: Migrations) -> tuple[bool, bool]:
    """Whether the file can only be read as immutable, and whether migrations are missing."""
    immutable = False
    try:
        connection = open_reading(path, connect)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            raise
    except sqlite3.OperationalError:
        # A log cannot be made beside a file on a read-only medium; nobody else can write there either.
        immutable = True
        connection = open_reading(path, connect, immutable=True)
    try:
        header = read_header(path)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        check_header(path, type(header)(header.application_id, version))
        return immutable, upgrade.needs_upgrade(connection, migrations)
    finally:
        connection.close()


def _writable(path: Path, connect: Connect) -> bool:
    """Try it: permissions alone say little to root and on network folders. Nothing is changed."""
    if not os.access(path, os.W_OK):
        return False
    try:
        connection = open_writing(path, connect)
    except sqlite3.OperationalError as error:
        return isinstance(translated(path, error), CorpusBusyError)
    try:
        # SQLite quietly opens a write-protected file for reading; only a change tells. It is not kept.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE corpus_state SET revision = revision")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return isinstance(translated(path, error), CorpusBusyError)
    finally:
        connection.close()
    return True
