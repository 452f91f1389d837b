"""The words of a text as tables of emoji have them: English stems, and Chinese pieces."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"(?<![@a-z0-9_])[a-z]{2,}")
_TAG = re.compile(r"#([A-Za-z]{2,})")
_PART_OF_TAG = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_HAN = re.compile("[\u3400-\u9fff]+")
_ENDINGS = (
    "ations", "ation", "ments", "ment", "ness", "ful", "ings", "ing", "ions", "ion", "ably", "able",
    "edly", "ed", "ies", "ily", "ly", "es", "s", "i", "y", "e",
)  # fmt: skip
SHORTEST = 3

WITHIN_TAG, LONGEST_TAG = 4, 24
"""Shorter words are found in any row of letters; so much of one is looked at."""


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


def of_hashtags(text: str) -> set[str]:
    """The words of hashtags: "#LateNight" and what "#winelover" begins and ends with."""
    found: set[str] = set()
    for tag in _TAG.findall(text):
        parts = _PART_OF_TAG.findall(tag)
        found.update(part.lower() for part in parts if len(part) > 1)
        if len(parts) == 1:
            small = tag.lower()[:LONGEST_TAG]
            for at in range(WITHIN_TAG, len(small) - 1):
                found.update((small[:at], small[-at:]))
    return found


def words_of(text: str) -> set[str]:
    """The English words of a text, small."""
    return set(_WORD.findall(text.lower()))


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of the English words of a text, and what may be keywords: words, stems, Chinese pieces."""
    words = words_of(text) | (of_hashtags(text) if "#" in text else set())
    stems = {stem(word) for word in words}
    for run in _HAN.findall(text):
        words.update(run[at : at + size] for size in (1, 2, 3, 4) for at in range(len(run) - size + 1))
    return frozenset(stems), frozenset(words | stems)
