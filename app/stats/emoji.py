"""Which emoji are used how often."""

from __future__ import annotations

from array import array

import numpy as np

from app.i18n import _
from app.model.progress import CancelToken
from app.stats.base import METRICS, TOKENS, Metric, MetricResult, Selection, id_vector, share
from app.store.facts import TurnFacts
from app.store.reader import Reader

TOP = 100
"""So many emoji are listed; the summary counts all of them."""


@METRICS.register("emoji")
class Emoji(Metric):
    """One row an emoji, most frequent first: its count, the turns with it, and its rates.

    An emoji is what people see as one: a ZWJ sequence, a flag, a keycap, a skin tone count once.
    """

    name = "emoji"
    title = _("Emoji")
    unit = f"emoji (extended grapheme clusters), the {TOP} most frequent; rates per 100 {TOKENS} and per turn"
    chart = "bar"

    def compute(
        self, facts: TurnFacts, selection: Selection, reader: Reader, token: CancelToken | None = None
    ) -> MetricResult:
        """See Metric.compute; rates are over all selected turns, with emoji or without."""
        places = selection.places(facts)
        found = reader.emoji()
        chosen = np.zeros(len(facts), dtype=np.bool_)
        chosen[places] = True
        at = np.searchsorted(facts.turn, found.turn)
        inside = at < len(facts)
        inside[inside] = (facts.turn[at[inside]] == found.turn[inside]) & chosen[at[inside]]
        at, kind, n = at[inside], found.emoji[inside], found.n[inside]
        if token is not None:
            token.raise_if_cancelled()
        counts = np.bincount(kind, weights=n, minlength=len(found.names)).astype(np.int64)
        with_it = np.bincount(kind, minlength=len(found.names))
        order = np.lexsort((np.arange(counts.size), -counts))[:TOP]
        order = order[counts[order] > 0]
        tokens, turns = int(facts.tokens[places].sum()), int(places.size)
        rows = [
            (
                found.names[emoji],
                int(counts[emoji]),
                int(with_it[emoji]),
                share(100 * counts[emoji], tokens),
                share(counts[emoji], turns),
            )
            for emoji in order.tolist()
        ]

        def members(row: int, _column: int) -> array[int]:
            return id_vector(facts, at[kind == order[row]])

        total, users = int(counts.sum()), int(np.unique(at).size)
        return MetricResult(
            self.name,
            self.unit,
            ("emoji", "count", "turns", "per_100_tokens", "per_turn"),
            [*rows],
            members,
            series=("count",),
            summary=(
                ("emoji", float(total)),
                ("different_emoji", float(np.count_nonzero(counts))),
                ("per_100_tokens", share(100 * total, tokens)),
                ("per_turn", share(total, turns)),
                ("turns_with_emoji", share(users, turns)),
            ),
        )
