"""From scores to confidence: how often a reading with this lead over the others is right."""

from __future__ import annotations

from collections.abc import Sequence

TEMPER = 0.8
"""Language models are too sure of themselves; scores are tempered by this before they become shares."""

HIGHEST = 0.999
"""No inferred reading is ever called certain."""

NOTHING = 10.0
"""Scores this far behind the first one (log10) have no share that could be seen."""


def confidences(scores: Sequence[float], most: int | None = None) -> list[float]:
    """Shares of probability for log10 scores in falling order; the first one belongs to the choice.

    Those of the first ``most`` only, of all others as well.
    """
    best = scores[0]
    least = best - NOTHING
    weights = [10.0 ** (TEMPER * (score - best)) for score in scores if score > least]
    total = sum(weights)
    found = [round(min(HIGHEST, weight / total), 4) for weight in weights[:most]]
    return found + [0.0] * (len(scores[:most]) - len(found))
