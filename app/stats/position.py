"""Where in their conversations the selected turns stand."""

from __future__ import annotations

from array import array

import numpy as np
import numpy.typing as npt

from app.i18n import _
from app.model.progress import CancelToken
from app.stats.base import METRICS, Metric, MetricResult, Selection, id_vector, share
from app.store.facts import Counts, TurnFacts
from app.store.reader import Reader

BINS = 20


@METRICS.register("position")
class Position(Metric):
    """One row for every twentieth of a conversation: hits there, all turns there, hits per turn.

    A turn stands at the middle of its own share of the conversation, (index - ½) / turns, so a
    conversation of one turn counts in the middle.
    """

    name = "position"
    title = _("Hits over position in the conversation")
    unit = "turns, by relative position in their conversation, (index - ½) / turns, in 20 bins"
    chart = "histogram"

    def compute(
        self,
        facts: TurnFacts,
        selection: Selection,
        reader: Reader,  # noqa: ARG002 - the counts hold all that is needed
        token: CancelToken | None = None,
    ) -> MetricResult:
        """See Metric.compute."""
        every = position_bins(facts.index, facts.conversation_turns)
        if token is not None:
            token.raise_if_cancelled()
        places = selection.places(facts)
        bins = every[places]
        hits = np.bincount(bins, minlength=BINS)
        turns = np.bincount(every, minlength=BINS)
        step = 100 // BINS
        rows = [
            (
                f"{step * bin_}–{step * (bin_ + 1)} %",
                share(bin_, BINS),
                share(bin_ + 1, BINS),
                int(hits[bin_]),
                int(turns[bin_]),
                share(hits[bin_], turns[bin_]),
            )
            for bin_ in range(BINS)
        ]

        def members(row: int, _column: int) -> array[int]:
            return id_vector(facts, places[bins == row])

        columns = ("position", "from", "to", "hits", "turns", "rate")
        return MetricResult(self.name, self.unit, columns, [*rows], members, series=("hits",))


def position_bins(index: Counts, length: Counts) -> npt.NDArray[np.int8]:
    """floor(BINS · (index - ½) / length) in whole numbers; ``index`` counts from 1."""
    doubled = 2 * index.astype(np.int64) - 1
    bins = doubled * BINS // (2 * length.astype(np.int64))
    found: npt.NDArray[np.int8] = np.minimum(bins, BINS - 1).astype(np.int8)
    return found
