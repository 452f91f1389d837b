"""Letters of words: how likely a letter is after the letters before it, for words that no list has."""

from __future__ import annotations

import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log10
from pathlib import Path

BEGIN, END = "^", "$"
ZERO = 0x30  # the character for a probability of 1; every following one is a tenth of log10 less
DISCOUNT = 0.75

_Grams = dict[str, Counter[str]]


def _counts(words: Iterable[str], order: int) -> _Grams:
    """History -> following letter -> in how many words; histories of every length below ``order``."""
    grams: _Grams = defaultdict(Counter)
    for word in words:
        row = BEGIN + word + END
        for at in range(1, len(row)):
            for length in range(min(order, at + 1)):
                grams[row[at - length : at]][row[at]] += 1
    return grams


def _mark(log_p: float) -> str:
    return chr(ZERO + max(0, min(90, round(-10 * log_p))))


def table(words: Iterable[str], order: int, least: int) -> list[str]:
    """Lines of n-gram, probability and weight of the shorter histories: absolute discounting, interpolated.

    Ney, Essen and Kneser (1994). N-grams of three letters and more seen in fewer than ``least`` words are
    left out; their share goes to the shorter history.
    """
    grams = _counts(words, order)
    log_p: dict[str, float] = {}
    weight: dict[str, float] = {}
    for history in sorted(grams, key=len):
        counts = grams[history]
        total = sum(counts.values())
        kept = {char: n for char, n in counts.items() if len(history) < 2 or n >= least}
        if not kept:
            continue
        rest = 1 - sum(n - DISCOUNT for n in kept.values()) / total
        weight[history] = rest
        for char, n in kept.items():
            shorter = _probability(history[1:], char, log_p, weight) if history else 1 / 5000
            log_p[history + char] = (n - DISCOUNT) / total + rest * shorter
    lines = [
        gram + "\t" + _mark(log10(p)) + (_mark(log10(weight[gram])) if gram in weight else "")
        for gram, p in sorted(log_p.items())
    ]
    return ["\t0" + _mark(log10(weight[""])), *lines]


def _probability(history: str, char: str, known: dict[str, float], weight: dict[str, float]) -> float:
    share = 1.0
    while True:
        if history + char in known:
            return share * known[history + char]
        if not history:
            return share * weight[""] / 5000
        share *= weight.get(history, 1.0)
        history = history[1:]


def write(target: Path, words: Iterable[str], order: int = 3, least: int = 2) -> None:
    """Write one table."""
    lines = table(words, order, least)
    write_lines(target, lines)


def write_lines(target: Path, lines: Iterable[str]) -> None:
    """Write lines, packed as .xz: a fifth smaller than zlib makes such lists."""
    target.write_bytes(
        lzma.compress(("\n".join(lines) + "\n").encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)
    )
