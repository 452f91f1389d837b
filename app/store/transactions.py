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
_TURNS_TOGETHER = 5_000
_SECONDS_TOGETHER = 0.5
"""A commit costs as much as some hundred turns: small sources share one, up to so many turns or so long."""


class Transactions:
    """Begin, commit and roll back on the writing connection; ``speakers`` and ``words`` follow along.

    While ``together`` is set, small sources share a transaction (``settle``); ``lost`` then tells that a
    roll-back took away sources that were settled before. Who sets the one asks for and clears the other.
    """

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
        self._held: frozenset[Change] | None = None
        self._held_turns = 0
        self._begun = 0.0
        self._joined = False
        self.lost = False
        self.together = False

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
        self.flush()
        with plain_words(self._path):
            self._begun = time.monotonic()
            self._connection.execute("BEGIN IMMEDIATE")
            lock.renew(self._connection, self._token, self._path)

    def join(self) -> None:
        """Go on in the transaction that whole sources were left in, or start one."""
        if not self._connection.in_transaction:
            self.begin()
        self._joined = True

    def settle(self, turns: int, *changes: Change) -> None:
        """End the part of one whole source of so many turns: committed now, or soon together with others."""
        self._held_turns += turns
        self._held = (self._held or frozenset()) | frozenset(changes)
        self._joined = False
        waited = time.monotonic() - self._begun
        if not self.together or self._held_turns >= _TURNS_TOGETHER or waited > _SECONDS_TOGETHER:
            self.flush()

    @property
    def holds(self) -> bool:
        """True while whole sources wait to be committed."""
        return self._held is not None

    def flush(self) -> None:
        """Commit the whole sources that wait for others; nothing while a source is in the middle."""
        if self._held is not None and not self._joined:
            self.commit()

    def commit(self, *changes: Change) -> None:
        """End a transaction and announce what it changed."""
        with plain_words(self._path):
            self._connection.execute("UPDATE corpus_state SET revision = revision + 1")
            self._connection.execute("COMMIT")
        self._last_beat = time.monotonic()
        told = frozenset(changes) | (self._held or frozenset())
        self._hold_nothing()
        if told:
            self._announce(told)

    def _hold_nothing(self) -> None:
        self._held, self._held_turns, self._joined = None, 0, False

    def rollback(self) -> None:
        """Take back an open transaction, if there is one."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        self.lost = self.lost or self._held is not None
        self._hold_nothing()
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
