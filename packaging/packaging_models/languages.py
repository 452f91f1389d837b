"""Which letters each language of a script writes: what survived in a text tells its language by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import log10
from pathlib import Path

import wordfreq

from app.repair.blocks import block_of
from app.repair.languages import OF_SEVERAL
from packaging_models import cldr
from packaging_models.letters import write_lines
from packaging_models.words import LISTS

ZERO = 0x30  # the character for a share of 1; every following one is a tenth of log10 less
RAREST = 70


def write(target: Path, common: Path) -> None:
    """Write a line a block and language: both, its weight in the word lists, letters with their shares."""
    lines = []
    for block in OF_SEVERAL:
        for language, weight, words in _lists(block, common):
            row = "".join(
                char + chr(ZERO + tenths) for char, tenths in sorted(_letters(words, block).items())
            )
            lines.append(f"{block}\t{language}\t{weight}\t{row}")
    write_lines(target, lines)


def _lists(block: str, common: Path) -> Iterator[tuple[str, float, Mapping[str, float]]]:
    languages = LISTS[block][0] if block in LISTS else ()
    for language in languages:
        yield language, 1.0, wordfreq.get_frequency_dict(language, "best")
    blocks = frozenset({block, "ascii"} if block == "latin" else {block})
    share = cldr.BESIDE * len(languages) if languages else 1.0
    for language in cldr.LANGUAGES[block]:
        yield language, share, cldr.words(common, language, blocks)


def _letters(words: Mapping[str, float], block: str) -> dict[str, int]:
    """Letter -> tenths of -log10 of its share among the letters beyond ASCII."""
    counted: dict[str, float] = defaultdict(float)
    for word, frequency in words.items():
        for char in word:
            if char >= "\x80" and block_of(char) == block:
                counted[char] += frequency
    total = sum(counted.values())
    tenths = {char: round(-10 * log10(weight / total)) for char, weight in counted.items()}
    return {char: tenth for char, tenth in tenths.items() if tenth <= RAREST}
