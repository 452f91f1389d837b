"""Which rows have arrived, which are wanted, which are under way: the bookkeeping behind lazy rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from app.model.hits import KwicRow

KEEP_TURNS = 4_000
BATCH = 128
AHEAD = 48
UNDER_WAY = 2
_WANTED = 256


class Hydration:
    """Occurrences by turn id, the least recently used forgotten; wants by position, the newest first."""

    def __init__(self, keep: int = KEEP_TURNS) -> None:
        self._keep = keep
        self._rows: OrderedDict[int, tuple[KwicRow, ...]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._flying: set[int] = set()
        self._batches = 0

    @property
    def wanted(self) -> int:
        """Number of positions still to be asked for."""
        return len(self._wanted)

    def clear(self) -> None:
        """Forget everything, what is under way included."""
        self._rows.clear()
        self._wanted.clear()
        self._flying.clear()
        self._batches = 0

    def known(self, turn: int) -> bool:
        """True once the turn has arrived, gone or not."""
        return turn in self._rows

    def rows(self, turn: int) -> tuple[KwicRow, ...] | None:
        """The turn's occurrences; empty when it is gone, None when it has not arrived."""
        found = self._rows.get(turn)
        if found is not None:
            self._rows.move_to_end(turn)
        return found

    def want(self, position: int) -> bool:
        """Note a want; False when it is already under way."""
        if position in self._flying:
            return False
        self._wanted[position] = None
        self._wanted.move_to_end(position)
        while len(self._wanted) > _WANTED:
            self._wanted.popitem(last=False)
        return True

    def next_batch(self, count: int) -> list[int]:
        """Sorted positions to ask for now, with some after them, or none while enough is under way.

        Rows are fetched ahead downwards only: occurrences that unfold above would move what is read.
        """
        if not self._wanted or self._batches >= UNDER_WAY:
            return []
        newest = next(reversed(self._wanted))
        near = sorted(p for p in self._wanted if abs(p - newest) < BATCH and p < count)[:BATCH]
        self._wanted.clear()
        if not near:
            return []
        ahead = range(near[-1] + 1, min(count, near[-1] + 1 + AHEAD))
        batch = [*near, *(p for p in ahead if p not in self._flying)]
        self._flying.update(batch)
        self._batches += 1
        return batch

    def landed(self, positions: Iterable[int]) -> None:
        """A batch has come back, filled or failed."""
        self._flying.difference_update(positions)
        self._batches -= 1

    def put(self, turns: Sequence[int], rows: Iterable[KwicRow]) -> None:
        """Keep the occurrences of all ``turns``; a turn without any is kept as gone."""
        found: dict[int, list[KwicRow]] = {turn: [] for turn in turns}
        for row in rows:
            if row.hit.turn.id in found:
                found[row.hit.turn.id].append(row)
        for turn, occurrences in found.items():
            self._rows[turn] = tuple(occurrences)
            self._rows.move_to_end(turn)
        while len(self._rows) > max(self._keep, len(turns)):
            self._rows.popitem(last=False)
