"""Which scripts each speaker writes, in tokens."""

from __future__ import annotations

from array import array

import numpy as np

from app.i18n import _
from app.model.progress import CancelToken
from app.stats.base import METRICS, Metric, MetricResult, Selection, id_vector, owners, share, speaker_names
from app.store.facts import TurnFacts
from app.store.reader import Reader

SCRIPTS = ("han", "kana", "hangul", "latin", "cyrillic", "arabic", "other", "emoji")
"""The columns of counts; they sum to ``tokens``. Words without letters, such as numbers, are ``other``."""


@METRICS.register("language-mix")
class LanguageMix(Metric):
    """One row a speaker, most tokens first: tokens of each script, then the same as shares of the row."""

    name = "language-mix"
    title = _("Language mix per speaker")
    unit = "segment() tokens without barriers; words count for the script of their first letter"
    chart = "stacked-bar"

    def compute(
        self, facts: TurnFacts, selection: Selection, reader: Reader, token: CancelToken | None = None
    ) -> MetricResult:
        """See Metric.compute."""
        places = selection.places(facts)
        speakers, owner = owners(facts.speaker[places])
        table = np.zeros((speakers.size, len(SCRIPTS)), dtype=np.int64)
        for number, script in enumerate(SCRIPTS):
            counts = getattr(facts, script)[places]
            table[:, number] = np.bincount(owner, weights=counts, minlength=speakers.size)
            if token is not None:
                token.raise_if_cancelled()
        tokens = table.sum(axis=1)
        order = np.lexsort((speakers, -tokens))
        names = speaker_names(reader, speakers.tolist())
        rows = [
            (
                names[at],
                int(tokens[at]),
                *table[at].tolist(),
                *(share(count, tokens[at]) for count in table[at]),
            )
            for at in order.tolist()
        ]

        def members(row: int, column: int) -> array[int]:
            mine = places[owner == order[row]]
            script = (column - 2) % len(SCRIPTS)
            return id_vector(facts, mine if column < 2 else mine[getattr(facts, SCRIPTS[script])[mine] > 0])

        shares = tuple(f"{script}_share" for script in SCRIPTS)
        columns = ("speaker", "tokens", *SCRIPTS, *shares)
        return MetricResult(self.name, self.unit, columns, [*rows], members, series=SCRIPTS)
