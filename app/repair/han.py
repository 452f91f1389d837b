"""Chinese words and their trigram probabilities: the model of a pinyin input method, read through KenLM."""

from __future__ import annotations

import logging
from bisect import bisect_left
from functools import lru_cache
from typing import Any

from app.paths import resource

_LOG = logging.getLogger(__name__)
LONGEST_WORD = 8


class HanModel:
    """The lexicon and the trigram scores. ``states`` are KenLM states, compared by the last two words."""

    def __init__(self, path: str) -> None:
        import kenlm  # noqa: PLC0415 - a compiled module, loaded only when there is Chinese to repair

        self._kenlm = kenlm
        self._model = kenlm.LanguageModel(path)
        with open(path, "rb") as file:  # noqa: PTH123 - one seek, not the whole file
            data = file.read()
        words = data[data.rindex(b"<unk>\0") :].decode("utf-8").split("\0")
        self._words = sorted(word for word in words if word and len(word) <= LONGEST_WORD and word != "<unk>")
        self._tries: dict[str, dict[str, bool]] = {}

    def words_from(self, first: str) -> dict[str, bool]:
        """Every prefix of the words that begin with ``first``, and whether it is a word itself."""
        trie = self._tries.get(first)
        if trie is None:
            trie = self._tries[first] = {}
            words = self._words
            at = bisect_left(words, first)
            while at < len(words) and words[at].startswith(first):
                word = words[at]
                for length in range(1, len(word)):
                    trie.setdefault(word[:length], False)
                trie[word] = True
                at += 1
        return trie

    def start(self) -> Any:
        """The state after nothing that is known."""
        state = self._kenlm.State()
        self._model.NullContextWrite(state)
        return state

    def sentence(self) -> Any:
        """The state at the start of a sentence."""
        state = self._kenlm.State()
        self._model.BeginSentenceWrite(state)
        return state

    def score(self, state: Any, word: str) -> tuple[float, Any]:
        """log10 P(word | state) and the state after it."""
        after = self._kenlm.State()
        return self._model.BaseScore(state, word, after), after

    def end(self, state: Any) -> float:
        """log10 P(end of sentence | state)."""
        return float(self._model.BaseScore(state, "</s>", self._kenlm.State()))


@lru_cache(maxsize=1)
def han_model() -> HanModel | None:
    """The shared model; None where the compiled reader or the file is missing (characters alone count)."""
    path = resource("models", "zh_CN.lm")
    try:
        return HanModel(str(path))
    except (ImportError, OSError, ValueError) as problem:
        _LOG.warning("the Chinese word model is not available: %s", problem)
        return None
