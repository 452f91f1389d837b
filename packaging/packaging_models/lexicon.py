"""The lexicon beside the Chinese trigram model, with what conversation does to each word's frequency."""

from __future__ import annotations

from math import log10
from pathlib import Path

import kenlm
import wordfreq

LONGEST_WORD = 8

# The trigram model comes from news and the web; wordfreq counts subtitles, Twitter and Reddit too. Scaling
# a language model by the ratio of unigram frequencies is the fast marginal adaptation of Kneser, Peters and
# Klakow (Eurospeech 1997); the exponent was chosen on dialogues that are not reported on.
EXPONENT, MOST = 0.3, 4.0
UNSEEN = -8.5
STEP = 0.1
ZERO = 0x50  # the character that stands for an adjustment of 0


def words_of(model_file: Path) -> list[str]:
    """The vocabulary a KenLM binary carries at its end."""
    data = model_file.read_bytes()
    words = data[data.rindex(b"<unk>\0") :].decode("utf-8").split("\0")
    return sorted(word for word in words if word and word != "<unk>" and len(word) <= LONGEST_WORD)


def write(model_file: Path, target: Path) -> None:
    """One word a line, sorted, each followed by one character: its adjustment in tenths of log10."""
    model = kenlm.LanguageModel(str(model_file))
    start = kenlm.State()
    model.NullContextWrite(start)
    heard = wordfreq.get_frequency_dict("zh", "large")
    lines = []
    for word in words_of(model_file):
        expected = log10(heard[word]) if word in heard else UNSEEN
        ratio = EXPONENT * (expected - model.BaseScore(start, word, kenlm.State()))
        adjustment = max(-MOST, min(MOST, ratio))
        lines.append(word + chr(ZERO + round(adjustment / STEP)))
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
