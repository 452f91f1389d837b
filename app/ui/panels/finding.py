"""Finding inside the open conversation: the line, its answers, and the way from one to the next."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.model.corpus import Turn
from app.model.hits import Span
from app.model.ids import TurnId
from app.model.progress import CancelToken
from app.search.marker import marker
from app.search.parser import Query
from app.store.reader import Reader
from app.ui.conversation import ConversationView
from app.ui.models.desk.answers import searcher_of
from app.ui.models.desk.corpus import interruptible
from app.ui.models.desk.desk import Desk
from app.ui.panels.find_bar import FindBar
from app.ui.panels.marking import AT_ONCE, Marking
from app.ui.tasks.latest import Latest
from app.ui.tasks.task import Report

_LAST_WORD = re.compile(r"(?<![^\s(])[^\W\d_\u2e80-\U0010ffff]{2,}\Z")
_OPERATORS = {"AND", "OR", "NOT", "NEAR"}
_AT_ONCE = 500
"""Turns that are read between two looks at whether somebody still waits."""


class Finding(QObject):
    """While its line is open, the page shows what it found instead of the hits of the search bar."""

    ended = Signal()

    def __init__(self, desk: Desk, view: ConversationView, marking: Marking) -> None:
        super().__init__(view)
        self._marking = marking
        self.bar = FindBar(desk.theme)
        self._desk = desk
        self._view = view
        self._places: list[tuple[int, Span]] = []
        self._ranks: list[int] = []
        self._at = -1
        self._wish: bool | None = None
        """Which way to go as soon as the answer is here."""
        self._ask = Latest[list[tuple[int, Span]]](desk.runner)
        self.bar.asked.connect(self._find)
        self.bar.stepped.connect(self._step)
        self.bar.closed.connect(self._close)

    @property
    def active(self) -> bool:
        """True while the line is open and something stands in it."""
        return not self.bar.isHidden() and bool(self.bar.field.text().strip())

    def open(self) -> None:
        """Open the line."""
        self.bar.open_bar()

    def _find(self, text: str) -> None:
        self._wish = None
        corpus, place = self._desk.corpus.corpus, self._desk.reading.place
        query = self._desk.search.read(open_ended(text))
        if corpus is None or place is None or not text.strip():
            self._ask.cancel()
            self._show(query, [])
            self.ended.emit()
            return
        conversation = place.conversation

        def work(token: CancelToken, _report: Report) -> list[tuple[int, Span]]:
            reader = interruptible(corpus, token)
            found = np.asarray(searcher_of(reader).ids(query, token=token), dtype=np.int64)
            turns = np.asarray(reader.turn_ids(conversation), dtype=np.int64)
            return places_in(reader, turns[np.isin(turns, found)].tolist(), query, token)

        def done(places: list[tuple[int, Span]]) -> None:
            self._show(query, places)
            wish, self._wish = self._wish, None
            if wish is not None:
                self._go(forward=wish)

        def broke(error: Exception) -> None:
            self._show(query, [])
            self._desk.search.failed.emit(error)

        self._ask.ask(work, done, broke)

    def _show(self, query: Query, places: list[tuple[int, Span]]) -> None:
        mark = marker(query)
        ranks = self._ranks_of([turn for turn, _span in places])
        ordered = sorted(zip(ranks, places, strict=True), key=lambda one: (one[0], one[1][1]))
        self._ranks = [rank for rank, _place in ordered]
        self._places = [place for _rank, place in ordered]
        self._at = -1
        spans: dict[int, list[Span]] = {}
        for turn, span in places:
            spans.setdefault(turn, []).append(span)

        def find(turn: Turn) -> Sequence[Span]:
            """What was found stands in long turns; short ones may have been repaired since."""
            if len(turn.text) > AT_ONCE:
                return [span for span in spans.get(int(turn.id), ()) if span[1] > span[0]]
            return mark(turn.text)

        self._marking.stop()
        self._view.set_hits(list(spans), find)
        self.bar.tell(self._at, len(places))

    def _step(self, forward: bool) -> None:
        if self._ask.busy:
            self._wish = forward
        elif self._places:
            self._go(forward=forward)

    def _go(self, *, forward: bool) -> None:
        if not self._places:
            return
        if self._at < 0:  # from where one reads, the turn itself included
            self._at = bisect_left(self._ranks, self._here()) - int(forward)
        self._at = (self._at + (1 if forward else -1)) % len(self._places)
        place = self._desk.reading.place
        self.bar.tell(self._at, len(self._places))
        if place is not None:
            turn, span = self._places[self._at]
            self._desk.reading.go(place.conversation, TurnId(turn), span if span[1] > span[0] else None)

    def _here(self) -> int:
        """The rank of the turn that is read."""
        current, top = self._view.current_turn(), self._view.top_turn()
        here = current if current in self._view.visible_turns() else top
        return 0 if here is None else self._ranks_of([here])[0]

    def _ranks_of(self, turns: Sequence[int]) -> list[int]:
        """Where turns stand among all, as threads are read; the same whatever path is shown."""
        tree = self._view.paper.outline.tree
        positions = tree.positions_of(turns)
        found: list[int] = (tree.descent.rows[positions] if tree.forward else positions).tolist()
        return found

    def _close(self) -> None:
        self._ask.cancel()
        self._wish = None
        self._places, self._ranks = [], []
        self._view.setFocus()
        self.ended.emit()


def open_ended(text: str) -> str:
    """What is being typed, with its last word taken for the beginning of one: one finds while one types.

    Words of scripts without spaces are found anywhere as they are; operators, fields and quotations stay.
    """
    last = _LAST_WORD.search(text)
    if last is None or text.count('"') % 2 or last.group() in _OPERATORS:
        return text
    return text + "*"


def places_in(
    reader: Reader, turns: Sequence[int], query: Query, token: CancelToken
) -> list[tuple[int, Span]]:
    """Every place of a query in some turns, in their order. A turn that matches without any place in its text
    (``speaker:A``, ``-word``) counts as one, an empty span at its beginning.
    """
    mark = marker(query)
    places: list[tuple[int, Span]] = []
    for start in range(0, len(turns), _AT_ONCE):
        token.raise_if_cancelled()
        for turn in reader.turns_by_id(turns[start : start + _AT_ONCE]):
            places.extend((int(turn.id), span) for span in sorted(mark(turn.text)) or [(0, 0)])
    return places
