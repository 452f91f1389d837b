"""Transactions of the one writer: each proves that the lock is still ours and announces what it changed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.model.corpus import Change
from app.store import lock
from app.store.connections import plain_words
from app.store.speakers import SpeakerTable
from app.store.vocabulary import KnownWords

_HEARTBEAT_SECONDS = 20.0


class Transactions:
    """Begin, commit and roll back on the writing connection; ``speakers`` and ``words`` follow along."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        token: str,
        announce: Callable[[frozenset[Change]], None],
    ) -> None:
        self._connection = connection
        self._path = path
        self._token = token
        self._announce = announce
        self._last_beat = time.monotonic()
        self.speakers = SpeakerTable(connection)
        self.words = KnownWords()

    @property
    def path(self) -> Path:
        """The corpus file."""
        return self._path

    @property
    def connection(self) -> sqlite3.Connection:
        """The writing connection, for the store's own files."""
        return self._connection

    @property
    def in_transaction(self) -> bool:
        """True between the begin and the commit of a transaction."""
        return self._connection.in_transaction

    def begin(self) -> None:
        """Start a transaction; CorpusBusyError when the lock was lost to another writer."""
        with plain_words(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            lock.renew(self._connection, self._token, self._path)

    def commit(self, *changes: Change) -> None:
        """End a transaction and announce what it changed."""
        with plain_words(self._path):
            self._connection.execute("UPDATE corpus_state SET revision = revision + 1")
            self._connection.execute("COMMIT")
        self._last_beat = time.monotonic()
        if changes:
            self._announce(frozenset(changes))

    def rollback(self) -> None:
        """Take back an open transaction, if there is one."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        self.speakers.forget()
        self.words.forget()

    @contextmanager
    def transaction(self, *changes: Change) -> Iterator[sqlite3.Connection]:
        """All or nothing: everything inside is committed together, or not at all."""
        self.begin()
        try:
            with plain_words(self._path):
                yield self._connection
            self.commit(*changes)
        except BaseException:
            self.rollback()
            raise

    def beat(self) -> None:
        """Show that this writer is alive; cheap, to be called now and then during long work."""
        if not self.in_transaction and time.monotonic() - self._last_beat > _HEARTBEAT_SECONDS:
            self.begin()
            with plain_words(self._path):
                self._connection.execute("COMMIT")
            self._last_beat = time.monotonic()
