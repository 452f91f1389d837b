"""Emoji at work: counts from one-line descriptions of packages, kept as figures in emoji_work.txt.

``python packaging/packaging_models/emoji_work.py LIST...`` counts anew: every LIST is a text file with one
description a line. The shipped counts are of the summaries of PyPI and npm packages in October 2026.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

FIGURES = Path(__file__).with_name("emoji_work.txt")
FIRST, NEUTRAL = "\u2600", frozenset("🏻🏼🏽🏾🏿\ufe0f\u200d\u20e3")
SERIES, BEGINNING = 3, 9
"""Descriptions that begin with the same letters are a series by one author; so many of them count."""

LEAST = 4

Counts = tuple[Counter[str], dict[str, Counter[str]]]
"""Emoji, and emoji by word stem."""


def count(descriptions: Iterable[str], emoji: frozenset[str]) -> Counts:
    """How many descriptions have each emoji, and each emoji with each word."""
    from app.repair.emoji_terms import terms  # noqa: PLC0415 - not on the path when only figures are read

    used: Counter[str] = Counter()
    words: dict[str, Counter[str]] = defaultdict(Counter)
    series: Counter[str] = Counter()
    for line in descriptions:
        found = {char for char in line if char in emoji and char >= FIRST} - NEUTRAL
        series[line[:BEGINNING]] += bool(found)
        if found and series[line[:BEGINNING]] <= SERIES:
            used.update(found)
            for stem in terms(line)[0]:
                words[stem].update(found)
    return used, {stem: seen for stem, seen in words.items() if seen.total() >= LEAST}


def read() -> Counts:
    """The counts that are kept."""
    lines = FIGURES.read_text(encoding="utf-8").splitlines()
    rows = {key: Counter(_pairs(figures)) for key, _, figures in (line.partition("\t") for line in lines)}
    used = rows.pop("")
    return used, rows


def _pairs(figures: str) -> dict[str, int]:
    return {part[0]: int(part[1:] or "1") for part in figures.split(" ")}


def _written(counts: Counter[str]) -> str:
    return " ".join(char + (str(seen) if seen > 1 else "") for char, seen in sorted(counts.items()))


def main(lists: list[str]) -> None:
    """Count anew and write the figures."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    emoji = frozenset(chr(code) for code in range(0x2600, 0x1FB00) if unicodedata.category(chr(code)) == "So")
    lines = [line for name in lists for line in Path(name).read_text(encoding="utf-8").splitlines()]
    used, words = count(dict.fromkeys(lines), emoji)
    rows = ["\t" + _written(used), *(f"{stem}\t{_written(seen)}" for stem, seen in sorted(words.items()))]
    FIGURES.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
