"""What follows what in a conversation, over columns: some milliseconds for half a million turns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.store.facts import TurnFacts
from app.store.reader import Reader

Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]


@dataclass
class Links:
    """The columns that relations need, of one revision; each is made when first asked for."""

    facts: TurnFacts
    reader: Reader

    @cached_property
    def by_conversation(self) -> Rows | None:
        """Rows sorted by conversation and place in it; None when they stand so."""
        return self._order((self.facts.index, self.facts.conversation))

    @cached_property
    def by_speaker(self) -> Rows | None:
        """Rows sorted by conversation, speaker and place."""
        return self._order((self.facts.index, self.facts.speaker, self.facts.conversation))

    @cached_property
    def parent(self) -> Rows:
        """The row of the turn that each turn replies to; -1 for none."""
        turns = self.facts.turn
        found = np.full(len(turns), -1, dtype=np.intp)
        replies = self.reader.ids("SELECT id FROM turn WHERE parent_id IS NOT NULL ORDER BY id")
        if not len(replies) or not len(turns):
            return found
        answered = self.reader.ids("SELECT parent_id FROM turn WHERE parent_id IS NOT NULL ORDER BY id")
        at, known = _rows(turns, np.asarray(replies))
        up, parents = _rows(turns, np.asarray(answered))
        both = known & parents
        found[at[both]] = up[both]
        return found

    def _order(self, keys: tuple[NDArray[np.int64] | NDArray[np.int32], ...]) -> Rows | None:
        if _is_sorted(keys):
            return None
        rows: Rows = np.lexsort(keys)
        return rows


def _is_sorted(keys: tuple[NDArray[np.int64] | NDArray[np.int32], ...]) -> bool:
    """True when rows stand in the order of the last key, equal ones in that of the key before it…"""
    later = np.zeros(max(0, len(keys[0]) - 1), np.bool_)
    equal = ~later
    for key in reversed(keys):
        later |= equal & (key[1:] > key[:-1])
        equal &= key[1:] == key[:-1]
    return bool((later | equal).all())


def _rows(turns: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[Rows, Flags]:
    at = np.minimum(np.searchsorted(turns, wanted), len(turns) - 1)
    return at, turns[at] == wanted


def related(links: Links, sign: str, distance: int, same: bool | None, left: Flags, right: Flags) -> Flags:
    """Which rows of ``left`` a row of ``right`` stands in the relation to; see ast.Relation.

    ``v`` is ``^`` the other way round: the left turn replies to the right one.
    """
    if not left.any() or not right.any():
        return np.zeros(len(left), np.bool_)
    if sign == "^":
        return left & _replied_to(links, same, right)
    if sign == "v":
        return left & (links.parent >= 0) & right[links.parent]
    facts = links.facts
    order = links.by_speaker if same else links.by_conversation
    conversation = _taken(facts.conversation, order)
    index = _taken(facts.index, order)
    speaker = _taken(facts.speaker, order)
    wanted = _taken(right, order)
    following = _next(wanted)
    if same is False:
        following = _next_by_another(following, wanted, speaker)
    there = following < len(left)
    at = np.minimum(following, len(left) - 1)
    found = there & (conversation[at] == conversation)
    if same:
        found &= speaker[at] == speaker
    if sign == ">":
        found &= index[at] - index <= distance
    if order is not None:
        back = np.empty_like(found)
        back[order] = found
        found = back
    hits: Flags = left & found
    return hits


def _replied_to(links: Links, same: bool | None, right: Flags) -> Flags:
    replies = np.flatnonzero(right & (links.parent >= 0))
    if same is not None:
        speaker = links.facts.speaker
        replies = replies[(speaker[replies] == speaker[links.parent[replies]]) == same]
    found = np.zeros(len(right), np.bool_)
    found[links.parent[replies]] = True
    return found


def _next(wanted: Flags) -> Rows:
    """For every row the next wanted one behind it; the number of rows for none."""
    none = len(wanted)
    places = np.where(wanted, np.arange(none), none)
    at_or_after = np.minimum.accumulate(places[::-1])[::-1]
    return np.append(at_or_after[1:], none)


def _next_by_another(following: Rows, wanted: Flags, speaker: NDArray[np.int64]) -> Rows:
    """The next wanted row of another speaker. Between the next wanted row and the first one of a speaker
    other than that row's, all are of one speaker.
    """
    none = len(wanted)
    rows = np.flatnonzero(wanted)
    changes = np.append(speaker[rows[1:]] != speaker[rows[:-1]], True)
    ends = np.where(changes, np.arange(rows.size), rows.size - 1)
    last = np.minimum.accumulate(ends[::-1])[::-1]
    beyond = np.append(rows, none)[last + 1]
    other = np.full(none + 1, none, dtype=np.intp)
    other[rows] = beyond
    owner = np.append(speaker, -1)
    mine = owner[following] == speaker
    return np.where(mine & (following < none), other[following], following)


def _taken(column: NDArray, order: Rows | None) -> NDArray:  # type: ignore[type-arg]  # any of the columns
    return column if order is None else column[order]
