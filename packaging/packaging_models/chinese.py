"""The Chinese trigram model: two input methods' and one of colloquial text, mixed and pruned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import kenlm

from packaging_models import arpa, interpolate, kenlm_trie, kneser_ney, lexicon, segment, sunpinyin

WEIGHTS = (0.5, 0.3, 0.2)
"""libime, SunPinyin, colloquial text; chosen on conversations that are not reported on."""

MOST = (1_850_000, 760_000)
"""Bigrams and trigrams kept."""


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

    words, two, three = kenlm_trie.ngrams(tools.libime)
    orders: list[set[tuple[str, ...]]] = [set(), set(), set()]
    orders[0].update((word,) for word in words)
    for rows in (two, three):
        orders[rows.shape[1] - 1].update(tuple(words[number] for number in row) for row in rows.tolist())
    for name in ("sunpinyin", "colloquial"):
        for gram in _grams(folder / f"{name}.arpa"):
            orders[len(gram) - 1].add(gram)
    vocabulary = [word for (word,) in orders[0] if word in segment.MARKS or lexicon.is_word(word)]
    mixture = interpolate.Mixture(models, WEIGHTS, vocabulary)
    interpolate.write(
        mixture, mixture.rows(orders[1]), mixture.rows(orders[2]), MOST, folder / "chinese.arpa"
    )
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
