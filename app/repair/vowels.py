"""Marks that Arabic and Hebrew may write or leave out: word lists have the letters only."""

from __future__ import annotations

from collections.abc import Sequence

WRITTEN = frozenset({"arabic", "hebrew"})
"""Lists whose words may have them in texts."""

MARKS = {
    "ّ": -4.0, "ً": -4.0, "ُ": -4.5, "َ": -4.5, "ِ": -4.7, "ْ": -5.0, "ـ": -5.0, "ٌ": -5.8, "ٍ": -5.8,
    "ٰ": -6.0, **{chr(code): -7.0 for code in (*range(0x05B0, 0x05BD), 0x05C1, 0x05C2)},
}  # fmt: skip
"""Vowels, doubling and the stroke that lengthens words; what each costs where it may be a letter (log10):
by how often messages of programs have it, and most conversations have fewer."""

DOUBLES = "\u0651"
"""The mark that stands beside a vowel."""

VOWELLED, UNLISTED, TWO = 3.0, -2.0, -9.0
"""What a mark is worth in a token that has one for sure, in a word of no list, and beside a vowel (log10)."""


def worth_of_marks(units: Sequence[Sequence[str]]) -> list[float]:
    """What a mark is worth in every place of a token, whose letters have these candidates (log10)."""
    sure = [unit[0][0] if len(unit) == 1 and unit[0][0] in MARKS else "" for unit in units]
    if not any(sure):
        return [0.0] * len(units)
    vowels = [mark not in {"", DOUBLES} for mark in ("", *sure, "")]
    return [TWO if one or other else VOWELLED for one, other in zip(vowels[:-2], vowels[2:], strict=True)]
