"""Where two texts differ: word by word, and character by character in scripts written without spaces."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

Span = tuple[int, int]

MOST_PIECES: Final = 6_000
"""Longer texts are compared line by line: the comparison of words takes time quadratic in their number."""
_PIECES: Final = re.compile(
    r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"  # one character each
    r"|[^\W_]+(?:['’][^\W_]+)*|\s+|."
)
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")


def differences(first: str, second: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of each text, in code points, that have no counterpart in the other.

    Spans that only white space parts are joined. Equal texts differ nowhere.
    """
    if first == second:
        return (), ()
    pattern = _PIECES
    ours, theirs = list(pattern.finditer(first)), list(pattern.finditer(second))
    if len(ours) + len(theirs) > MOST_PIECES:
        ours, theirs = list(_LINES.finditer(first)), list(_LINES.finditer(second))
    matcher = SequenceMatcher(None, [one[0] for one in ours], [one[0] for one in theirs], autojunk=False)
    left: list[Span] = []
    right: list[Span] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            if i < j:
                left.append((ours[i].start(), ours[j - 1].end()))
            if k < m:
                right.append((theirs[k].start(), theirs[m - 1].end()))
    return _joined(first, left), _joined(second, right)


def _joined(text: str, spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
