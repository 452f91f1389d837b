"""Chinese words and their trigram probabilities: the model of a pinyin input method, read through KenLM."""

from __future__ import annotations

import logging
import zlib
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.paths import resource

_LOG = logging.getLogger(__name__)
LONGEST_WORD = 8


ZERO, STEP = 0x50, 0.1
"""How zh_words.zz writes the adjustment of a word: one character, in tenths of log10 around "P"."""

HEARD = 0xA0
"""From this character on it is the frequency of a word the trigram model lacks, in tenths of -log10."""

PREFIX = 1000.0
"""What ``find`` gives for the beginning of a word."""

MOST_REMEMBERED = 200_000


class HanModel:
    """The lexicon and its trigram scores. A state is KenLM's: what it knows of the words before."""

    def __init__(self, model_file: str, words_file: Path) -> None:
        import kenlm  # noqa: PLC0415 - a compiled module, loaded only when there is Chinese to repair

        self._model = kenlm.LanguageModel(model_file)
        self._base_score, self._new_state = self._model.BaseScore, kenlm.State
        self._start = kenlm.State()
        self._model.NullContextWrite(self._start)
        self._lines = zlib.decompress(words_file.read_bytes()).decode("utf-8").split("\n")[:-1]
        self._unknown = self._base_score(self._start, "<unk>", kenlm.State())
        self._memo: dict[str, float | None] = {}
        self._openings: dict[str, frozenset[str]] = {}

    def find(self, prefix: str) -> float | None:
        """What is known of a word or the beginning of one.

        For a word log10 of how much commoner it is in conversation than the trigram model thinks
        (words it lacks included, which it takes for an unknown one),
        PREFIX when only longer words begin so, None when no word does.
        """
        try:
            return self._memo[prefix]
        except KeyError:
            if len(self._memo) > MOST_REMEMBERED:
                self._memo.clear()
            found = self._memo[prefix] = self._search(prefix)
            return found

    def _search(self, prefix: str) -> float | None:
        if len(prefix) == 2 and prefix not in self._opening_with(prefix[0]):  # most pairs begin no word
            return None
        at = bisect_left(self._lines, prefix)
        if at == len(self._lines) or not self._lines[at].startswith(prefix):
            return None
        line = self._lines[at]  # its mark sorts before every Chinese character
        if len(line) != len(prefix) + 1:
            return PREFIX
        mark = ord(line[-1])
        return (mark - ZERO) * STEP if mark < HEARD else (HEARD - mark) * STEP - self._unknown

    def _opening_with(self, first: str) -> frozenset[str]:
        """The first two characters of all words that begin with ``first``."""
        found = self._openings.get(first)
        if found is None:
            start = bisect_left(self._lines, first)
            stop = bisect_left(self._lines, chr(ord(first) + 1), start)
            found = self._openings[first] = frozenset([line[:2] for line in self._lines[start:stop]])
        return found

    def start(self) -> Any:
        """The state after nothing that is known; states compare and hash by what they know."""
        return self._start

    def score(self, state: Any, word: str) -> tuple[float, Any]:
        """log10 P(word | state) and the state after it."""
        after = self._new_state()
        return self._base_score(state, word, after), after


@lru_cache(maxsize=1)
def han_model() -> HanModel | None:
    """The shared model; None where the compiled reader or the file is missing (characters alone count)."""
    path = resource("models", "zh_CN.lm")
    try:
        return HanModel(str(path), resource("models", "zh_words.zz"))
    except (ImportError, OSError, ValueError) as problem:
        _LOG.warning("the Chinese word model is not available: %s", problem)
        return None
