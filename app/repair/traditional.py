"""Traditional Chinese: read with the words of the simplified model, character by character."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

from app.paths import resource
from app.repair.han import HanModel, han_model
from app.repair.han_words import HEARD, STEP, ZERO, HanWords

NOT_WRITTEN = "\0"
"""What a character that traditional text does not have becomes: no word contains it."""


COMMONER = 0.3
"""By less than this a word of Taiwan is as common as the mainland's in its stead (log10)."""


class TraditionalModel(HanModel):
    """The Chinese model for text in traditional characters: words are looked up by their simplified form."""

    def __init__(self, model: HanModel) -> None:  # the model is shared, not loaded again
        self.base_score, self.new_state = model.base_score, model.new_state
        self.start = model.start
        self.words = HanWords(model.words.lines, model.words.unknown, _of_taiwan(model))
        traditional, simplified, abolished = _table()
        self._simplified = dict(zip(traditional, simplified, strict=True))
        self._simplified.update(dict.fromkeys(abolished, NOT_WRITTEN))

    def key(self, char: str) -> str:
        """The simplified form of a character."""
        return self._simplified.get(char, char)


@lru_cache(maxsize=1)
def _table() -> tuple[str, str, str]:
    """Traditional characters, their simplified forms, and characters only simplified text has."""
    text = zlib.decompress(resource("models", "traditional.zz").read_bytes()).decode("utf-8")
    traditional, simplified, abolished = text.split("\n")[:3]
    return traditional, simplified, abolished


def _of_taiwan(model: HanModel) -> dict[str, str]:
    """Words that Taiwan has for others of the mainland, as common as those, with the marks that say so."""
    text = zlib.decompress(resource("models", "variants.zz").read_bytes()).decode("utf-8")
    marks: dict[str, str] = {}
    for line in text.split("\n")[2:]:
        words = line.split(" ")
        for word, other in (words, words[::-1]) if len(words) == 2 else ():
            expected, found = model.log_p(other), model.log_p(word)
            if len(word) > 1 and expected - found > COMMONER:
                known = found > model.words.unknown
                marks[word] = chr(
                    ZERO + round((expected - found) / STEP) if known else HEARD - round(expected / STEP)
                )
    return marks


@lru_cache(maxsize=1)
def _marks() -> tuple[frozenset[str], frozenset[str]]:
    traditional, _, abolished = _table()
    return frozenset(traditional), frozenset(abolished)


@lru_cache(maxsize=1)
def _traditional_model() -> TraditionalModel | None:
    model = han_model()
    return TraditionalModel(model) if model is not None else None


def traditional_balance(characters: Mapping[str, int]) -> int:
    """How many more of the counted characters are of traditional than of simplified text alone."""
    traditional, abolished = _marks()
    return sum(
        count if char in traditional else -count if char in abolished else 0
        for char, count in characters.items()
    )


def is_traditional(row: Sequence[Sequence[str]], otherwise: bool) -> bool:
    """Whether the certain characters of a row are of traditional text; ``otherwise`` if they do not tell."""
    traditional, abolished = _marks()
    balance = 0
    for unit in row:
        if len(unit) == 1:
            char = unit[0][0]
            if char in traditional:
                balance += 1
            elif char in abolished:
                balance -= 1
    return balance > 0 if balance else otherwise


def chinese_model(*, traditional: bool) -> HanModel | None:
    """The Chinese model for one of the two ways to write; None where it cannot be loaded."""
    return _traditional_model() if traditional else han_model()
