"""Chinese words and their trigram probabilities: the model of a pinyin input method, read through KenLM."""

from __future__ import annotations

import logging
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.paths import resource

_LOG = logging.getLogger(__name__)
LONGEST_WORD = 8


ZERO, STEP = 0x50, 0.1
"""How zh_words.txt writes the adjustment of a word: one character, in tenths of log10 around "P"."""


class HanModel:
    """The lexicon and its trigram scores. A state is KenLM's: what it knows of the words before."""

    def __init__(self, model_file: str, words_file: Path) -> None:
        import kenlm  # noqa: PLC0415 - a compiled module, loaded only when there is Chinese to repair

        self._kenlm = kenlm
        self._model = kenlm.LanguageModel(model_file)
        self._lines = words_file.read_text(encoding="utf-8").split("\n")[:-1]
        self._tries: dict[str, dict[str, float | None]] = {}

    def words_from(self, first: str) -> dict[str, float | None]:
        """Every prefix of the words that begin with ``first``.

        The value is None for what is only a prefix; for a word it is log10 of how much commoner the
        word is in conversation than the trigram model thinks.
        """
        trie = self._tries.get(first)
        if trie is None:
            trie = self._tries[first] = {}
            lines = self._lines
            at = bisect_left(lines, first)
            while at < len(lines) and lines[at].startswith(first):
                word, adjustment = lines[at][:-1], (ord(lines[at][-1]) - ZERO) * STEP
                for length in range(1, len(word)):
                    trie.setdefault(word[:length], None)
                trie[word] = adjustment
                at += 1
        return trie

    def start(self) -> Any:
        """The state after nothing that is known."""
        state = self._kenlm.State()
        self._model.NullContextWrite(state)
        return state

    def score(self, state: Any, word: str) -> tuple[float, Any]:
        """log10 P(word | state) and the state after it."""
        after = self._kenlm.State()
        return self._model.BaseScore(state, word, after), after


@lru_cache(maxsize=1)
def han_model() -> HanModel | None:
    """The shared model; None where the compiled reader or the file is missing (characters alone count)."""
    path = resource("models", "zh_CN.lm")
    try:
        return HanModel(str(path), resource("models", "zh_words.txt"))
    except (ImportError, OSError, ValueError) as problem:
        _LOG.warning("the Chinese word model is not available: %s", problem)
        return None
