"""Undo and redo of a turn's repair; the damaged original is always kept."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from app.errors import UserFacingError
from app.model.corpus import RepairState
from app.model.repair import RepairedText
from app.repair import plan
from app.store.fact_blocks import replace_row
from app.store.index_rows import index_rows
from app.store.removal import add_index, drop_index, indexed_turns


@dataclass(frozen=True, slots=True)
class StoredRepair:
    """A turn's repair as kept: the damaged ``original``, what was made of it, and whether it is undone."""

    original: str
    repaired: RepairedText
    channel: str
    undone: bool


def state_of(text: RepairedText) -> RepairState | None:
    """The gravest kind among the spans: lost, then inferred, then exact; None when nothing changed."""
    if not text.spans:
        return None
    kinds = {span.kind for span in text.spans}
    if "lost" in kinds:
        return RepairState.LOST
    return RepairState.INFERRED if "inferred" in kinds else RepairState.EXACT


def read_repair(connection: sqlite3.Connection, turn: int) -> StoredRepair | None:
    """The stored repair of a turn; None when the turn was never repaired."""
    row = connection.execute(
        "SELECT original, channel, plan, undone FROM repair WHERE turn_id = ?", (turn,)
    ).fetchone()
    if row is None:
        return None
    original, channel, spans, undone = row
    return StoredRepair(original, plan.replay(original, plan.load(spans)), channel or "", bool(undone))


def set_undone(connection: sqlite3.Connection, turn: int, *, undone: bool) -> None:
    """Show the original or the repaired text of a turn, inside the caller's transaction."""
    stored = read_repair(connection, turn)
    if stored is None:
        raise UserFacingError(f"Turn {turn} was not repaired.")
    if stored.undone == undone:
        return
    before = next(indexed_turns(connection, "turn.id = ?", (turn,)))
    drop_index(connection, index_rows(before))
    text = stored.original if undone else stored.repaired.text
    state = RepairState.UNDONE if undone else state_of(stored.repaired)
    connection.execute(
        "UPDATE turn SET text = ?, repaired = ? WHERE id = ?", (text, state.value if state else None, turn)
    )
    connection.execute("UPDATE repair SET undone = ? WHERE turn_id = ?", (int(undone), turn))
    after = index_rows(next(indexed_turns(connection, "turn.id = ?", (turn,))))
    add_index(connection, after)
    replace_row(connection, after.facts[0])
    change = 0 if stored.original == stored.repaired.text else -1 if undone else 1
    conversation, transcript = before[0].conversation, before[0].transcript
    connection.execute(
        "UPDATE conversation SET repaired_count = repaired_count + ? WHERE id = ?", (change, conversation)
    )
    connection.execute(
        "UPDATE transcript SET repaired_count = repaired_count + ? WHERE id = ?", (change, transcript)
    )
    connection.execute("UPDATE corpus_state SET rewrites = rewrites + 1")
