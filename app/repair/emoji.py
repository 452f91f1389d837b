"""Which emoji fits the words around it: CLDR's keywords, weighed by how few emoji share them."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from functools import lru_cache
from math import log10

from app.paths import resource

WORTH = 0.8
"""A keyword found beside the emoji is worth this much per log10 of its rarity among emoji."""

MOST = 2.5

_WORD = re.compile(r"[a-z]{3,}")
_HAN = re.compile("[\u3400-\u9fff]+")


@lru_cache(maxsize=1)
def _keywords() -> tuple[dict[str, frozenset[str]], dict[str, float]]:
    """The keywords of every emoji, and what finding each is worth."""
    lines = zlib.decompress(resource("models", "emoji.zz").read_bytes()).decode("utf-8").split("\n")[:-1]
    of_emoji: dict[str, frozenset[str]] = {}
    shared: Counter[str] = Counter()
    for line in lines:
        char, *words = line.split("\t")
        parts = frozenset(part for word in words for part in (word, *_WORD.findall(word)))
        of_emoji[char] = parts
        shared.update(parts)
    worth = {word: WORTH * log10(len(lines) / count) for word, count in shared.items()}
    return of_emoji, worth


@lru_cache(maxsize=4096)
def _terms(text: str) -> frozenset[str]:
    """Words of a text as keywords may have them: English words without their s, Chinese pieces of 2 to 4."""
    words = set(_WORD.findall(text.lower()))
    words |= {word[:-1] for word in words if word.endswith("s")}
    words |= {word[:-3] for word in words if word.endswith("ing")}
    for run in _HAN.findall(text):
        words.update(run[at : at + size] for size in (2, 3, 4) for at in range(len(run) - size + 1))
    return frozenset(words)


def fit(char: str, text: str) -> float:
    """log10 of how much likelier the emoji ``char`` is beside ``text`` than anywhere."""
    of_emoji, worth = _keywords()
    keywords = of_emoji.get(char)
    if not keywords:
        return 0.0
    return min(MOST, sum(worth[word] for word in keywords & _terms(text)))
