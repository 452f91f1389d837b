"""The corpus repairs itself: what its undamaged text says about a choice between readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import log10

from app.repair.blocks import block_of

MOST_CHARACTERS = 400_000
"""So much undamaged text is read; more of it changes little and takes time."""

WORTH, MOST = 0.7, 2.0
"""A pair of neighbours seen n times is worth WORTH * log10(1 + n), at most MOST (log10)."""


class Memory:
    """Pairs of neighbouring characters, and emoji, of undamaged text."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._pairs: Counter[str] = Counter()
        self._emoji: Counter[str] = Counter()
        length = 0
        for text in texts:
            if text.isascii():
                continue
            self._pairs.update(map("".join, pairwise(text)))
            self._emoji.update(char for char in text if char >= "\u2600" and block_of(char) == "emoji")
            length += len(text)
            if length > MOST_CHARACTERS:
                break

    def __bool__(self) -> bool:
        return bool(self._pairs or self._emoji)

    def worth(self, before: str, text: str, after: str) -> float:
        """log10 of how much likelier ``text`` is between these neighbours than the models alone say."""
        char = text[0]
        if block_of(char) == "emoji":
            return min(MOST, WORTH * log10(1 + self._emoji[char]))
        seen = log10(1 + self._pairs[before + char]) + log10(1 + self._pairs[char + (text[1:] or after)])
        return min(MOST, WORTH * seen)
