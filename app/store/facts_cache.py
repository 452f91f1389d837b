"""Keeps the columns of the latest revision, so that plots ask as often as they like."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass

from app.model.progress import CancelToken
from app.store.facts import EmojiFacts, TurnFacts, load_emoji_facts, load_turn_facts


@dataclass(frozen=True, slots=True)
class _State:
    """``rewrites`` counts the commits that changed or removed turns rather than adding some."""

    revision: int
    rewrites: int


class FactsCache:
    """Shared by the readers of a corpus; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: tuple[_State, TurnFacts] | None = None
        self._emoji: tuple[_State, EmojiFacts] | None = None

    def turns(self, connection: sqlite3.Connection, token: CancelToken | None) -> TurnFacts:
        """The columns of the connection's present revision; new turns alone are read if they can be."""
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
        with self._lock:
            kept = self._emoji
        connection.execute("BEGIN")
        try:
            state = _state(connection)
            if kept is not None and kept[0].revision == state.revision:
                return kept[1]
            found = load_emoji_facts(connection)
        finally:
            connection.execute("COMMIT")
        with self._lock:
            self._emoji = (state, found)
        return found


def _state(connection: sqlite3.Connection) -> _State:
    revision, rewrites = connection.execute("SELECT revision, rewrites FROM corpus_state").fetchone()
    return _State(revision, rewrites)
