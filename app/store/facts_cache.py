"""Keeps the columns of the latest revision, so that plots ask as often as they like."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from app.model.progress import CancelToken
from app.store.facts import EmojiFacts, TurnFacts, load_emoji_facts, load_turn_facts
from app.store.vocabulary import Vocabulary, load_vocabulary

Value = TypeVar("Value")
_PATIENCE: Final = 0.02
"""Seconds between two looks at the token while another thread reads."""


@dataclass(frozen=True, slots=True)
class _State:
    """``rewrites`` counts the commits that changed or removed turns rather than adding some."""

    revision: int
    rewrites: int


class FactsCache:
    """Shared by the readers of a corpus; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._turns: tuple[_State, TurnFacts] | None = None
        self._emoji = _Kept(load_emoji_facts)
        self._words = _Kept(load_vocabulary)

    def turns(self, connection: sqlite3.Connection, token: CancelToken | None) -> TurnFacts:
        """The columns of the connection's present revision; new turns alone are read if they can be.

        Threads that want them at once wait for the first one's: twice the columns is twice the memory.
        """
        while not self._reading.acquire(timeout=_PATIENCE):
            if token is not None:
                token.raise_if_cancelled()
        try:
            return self._read(connection, token)
        finally:
            self._reading.release()

    def _read(self, connection: sqlite3.Connection, token: CancelToken | None) -> TurnFacts:
        with self._lock:
            kept = self._turns
        connection.execute("BEGIN")  # one snapshot for the state and for all columns
        try:
            state = _state(connection)
            if kept is not None and kept[0].revision == state.revision:
                return kept[1]
            known = kept[1] if kept is not None and kept[0].rewrites == state.rewrites else None
            if kept is not None and kept[0].revision > state.revision:
                known = None
            found = load_turn_facts(connection, token, known=known)
        finally:
            connection.execute("COMMIT")
        with self._lock:
            self._turns = (state, found)
        return found

    def emoji(self, connection: sqlite3.Connection) -> EmojiFacts:
        """The emoji counts of the connection's present revision."""
        return self._emoji.of(connection)

    def vocabulary(self, connection: sqlite3.Connection) -> Vocabulary:
        """The words of the connection's present revision."""
        return self._words.of(connection)


class _Kept(Generic[Value]):
    """A value that is read whole, of the latest revision that it was asked for."""

    def __init__(self, load: Callable[[sqlite3.Connection], Value]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._kept: tuple[int, Value] | None = None

    def of(self, connection: sqlite3.Connection) -> Value:
        with self._lock:
            kept = self._kept
        connection.execute("BEGIN")
        try:
            revision = _state(connection).revision
            if kept is not None and kept[0] == revision:
                return kept[1]
            found = self._load(connection)
        finally:
            connection.execute("COMMIT")
        with self._lock:
            self._kept = (revision, found)
        return found


def _state(connection: sqlite3.Connection) -> _State:
    revision, rewrites = connection.execute("SELECT revision, rewrites FROM corpus_state").fetchone()
    return _State(revision, rewrites)
