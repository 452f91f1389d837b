"""The lexicon beside the Chinese trigram model, with what conversation does to each word's frequency."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from math import log10
from pathlib import Path

import kenlm
import wordfreq

LONGEST_WORD, LONGEST_NAME = 8, 5

# The trigram model comes from news and the web; wordfreq counts subtitles, Twitter and Reddit too. Scaling
# a language model by the ratio of unigram frequencies is the fast marginal adaptation of Kneser, Peters and
# Klakow (Eurospeech 1997); the exponent was chosen on dialogues that are not reported on.
EXPONENT, MOST = 0.2, 4.0
UNSEEN = -8.5
STEP = 0.1
ZERO = 0x50  # the character that stands for an adjustment of 0
HEARD = 0xA0  # that for a frequency of 1, of a word the trigram model lacks; each further one a tenth less
MOST_HEARD = 130_000


def words_of(model_file: Path) -> list[str]:
    """The vocabulary a KenLM binary carries at its end."""
    data = model_file.read_bytes()
    words = data[data.rindex(b"<unk>\0") :].decode("utf-8").split("\0")
    return sorted(word for word in words if is_word(word))


def is_word(text: str) -> bool:
    """Whether a token of a model is a Chinese word short enough to be looked for."""
    return 0 < len(text) <= LONGEST_WORD and all("㐀" <= char <= "鿿" or char == "〇" for char in text)


def _only(heard: dict[str, float], known: set[str]) -> list[str]:
    """The commonest words of Chinese characters that only wordfreq has."""
    found = [
        word
        for word in sorted(heard, key=lambda word: (-heard[word], word))
        if 2 <= len(word) <= LONGEST_NAME and word not in known and all("一" <= char <= "鿿" for char in word)
    ]
    return found[:MOST_HEARD]


def adjustments(model_file: Path) -> tuple[dict[str, float], dict[str, float]]:
    """log10 of how much commoner each word is in conversation, and of the frequency of words it lacks."""
    model = kenlm.LanguageModel(str(model_file))
    start = kenlm.State()
    model.NullContextWrite(start)
    heard = wordfreq.get_frequency_dict("zh", "large")
    known = words_of(model_file)
    lacking = {word: log10(heard[word]) for word in _only(heard, set(known))}
    adjusted = {}
    for word in known:
        adjusted[word] = _ratio(word, heard, model.BaseScore(start, word, kenlm.State()))
    return adjusted, lacking


def _ratio(word: str, heard: Mapping[str, float], expected: float) -> float:
    """log10 of how much commoner a word is in conversation than expected."""
    found = log10(heard[word]) if word in heard else UNSEEN
    return max(-MOST, min(MOST, EXPONENT * (found - expected)))


def write(model_file: Path, left_out: Mapping[str, float], target: Path) -> None:
    """One word a line, sorted, each followed by one character: its adjustment in tenths of log10.

    Words only wordfreq has are there too, with their frequency, and those that were left out of the model,
    given with log10 of theirs.
    """
    adjusted, lacking = adjustments(model_file)
    heard = wordfreq.get_frequency_dict("zh", "large")
    lacking |= {word: log_p + _ratio(word, heard, log_p) for word, log_p in left_out.items()}
    lines = [word + chr(ZERO + round(worth / STEP)) for word, worth in adjusted.items()]
    lines += [word + chr(HEARD + round(-log_p / STEP)) for word, log_p in lacking.items()]
    target.write_bytes(zlib.compress(("\n".join(sorted(lines)) + "\n").encode("utf-8"), 9))
