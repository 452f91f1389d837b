"""Decoding Japanese and Korean: words whose classes must follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.repair.characters import CharacterModel
from app.repair.classes import BOUNDARY, SPACE, UNCERTAIN, Classes
from app.repair.letters import BEGIN
from app.repair.tokens import Join, Key, Letters, Step
from app.repair.words import WordDecoder


class ConnectedDecoder(WordDecoder):
    """Decodes tokens with a list of words that have classes. A border is the class of the word before."""

    def __init__(self, characters: CharacterModel, words: Classes) -> None:
        super().__init__(characters, words)
        self._classes = words
        self._other = words.other[1]
        self._between_spaces = words.name == "hangul"  # a token there is a part of a clause

    def _opening(self, *, first: bool) -> Key:
        return (SPACE if self._between_spaces else BOUNDARY) if first else UNCERTAIN

    def _closing(self, key: Any) -> float:
        return 0.0 if self._between_spaces or isinstance(key, str) else self._classes.worth[key][BOUNDARY]

    def _before(self, borders: Mapping[Any, float], joins: Iterable[Any]) -> dict[Join, float]:
        worth = self._classes.worth
        if len(borders) == 1:
            ((key, score),) = borders.items()
            row = worth[key]
            return {left: score + row[left] for left in joins}
        rows = [(score, worth[key]) for key, score in borders.items()]
        return {left: max([score + row[left] for score, row in rows]) for left in joins}

    def _leaving(self, borders: Iterable[Any], ahead: Mapping[Any, float]) -> dict[Key, float]:
        worth = self._classes.worth
        if len(ahead) == 1:
            ((left, score),) = ahead.items()
            return {border: worth[border][left] + score for border in borders}
        reached = ahead.items()
        found: dict[Key, float] = {}
        for border in borders:
            row = worth[border]
            found[border] = max([row[left] + score for left, score in reached])
        return found

    def _following(self, choices: Sequence[Letters], at: int) -> list[Step]:
        readings = self._classes.readings
        steps: list[Step] = [
            (left, stop, right, cost + log_p, picks)
            for stop, word, picks, cost, _, _ in self._listed(choices, at)
            for left, right, log_p in readings[word]
        ]
        inside = at + 1 < len(choices)
        left = self._classes.other[0]
        return steps + self._spell(choices[at], at, left, BEGIN, self._unlisted, inside=inside)
