"""The Chinese trigram model: two input methods' and one of colloquial text, mixed and pruned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import kenlm

from app.repair.han import MARKS
from packaging_models import arpa, interpolate, kenlm_trie, kneser_ney, lexicon, segment, sunpinyin

WEIGHTS = (0.7, 0.2, 0.1)
"""libime, SunPinyin, colloquial text; chosen on conversations that are not reported on."""

MOST = (2_280_000, 850_000)
"""Bigrams and trigrams kept: those that say most, whichever model has them."""


class Tools(NamedTuple):
    """Unpacked packages that are programs, or bring one."""

    libime: Path
    """The model of libime."""
    sunpinyin_data: Path
    """The folder with the model of SunPinyin."""
    tslminfo: Path
    build_binary: Path
    libraries: Path
    """Where the libraries of both programs are."""


def write(tools: Tools, lines: Iterable[str], folder: Path, target: Path) -> None:
    """Write the model as KenLM's file; ``folder`` is for what is only needed on the way."""
    cut = _segmenter(tools.libime).phrases
    phrases = [phrase for line in lines for phrase in cut(line)]
    colloquial = kneser_ney.train(phrases)
    sunpinyin.write(tools.sunpinyin_data, tools.tslminfo, tools.libraries, folder / "sunpinyin.arpa")
    arpa.write(folder / "colloquial.arpa", colloquial)
    models = [tools.libime]
    for name in ("sunpinyin", "colloquial"):
        models.append(folder / f"{name}.lm")
        arpa.to_kenlm(folder / f"{name}.arpa", tools.build_binary, tools.libraries, models[-1])
    mix(tools, models, folder, target)


def mix(tools: Tools, models: list[Path], folder: Path, target: Path) -> None:
    """Write the mixture of libime's model with others, whose ARPA files stand beside them."""
    words, two, three = kenlm_trie.ngrams(tools.libime)
    every = [{tuple([words[number] for number in row]) for row in rows.tolist()} for rows in (two, three)]
    vocabulary = [word for word in words if lexicon.is_word(word)] + list(dict.fromkeys(MARKS.values()))
    mixture = interpolate.Mixture(models, WEIGHTS, vocabulary)
    for model in models[1:]:
        for gram in _grams(model.with_suffix(".arpa")):
            if len(gram) > 1:
                every[len(gram) - 2].add(gram)
    orders = [interpolate.Order(mixture.rows(grams), most) for grams, most in zip(every, MOST, strict=True)]
    interpolate.write(mixture, orders, folder / "chinese.arpa")
    arpa.to_kenlm(folder / "chinese.arpa", tools.build_binary, tools.libraries, target)


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
