"""What is marked on turns: hits, the current hit, the reader's selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.model.corpus import Turn
from app.model.hits import Span
from app.ui.conversation.outline import Outline
from app.ui.conversation.tree import Ints

FindSpans = Callable[[Turn], Sequence[Span]]
Hits = Mapping[int, Sequence[Span]] | Iterable[int]


class HitMarks:
    """Which turns are hit and where. Places are asked for only when a turn comes on screen."""

    def __init__(self, hits: Hits = (), find: FindSpans | None = None) -> None:
        self.turns = np.unique(np.fromiter(hits, dtype=np.int64))
        known = hits if isinstance(hits, Mapping) else {}
        self._find: FindSpans = find or (lambda turn: known.get(int(turn.id), ()))
        self._spans: dict[int, tuple[Span, ...]] = {}

    def spans(self, turn: Turn) -> tuple[Span, ...]:
        """The hit places of a turn, sorted; none when it is not a hit."""
        key = int(turn.id)
        at = int(np.searchsorted(self.turns, key))
        if at >= len(self.turns) or self.turns[at] != key:
            return ()
        if key not in self._spans:
            if len(self._spans) > 2_000:
                self._spans.clear()
            self._spans[key] = tuple(sorted(self._find(turn)))
        return self._spans[key]

    def forget(self, turn_id: int) -> None:
        """The turn's text changed."""
        self._spans.pop(turn_id, None)

    def rows(self, outline: Outline) -> Ints:
        """Rows of hit turns, ascending."""
        return outline.rows_of(self.turns)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a conversation: a row and a code point of its turn's text."""

    row: int
    at: int


@dataclass(frozen=True, slots=True)
class Selection:
    """From where the mouse was pressed to where it is; either may come first."""

    anchor: Place
    head: Place

    @property
    def first(self) -> Place:
        """The earlier end."""
        return min(self.anchor, self.head)

    @property
    def last(self) -> Place:
        """The later end."""
        return max(self.anchor, self.head)

    @property
    def empty(self) -> bool:
        """True when nothing is selected."""
        return self.anchor == self.head

    def part(self, row: int, length: int) -> Span | None:
        """The selected code points of a turn of ``length``, or None."""
        if self.empty or not self.first.row <= row <= self.last.row:
            return None
        start = self.first.at if row == self.first.row else 0
        end = self.last.at if row == self.last.row else length
        return (start, min(end, length)) if start < end else None


def clipboard_text(turns: Sequence[Turn], selection: Selection, rows: Sequence[int], *, labels: bool) -> str:
    """The selected text. Turns are separated by a line end and begin with ``[label]: `` when wanted.

    A selection inside one turn is copied bare: a quotation, not a transcript.
    """
    parts: list[str] = []
    several = selection.first.row != selection.last.row
    for turn, row in zip(turns, rows, strict=True):
        span = selection.part(row, len(turn.text))
        if span is not None:
            label = f"[{turn.speaker}]: " if labels and several else ""
            parts.append(label + turn.text[span[0] : span[1]])
    return "\n".join(parts)
