"""How the hits spread over speakers, scripts and conversations: the numbers beside the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.store.facts import TurnFacts

SCRIPTS = ("han", "kana", "hangul", "latin", "cyrillic", "arabic", "other")
"""The values of the ``lang:`` field, each a column of TurnFacts."""
SPEAKERS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Turns among the hits: by speaker id and by script in falling order, by conversation id."""

    speakers: tuple[tuple[int, int], ...] = ()
    more_speakers: int = 0
    scripts: tuple[tuple[str, int], ...] = ()
    emoji: int = 0
    repaired: int = 0
    conversations: Mapping[int, int] = field(default_factory=dict)


def count_facets(facts: TurnFacts, ids: NDArray[np.int64] | None, repaired: NDArray[np.int64]) -> FacetCounts:
    """Count the turns ``ids`` (None: all); ``repaired`` are all repaired turns of the corpus."""
    rows = None if ids is None else facts.rows_of(ids)

    def column(name: str) -> NDArray[np.int64]:
        values: NDArray[np.int64] = np.asarray(getattr(facts, name), dtype=np.int64)
        return values if rows is None else values[rows]

    by_speaker = _falling(column("speaker"))
    scripts = [(name, int(np.count_nonzero(column(name)))) for name in SCRIPTS]
    return FacetCounts(
        speakers=tuple(by_speaker[:SPEAKERS_SHOWN]),
        more_speakers=max(0, len(by_speaker) - SPEAKERS_SHOWN),
        scripts=tuple(sorted(((n, c) for n, c in scripts if c), key=lambda pair: -pair[1])),
        emoji=int(np.count_nonzero(column("emoji"))),
        repaired=len(repaired) if ids is None else int(np.count_nonzero(np.isin(repaired, ids))),
        conversations=dict(_falling(column("conversation"))),
    )


def _falling(values: NDArray[np.int64]) -> list[tuple[int, int]]:
    if not len(values):
        return []
    counts = np.bincount(values)
    ids = np.flatnonzero(counts)
    order = ids[np.argsort(-counts[ids], kind="stable")]
    return list(zip(order.tolist(), counts[order].tolist(), strict=True))
