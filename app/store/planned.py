"""Stored repairs with their plans as rows: to look at or change single spans of very many turns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.model.corpus import RepairState
from app.model.progress import CancelToken
from app.repair.plan_check import disagreements_after
from app.repair.plan_rows import PlanRows, Row, decoded
from app.store.repairs import PlanCounts
from app.store.rewrite import NewRepair

TURNS_AT_ONCE = 500


class PlannedTurn(NamedTuple):
    """A turn that was repaired; ``text`` is the repaired text, also while the turn is undone."""

    turn: int
    original: str
    channel: str
    undone: bool
    twin: int | None
    plan: PlanRows
    text: str

    def exchanged(self, changes: dict[int, Row], *, undone: bool) -> NewRepair:
        """The repair with other rows, by their number in the plan. The plan at hand is changed too."""
        rows = self.plan
        before = {number: rows.row(number) for number in changes}
        text = _spliced(self.text, rows, changes)
        rows.exchange(changes)
        listed = disagreements_after(rows, text, self.channel, before, listed=rows.listed)
        counts = _counts(rows)
        return NewRepair(
            self.turn, self.original, self.original if undone else text, _state(counts, undone=undone),
            rows.dump(listed), len(listed), undone, self.twin, counts,
        )  # fmt: skip


def parts(turns: Sequence[int], token: CancelToken | None = None) -> Iterator[list[int]]:
    """Some hundred turns at a time, ascending; Cancelled in between."""
    wanted = sorted(set(turns))
    for start in range(0, len(wanted), TURNS_AT_ONCE):
        if token is not None:
            token.raise_if_cancelled()
        yield wanted[start : start + TURNS_AT_ONCE]


def planned_turns(connection: sqlite3.Connection, turns: Sequence[int]) -> Iterator[PlannedTurn]:
    """Those of a part of the turns that were repaired, ascending."""
    marks = ",".join("?" * len(turns))
    rows = connection.execute(
        "SELECT turn_id, original, coalesce(channel, ''), undone, twin, plan, text FROM repair"
        f" JOIN turn ON turn.id = turn_id WHERE turn_id IN ({marks}) ORDER BY turn_id",
        turns,
    ).fetchall()
    for turn, original, channel, undone, twin, stored, text in rows:
        planned = PlanRows(stored)
        repaired = planned.replay(original) if undone else text
        yield PlannedTurn(turn, original, channel, bool(undone), twin, planned, repaired)


def decided_places(connection: sqlite3.Connection, turns: Sequence[int]) -> dict[int, set[int]]:
    """The places of a part of the turns that a reader decided."""
    marks = ",".join("?" * len(turns))
    found: dict[int, set[int]] = {}
    for turn, place in connection.execute(
        f"SELECT turn_id, place FROM choice WHERE turn_id IN ({marks})", turns
    ):
        found.setdefault(turn, set()).add(place)
    return found


def _spliced(text: str, rows: PlanRows, changes: dict[int, Row]) -> str:
    pieces: list[str] = []
    at = 0
    for number in sorted(changes):
        pieces += (text[at : rows.starts[number]], decoded(changes[number].repaired))
        at = rows.ends[number]
    pieces.append(text[at:])
    return "".join(pieces)


def _counts(rows: PlanRows) -> PlanCounts:
    """What ``plan_counts`` gives for the spans."""
    kinds = rows.kinds
    inferred = kinds.count("inferred")
    worst = None
    if inferred:
        worst = min(
            [float(sure) for kind, sure in zip(kinds, rows.confidences, strict=True) if kind == "inferred"]
        )
    return PlanCounts(kinds.count("exact"), inferred, kinds.count("lost"), worst)


def _state(counts: PlanCounts, *, undone: bool) -> str | None:
    """What ``TurnRewrite.state`` gives for the spans."""
    if undone:
        return str(RepairState.UNDONE.value)
    if counts.lost:
        return str(RepairState.LOST.value)
    if counts.inferred:
        return str(RepairState.INFERRED.value)
    return str(RepairState.EXACT.value) if counts.exact else None
