"""Turns and tokens of every speaker, and how evenly talk is shared."""

from __future__ import annotations

from array import array

import numpy as np

from app.i18n import _
from app.model.progress import CancelToken
from app.stats import _balance
from app.stats.base import METRICS, Metric, MetricResult, Selection, id_vector, owners, share, speaker_names
from app.store.facts import TurnFacts
from app.store.reader import Reader


@METRICS.register("turns-per-speaker")
class TurnsPerSpeaker(Metric):
    """One row a speaker, most turns first; ``share`` of all selected tokens, ``mean_length`` in tokens."""

    name = "turns-per-speaker"
    title = _("Turns and tokens per speaker")
    unit = "turns; segment() tokens without barriers"
    chart = "bar"

    def compute(
        self, facts: TurnFacts, selection: Selection, reader: Reader, token: CancelToken | None = None
    ) -> MetricResult:
        """See Metric.compute; the summary measures balance over the speakers' tokens."""
        places = selection.places(facts)
        speakers, owner = owners(facts.speaker[places])
        turns = np.bincount(owner, minlength=speakers.size)
        tokens = np.bincount(owner, weights=facts.tokens[places], minlength=speakers.size).astype(np.int64)
        if token is not None:
            token.raise_if_cancelled()
        order = np.lexsort((speakers, -tokens, -turns))
        names = speaker_names(reader, speakers.tolist())
        total = int(tokens.sum())
        rows = [
            (
                names[at],
                int(turns[at]),
                int(tokens[at]),
                share(tokens[at], total),
                share(tokens[at], turns[at]),
            )
            for at in order.tolist()
        ]

        def members(row: int, _column: int) -> array[int]:
            return id_vector(facts, places[owner == order[row]])

        return MetricResult(
            self.name,
            self.unit,
            ("speaker", "turns", "tokens", "share", "mean_length"),
            [*rows],
            members,
            series=("turns", "tokens"),
            summary=(
                ("dominance", share(_balance.dominance(tokens), 1)),
                ("normalised_entropy", share(_balance.normalised_entropy(tokens), 1)),
                ("gini", share(_balance.gini(tokens), 1)),
                ("effective_speakers", share(_balance.effective_speakers(tokens), 1)),
            ),
        )
