"""Give turns another repair: text, plan, counts and full-text index change together."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.model.corpus import RepairState
from app.model.progress import CancelToken
from app.model.repair import RepairedText
from app.store.fact_blocks import replace_rows
from app.store.index_rows import IndexedTurn, index_rows
from app.store.removal import add_index, drop_index, indexed_turns
from app.store.repairs import plan_counts, plan_of, state_of

_TURNS = 500


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


def rewrite(
    connection: sqlite3.Connection, changes: Sequence[TurnRewrite], token: CancelToken | None = None
) -> None:
    """Store the new repairs inside the caller's transaction; Cancelled leaves it to be rolled back."""
    by_turn = {change.turn: change for change in changes}
    turns = sorted(by_turn)
    for start in range(0, len(turns), _TURNS):
        if token is not None:
            token.raise_if_cancelled()
        _rewrite(connection, {turn: by_turn[turn] for turn in turns[start : start + _TURNS]})
    if turns:
        connection.execute("UPDATE corpus_state SET rewrites = rewrites + 1")


def _rewrite(connection: sqlite3.Connection, changes: dict[int, TurnRewrite]) -> None:
    marks = ",".join("?" * len(changes))
    before = [
        row for rows in indexed_turns(connection, f"turn.id IN ({marks})", list(changes)) for row in rows
    ]
    channels = dict(
        connection.execute(f"SELECT turn_id, channel FROM repair WHERE turn_id IN ({marks})", list(changes))
    )
    connection.executemany(
        "UPDATE repair SET plan = ?, disagreements = ?, undone = ?, twin = ?, exact = ?, inferred = ?,"
        " lost = ?, worst = ? WHERE turn_id = ?",
        [
            (*plan_of(change.repaired, channels.get(turn)), int(change.undone), change.twin,
             *plan_counts(change.repaired.spans), turn)
            for turn, change in changes.items()
        ],
    )  # fmt: skip
    old = [
        row for row in before if (row.text, row.repaired) != (changes[row.id].shown, changes[row.id].state)
    ]
    new = [row._replace(text=changes[row.id].shown, repaired=changes[row.id].state) for row in old]
    drop_index(connection, index_rows(old))
    connection.executemany(
        "UPDATE turn SET text = ?, repaired = ? WHERE id = ?",
        [(row.text, row.repaired, row.id) for row in new],
    )
    derived = index_rows(new)
    add_index(connection, derived)
    replace_rows(connection, derived.facts)
    _recount(connection, old, changes)


def _recount(
    connection: sqlite3.Connection, old: Sequence[IndexedTurn], changes: dict[int, TurnRewrite]
) -> None:
    """Keep the numbers of turns whose text differs from the original."""
    conversations: Counter[int] = Counter()
    transcripts: Counter[int] = Counter()
    for row in old:
        change = changes[row.id]
        original = change.repaired.original
        gained = (change.shown != original) - (row.text != original)
        conversations[row.conversation] += gained
        transcripts[row.transcript] += gained
    for table, counts in (("conversation", conversations), ("transcript", transcripts)):
        connection.executemany(
            f"UPDATE {table} SET repaired_count = repaired_count + ? WHERE id = ?",
            [(gained, key) for key, gained in counts.items() if gained],
        )
