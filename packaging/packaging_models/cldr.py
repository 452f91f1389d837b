"""Words of languages that wordfreq has no list of, from the names and keywords of Unicode's CLDR."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from itertools import groupby
from math import sqrt
from pathlib import Path
from xml.etree import ElementTree as ET

from app.repair.blocks import block_of

_PARTS = ("localeDisplayNames", "dates", "units", "annotations")
"""What is written in words: names of languages and places, months, units, keywords of emoji."""


LANGUAGES: dict[str, tuple[str, ...]] = {
    "indic": ("as", "bn", "gu", "kn", "ml", "or", "pa", "si", "ta", "te"),
    "armenian": ("hy",),
    "ethiopic": ("am", "ti"),
    "georgian": ("ka",),
    "khmer": ("km",),
    "lao": ("lo",),
    "myanmar": ("my",),
    "tibetan": ("bo", "dz"),
    "arabic": ("ckb", "ps", "sd", "ug"),
    "cyrillic": ("be", "kk", "ky", "mn", "tg", "tt", "uz_Cyrl"),
    "devanagari": ("mr", "ne"),
    "latin": ("eo", "ga", "mi", "mt"),
}
"""The languages that are read here, by the block they are written in."""

BESIDE = 0.02
"""What a language weighs beside those that a block has word lists of."""


def frequencies(common: Path, block: str) -> dict[str, float]:
    """The words of a block's languages; a language's frequencies add up to 1. See ``words``."""
    found: dict[str, float] = defaultdict(float)
    blocks = frozenset({block, "ascii"} if block == "latin" else {block})
    for language in LANGUAGES.get(block, ()):
        counts = {word: sqrt(count) for word, count in words(common, language, blocks).items()}
        total = sum(counts.values())
        for word, weight in counts.items():
            found[word] += weight / total
    return found


def words(common: Path, language: str, blocks: frozenset[str]) -> Counter[str]:
    """How often each word written in ``blocks`` stands in what CLDR says in a language; small letters.

    ``common``: the folder of that name of the package unicode-cldr-core.
    """
    found: Counter[str] = Counter()
    for folder in ("main", "annotations"):
        file = common / folder / f"{language}.xml"
        if not file.is_file():
            continue
        root = ET.parse(file).getroot()  # noqa: S314 - of a signed package
        for part in _PARTS:
            for element in root.iterfind(f"{part}//*"):
                found.update(_words_of(element.text or "", blocks))
    return found


def _words_of(text: str, blocks: frozenset[str]) -> list[str]:
    rows = ["".join(row) for letters, row in groupby(text.lower(), _is_of_word) if letters]
    return [row for row in rows if not row.isascii() and all(block_of(char) in blocks for char in row)]


def _is_of_word(char: str) -> bool:
    return char.isalpha() or unicodedata.category(char)[0] == "M"
