"""Which emoji it was: how often each is used, what may stand beside it, and whose keywords are near.

Keywords are weighed by how few emoji share them; words and other emoji by how much oftener than by chance
they stood in messages with the emoji.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import log10
from typing import NamedTuple

from app.repair.characters import general_model
from app.repair.emoji_terms import terms
from app.repair.emoji_words import feeling, tables, told, value

WORTH = 0.6
"""A keyword found beside the emoji is worth this much per log10 of its rarity among emoji."""

SINGLE = 0.5
"""A keyword of one Chinese character is worth this part of it: it may be a part of another word."""

MOST = 2.0

FELT, NEUTRAL = 1.0, 0.3
"""What the feeling of a text is worth for an emoji of clear feeling (log10); the feeling of most emoji."""

NO_EMOJI = -1.5
"""What a pictograph that is no emoji costs, a domino for example (log10)."""

NOT_JOINED, NOT_TONED = -2.5, -3.0
"""What a joiner or skin tone beside an emoji that takes none costs (log10)."""

NEEDS_SELECTOR, NEEDS_NONE = -0.5, -2.0
"""What a symbol without its presentation selector costs, and a selector after a picture (log10)."""

_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


class _Known(NamedTuple):
    """Of an emoji: log10 P among people, at work and in messages; its users' feeling; flags; keywords."""

    among_people: float
    at_work: float
    in_messages: float
    feeling: float
    flags: str
    keywords: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, _Known], dict[str, float]]:
    """What is known of every emoji, and what finding each keyword is worth."""
    table: dict[str, _Known] = {}
    shared: Counter[str] = Counter()
    for line in tables().emoji:
        char, known, *words = line.split("\t")
        people, work, messages, felt = (value(mark) for mark in known[:4])  # frequencies: -log10
        keywords = frozenset(words)
        table[char] = _Known(-people, -work, -messages, felt, known[4:], keywords)
        shared.update(keywords)
    most = len(table)
    worth = {
        word: WORTH * log10(most / count) * (SINGLE if len(word) == 1 else 1.0)
        for word, count in shared.items()
    }
    return table, worth


@lru_cache(maxsize=1 << 14)
def usual(char: str, work: float) -> float:
    """log10 of how much commoner an emoji is than the character table says, ``work`` its share at work."""
    model = general_model()
    known = _table()[0].get(char)
    if known is None:
        return NO_EMOJI if char >= "\U0001f000" else 0.0
    log_p = log10(work * 10.0**known.at_work + (1 - work) * 10.0**known.among_people)
    return log_p - (model.log_p(char) - model.share("emoji"))


def beside(char: str, before: str, after: str) -> float:
    """log10 of how much likelier an emoji is between these neighbours: selectors, skin tones, joiners."""
    known = _table()[0].get(char)
    flags = known.flags if known else ""
    total = 0.0
    if after == "\ufe0f":
        total += NEEDS_NONE if "P" in flags or known is None else 0.0
    elif known is not None and "P" not in flags:
        total += NEEDS_SELECTOR
    if after in _TONES and "M" not in flags:
        total += NOT_TONED
    if after == "\u200d" and "J" not in flags:
        total += NOT_JOINED
    if before == "\u200d" and "K" not in flags:
        total += NOT_JOINED
    return total


def takes_tone(char: str) -> bool:
    """Whether an emoji is one that a skin tone may follow."""
    known = _table()[0].get(char)
    return known is not None and "M" in known.flags


@lru_cache(maxsize=4096)
def _others(text: str) -> frozenset[str]:
    """The emoji of a text."""
    table = _table()[0]
    return frozenset(char for char in text if char >= "\u2600" and char in table)


def fit(char: str, text: str, rivals: frozenset[str], work: float) -> float:
    """log10 of how much likelier the emoji ``char`` is beside ``text`` than anywhere.

    Its ``rivals``, the other candidates, say nothing where they stand in the text: they are as uncertain.
    """
    table, worth = _table()
    known = table.get(char)
    if known is None:
        return 0.0
    total = min(MOST, sum(worth[word] for word in known.keywords & terms(text)[1]))
    total += FELT * feeling(text) * (known.feeling - NEUTRAL)
    return total + told(char, known.in_messages, text, _others(text) - rivals, work)
