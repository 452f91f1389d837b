"""Which emoji are used how often."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.i18n import _
from app.model.progress import CancelToken
from app.stats.base import METRICS, Metric, MetricResult, Selection, id_vector, share
from app.store.facts import Counts, TurnFacts, narrow
from app.store.reader import Reader

_SELECTOR = "\ufe0f"
TOP = 100
"""So many emoji are listed; the summary counts all of them."""


@METRICS.register("emoji")
class Emoji(Metric):
    """One row an emoji, most frequent first: its count, the turns with it, and its rates.

    An emoji is what people see as one: a ZWJ sequence, a flag, a keycap, a skin tone count once.
    With and without U+FE0F, the request for its colourful form, it is the same emoji.
    """

    name = "emoji"
    title = _("Emoji")
    unit = (
        "emoji (extended grapheme clusters), the 100 most frequent; "
        "rates per 100 segment() tokens without barriers and per turn"
    )
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
        names, group = _without_selectors(found.names)
        at, kind, n = at[inside].astype(np.int32), group[found.emoji[inside]], found.n[inside]
        if token is not None:
            token.raise_if_cancelled()
        counts = np.bincount(kind, weights=n, minlength=len(names)).astype(np.int64)
        with_it = _turns_of_each(kind, at, np.bincount(group, minlength=len(names)))
        order = np.lexsort((np.arange(counts.size), -counts))[:TOP]
        order = order[counts[order] > 0]
        tokens, turns = int(facts.tokens[places].sum()), int(places.size)
        rows = [
            (
                names[emoji],
                int(counts[emoji]),
                int(with_it[emoji]),
                share(100 * counts[emoji], tokens),
                share(counts[emoji], turns),
            )
            for emoji in order.tolist()
        ]

        def members(row: int, _column: int) -> array[int]:
            return id_vector(facts, np.unique(at[kind == order[row]]))

        chosen[:] = False
        chosen[at] = True
        total, users = int(counts.sum()), int(np.count_nonzero(chosen))
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


def _turns_of_each(kind: Counts, at: Counts, forms: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """How many turns hold each emoji; a turn that holds two of its ``forms`` counts once."""
    turns = np.bincount(kind, minlength=forms.size)
    for emoji in np.flatnonzero(forms > 1).tolist():
        turns[emoji] = np.unique(at[kind == emoji]).size
    return turns


def _without_selectors(names: Sequence[str]) -> tuple[list[str], Counts]:
    """The different emoji apart from U+FE0F, each in its fullest form, and which one each name is."""
    forms: dict[str, str] = {}
    for name in names:
        bare = name.replace(_SELECTOR, "")
        if len(name) >= len(forms.get(bare, "")):
            forms[bare] = name
    number = {bare: at for at, bare in enumerate(forms)}
    group = [number[name.replace(_SELECTOR, "")] for name in names]
    return list(forms.values()), narrow(np.asarray(group, dtype=np.int64))
