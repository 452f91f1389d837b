"""How easily a word is taken for another where bytes were lost: how much its n-grams matter to repair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import log10, prod

import numpy as np
import numpy.typing as npt

from app.repair.channels import damage

CHANNEL = "cp1254-drop"
"""The commonest channel that loses bytes; what it confuses, its likes confuse too."""

LEAST, REACH = 0.1, 2.5
"""The worth of words that are never taken for others; how much rarer rivals still count (log10)."""


def worth(words: Sequence[str], p: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """From LEAST to 1 for every word: 1 where what looks like it after damage is as common as the word.

    ``p``: the probability of each word. Rivals are the words that look the same, and rows of characters.
    """
    frequency = dict(zip(words, p.tolist(), strict=True))
    damaged = [damage(word, CHANNEL) for word in words]
    looks: defaultdict[str, float] = defaultdict(float)
    for form, share in zip(damaged, p.tolist(), strict=True):
        looks[form] += share
    found = []
    for word, form in zip(words, damaged, strict=True):
        rivals = looks[form] - frequency[word]
        if len(word) > 1:
            single = [frequency.get(char, 1e-9) for char in word]
            alike = [
                looks.get(damage(char, CHANNEL), share) for char, share in zip(word, single, strict=True)
            ]
            rivals += max(0.0, prod(alike) - prod(single))
        found.append(1.0 + log10(max(rivals, 1e-30) / frequency[word]) / REACH)
    worths: npt.NDArray[np.float64] = np.clip(np.array(found), LEAST, 1.0)
    return worths
