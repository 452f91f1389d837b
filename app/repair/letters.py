"""Letters of words that no list has: how likely each is after the letters before it."""

from __future__ import annotations

import lzma
from functools import cache
from pathlib import Path

from app.paths import resource

BEGIN, END = "^", "$"
"""What stands for the beginning and the end of a word."""

ZERO, STEP = 0x30, 0.1
"""How a table writes a probability: one character, in tenths of -log10 from "0" on."""

UNSEEN = -7.0
"""log10 P of a letter the table does not know."""

MOST_REMEMBERED = 20_000


class LetterModel(dict[tuple[str, str], tuple[float, str, float]]):
    """A table of letter n-grams with back-off, small letters only.

    ``model[history, char]``: log10 P(char | history), the history of the next letter, and log10 P(a word ends
    there). "" is a mark that belongs to the letter before. What was asked for is remembered, up to a bound.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        log_p: dict[str, float] = {}
        weight: dict[str, float] = {}
        values = [(ZERO - code) * STEP for code in range(256)]
        for line in lzma.decompress(file.read_bytes()).decode("utf-8").split("\n")[:-1]:
            gram, _, marks = line.partition("\t")
            log_p[gram] = values[ord(marks[0])]
            if len(marks) > 1:
                weight[gram] = values[ord(marks[1])]
        del log_p[""]
        self._log_p, self._weight = log_p, weight
        self.longest = max(map(len, log_p)) - 1
        self._endings: dict[str, float] = {}

    def __missing__(self, key: tuple[str, str]) -> tuple[float, str, float]:
        if len(self) > MOST_REMEMBERED:
            self.clear()
        history, char = key
        after = (history + char)[-self.longest :]
        log_p = self._log_p_of(history, char) if char else 0.0
        found = self[key] = (log_p, after, self._ending(after))
        return found

    def _ending(self, history: str) -> float:
        found = self._endings.get(history)
        if found is None:
            if len(self._endings) > MOST_REMEMBERED:
                self._endings.clear()
            found = self._endings[history] = self._log_p_of(history, END)
        return found

    def _log_p_of(self, history: str, char: str) -> float:
        share = 0.0
        while True:
            found = self._log_p.get(history + char)
            if found is not None:
                return share + found
            share += self._weight.get(history, 0.0)
            if not history:
                return share + UNSEEN / 2
            history = history[1:]


@cache
def letter_model(name: str) -> LetterModel | None:
    """A shipped table, read on first need; None when there is none of that name."""
    file = resource("models", f"letters-{name}.xz")
    return LetterModel(file) if file.is_file() else None
