"""Chinese text as words: the likeliest ones by the trigram model of the pinyin input method."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kenlm

from app.repair.han import FOREIGN, MARKS

KEPT = 3
"""Readings kept at each position."""

UNLISTED = -3.0
"""What a character costs that is no word of the lexicon (log10), beside being unknown."""

_TOKENS = re.compile(r"[一-鿿]+|[A-Za-z0-9]+|\S")
_State = Any  # KenLM's, which has no types


class Segmenter:
    """Cuts lines into words of a lexicon."""

    def __init__(self, model_file: Path, lexicon: dict[str, float]) -> None:
        self._model = kenlm.LanguageModel(str(model_file))
        self._start = kenlm.State()
        self._model.NullContextWrite(self._start)
        self._lexicon = lexicon
        self._longest = max(map(len, lexicon))

    def phrases(self, line: str) -> Iterator[list[str]]:
        """The words and marks of a line, cut where something else stands between them."""
        words = ["。"]  # a line begins as if a sentence had ended
        for token in _TOKENS.findall(line):
            mark = MARKS.get(token)
            if "一" <= token[0] <= "鿿":
                words += self._words(token)
            elif token[0].isascii() and token[0].isalnum():
                if words[-1:] != [FOREIGN]:
                    words.append(FOREIGN)
            elif mark is None:
                yield words
                words = []
            elif words[-1:] != [mark]:
                words.append(mark)
        yield words if words[-1:] in (["。"], ["？"], ["！"], ["…"]) or not words else [*words, "。"]

    def _words(self, text: str) -> list[str]:
        rows: list[dict[_State, tuple[float, list[str]]]] = [{} for _ in range(len(text) + 1)]
        rows[0][self._start] = (0.0, [])
        for at, row in enumerate(rows[:-1]):
            best = sorted(row.items(), key=lambda item: -item[1][0])[:KEPT]
            for stop, word, cost in self._steps(text, at) if best else ():
                for state, (score, before) in best:
                    after = kenlm.State()
                    total = score + cost + self._model.BaseScore(state, word, after)
                    if after not in rows[stop] or total > rows[stop][after][0]:
                        rows[stop][after] = (total, [*before, word])
        return max(rows[-1].values())[1]

    def _steps(self, text: str, at: int) -> Iterator[tuple[int, str, float]]:
        yield at + 1, text[at], self._lexicon.get(text[at], UNLISTED)
        for stop in range(at + 2, min(at + self._longest, len(text)) + 1):
            known = self._lexicon.get(text[at:stop])
            if known is not None:
                yield stop, text[at:stop], known
