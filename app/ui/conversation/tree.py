"""Who replies to whom in a conversation, before anything is arranged: positions in its order, and forks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.ui.conversation.ancestry import Descent, descent

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DEFAULT_SIZE = 120.0
"""Characters assumed of a turn whose size is not known."""
ROOT = -1
"""Stands for the parent of the turns that reply to none."""


@dataclass(frozen=True)
class Tree:
    """Arrays over positions, in the order of the conversation; ``parent`` is a position or ``ROOT``.

    ``speakers`` are speaker ids (0 unknown), ``sizes`` approximate characters, ``repaired`` marks,
    ``moments`` seconds since 1970 (NaN unknown), ``days`` a number per calendar day (0 unknown).
    ``alternatives``: turns with one parent are versions of one turn (a regenerated answer, an edited
    question), of which one path is read; elsewhere they are replies side by side. ``leaf`` is where the
    path ends that the source shows, or -1.
    """

    ids: Ints
    parent: Ints
    speakers: Ints
    sizes: Floats
    repaired: Bools
    moments: Floats | None = None
    days: Ints | None = None
    alternatives: bool = False
    leaf: int = -1

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def threaded(self) -> bool:
        """Whether any turn replies to another than the one before it."""
        return bool(np.any((self.parent >= 0) & (self.parent != self.whole - 1)))

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The positions that reply to a position, in order; ``ROOT`` has the turns that begin a thread."""
        return _children(self.parent)

    @cached_property
    def forward(self) -> bool:
        """Whether every turn replies to one that comes before it, as is usual."""
        return bool(np.all(self.parent < self.whole))

    @cached_property
    def whole(self) -> Ints:
        """All positions, ascending."""
        return np.arange(len(self.ids))

    @cached_property
    def descent(self) -> Descent:
        """Where everything stands when it is shown as a tree; for trees that are ``forward``."""
        return descent(self.parent)

    @cached_property
    def below(self) -> Ints:
        """How many turns stand below each position, at all levels; the last one more is of the whole tree."""
        if self.forward:
            return self.descent.below
        counts = [0] * (len(self) + 1)
        parent = self.parent.tolist()
        for position in reversed(self._downwards()):
            counts[parent[position]] += counts[position] + 1
        return np.array(counts, dtype=np.int64)

    def _downwards(self) -> list[int]:
        """All positions, each behind the one it replies to."""
        found: list[int] = []
        waiting = [self.children[ROOT]]
        while waiting:
            for position in waiting.pop():
                found.append(position)
                if position in self.children:
                    waiting.append(self.children[position])
        return found

    @cached_property
    def forks(self) -> frozenset[int]:
        """Positions with several versions of what follows."""
        if not self.alternatives:
            return frozenset()
        return frozenset(above for above, below in self.children.items() if len(below) > 1)

    @cached_property
    def first_speakers(self) -> tuple[int, ...]:
        """The speakers in order of appearance, at most three."""
        left = self.speakers[self.speakers > 0]
        found: list[int] = []
        while len(left) and len(found) < 3:
            found.append(int(left[0]))
            left = left[left != found[-1]]
        return tuple(found)

    def position_of(self, turn_id: int) -> int:
        """The position of a turn, or -1."""
        return int(self.positions_of(np.array([turn_id]))[0])

    def positions_of(self, turn_ids: npt.ArrayLike) -> Ints:
        """For every turn its position, or -1; in the order of ``turn_ids``."""
        return self._places.of(np.asarray(turn_ids, dtype=np.int64))

    def path_to(self, position: int) -> list[int]:
        """The positions from the beginning of the thread to ``position``."""
        path: list[int] = []
        seen: set[int] = set()
        while position >= 0 and position not in seen:
            seen.add(position)
            path.append(position)
            position = int(self.parent[position])
        return path[::-1]

    def siblings(self, position: int) -> list[int]:
        """The position and those that reply to the same turn."""
        below = self.children.get(int(self.parent[position]), [position])
        return below if position in below else [position]

    @cached_property
    def _places(self) -> _Places:
        return _Places(self.ids)


