"""Give turns another repair: text, plan, counts and full-text index change together."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.model.corpus import RepairState
from app.model.progress import CancelToken
from app.model.repair import RepairedText
from app.store.fact_blocks import replace_rows
from app.store.index_rows import IndexedTurn, index_rows
from app.store.removal import add_index, drop_index, indexed_turns
from app.store.repairs import PlanCounts, plan_counts, plan_of, state_of

TURNS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TurnRewrite:
    """The new repair of a turn that has one: same damaged original, other spans; see StoredRepair."""

    turn: int
    repaired: RepairedText
    undone: bool = False
    twin: int | None = None

    @property
    def shown(self) -> str:
        """The text of the turn from now on."""
        return self.repaired.original if self.undone else self.repaired.text

    @property
    def state(self) -> str | None:
        """What `repaired:` finds it by."""
        state = RepairState.UNDONE if self.undone else state_of(self.repaired)
        return state.value if state else None


class NewRepair(NamedTuple):
    """The new repair of a turn as it is stored."""

    turn: int
    original: str
    shown: str
    """The text of the turn from now on."""
    state: str | None
    """What `repaired:` finds it by."""
    plan: str
    disagreements: int
    undone: bool
    twin: int | None
    counts: PlanCounts


def rewrite(
    connection: sqlite3.Connection, changes: Sequence[TurnRewrite], token: CancelToken | None = None
) -> None:
    """Store the new repairs inside the caller's transaction; Cancelled leaves it to be rolled back."""
    by_turn = {change.turn: change for change in changes}
    turns = sorted(by_turn)
    for start in range(0, len(turns), TURNS_AT_ONCE):
        if token is not None:
            token.raise_if_cancelled()
        part = turns[start : start + TURNS_AT_ONCE]
        marks = ",".join("?" * len(part))
        channels = dict(
            connection.execute(f"SELECT turn_id, channel FROM repair WHERE turn_id IN ({marks})", part)
        )
        store(connection, [_new(by_turn[turn], channels.get(turn)) for turn in part])
    if turns:
        note_rewrite(connection)


def _new(change: TurnRewrite, channel: str | None) -> NewRepair:
    planned, listed = plan_of(change.repaired, channel)
    return NewRepair(
        change.turn, change.repaired.original, change.shown, change.state, planned, listed, change.undone,
        change.twin, plan_counts(change.repaired.spans),
    )  # fmt: skip


def note_rewrite(connection: sqlite3.Connection) -> None:
    """Tell all who remember texts of this corpus that some are others now."""
    connection.execute("UPDATE corpus_state SET rewrites = rewrites + 1")


def store(connection: sqlite3.Connection, changes: Sequence[NewRepair]) -> None:
    """Store the new repairs of some turns inside the caller's transaction; some hundreds at once."""
    by_turn = {change.turn: change for change in changes}
    marks = ",".join("?" * len(by_turn))
    before = [
        row for rows in indexed_turns(connection, f"turn.id IN ({marks})", list(by_turn)) for row in rows
    ]
    connection.executemany(
        "UPDATE repair SET plan = ?, disagreements = ?, undone = ?, twin = ?, exact = ?, inferred = ?,"
        " lost = ?, worst = ? WHERE turn_id = ?",
        [(one.plan, one.disagreements, int(one.undone), one.twin, *one.counts, one.turn) for one in changes],
    )
    old = [
        row for row in before if (row.text, row.repaired) != (by_turn[row.id].shown, by_turn[row.id].state)
    ]
    new = [row._replace(text=by_turn[row.id].shown, repaired=by_turn[row.id].state) for row in old]
    drop_index(connection, index_rows(old))
    connection.executemany(
        "UPDATE turn SET text = ?, repaired = ? WHERE id = ?",
        [(row.text, row.repaired, row.id) for row in new],
    )
    derived = index_rows(new)
    add_index(connection, derived)
    replace_rows(connection, derived.facts)
    _recount(connection, old, by_turn)


def _recount(
    connection: sqlite3.Connection, old: Sequence[IndexedTurn], changes: Mapping[int, NewRepair]
) -> None:
    """Keep the numbers of turns whose text differs from the original."""
    conversations: Counter[int] = Counter()
    transcripts: Counter[int] = Counter()
    for row in old:
        change = changes[row.id]
        gained = (change.shown != change.original) - (row.text != change.original)
        conversations[row.conversation] += gained
        transcripts[row.transcript] += gained
    for table, counts in (("conversation", conversations), ("transcript", transcripts)):
        connection.executemany(
            f"UPDATE {table} SET repaired_count = repaired_count + ? WHERE id = ?",
            [(gained, key) for key, gained in counts.items() if gained],
        )
