"""Concordance rows: every occurrence in its context, cut from the original text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.model.hits import Hit, KwicRow, Span

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_JOINER = "\u200d"


def kwic_rows(hit: Hit, left: int, right: int) -> Iterator[KwicRow]:
    """One row for each span of a hit, with up to ``left`` and ``right`` code points around it.

    A hit without spans (found by fields alone) gives one row that begins with its text.
    """
    for span in hit.spans or ((0, 0),):
        yield _row(hit, span, left, right)


def _row(hit: Hit, span: Span, left: int, right: int) -> KwicRow:
    text = hit.turn.text
    start, end = span
    first = max(0, start - left)
    while first < start and splits_grapheme(text, first):
        first += 1
    last = min(len(text), end + right)
    while last > end and splits_grapheme(text, last):
        last -= 1
    return KwicRow(
        hit, span, one_line(text[first:start]), one_line(text[start:end]), one_line(text[end:last])
    )


def one_line(text: str) -> str:
    """The text with every line end shown as one space."""
    return _LINE_END.sub(" ", text)


def splits_grapheme(text: str, at: int) -> bool:
    """True when a cut before ``text[at]`` would go through what a reader sees as one character.

    The rules of UAX #29 that matter for display: marks, variation selectors, skin tones and joiners
    stay with their base, regional indicators in pairs, hangul jamo in syllables, CR with LF.
    """
    if at <= 0 or at >= len(text):
        return False
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return before == "\r" and after == "\n"
    if _is_regional(after) and _is_regional(before):
        return _regional_before(text, at) % 2 == 1
    return (
        _extends(after)
        or (before == _JOINER and unicodedata.category(after) == "So")
        or _joins_hangul(before, after)
    )


def _extends(char: str) -> bool:
    """Marks and variation selectors, joiners, skin tones and tags never begin anything."""
    if char == _JOINER or unicodedata.category(char) in {"Mn", "Mc", "Me"}:
        return True
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _regional_before(text: str, at: int) -> int:
    """How many regional indicators stand in a row before ``at``."""
    start = at
    while start and _is_regional(text[start - 1]):
        start -= 1
    return at - start


def _joins_hangul(before: str, after: str) -> bool:
    """Leading, vowel and trailing jamo make one syllable (UAX #29, GB6 to GB8)."""
    if "\u1160" <= after <= "\u11a7":  # vowel
        syllable_open = "\uac00" <= before <= "\ud7a3" and (ord(before) - 0xAC00) % 28 == 0
        return "\u1100" <= before <= "\u11a7" or syllable_open
    if "\u11a8" <= after <= "\u11ff":  # trailing consonant
        return "\u1160" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    return "\u1100" <= after <= "\u115f" and "\u1100" <= before <= "\u115f"