class _Places:
    """Finds numbers, all different, in an array of them."""

    def __init__(self, among: Ints) -> None:
        self._order: Ints | None = None
        self._sorted = among
        self._first = 0
        self._dense = False
        if len(among):
            if not bool((among[1:] > among[:-1]).all()):
                self._order = np.argsort(among, kind="stable")
                self._sorted = among[self._order]
            self._first = int(self._sorted[0])
            self._dense = int(self._sorted[-1]) - self._first == len(among) - 1  # as an import numbers turns

    def of(self, wanted: Ints) -> Ints:
        """Where each of ``wanted`` stands, or -1."""
        count = len(self._sorted)
        if not count:
            return np.full(len(wanted), -1, dtype=np.int64)
        if self._dense:
            at = wanted - self._first
            at[(at < 0) | (at >= count)] = -1
        else:
            at = np.minimum(np.searchsorted(self._sorted, wanted), count - 1)
            at[self._sorted[at] != wanted] = -1
        if self._order is None:
            return at
        places: Ints = np.where(at < 0, -1, self._order[at])
        return places


def zeros(count: int) -> Ints:
    """``count`` zeros that take no room, for columns that nobody writes to."""
    return np.broadcast_to(np.int64(0), count)


def make_tree(
    ids: Sequence[int] | Ints,
    parents: Sequence[int] | Ints | None = None,
    speakers: Sequence[int] | Ints | None = None,
    sizes: npt.ArrayLike | None = None,
    repaired: npt.ArrayLike | None = None,
    *,
    moments: npt.ArrayLike | None = None,
    days: npt.ArrayLike | None = None,
    alternatives: bool = False,
    leaf: int = 0,
) -> Tree:
    """The tree of turns given in the order of the conversation; all sequences are aligned with ``ids``.

    ``parents`` are turn ids, 0 for none; a parent that is not here counts as none, and so does the first
    of a circle. ``leaf`` is a turn id. Arrays are kept as they are: they are not to be written to any more.
    """
    turns = np.asarray(ids, dtype=np.int64)
    count = len(turns)
    tree = Tree(
        ids=turns,
        parent=_parent_positions(turns, parents),
        speakers=zeros(count) if speakers is None else np.asarray(speakers, dtype=np.int64),
        sizes=np.full(count, DEFAULT_SIZE) if sizes is None else np.asarray(sizes, dtype=np.float64),
        repaired=np.zeros(count, np.bool_) if repaired is None else np.asarray(repaired, dtype=np.bool_),
        moments=None if moments is None else np.asarray(moments, dtype=np.float64),
        days=None if days is None else np.asarray(days, dtype=np.int64),
        alternatives=alternatives,
    )
    position = tree.position_of(leaf) if leaf else -1
    if position >= 0:
        object.__setattr__(tree, "leaf", position)
    return tree


def _parent_positions(turns: Ints, parents: Sequence[int] | Ints | None) -> Ints:
    """For every turn the position of its parent, or ``ROOT``."""
    wanted = None if parents is None else np.asarray(parents, dtype=np.int64)
    if wanted is None or not wanted.any():
        return np.full(len(turns), ROOT, dtype=np.int64)
    found = _Places(turns).of(wanted)
    found[(wanted == 0) | (wanted == turns)] = ROOT
    return _without_circles(found)


def _without_circles(parent: Ints) -> Ints:
    """The first position of every circle begins a thread."""
    if bool(np.all(parent < np.arange(len(parent)))):
        return parent  # who replies only to what came before makes no circle
    children = _children(parent)
    reached = np.zeros(len(parent), dtype=np.bool_)
    starts = list(children[ROOT])
    for position in range(-1, len(parent)):
        if position >= 0 and not reached[position]:
            parent[position] = ROOT
            starts.append(position)
        while starts:
            at = starts.pop()
            if not reached[at]:
                reached[at] = True
                starts.extend(children.get(at, ()))
    return parent


def _children(parent: Ints) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {ROOT: []}
    for position, above in enumerate(parent.tolist()):
        found.setdefault(above, []).append(position)
    return found
