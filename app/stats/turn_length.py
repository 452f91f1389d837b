"""How long turns are: a histogram whose bins double in width."""

from __future__ import annotations

from array import array

import numpy as np

from app.i18n import _
from app.model.progress import CancelToken
from app.stats.base import METRICS, Metric, MetricResult, Selection, id_vector, share
from app.store.facts import TurnFacts
from app.store.reader import Reader


@METRICS.register("turn-length")
class TurnLength(Metric):
    """One row a bin: no token, 1, 2-3, 4-7, 8-15, … tokens; empty bins between filled ones are shown.

    Lengths of turns spread over orders of magnitude, so equal ratios make better bins than
    equal differences. ``from`` and ``to`` are both inside the bin.
    """

    name = "turn-length"
    title = _("Turn length")
    unit = (
        "turns, by length in segment() tokens without barriers; every bin is twice as wide as the one before"
    )
    chart = "histogram"

    def compute(
        self,
        facts: TurnFacts,
        selection: Selection,
        reader: Reader,  # noqa: ARG002 - the counts hold all that is needed
        token: CancelToken | None = None,
    ) -> MetricResult:
        """See Metric.compute."""
        places = selection.places(facts)
        lengths = facts.tokens[places].astype(np.int64)
        bins = length_bins(lengths)
        if token is not None:
            token.raise_if_cancelled()
        counts = np.bincount(bins)
        first = int(np.argmax(counts > 0)) if counts.size else 0
        rows = [
            (_label(bin_), *bin_edges(bin_), int(counts[bin_]), share(counts[bin_], lengths.size))
            for bin_ in range(first, counts.size)
        ]

        def members(row: int, _column: int) -> array[int]:
            return id_vector(facts, places[bins == first + row])

        return MetricResult(
            self.name,
            self.unit,
            ("length", "from", "to", "turns", "share"),
            [*rows],
            members,
            series=("turns",),
            summary=_summary(lengths),
        )


def length_bins(
    lengths: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """The bin of each length: 0 for 0, else 1 + floor(log2(length)), computed without rounding errors."""
    _mantissa, exponent = np.frexp(lengths.astype(np.float64))  # length = m * 2**e with 0.5 <= m < 1
    return exponent.astype(np.int8)


def bin_edges(bin_: int) -> tuple[int, int]:
    """The shortest and the longest length of a bin."""
    return (0, 0) if bin_ == 0 else (2 ** (bin_ - 1), 2**bin_ - 1)


def _label(bin_: int) -> str:
    low, high = bin_edges(bin_)
    return str(low) if low == high else f"{low}–{high}"


def _summary(lengths: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[tuple[str, float], ...]:
    if not lengths.size:
        return ()
    return (
        ("mean", share(lengths.sum(), lengths.size)),
        ("median", float(np.median(lengths))),
        ("longest", float(lengths.max())),
    )
