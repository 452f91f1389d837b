"""Quotes, dashes and dots of alphabets: what the letters and spaces on both sides say of a mark."""

from __future__ import annotations

import re
from unicodedata import category, combining

LETTER, SPACE, MARK, EDGE = "a", " ", ".", "|"
"""What may stand beside a mark; ``EDGE`` is the beginning or end of a line."""

UNUSUAL = -3.0
"""What a place is worth in which a mark hardly ever stands (log10)."""

# log10 P(what stands on its two sides | mark), rough estimates of ours; what a row does not name is unusual.
_PLACES: dict[str, dict[str, float]] = {
    "’": {
        "aa": -0.1, "a ": -1.2, "a.": -1.6, "a|": -1.6, " a": -1.7, "|a": -1.9,
        ".a": -2.2, ". ": -2.2, ".|": -2.2,
    },
    "‘": {" a": -0.2, "|a": -0.7, ".a": -1.2, "|.": -2.0, " .": -2.0},
    "“": {" a": -0.25, "|a": -0.6, ".a": -1.2, "|.": -1.7, " .": -1.7},
    "„": {" a": -0.25, "|a": -0.6, ".a": -1.2, "|.": -1.7, " .": -1.7},
    "‚": {" a": -0.25, "|a": -0.6, ".a": -1.2},
    "”": {"a ": -0.6, ". ": -0.5, ".|": -0.6, "a.": -0.8, "a|": -1.0, "..": -1.3},
    "—": {
        "  ": -0.2, "aa": -0.8, "|a": -1.0, "| ": -0.9, ". ": -1.0, " a": -1.0,
        "a ": -1.4, "a|": -1.3, "a.": -1.4, ".a": -1.6,
    },
    "–": {"  ": -0.4, "aa": -0.7, "| ": -1.2, "|a": -1.3, ". ": -1.5, " a": -1.5, "a ": -1.6},
    "…": {
        "a ": -0.55, "a|": -0.5, "a.": -1.2, "aa": -1.1, ". ": -1.4, ".|": -1.4, " |": -1.3,
        "  ": -1.3, " a": -1.6, "|a": -1.5, "| ": -1.7, "..": -1.6, "||": -1.0,
    },
    "•": {"| ": -0.6, "  ": -1.2, "|a": -1.2},
}  # fmt: skip

OTHERS = UNUSUAL
"""What any other sign is worth where one of these is possible (log10)."""

MARKS = frozenset(_PLACES)

OPENED_BY = {"”": "“„", "’": "‘‚"}
CLOSES_OPEN, CLOSES_NOTHING = 1.2, -1.5
"""What a closing quotation mark is worth where one is open, and where none is (log10)."""

OPEN_STILL = -1.5
"""What an opening one is worth where one of its kind is open already (log10)."""

RIGHT_TO_LEFT, BETWEEN_SCRIPTS = "\u200f", 0.0
"""The mark that sets Latin words and signs right among Arabic and Hebrew, and what it is worth there."""

JOINER, JOINS = "\u200d", 0.5
"""What makes one sign of two letters in the scripts of India, and what it is worth behind a virama."""

_VIRAMA = 9
"""The combining class of the signs that take a consonant's vowel."""

_RTL = re.compile("[\u0590-\u07ff]")

TWICE = 1.5
"""What dots or a dash are worth beside another of their kind (log10)."""


def side(char: str) -> str:
    """What a neighbour is: a letter or figure, a space, a mark, or nothing ("")."""
    if not char:
        return EDGE
    if char.isspace():
        return SPACE
    return LETTER if char.isalnum() or category(char)[0] == "M" else MARK


def worth(char: str, left: str, right: str) -> float:
    """log10 of how likely a mark stands after ``left`` and before ``right`` in a line."""
    before, after = left[-1:], right[:1]
    if char == JOINER and before and combining(before) == _VIRAMA:
        return JOINS
    if char not in MARKS:
        return BETWEEN_SCRIPTS if char == RIGHT_TO_LEFT and _divides(left, right) else OTHERS
    total = _PLACES[char].get(side(before) + side(after), UNUSUAL)
    if char in "—…" and char in {before, after}:
        total = max(total, -1.0) + TWICE
    if char in OPENED_BY and side(after) != LETTER:
        return total + (CLOSES_OPEN if _is_open(OPENED_BY[char], char, left) else _unopened(char))
    if char in "“„‘‚" and _is_open(char, "”" if char in "“„" else "’", left):
        return total + OPEN_STILL
    return total


def _divides(left: str, right: str) -> bool:
    """Whether a place in a text from right to left is not within one of its words."""
    within = bool(_RTL.match(left[-1:])) and bool(_RTL.match(right[:1]))
    return not within and bool(_RTL.search(left) or _RTL.search(right))


def _unopened(char: str) -> float:
    """An apostrophe ends words too ("the boys’ room"), which its place has told already."""
    return CLOSES_NOTHING if char == "”" else CLOSES_NOTHING / 2


def _is_open(opening: str, closing: str, left: str) -> bool:
    """Whether the last quotation mark of its kind opens."""
    return max(map(left.rfind, opening)) > left.rfind(closing)
