"""The Chinese trigram model: those of input methods and one of colloquial text, mixed and pruned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import kenlm

from app.repair.han import FOREIGN, MARKS
from packaging_models import (
    arpa,
    confusable,
    interpolate,
    kenlm_trie,
    kneser_ney,
    lexicon,
    segment,
    sunpinyin,
)

WEIGHTS = (0.4, 0.3, 0.2, 0.1)
"""libime, libime of later years, SunPinyin, colloquial text; chosen on conversations not reported on."""

SIZES = interpolate.Sizes(words=190_000, bigrams=2_280_000, trigrams=850_000)
"""What is kept: what says most, whichever model has it."""


class Tools(NamedTuple):
    """Unpacked packages that are programs, or bring one."""

    libime: Path
    """The model of libime."""
    later: Path
    """That of a later version."""
    sunpinyin_data: Path
    """The folder with the model of SunPinyin."""
    tslminfo: Path
    build_binary: Path
    libraries: Path
    """Where the libraries of both programs are."""


def write(tools: Tools, lines: Iterable[str], folder: Path, target: Path) -> dict[str, float]:
    """Write the model as KenLM's file; ``folder`` is for what is only needed on the way.

    Returns the words for which it has no room, with log10 of their probabilities.
    """
    cut = _segmenter(tools.libime).phrases
    phrases = [phrase for line in lines for phrase in cut(line)]
    colloquial = kneser_ney.train(phrases)
    sunpinyin.write(tools.sunpinyin_data, tools.tslminfo, tools.libraries, folder / "sunpinyin.arpa")
    arpa.write(folder / "colloquial.arpa", colloquial)
    others = []
    for name in ("sunpinyin", "colloquial"):
        others.append(folder / f"{name}.lm")
        arpa.to_kenlm(folder / f"{name}.arpa", tools.build_binary, tools.libraries, others[-1])
    return _mix(tools, others, folder, target)


def _mix(tools: Tools, others: list[Path], folder: Path, target: Path) -> dict[str, float]:
    """Write the mixture of libime's models with others, whose ARPA files stand beside them."""
    vocabulary = [*dict.fromkeys(MARKS.values()), FOREIGN]
    every: tuple[set[tuple[str, ...]], ...] = set(), set()
    for model in (tools.libime, tools.later):
        words, *orders = kenlm_trie.ngrams(model)
        vocabulary += filter(lexicon.is_word, words)
        for found, rows in zip(every, orders, strict=True):
            found.update(tuple([words[number] for number in row]) for row in rows.tolist())
    for model in others:
        for gram in _grams(model.with_suffix(".arpa")):
            if len(gram) > 1:
                every[len(gram) - 2].add(gram)
    mixture = interpolate.Mixture([tools.libime, tools.later, *others], WEIGHTS, vocabulary)
    grams = [mixture.rows(found) for found in every]
    left_out = interpolate.write(mixture, grams, SIZES, folder / "chinese.arpa", confusable.worth)
    arpa.to_kenlm(folder / "chinese.arpa", tools.build_binary, tools.libraries, target)
    return left_out


def _segmenter(model_file: Path) -> segment.Segmenter:
    adjusted, lacking = lexicon.adjustments(model_file)
    model = kenlm.LanguageModel(str(model_file))
    start = kenlm.State()
    model.NullContextWrite(start)
    unknown = model.BaseScore(start, "<unk>", kenlm.State())
    return segment.Segmenter(model_file, adjusted | {word: p - unknown for word, p in lacking.items()})


def _grams(path: Path) -> Iterator[tuple[str, ...]]:
    """The n-grams of an ARPA file."""
    with path.open(encoding="utf-8") as rows:
        for row in rows:
            fields = row.rstrip("\n").split("\t")
            if len(fields) > 1:
                yield tuple(fields[1].split(" "))
