"""Two dialogues that may be one: how much of each is in the other, and what they settle for each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.model.corpus import TwinRelation
from app.repair.twins import Alignment, TwinTurn, align, marks

DAMAGED_SHARE = 0.5
"""So much of a dialogue must be in another one for it to be its twin, where either came damaged."""

NEAR_SHARE = 0.8
"""The same where both are as they were written."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two dialogues side by side. ``left`` and ``right``: how each repeats the other, None if it does not."""

    alignment: Alignment
    left: TwinRelation | None
    right: TwinRelation | None


def compare(left: Sequence[TwinTurn], right: Sequence[TwinTurn]) -> Comparison:
    """Align two dialogues and say whether one repeats the other."""
    alignment = align(marks(left), marks(right))
    if [turn.repaired.original for turn in left] == [turn.repaired.original for turn in right]:
        return Comparison(alignment, TwinRelation.EQUAL, TwinRelation.EQUAL)
    damaged = any(turn.repaired.spans for side in (left, right) for turn in side)
    common = [
        at for at in alignment.same if damaged or left[at[0]].repaired.text == right[at[1]].repaired.text
    ]
    relation, least = (TwinRelation.DAMAGED, DAMAGED_SHARE) if damaged else (TwinRelation.NEAR, NEAR_SHARE)
    shares = (_share(left, [at[0] for at in common]), _share(right, [at[1] for at in common]))
    of_left, of_right = (relation if share >= least else None for share in shares)
    return Comparison(alignment, of_left, of_right)


def _share(turns: Sequence[TwinTurn], common: Sequence[int]) -> float:
    """The characters of some turns as a share of all."""
    total = sum(len(turn.repaired.text) for turn in turns)
    return sum(len(turns[at].repaired.text) for at in common) / total if total else 0.0
