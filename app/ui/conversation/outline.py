"""The shape of a conversation: which turn stands on which row, how deep, and which lines join replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

MAX_DEPTH = 6
"""Levels of indentation that are drawn; deeper replies say their level instead."""

DEFAULT_SIZE = 120.0
"""Characters assumed of a turn whose size is not known."""


@dataclass(frozen=True)
class Outline:
    """Arrays over rows, in the order of display. Build with ``make_outline``; cheap to keep, safe to share.

    ``ids`` turn ids; ``depth`` reply depth (0 = starts a thread, or a plain sequence); ``rails`` bit k set
    when the line of level k goes on below the row; ``parent_row`` -1 for none; ``speakers`` speaker ids
    (0 unknown); ``sizes`` approximate characters; ``repaired`` marks; ``first_speakers`` the speakers in
    order of appearance, at most three.
    """

    ids: Ints
    depth: Ints
    rails: Ints
    parent_row: Ints
    speakers: Ints
    sizes: npt.NDArray[np.float64]
    repaired: npt.NDArray[np.bool_]
    first_speakers: tuple[int, ...]
    threaded: bool

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _sorted(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.ids, kind="stable")
        return self.ids[order], order

    def row_of(self, turn_id: int) -> int:
        """The row of a turn, or -1."""
        ids, order = self._sorted
        at = int(np.searchsorted(ids, turn_id))
        return int(order[at]) if at < len(ids) and ids[at] == turn_id else -1

    def rows_of(self, turn_ids: npt.ArrayLike) -> Ints:
        """The rows of those of the turns that are here, ascending."""
        ids, order = self._sorted
        wanted = np.asarray(turn_ids, dtype=np.int64)
        if not len(ids) or not len(wanted):
            return np.zeros(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
        return np.sort(order[at[ids[at] == wanted]])


def make_outline(
    ids: Sequence[int] | Ints,
    parents: Sequence[int] | Ints | None = None,
    speakers: Sequence[int] | Ints | None = None,
    sizes: npt.ArrayLike | None = None,
    repaired: npt.ArrayLike | None = None,
) -> Outline:
    """Arrange turns given in the order of the conversation; all sequences are aligned with ``ids``.

    Replies follow their parent (depth first, siblings in order). Where every turn replies to the one
    before, or none replies, the order is kept and nothing is indented. A parent that is not here counts
    as none. Costs O(turns); run it in the background for very large threaded conversations.
    """
    turns = np.array(ids, dtype=np.int64)
    count = len(turns)
    parent = _parent_positions(turns, parents)
    threaded = bool(np.any((parent >= 0) & (parent != np.arange(count) - 1)))
    voices = np.zeros(count, np.int64) if speakers is None else np.array(speakers, dtype=np.int64)
    lengths = np.full(count, DEFAULT_SIZE) if sizes is None else np.array(sizes, dtype=np.float64)
    marks = np.zeros(count, np.bool_) if repaired is None else np.array(repaired, dtype=np.bool_)
    order, depth = _arranged(parent) if threaded else (np.arange(count), np.zeros(count, np.int64))
    row_of_position = np.empty(count, np.int64)
    row_of_position[order] = np.arange(count)
    above = parent[order]
    return Outline(
        ids=turns[order],
        depth=depth,
        rails=_rails(depth) if threaded else np.zeros(count, np.int64),
        parent_row=np.where(above >= 0, row_of_position[above], -1) if count else above,
        speakers=voices[order],
        sizes=lengths[order],
        repaired=marks[order],
        first_speakers=_first_speakers(voices),
        threaded=threaded,
    )


def _parent_positions(turns: Ints, parents: Sequence[int] | Ints | None) -> Ints:
    """For every turn the position of its parent, or -1."""
    none = np.full(len(turns), -1, dtype=np.int64)
    if parents is None or not len(turns):
        return none
    wanted = np.array(parents, dtype=np.int64)
    if not wanted.any():
        return none
    order = np.argsort(turns, kind="stable")
    at = np.minimum(np.searchsorted(turns[order], wanted), len(turns) - 1)
    found = order[at]
    return np.where((turns[found] == wanted) & (wanted != 0) & (wanted != turns), found, none)


def _arranged(parent: Ints) -> tuple[Ints, Ints]:
    """Depth-first order of positions and the depth of each row of it.

    True depth while it fits; a tree deeper than ``MAX_DEPTH`` is indented at forks only, so that a long
    dialogue with one branch does not run out of the page. Turns in a cycle are shown as roots.
    """
    children: list[list[int]] = [[] for _ in range(len(parent))]
    roots: list[int] = []
    for position, above in enumerate(parent.tolist()):
        (children[above] if above >= 0 else roots).append(position)
    order, depth = _walk(roots, children, forks_only=False)
    if len(order) < len(parent):
        seen = set(order)
        roots += [position for position in range(len(parent)) if position not in seen]
        order, depth = _walk(roots, children, forks_only=False)
    if max(depth, default=0) > MAX_DEPTH:
        order, depth = _walk(roots, children, forks_only=True)
    return np.array(order, dtype=np.int64), np.array(depth, dtype=np.int64)


def _walk(roots: list[int], children: list[list[int]], *, forks_only: bool) -> tuple[list[int], list[int]]:
    order: list[int] = []
    depth: list[int] = []
    seen = bytearray(len(children))
    stack = [(root, 0) for root in reversed(roots)]
    while stack:
        position, level = stack.pop()
        if seen[position]:
            continue
        seen[position] = 1
        order.append(position)
        depth.append(level)
        below = children[position]
        deeper = level if forks_only and len(below) == 1 else level + 1
        stack.extend((child, deeper) for child in reversed(below))
    return order, depth


def _rails(depth: Ints) -> Ints:
    """For every row the levels (bits) whose line goes on to a later row, none shallower between."""
    rails = np.zeros(len(depth), dtype=np.int64)
    mask = 0
    for row in range(len(depth) - 1, -1, -1):
        level = min(int(depth[row]), MAX_DEPTH)
        mask &= (1 << (level + 1)) - 1
        rails[row] = mask
        mask |= 1 << level
    return rails


def _first_speakers(voices: Ints) -> tuple[int, ...]:
    known = voices[voices > 0]
    distinct, first = np.unique(known, return_index=True)
    order = np.argsort(first)[:3]
    return tuple(int(speaker) for speaker in distinct[order])
