"""How the hits spread over speakers, scripts, months …: the numbers beside the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.model.progress import CancelToken
from app.search.columns import Columns
from app.search.facets import Facet, count_facets, falling

NEEDED = ("speaker_names", "transcript", "transcript_names", "month", "roles", "role", "repaired", "tags")
"""The columns behind the facets."""


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Turns among the hits by the values of every facet, and by conversation id."""

    facets: tuple[Facet, ...] = ()
    conversations: Mapping[int, int] = field(default_factory=dict)


def facet_counts(
    columns: Columns, ids: NDArray[np.int64] | None, token: CancelToken | None = None
) -> FacetCounts:
    """Count the turns ``ids`` (None: all)."""
    facts = columns.facts
    conversations = facts.conversation if ids is None else facts.conversation[facts.rows_of(ids)]
    return FacetCounts(count_facets(columns, ids, token), dict(falling(conversations)))
