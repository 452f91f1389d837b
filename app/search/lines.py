"""Concordance lines for export, made as they are written: no more than a slice is ever in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.concordance import ConcordanceLine
from app.model.corpus import Turn
from app.model.hits import KwicRow
from app.model.progress import CancelToken
from app.search.neighbours import with_neighbours
from app.search.parser import Query
from app.search.searcher import Searcher
from app.store.reader import Reader
from app.store.tag_words import notes_cell, tags_cell
from app.store.tags_read import Tagging

Ints = NDArray[np.int64]
Small = NDArray[np.int32]

_SLICE: Final = 200
_WHOLE: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Context:
    """What goes with a hit: ``characters`` on each side, or the whole turn with those around it."""

    characters: int = 60
    turns: bool = False

    @property
    def reach(self) -> int:
        """Characters on each side of the hit."""
        return _WHOLE if self.turns else self.characters


def kwic(
    searcher: Searcher,
    reader: Reader,
    query: Query,
    ids: list[int],
    context: Context,
    right: int | None = None,
) -> list[KwicRow]:
    """Rows of some turns in context; ``right`` replaces the reach to the right."""
    reach = context.characters
    rows = searcher.kwic(query, ids, reach, reach if right is None else right)
    return with_neighbours(reader, rows) if context.turns else rows


def lines(
    searcher: Searcher,
    reader: Reader,
    query: Query,
    turns: Ints,
    occurrences: Small | None,
    context: Context,
    token: CancelToken | None = None,
) -> Iterator[ConcordanceLine]:
    """The lines of the hits in their order. ``occurrences`` picks one hit of each turn; None takes all.

    Turns that are gone, and occurrences that a turn has no more, are left out.
    """
    for start in range(0, len(turns), _SLICE):
        if token is not None:
            token.raise_if_cancelled()
        part = turns[start : start + _SLICE].tolist()
        found: dict[int, list[KwicRow]] = {}
        rows = searcher.kwic(query, list(dict.fromkeys(part)), context.reach, context.reach)
        beside = _Beside(reader, rows)
        for row in with_neighbours(reader, rows) if context.turns else rows:
            found.setdefault(int(row.hit.turn.id), []).append(row)
        if occurrences is None:
            yield from (_line(row, beside) for turn in part for row in found.get(turn, ()))
            continue
        for turn, at in zip(part, occurrences[start : start + _SLICE].tolist(), strict=True):
            of_turn = found.get(turn, [])
            if at < len(of_turn):
                yield _line(of_turn[at], beside)


class _Beside:
    """Tags and notes of the turns of some rows and of their conversations."""

    def __init__(self, reader: Reader, rows: Sequence[KwicRow]) -> None:
        turns = {int(row.hit.turn.id) for row in rows}
        self._turns = reader.taggings(sorted(turns))
        conversations = {row.hit.turn.conversation_id for row in rows}
        self._whole = {one: reader.conversation_taggings(one) for one in conversations}

    def of(self, turn: Turn) -> list[Tagging]:
        """Those of a turn, then those of its conversation."""
        return [*self._turns.get(turn.id, ()), *self._whole.get(turn.conversation_id, ())]


def _line(row: KwicRow, beside: _Beside) -> ConcordanceLine:
    turn = row.hit.turn
    taggings = beside.of(turn)
    return ConcordanceLine(
        transcript=row.hit.transcript, conversation=int(turn.conversation_id), title=row.hit.title,
        turn=int(turn.id), index=turn.index, start=row.span[0], end=row.span[1], speaker=turn.speaker,
        role=turn.role or "", time=turn.time or "", repaired=turn.repaired.value if turn.repaired else "",
        left=row.left, node=row.node, right=row.right, before=row.before, after=row.after,
        tags=tags_cell(taggings), notes=notes_cell(taggings),
    )  # fmt: skip
