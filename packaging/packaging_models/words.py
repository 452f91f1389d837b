"""Word lists of scripts other than Chinese: one compressed file a script, from wordfreq and PyThaiNLP."""

from __future__ import annotations

from collections import defaultdict
from math import log10
from pathlib import Path

import wordfreq

from app.repair.blocks import block_of
from packaging_models import cldr, letters, morphemes
from packaging_models.characters import thai_words
from packaging_models.mecab import Dictionary, Entry

ZERO = 0x50  # the character for a frequency of 1; every following one is a tenth of log10 less

# Which words of which languages make a list, and how many of each language are kept.
LISTS: dict[str, tuple[tuple[str, ...], frozenset[str], int]] = {
    "latin": (
        (
            "fr", "es", "pt", "de", "pl", "cs", "hu", "tr", "vi", "it", "nl", "sv",
            "da", "nb", "fi", "ro", "sk", "sl", "sh", "ca", "is", "lt", "lv", "en",
        ),
        frozenset({"latin", "ascii"}), 16_000,
    ),
    "cyrillic": (("ru", "uk", "bg", "mk"), frozenset({"cyrillic"}), 50_000),
    "greek": (("el",), frozenset({"greek"}), 46_000),
    "arabic": (("ar", "fa", "ur"), frozenset({"arabic"}), 45_000),
    "hebrew": (("he",), frozenset({"hebrew"}), 60_000),
    "devanagari": (("hi",), frozenset({"devanagari"}), 26_000),
    "hangul": (("ko",), frozenset({"hangul"}), 30_000),
    "japanese": (("ja",), frozenset({"han", "kana"}), 70_000),
}  # fmt: skip


def _list_of(languages: tuple[str, ...], blocks: frozenset[str], most: int) -> dict[str, float]:
    """Words written in ``blocks`` with at least one letter outside ASCII; frequencies averaged."""
    weights: dict[str, float] = defaultdict(float)
    for language in languages:
        kept = 0
        for word, frequency in wordfreq.get_frequency_dict(language, "best").items():
            if word.isascii() or any(block_of(char) not in blocks for char in word):
                continue
            weights[word] += frequency / len(languages)
            kept += 1
            if kept >= most:
                break
    return weights


# How long a history letters have, and how many words must share it.
ORDERS = {"cyrillic": (4, 6), "latin": (3, 4), "japanese": (2, 2), "hangul": (2, 2), "indic": (4, 3)}


# Lists whose words have classes: the contexts of a word the dictionary lacks, and the unit of its costs.
CLASSED = {"japanese": (Entry(1285, 1285, 0), 700.0), "hangul": (Entry(1786, 3541, 0), 800.0)}


# How many words of a dictionary that wordfreq lacks are added, and log10 of the frequency of one of no cost.
RARE = {"hangul": (70_000, -6.0)}

LONGEST_RARE = 5

PER_COST = 1.4e-4
"""log10 of frequency per unit of a dictionary's costs, by regression over the words that both have."""


def _rare(
    dictionary: Dictionary, known: dict[str, float], blocks: frozenset[str], most: int, free: float
) -> dict[str, float]:  # fmt: skip
    """The cheapest words of a dictionary that are written in ``blocks`` and not ``known``."""
    found = [
        (cost, word)
        for word, cost in dictionary.words()
        if word not in known
        and 1 < len(word) <= LONGEST_RARE
        and all(block_of(char) in blocks for char in word)
    ]
    return {word: 10.0 ** (free - PER_COST * max(0, cost)) for cost, word in sorted(found)[:most]}


def _with_others(name: str, weights: dict[str, float], common: Path) -> dict[str, float]:
    """A list with the words of languages that only CLDR has; a list of its own where there is none."""
    others = cldr.frequencies(common, name)
    share = cldr.BESIDE if weights else 1 / len(cldr.LANGUAGES[name])
    return weights | {word: weights.get(word, 0.0) + share * weight for word, weight in others.items()}


def write(folder: Path, thai_package: Path, dictionaries: dict[str, Path], common: Path) -> None:
    """Write words-NAME.xz and letters-NAME.xz for every list, classes-NAME.zz where there are classes."""
    lists = {name: _list_of(*row) for name, row in LISTS.items()}
    lists |= {name: _with_others(name, lists.get(name, {}), common) for name in cldr.LANGUAGES}
    lists["thai"] = dict(sorted(thai_words(thai_package).items(), key=lambda item: -item[1])[:40_000])
    for name, weights in lists.items():
        letters.write(folder / f"letters-{name}.xz", weights, *ORDERS.get(name, (3, 2)))
        if name in CLASSED:
            dictionary = Dictionary(dictionaries[name])
            rare = _rare(dictionary, weights, LISTS[name][1], *RARE[name]) if name in RARE else {}
            morphemes.write(folder, name, weights | rare, dictionary, *CLASSED[name])
            continue
        lines = [
            word + " " + chr(ZERO + min(100, round(-10 * log10(weight))))
            for word, weight in sorted(weights.items())
        ]
        letters.write_lines(folder / f"words-{name}.xz", lines)
