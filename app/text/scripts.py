"""How much of which script a text holds, counted in the tokens of the segmenter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.text import classes as cls
from app.text.classes import tables
from app.text.emoji import emoji_in
from app.text.pieces import pieces
from app.text.segment import Cut, cut_batch, keys_of, words_of

__all__ = ["ScriptCounts", "count_scripts", "emoji_in", "index_and_count", "languages"]


class ScriptCounts(NamedTuple):
    """Tokens of a text, barriers left out, and how many are of each script; the rest sums to ``tokens``.

    A Han, kana or hangul character is one token; a word counts for the script of its first letter,
    a word without letters (digits) for ``other``. ``emoji`` counts emoji tokens: the parts of a ZWJ
    sequence each, a flag once (``emoji_in`` gives emoji as people see them).
    """

    tokens: int
    han: int
    kana: int
    hangul: int
    latin: int
    cyrillic: int
    arabic: int
    other: int
    emoji: int


Counts = npt.NDArray[np.int64]

_COLUMNS = 9  # NO_SCRIPT, then the eight scripts of ScriptCounts


def count_scripts(texts: Sequence[str]) -> list[ScriptCounts]:
    """The counts of each text, computed for many texts at once."""
    return [
        ScriptCounts._make(row)
        for piece in pieces(texts)
        for row in _counts_of(cut_batch(piece), len(piece)).tolist()
    ]


def index_and_count(texts: Sequence[str]) -> tuple[list[str], Counts, set[str]]:
    """``index_text`` and ``count_scripts`` of texts, and the words in them; they are cut only once.

    The counts are rows of numbers in the order of ScriptCounts.
    """
    keys: list[str] = []
    counts = [np.empty((0, _COLUMNS), np.int64)]
    words: set[str] = set()
    for piece in pieces(texts):
        cut = cut_batch(piece)
        keys += keys_of(cut)
        counts.append(_counts_of(cut, len(piece)))
        words |= words_of(cut)
    return keys, np.concatenate(counts), words


def _counts_of(cut: Cut, texts: int) -> Counts:
    first = np.flatnonzero(cut.starts)
    if not first.size:
        return np.zeros((texts, _COLUMNS), np.int64)
    script = tables().script[cut.codes]
    # The first letter of each token: the smallest index that has a script, found per token.
    index = np.where(script == cls.NO_SCRIPT, cut.codes.size, np.arange(cut.codes.size))
    letter = np.minimum.reduceat(index, first)
    separator = cut.kinds == cls.SEPARATOR
    owner = np.cumsum(separator) - separator
    end = np.append(first[1:], cut.codes.size)
    of_token = np.where(letter < end, script[np.minimum(letter, cut.codes.size - 1)], cls.OTHER)
    counted = cut.kinds[first] >= cls.WORD
    cells = owner[first[counted]] * _COLUMNS + of_token[counted]
    table: Counts = np.bincount(cells, minlength=texts * _COLUMNS).reshape(texts, _COLUMNS)
    table[:, 0] = table.sum(axis=1)
    return table


def languages(counts: ScriptCounts) -> tuple[str, ...]:
    """The scripts present, as tags of the ``lang:`` field: "han", "kana", "hangul", "latin", …"""
    names = ScriptCounts._fields[1:-1]
    return tuple(name for name, count in zip(names, counts[1:-1], strict=True) if count)
