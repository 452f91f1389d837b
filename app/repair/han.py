"""Chinese words and their trigram probabilities: the model of a pinyin input method, read through KenLM."""

from __future__ import annotations

import logging
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.paths import resource
from app.repair.han_words import HanWords
from app.repair.sorted_lines import SortedLines

MARKS = {mark: mark for mark in "，。；？！：“”、…"} | dict(zip(",.;?!:~～", "，。；？！：。。", strict=True))
"""Punctuation that the trigram model knows, and what it takes for it."""

FOREIGN = "Ａ"
"""The word by which the trigram model knows Latin letters and figures, however many."""

_LOG = logging.getLogger(__name__)


class HanModel:
    """The lexicon and its trigram scores. A state is KenLM's: what it knows of the words before."""

    def __init__(self, model_file: str, words_file: Path) -> None:
        import kenlm  # noqa: PLC0415 - a compiled module, loaded only when there is Chinese to repair

        self._model = kenlm.LanguageModel(model_file)
        self.base_score, self.new_state = self._model.BaseScore, kenlm.State
        """KenLM's own: log10 P(word | state) is ``base_score(state, word, after)``, which fills ``after``."""
        self.start = kenlm.State()
        """The state after nothing that is known; states compare and hash by what they know."""
        self._model.NullContextWrite(self.start)
        text = zlib.decompress(words_file.read_bytes()).decode("utf-8")
        self.words = HanWords(SortedLines(text), self.base_score(self.start, "<unk>", kenlm.State()))

    def key(self, char: str) -> str:
        """The character by which the lexicon and the trigram model know this one."""
        return char

    def log_p(self, word: str, state: Any = None) -> float:
        """log10 P(word | state), by itself without one."""
        return float(self.base_score(self.start if state is None else state, word, self.new_state()))

    def after(self, word: str) -> Any:
        """The state after a word or mark and nothing that is known; where it is "", just that."""
        if not word:
            return self.start
        after = self.new_state()
        self.base_score(self.start, word, after)
        return after


@lru_cache(maxsize=1)
def han_model() -> HanModel | None:
    """The shared model; None where the compiled reader or the file is missing (characters alone count)."""
    path = resource("models", "zh_CN.lm")
    try:
        return HanModel(str(path), resource("models", "zh_words.zz"))
    except (ImportError, OSError, ValueError) as problem:
        _LOG.warning("the Chinese word model is not available: %s", problem)
        return None
