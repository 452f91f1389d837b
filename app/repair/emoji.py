"""Which emoji it was: how often each is used, what may stand beside it, and whose keywords are near.

Keywords are weighed by how few emoji share them.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from functools import lru_cache
from math import log10
from typing import NamedTuple

from app.paths import resource
from app.repair.characters import general_model

ZERO, STEP = 0x50, 0.1
"""How emoji.zz writes a frequency: one character, in tenths of -log10 from "P" on."""

WORTH = 0.6
"""A keyword found beside the emoji is worth this much per log10 of its rarity among emoji."""

MOST = 2.0

NO_EMOJI = -1.5
"""What a pictograph that is no emoji costs, a domino for example (log10)."""

NOT_JOINED, NOT_TONED = -2.5, -3.0
"""What a joiner or skin tone beside an emoji that takes none costs (log10)."""

NEEDS_SELECTOR, NEEDS_NONE = -0.5, -2.0
"""What a symbol without its presentation selector costs, and a selector after a picture (log10)."""

_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_WORD = re.compile(r"[a-z]{3,}")
_HAN = re.compile("[\u3400-\u9fff]+")


class _Known(NamedTuple):
    """What is known of an emoji: log10 P, what may stand beside it, and its keywords."""

    log_p: float
    flags: str
    keywords: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, _Known], dict[str, float]]:
    """What is known of every emoji, and what finding each keyword is worth."""
    lines = zlib.decompress(resource("models", "emoji.zz").read_bytes()).decode("utf-8").split("\n")[:-1]
    table: dict[str, _Known] = {}
    shared: Counter[str] = Counter()
    for line in lines:
        char, known, *words = line.split("\t")
        parts = frozenset(part for word in words for part in (word, *_WORD.findall(word)))
        table[char] = _Known((ZERO - ord(known[0])) * STEP, known[1:], parts)
        shared.update(parts)
    worth = {word: WORTH * log10(len(lines) / count) for word, count in shared.items()}
    return table, worth


@lru_cache(maxsize=4096)
def _terms(text: str) -> frozenset[str]:
    """Words of a text as keywords may have them: English words without their s, Chinese pieces of 2 to 4."""
    words = set(_WORD.findall(text.lower()))
    words |= {word[:-1] for word in words if word.endswith("s")}
    words |= {word[:-3] for word in words if word.endswith("ing")}
    for run in _HAN.findall(text):
        words.update(run[at : at + size] for size in (2, 3, 4) for at in range(len(run) - size + 1))
    return frozenset(words)


@lru_cache(maxsize=4096)
def usual(char: str) -> float:
    """log10 of how much commoner an emoji is in conversation than the character table says."""
    model = general_model()
    known = _table()[0].get(char)
    if known is None:
        return NO_EMOJI if char >= "\U0001f000" else 0.0
    return known.log_p - (model.log_p(char) - model.share("emoji"))


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


def fit(char: str, text: str) -> float:
    """log10 of how much likelier the emoji ``char`` is beside ``text`` than anywhere."""
    table, worth = _table()
    known = table.get(char)
    if known is None:
        return 0.0
    return min(MOST, sum(worth[word] for word in known.keywords & _terms(text)))
