"""Works out a plan over columns: one flag a turn, texts looked at stretch by stretch."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.model.progress import CancelToken
from app.search.facet_columns import facet_rows, is_facet
from app.search.plan import (
    Both,
    Checked,
    Either,
    Every,
    Leaf,
    Listed,
    Matches,
    Plan,
    Range,
    Related,
    Rows,
    Without,
    as_match,
    intersection,
    is_costly,
    union,
)
from app.search.related import Links, related
from app.search.statements import many_matches
from app.store.reader import Reader

Flags = NDArray[np.bool_]

_FIRST_STRETCH: Final = 512
_LONGEST_STRETCH: Final = 8192
"""Turns looked at between two reports: about 30 ms."""
_LOOKED_AT: Final = 500
"""Texts in memory at once; cancelling waits for no more."""
_EARLY: Final = 4096
"""The first turns are looked at without asking the index which can match: that may take longer."""
_DENSE: Final = 3
"""Up to so many turns for each wanted one it is cheaper to read them all than to look them up."""
_MATCH: Final = "SELECT rowid FROM turn_fts WHERE turn_fts MATCH ?"


@dataclass(frozen=True, slots=True)
class Partial:
    """How far an answer has come: ``ids`` of the turns found since the last report, ascending;
    ``done`` of ``total`` turns were looked at. The last one has ``done == total``.
    """

    ids: NDArray[np.int64]
    done: int
    total: int


class Evaluation:
    """Answers plans on one revision of a corpus; keeps the parts that it worked out."""

    def __init__(self, reader: Reader, links: Links, token: CancelToken | None = None) -> None:
        self._reader = reader
        self._links = links
        self._facts = links.facts
        self._token = token
        self._size = int(self._facts.turn[-1]) + 1 if len(self._facts) else 1
        self._kept: dict[Plan, Flags] = {}

    def watched_by(self, token: CancelToken | None) -> Evaluation:
        """The same, stopped by another token."""
        self._token = token
        return self

    def ids(self, plan: Plan, limit: int | None = None) -> array[int]:
        """Ids of the matching turns, ascending, at most ``limit``."""
        out = array("q")
        for part in self.stream(plan):
            out.frombytes(part.ids.tobytes())
            if limit is not None and len(out) >= limit:
                return out[:limit]
        return out

    def stream(self, plan: Plan) -> Iterator[Partial]:
        """The matching turns in order of their ids; every report is a place to stop."""
        turns = len(self._facts)
        if not is_costly(plan):
            found = np.flatnonzero(self._whole(plan)).astype(np.int64)
            yield Partial(found, turns, turns)
            return
        every = self._flags(Every())
        low, step = 0, _FIRST_STRETCH
        while low < self._size:
            high = min(self._size, low + step)
            found = np.flatnonzero(self._part(plan, low, high, every[low:high])) + low
            done = turns if high == self._size else int(np.searchsorted(self._facts.turn, high))
            yield Partial(found.astype(np.int64), done, turns)
            low, step = high, min(_LONGEST_STRETCH, step * 2)

    def _whole(self, plan: Plan) -> Flags:
        """The flags of all turns."""
        if not is_costly(plan):
            return self._part(plan, 0, self._size, self._flags(Every()))
        found = np.zeros(self._size, np.bool_)
        for part in self.stream(plan):
            found[part.ids] = True
        return found

    def _part(self, plan: Plan, low: int, high: int, wanted: Flags) -> Flags:
        """Which of the ``wanted`` turns from ``low`` to before ``high`` match."""
        if self._token is not None:
            self._token.raise_if_cancelled()
        match plan:
            case Without(part):
                return wanted & ~self._part(part, low, high, wanted)
            case Both(parts):
                for part in _cheap_first(parts, intersection):
                    if not wanted.any():
                        break
                    wanted = self._part(part, low, high, wanted)
                return wanted
            case Either(parts):
                found = np.zeros(high - low, np.bool_)
                for part in _cheap_first(parts, union):
                    found |= self._part(part, low, high, wanted & ~found)
                return found
            case Checked():
                return self._looked_at(plan, low, high, wanted)
            case _:
                return wanted & self._flags(plan)[low:high]

    def _looked_at(self, plan: Checked, low: int, high: int, wanted: Flags) -> Flags:
        if high > _EARLY or not plan.check.encoded or plan.base in self._kept:
            wanted = self._part(plan.base, low, high, wanted)
        found = self._part(plan.sure, low, high, wanted)
        asked = np.flatnonzero(wanted & ~found)
        if not asked.size:
            return found
        for start in range(0, asked.size, _LOOKED_AT):
            rows = self._texts(asked[start : start + _LOOKED_AT] + low, encoded=plan.check.encoded)
            passed = plan.check.passing([text for _turn, text in rows])
            for (turn, _text), one in zip(rows, passed, strict=True):
                found[turn - low] = bool(one)
        return found

    def _texts(self, ids: NDArray[np.int64], *, encoded: bool) -> list[tuple[int, Any]]:
        """Ids and texts, as UTF-8 where they are asked for so."""
        if self._token is not None:
            self._token.raise_if_cancelled()
        columns = "id, CAST(text AS BLOB)" if encoded else "id, text"
        first, last = int(ids[0]), int(ids[-1])
        if last - first < _DENSE * ids.size:
            sql = f"SELECT {columns} FROM turn WHERE id BETWEEN ? AND ?"
            rows = self._reader.rows(sql, (first, last))
            if last - first + 1 > ids.size:
                asked = set(ids.tolist())
                rows = [row for row in rows if row[0] in asked]
        else:
            marks = ",".join("?" * ids.size)
            rows = self._reader.rows(f"SELECT {columns} FROM turn WHERE id IN ({marks})", ids.tolist())
        return rows  # type: ignore[return-value]  # two columns of known types

    def _flags(self, plan: Plan) -> Flags:
        """The flags of all turns for a plan that is asked for whole; worked out once."""
        kept = self._kept.get(plan)
        if kept is None:
            kept = self._kept[plan] = self._worked_out(plan)
        return kept

    def _worked_out(self, plan: Plan) -> Flags:
        match plan:
            case Rows(sql, parameters):
                return self._of_ids(self._reader.ids(sql, parameters))
            case Matches(matches):
                return self._of_ids(self._reader.ids(*many_matches(matches)))
            case Leaf(text):
                known = facet_rows(self._facts, text)
                if known is not None:
                    return self._of_rows(known)
                return self._of_ids(self._reader.ids(_MATCH, (text,)))
            case _:
                return self._of_rows(self._known(plan))

    def _known(self, plan: Plan) -> Flags:
        """What the columns alone tell, one flag a row."""
        facts = self._facts
        found = np.zeros(len(facts), np.bool_)
        match plan:
            case Every():
                found = ~found
            case Listed(column, ids):
                found = np.isin(getattr(facts, column), np.array(ids, dtype=np.int64))
            case Range("last", low, high):
                left = facts.conversation_turns - facts.index + 1
                found = (left >= low) & (left <= high)
            case Range(column, low, high):
                found = (getattr(facts, column) >= low) & (getattr(facts, column) <= high)
            case Related(left_part, sign, distance, right_part, same):
                sides = self._whole(left_part)[facts.turn], self._whole(right_part)[facts.turn]
                found = related(self._links, sign, distance, same, *sides)
        return found

    def _of_rows(self, rows: Flags) -> Flags:
        found = np.zeros(self._size, np.bool_)
        found[self._facts.turn[rows]] = True
        return found

    def _of_ids(self, ids: array[int]) -> Flags:
        found = np.zeros(self._size, np.bool_)
        numbers = np.frombuffer(ids, dtype=np.int64) if len(ids) else np.empty(0, np.int64)
        found[numbers[numbers < self._size]] = True
        return found


def _is_for_index(plan: Plan) -> bool:
    """True for what one MATCH finds and the columns do not know."""
    return as_match(plan) is not None and not (isinstance(plan, Leaf) and is_facet(plan.match))


def _cheap_first(parts: tuple[Plan, ...], joined: Callable[[Iterable[Plan]], Plan]) -> list[Plan]:
    """The parts that are one MATCH as one, then what columns know, then what texts have to be read for."""
    matched = [part for part in parts if not isinstance(part, Without) and _is_for_index(part)]
    others = sorted((part for part in parts if part not in matched), key=is_costly)
    match = as_match(joined(matched)) if matched else None
    return [*([Leaf(match)] if match else matched), *others]
