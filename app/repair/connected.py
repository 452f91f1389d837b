"""Decoding Japanese and Korean: words whose classes must follow each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.repair.characters import CharacterModel
from app.repair.classes import BOUNDARY, SPACE, UNCERTAIN, Classes, Reading
from app.repair.letters import BEGIN
from app.repair.lexicon import PREFIX
from app.repair.words import LONGEST, Key, Letter, Steps, WordDecoder

_Word = tuple[int, tuple[str, ...], float, tuple[Reading, ...]]
"""Where a word ends, what the units become, what its spelling costs, and its readings."""


class ConnectedDecoder(WordDecoder):
    """Decodes tokens with a list of words that have classes. A state is the class of the word before."""

    def __init__(self, characters: CharacterModel, words: Classes) -> None:
        super().__init__(characters, words)
        self._classes = words
        self._between_spaces = words.name == "hangul"  # a token there is a part of a clause

    def _opening(self, *, first: bool) -> Key:
        return (SPACE if self._between_spaces else BOUNDARY) if first else UNCERTAIN

    def _closing(self, key: Key) -> float:
        if self._between_spaces or not isinstance(key, int):
            return 0.0
        return self._classes.worth(key)[BOUNDARY]

    def _following(self, choices: list[list[Letter]], at: int) -> Callable[[Key], Steps]:
        words = list(self._words_at(choices, at))
        spelled = list(self._spell(choices[at], at, BEGIN, self._unlisted, inside=at + 1 < len(choices)))
        left, right = self._classes.other

        def follow(key: Key) -> Steps:
            worth = self._classes.worth(key if isinstance(key, int) else UNCERTAIN)
            for stop, texts, cost, readings in words:
                for reading in readings:
                    yield stop, reading.right, cost + reading.log_p + worth[reading.left], texts
            for stop, after, weight, texts in spelled:
                yield stop, right if after is None else after, weight + worth[left], texts

        return follow

    def _in_word(self, choices: list[list[Letter]], at: int, history: str) -> Steps:
        right = self._classes.other[1]
        for stop, after, weight, texts in super()._in_word(choices, at, history):
            yield stop, right if after is None else after, weight, texts

    def _words_at(self, choices: list[list[Letter]], at: int) -> Iterator[_Word]:
        """The words of the list that begin here."""
        find = self._classes.find
        rows: list[tuple[str, tuple[str, ...], float]] = [("", (), 0.0)]
        for stop in range(at + 1, min(len(choices), at + LONGEST) + 1):
            longer = []
            for prefix, texts, cost in rows:
                for text, low, extra, last in choices[stop - 1]:
                    word = prefix + low
                    known = find(word)
                    if known is None:
                        continue
                    row = (word, (*texts, text), cost + extra)
                    if not last:
                        longer.append(row)
                    if known != PREFIX:
                        yield stop, row[1], row[2], self._classes.readings(word)
            if not longer:
                break
            rows = longer
