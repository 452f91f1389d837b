"""Which dialogues of a corpus may be the same one, judged from one number a turn.

The mark of a turn is a checksum over what no damage takes away and no reading changes: ASCII letters and
digits, and of every other character the first byte of its UTF-8 form. Every reading of a damaged form begins
with the same byte, so a repaired turn and its undamaged twin have the same mark even where a byte was guessed
wrong. Punctuation, joiners and presentation selectors, which get lost in many ways, are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

Marks = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.integer[Any]]

Hashes = npt.NDArray[np.uint64]

WINDOW = 3
"""Turns in a row whose marks are looked up together; single short turns ("ok") are everywhere."""

SHARED = 0.15
"""From this share of common windows on, two dialogues are compared text by text."""

ALL_PAIRS = 8
"""In more dialogues than this, a window pairs each with its neighbour and the first one only."""

LEAST_TOKENS = 12
"""A dialogue with fewer tokens says too little to be called a repetition of another."""

PART = 200_000
"""Turns whose windows are looked at together, as far as dialogues allow: what that takes stays small."""

_UNSTEADY = bytes((0xC2, 0xE2, 0xEF))  # no-break space and signs; joiners, quotes and dashes; selectors
_DROPPED = bytes(b for b in range(0x80) if not chr(b).isalnum()) + bytes(range(0x80, 0xC0)) + _UNSTEADY
_LOWERED = bytes(b + 32 if 65 <= b <= 90 else b for b in range(256))


def skeleton(text: str) -> bytes:
    """What every reading of a damaged text has in common."""
    return text.encode("utf-8", "surrogatepass").translate(_LOWERED, _DROPPED)


def mark_of(text: str) -> int:
    """The mark of a turn, 32 bits; 0 for a turn of which nothing remains."""
    return crc32(skeleton(text))


def marks_of(texts: Iterable[str]) -> Marks:
    """The marks of many turns."""
    return np.array([mark_of(text) for text in texts], dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Sketch:
    """All turns of a corpus in their order: the dialogue each belongs to, its mark, how many tokens it has.

    Turns of one dialogue follow each other.
    """

    conversation: Numbers
    mark: Marks
    tokens: Numbers


def likely_twins(sketch: Sketch, fresh: Collection[int]) -> list[tuple[int, int]]:
    """Pairs of dialogues that share many windows, at least one of them fresh; ascending.

    Linear in the corpus but for one sort of the windows that fresh dialogues have.
    """
    if not len(sketch.mark) or not fresh:
        return []
    windows, owners = _windows(sketch)
    keys, counts = np.unique(owners, return_counts=True)
    again = _recur(windows)
    windows, owners = windows[again], owners[again]
    is_fresh = np.isin(owners, np.fromiter(fresh, np.int64, len(fresh)))
    known = np.isin(windows, windows[is_fresh])
    shared: Counter[tuple[int, int]] = Counter()
    for group in _groups(windows[known], owners[known]):
        shared.update(_pairs(group))
    size = dict(zip(keys.tolist(), counts.tolist(), strict=True))
    return sorted(
        pair
        for pair, count in shared.items()
        if (pair[0] in fresh or pair[1] in fresh) and count >= SHARED * min(size[pair[0]], size[pair[1]])
    )


def _recur(windows: Hashes) -> npt.NDArray[np.bool_]:
    """Which windows stand more than once."""
    inorder = np.sort(windows)
    several = np.unique(inorder[1:][inorder[1:] == inorder[:-1]])
    if not several.size:
        return np.zeros(windows.size, dtype=np.bool_)
    found: npt.NDArray[np.bool_] = (
        several[np.minimum(np.searchsorted(several, windows), several.size - 1)] == windows
    )
    return found


def _windows(sketch: Sketch) -> tuple[Hashes, Numbers]:
    """A hash of every run of WINDOW turns (fewer at the end of a dialogue of fewer), and its dialogue."""
    conversation = sketch.conversation
    begins = np.flatnonzero(np.r_[True, conversation[1:] != conversation[:-1]])
    hashes: list[Hashes] = []
    owners: list[Numbers] = []
    at = 0
    while at < len(conversation):
        later = begins[np.searchsorted(begins, at + PART) :]
        stop = int(later[0]) if later.size else len(conversation)
        part = slice(at, stop)
        hashed, owner = _windows_of(conversation[part], sketch.mark[part], sketch.tokens[part])
        hashes.append(hashed)
        owners.append(owner)
        at = stop
    return np.concatenate(hashes), np.concatenate(owners)


def _windows_of(conversation: Numbers, marks: Marks, counts: Numbers) -> tuple[Hashes, Numbers]:
    """The same of whole dialogues."""
    mark = marks.astype(np.uint64)
    total = len(mark)
    first = np.flatnonzero(np.r_[True, conversation[1:] != conversation[:-1]])
    length = np.diff(np.r_[first, total])
    tokens = np.add.reduceat(counts.astype(np.int64), first)
    row = np.repeat(np.arange(len(first)), length)
    place = np.arange(total) - first[row]
    size = np.minimum(length[row], WINDOW)
    start = np.flatnonzero((place + size <= length[row]) & (tokens[row] >= LEAST_TOKENS))
    hashed = np.zeros(len(start), dtype=np.uint64)
    for step in range(WINDOW):
        inside = step < size[start]
        value = np.where(inside, mark[np.minimum(start + step, total - 1)], np.uint64(step))
        hashed = (hashed ^ value) * np.uint64(0x9E3779B97F4A7C15)
        hashed ^= hashed >> np.uint64(29)
    return hashed, conversation[start]


def _groups(windows: Hashes, owners: Numbers) -> Iterator[Sequence[int]]:
    """The dialogues of every window that stands in two or more."""
    order = np.lexsort((owners, windows))
    windows, owners = windows[order], owners[order]
    new = np.r_[True, (windows[1:] != windows[:-1]) | (owners[1:] != owners[:-1])] if len(windows) else []
    windows, owners = windows[new], owners[new]
    first = np.flatnonzero(np.r_[True, windows[1:] != windows[:-1]]) if len(windows) else np.array([], int)
    length = np.diff(np.r_[first, len(windows)])
    for at in np.flatnonzero(length > 1).tolist():
        yield owners[first[at] : first[at] + length[at]].tolist()


def _pairs(group: Sequence[int]) -> set[tuple[int, int]]:
    if len(group) <= ALL_PAIRS:
        return {(left, right) for at, left in enumerate(group) for right in group[at + 1 :]}
    chained = set(pairwise(group))
    return chained | {(group[0], other) for other in group[2:]}
