"""How many hits there are, in words: exact, or growing and saying so."""

from __future__ import annotations

from app.i18n import _, ngettext
from app.ui.models.desk.counting import Totals


def total_words(totals: Totals, shown: int, *, sampled: bool = False) -> str:
    """Hits, turns and conversations; ``shown`` turns of a sample."""
    turns = ngettext("{n} turn", "{n} turns", totals.turns).format(n=f"{totals.turns:,}")
    conversations = ngettext("{n} conversation", "{n} conversations", totals.conversations)
    parts = [hit_words(totals), turns, conversations.format(n=f"{totals.conversations:,}")]
    if sampled:
        words = _("{shown} of {all} turns shown")
        parts = [words.format(shown=f"{shown:,}", all=f"{totals.turns:,}"), parts[0], parts[2]]
    return " · ".join(parts)


def hit_words(totals: Totals) -> str:
    """The hits alone; while they are counted, how far the count has come."""
    if totals.complete:
        return ngettext("{n} hit", "{n} hits", totals.hits).format(n=f"{totals.hits:,}")
    share = totals.looked_at * 100 // max(1, totals.turns)
    return _("{n}+ hits, counting {share} %").format(n=f"{totals.hits:,}", share=share)
