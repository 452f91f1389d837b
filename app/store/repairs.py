"""Stored repairs of turns: the damaged original, the plan, what a reader decided, and what proves it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.errors import UserFacingError
from app.model.corpus import RepairState
from app.model.ids import TurnId
from app.model.repair import RepairedText, RepairSpan
from app.repair import plan
from app.repair.edits import places
from app.repair.proof import Ranges, disagreements

SpanState = Literal["engine", "twin", "chosen", "restored"]
"""Who decided a span: the engine, a twin that proves it, or a reader who chose or wants the original."""

_TURNS_PER_QUERY = 500


@dataclass(frozen=True, slots=True)
class TurnSpan:
    """A span of a turn as a reader meets it. ``place`` names it: its start in the damaged original."""

    place: int
    span: RepairSpan
    state: SpanState


@dataclass(frozen=True, slots=True)
class StoredRepair:
    """A turn's repair as kept: the damaged ``original``, what was made of it, and whether it is undone.

    ``chosen`` holds the places of the spans that a reader decided. ``twin`` is the turn that proves the
    repair, 0 when its transcript is no longer in the corpus, None without proof. ``disagreements`` are the
    stretches of the repaired text that the channel does not turn back into ``original``.
    """

    original: str
    repaired: RepairedText
    channel: str
    undone: bool
    chosen: frozenset[int] = frozenset()
    twin: int | None = None
    disagreements: Ranges = ()

    @property
    def spans(self) -> tuple[TurnSpan, ...]:
        """The spans with their places and who decided them."""
        found = zip(places(self.repaired), self.repaired.spans, strict=True)
        return tuple(TurnSpan(place, span, self._state(place, span)) for place, span in found)

    def _state(self, place: int, span: RepairSpan) -> SpanState:
        if place in self.chosen:
            return "restored" if span.repaired == span.original else "chosen"
        return "engine" if self.twin is None else "twin"


def plan_of(repaired: RepairedText, channel: str | None) -> tuple[str, int]:
    """The plan to store for a turn of a transcript damaged in ``channel``, and how many places it lists
    that do not go back through it."""
    listed = disagreements(repaired, channel)
    return plan.dump(repaired.spans, listed), len(listed)


class PlanCounts(NamedTuple):
    """Spans of a plan by kind, and the lowest confidence of the inferred ones (None without any)."""

    exact: int
    inferred: int
    lost: int
    worst: float | None


def plan_counts(spans: Iterable[RepairSpan]) -> PlanCounts:
    """Count the spans of a plan."""
    counts = {"exact": 0, "inferred": 0, "lost": 0}
    worst: float | None = None
    for span in spans:
        counts[span.kind] += 1
        if span.kind == "inferred":
            worst = span.confidence if worst is None else min(worst, span.confidence)
    return PlanCounts(counts["exact"], counts["inferred"], counts["lost"], worst)


def state_of(text: RepairedText) -> RepairState | None:
    """The gravest kind among the spans: lost, then inferred, then exact; None when nothing changed."""
    if not text.spans:
        return None
    kinds = {span.kind for span in text.spans}
    if "lost" in kinds:
        return RepairState.LOST
    return RepairState.INFERRED if "inferred" in kinds else RepairState.EXACT


def read_repairs(connection: sqlite3.Connection, turns: Sequence[int]) -> Iterator[tuple[int, StoredRepair]]:
    """The stored repairs of those of the given turns that have one, in the order of their ids."""
    wanted = sorted(set(turns))
    for start in range(0, len(wanted), _TURNS_PER_QUERY):
        part = wanted[start : start + _TURNS_PER_QUERY]
        marks = ",".join("?" * len(part))
        chosen: dict[int, set[int]] = {}
        for turn, place in connection.execute(
            f"SELECT turn_id, place FROM choice WHERE turn_id IN ({marks})", part
        ):
            chosen.setdefault(turn, set()).add(place)
        rows = connection.execute(
            "SELECT turn_id, original, channel, plan, undone, twin FROM repair"
            f" WHERE turn_id IN ({marks}) ORDER BY turn_id",
            part,
        ).fetchall()
        for turn, original, channel, spans, undone, twin in rows:
            repaired = plan.replay(original, plan.load(spans))
            decided = frozenset(chosen.get(turn, ()))
            unlike = plan.disagreements(spans)
            yield turn, StoredRepair(original, repaired, channel or "", bool(undone), decided, twin, unlike)


def read_repair(connection: sqlite3.Connection, turn: int) -> StoredRepair | None:
    """The stored repair of a turn; None when the turn was never repaired."""
    return next((stored for _, stored in read_repairs(connection, [turn])), None)


def required_repair(connection: sqlite3.Connection, turn: TurnId) -> StoredRepair:
    """The stored repair of a turn; UserFacingError when the turn was never repaired."""
    stored = read_repair(connection, turn)
    if stored is None:
        raise UserFacingError(f"Turn {turn} was not repaired.")
    return stored
