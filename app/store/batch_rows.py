"""A prepared batch with its row ids, written table by table."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

from app.store.facet_tokens import facets
from app.store.fact_blocks import write_block
from app.store.marks import write_mark_block
from app.store.prepared import PreparedBatch
from app.store.vocabulary import KnownWords, add_words


@dataclass(frozen=True, slots=True)
class BatchRows:
    """``first`` is the id of the first turn; the columns tell where and by whom each turn was said."""

    batch: PreparedBatch
    first: int
    transcript: int
    channel: str | None
    conversations: list[int]
    speakers: list[int]
    positions: list[int]

    def insert(self, connection: sqlite3.Connection, known: KnownWords) -> None:
        """Store everything, inside the caller's transaction."""
        first, batch = self.first, self.batch
        self._insert_turns(connection)
        connection.executemany(
            "INSERT INTO turn_fts(rowid, text, facets) VALUES (?,?,?)",
            zip(self._ids(), batch.keys, self._facets(), strict=True),
        )
        if batch.emoji:
            connection.executemany(
                "INSERT INTO turn_emoji VALUES (?,?,?)",
                [(sign, first + at, n) for sign, at, n in batch.emoji],
            )
        add_words(connection, known.take_in(batch.words))
        places = (self.conversations, self.speakers, self.positions)
        write_block(connection, self.transcript, first, places, batch.counts)
        write_mark_block(connection, self.transcript, first, batch.marks)
        self._insert_repairs(connection)
        if batch.pending:
            connection.executemany(
                "INSERT INTO pending_parent VALUES (?,?,?)",
                [(first + at, self.conversations[at], parent) for at, parent in batch.pending],
            )

    def _insert_repairs(self, connection: sqlite3.Connection) -> None:
        if not self.batch.repairs:
            return
        connection.executemany(
            "INSERT INTO repair(turn_id, channel, undone, original, plan, disagreements, exact, inferred,"
            " lost, worst) VALUES (?,?,0,?,?,?,?,?,?,?)",
            [(self.first + at, self.channel, *row) for at, _state, _changed, row in self.batch.repairs],
        )

    def tally(self) -> dict[int, tuple[int, int]]:
        """New turns, and new turns whose text repair changed, by conversation."""
        repairs = self.batch.repairs
        changed = Counter(self.conversations[at] for at, _state, differs, _row in repairs if differs)
        if len(self.batch.conversations) == 1:
            only = self.conversations[0]
            return {only: (len(self.conversations), changed[only])}
        counts = Counter(self.conversations)
        return {conversation: (turns, changed[conversation]) for conversation, turns in counts.items()}

    def _ids(self) -> range:
        return range(self.first, self.first + len(self.batch))

    def _states(self) -> list[str | None]:
        states: list[str | None] = [None] * len(self.batch)
        for at, state, _changed, _row in self.batch.repairs:
            states[at] = state
        return states

    def _insert_turns(self, connection: sqlite3.Connection) -> None:
        """Columns that no turn fills are left out: binding nothing five times costs a third of the time."""
        columns = (self._ids(), self.conversations, self.positions, self.speakers, self.batch.texts)
        named = "id, conversation_id, position, speaker_id, text"
        extras = self.batch.extras
        if extras is not None:
            rows = zip(*columns, self._states(), *zip(*extras, strict=True), strict=True)
            connection.executemany(
                f"INSERT INTO turn({named}, repaired, role, time, key, meta) VALUES (?,?,?,?,?,?,?,?,?,?)",
                rows,
            )
        elif self.batch.repairs:
            connection.executemany(
                f"INSERT INTO turn({named}, repaired) VALUES (?,?,?,?,?,?)",
                zip(*columns, self._states(), strict=True),
            )
        else:
            connection.executemany(
                f"INSERT INTO turn({named}) VALUES (?,?,?,?,?)", zip(*columns, strict=True)
            )

    def _facets(self) -> Iterator[str]:
        columns = (
            self.conversations,
            repeat(self.transcript),
            self.speakers,
            self.batch.present,
            self._states(),
        )
        return map(facets, *columns)
