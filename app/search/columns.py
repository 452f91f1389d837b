"""What hits are sorted, grouped and counted by: one column a property, one entry a turn of the corpus."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.progress import CancelToken
from app.store.facts import TurnFacts
from app.store.reader import Reader

Ints = NDArray[np.int64]
Codes = NDArray[np.int16] | NDArray[np.int32] | NDArray[np.int64]
"""Small numbers, as narrow as they fit: a million turns stay in memory."""

NO_TIME: Final = np.iinfo(np.int64).min
"""The time of a turn that has none."""
REPAIR_STATES: Final = ("exact", "inferred", "lost", "undone")
"""The states behind ``repaired``: 1 stands for the first, 0 for a turn that was never repaired."""
_ROLES_MOST: Final = 200
"""SQLite takes so many branches of a CASE at ease; rarer roles of a corpus with more count as none."""


_TAGGED: Final = (
    "SELECT turn_id FROM tagging WHERE turn_id IS NOT NULL AND tag_id = ?1"
    " UNION SELECT turn.id FROM tagging JOIN turn ON turn.conversation_id = tagging.conversation_id"
    " WHERE tagging.turn_id IS NULL AND tag_id = ?1 ORDER BY 1"
)


@dataclass(frozen=True)
class Columns:
    """Columns of one revision, each in ascending order of turn ids and read when first asked for.

    Use it in the thread of the reader that it was made with, except what :meth:`load` has read.
    """

    facts: TurnFacts
    reader: Reader

    def load(self, *names: str) -> Columns:
        """Read the named columns now."""
        for name in names:
            getattr(self, name)
        return self

    @cached_property
    def transcript(self) -> Codes:
        """Transcript ids."""
        pairs = self.reader.rows("SELECT id, transcript_id FROM conversation ORDER BY id")
        table = np.zeros(int(self.facts.conversation.max(initial=0)) + 1, dtype=np.int64)
        ids = np.array([pair[0] for pair in pairs], dtype=np.int64)
        inside = ids < len(table)
        table[ids[inside]] = np.array([pair[1] for pair in pairs], dtype=np.int64)[inside]
        narrow: Codes = table.astype(np.int32)[self.facts.conversation]
        return narrow

    @cached_property
    def transcript_names(self) -> dict[int, str]:
        """Names of the transcripts by id."""
        return {int(one.id): one.name for one in self.reader.transcripts()}

    @cached_property
    def speaker_names(self) -> dict[int, str]:
        """Labels of the speakers by id."""
        return {int(one.id): one.name for one in self.reader.speakers()}

    @cached_property
    def time(self) -> Ints:
        """Seconds since 1970 in UTC; NO_TIME where a turn has no time or one that is no date."""
        return self._read("strftime('%s', time)", "time", NO_TIME)

    @cached_property
    def month(self) -> Codes:
        """Year and month as the time is written: 202401; 0 for none."""
        valid = "time GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]*'"
        written = f"CASE WHEN {valid} THEN substr(time, 1, 4) || substr(time, 6, 2) END"
        return self._read(written, "time", 0).astype(np.int32)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles of the corpus in alphabetical order."""
        if not self._any("role"):
            return ()
        sql = "SELECT DISTINCT role FROM turn WHERE role IS NOT NULL ORDER BY role LIMIT ?"
        found = self.reader.rows(sql, (_ROLES_MOST,))
        return tuple(str(row[0]) for row in found)

    @cached_property
    def role(self) -> Codes:
        """1 for a turn of the first of ``roles`` and so on; 0 for none."""
        return self._coded("role", self.roles)

    @cached_property
    def tags(self) -> tuple[tuple[str, Ints], ...]:
        """Every tag in the order of the names, with the turns that it stands for, ascending."""
        found = self.reader.rows("SELECT id, name FROM tag ORDER BY folded")
        return tuple(
            (str(name), np.array(self.reader.ids(_TAGGED, (number,)), dtype=np.int64))
            for number, name in found
        )

    @cached_property
    def repaired(self) -> Codes:
        """1 for a turn of the first of REPAIR_STATES and so on; 0 for one never repaired."""
        return self._coded("repaired", REPAIR_STATES)

    def _coded(self, name: str, values: tuple[str, ...]) -> Codes:
        if not values or not self._any(name):
            return np.zeros(len(self.facts), dtype=np.int16)
        cases = " ".join(f"WHEN ? THEN {at}" for at in range(1, len(values) + 1))
        return self._column(f"CASE {name} {cases} ELSE 0 END", values).astype(np.int16)

    def _read(self, sql: str, name: str, missing: int) -> Ints:
        if not self._any(name):
            return np.full(len(self.facts), missing, dtype=np.int64)
        return self._column(f"coalesce(CAST({sql} AS INTEGER), {missing})", ())

    def _any(self, name: str) -> bool:
        """False when no turn has a value; ``name`` and the SQL around it are constants of this file."""
        found = self.reader.rows(f"SELECT EXISTS(SELECT 1 FROM turn WHERE {name} IS NOT NULL)")
        return bool(found[0][0])

    def _column(self, sql: str, parameters: tuple[str, ...]) -> Ints:
        values = self.reader.ids(f"SELECT {sql} FROM turn ORDER BY id", parameters)
        return _like(np.frombuffer(values, dtype=np.int64) if values else np.empty(0, np.int64), self.facts)


def _like(values: Ints, facts: TurnFacts) -> Ints:
    """As long as the facts: a commit between two statements shows as turns not known yet."""
    if len(values) == len(facts):
        return values
    fitted = np.zeros(len(facts), dtype=np.int64)
    fitted[: min(len(values), len(facts))] = values[: len(facts)]
    return fitted


class ColumnsCache:
    """Keeps the columns of the latest revision asked for; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[object, int, Columns] | None = None

    def of(self, corpus: object, reader: Reader, token: CancelToken | None, *names: str) -> Columns:
        """Columns of the reader's present revision, those named read already; ``corpus`` is the key."""
        revision = reader.revision()
        with self._lock:
            kept = self._kept
        if kept is not None and kept[0] is corpus and kept[1] == revision:
            columns = Columns(kept[2].facts, reader)
            columns.__dict__.update(
                {k: v for k, v in kept[2].__dict__.items() if k not in {"facts", "reader"}}
            )
        else:
            columns = Columns(reader.facts(token), reader)
        columns.load(*names)
        with self._lock:
            self._kept = (corpus, revision, columns)
        return columns
