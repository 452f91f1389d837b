"""The words of a text as tables of emoji have them: English stems, and Chinese pieces."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"(?<![@a-z0-9_])[a-z]{2,}")
_HAN = re.compile("[\u3400-\u9fff]+")
_ENDINGS = (
    "ations", "ation", "ments", "ment", "ness", "ful", "ings", "ing", "ions", "ion", "ably", "able",
    "edly", "ed", "ies", "ily", "ly", "es", "s", "i", "y", "e",
)  # fmt: skip
SHORTEST = 3


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """A small English word without its endings; crude, and the same for "happy" and a stemmer's "happi"."""
    for ending in _ENDINGS if word.endswith(_ENDINGS) else ():
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return bare(word[: -len(ending)])
    return bare(word)


def bare(word: str) -> str:
    """A stem as ``stem`` ends it: no final vowel, no doubled consonant."""
    while len(word) > SHORTEST and word[-1] in "iey":
        word = word[:-1]
    if len(word) > SHORTEST and word[-1] == word[-2]:
        word = word[:-1]
    return word


def words_of(text: str) -> set[str]:
    """The English words of a text, small."""
    return set(_WORD.findall(text.lower()))


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of the English words of a text, and what may be keywords: words, stems, Chinese pieces."""
    words = words_of(text)
    stems = {stem(word) for word in words}
    for run in _HAN.findall(text):
        words.update(run[at : at + size] for size in (1, 2, 3, 4) for at in range(len(run) - size + 1))
    return frozenset(stems), frozenset(words | stems)
