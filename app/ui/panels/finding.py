"""Finding inside the open conversation: the line, its answers, and the way from one to the next."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.model.ids import TurnId
from app.model.progress import CancelToken
from app.search.marker import marker
from app.search.parser import Query
from app.ui.conversation import ConversationView
from app.ui.models.desk.answers import searcher_of
from app.ui.models.desk.corpus import interruptible
from app.ui.models.desk.desk import Desk
from app.ui.panels.find_bar import FindBar
from app.ui.tasks.latest import Latest
from app.ui.tasks.task import Report


class Finding(QObject):
    """While its line is open, the page shows what it found instead of the hits of the search bar."""

    ended = Signal()

    def __init__(self, desk: Desk, view: ConversationView) -> None:
        super().__init__(view)
        self.bar = FindBar(desk.theme)
        self._desk = desk
        self._view = view
        self._turns: list[int] = []
        self._at = -1
        self._ask = Latest[list[int]](desk.runner)
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
        corpus, place = self._desk.corpus.corpus, self._desk.reading.place
        query = self._desk.search.read(text)
        if corpus is None or place is None or not text.strip():
            self._ask.cancel()
            self._show(query, [])
            self.ended.emit()
            return
        conversation = place.conversation

        def work(token: CancelToken, _report: Report) -> list[int]:
            reader = interruptible(corpus, token)
            found = np.asarray(searcher_of(reader).ids(query, token=token), dtype=np.int64)
            turns = np.asarray(reader.turn_ids(conversation), dtype=np.int64)
            hits: list[int] = turns[np.isin(turns, found)].tolist()
            return hits

        def done(turns: list[int]) -> None:
            self._show(query, turns)

        self._ask.ask(work, done, self._desk.search.failed.emit)

    def _show(self, query: Query, turns: list[int]) -> None:
        mark = marker(query)
        self._turns, self._at = turns, -1
        self._view.set_hits(turns, lambda turn: mark(turn.text))
        self.bar.tell(self._at, len(turns))

    def _step(self, forward: bool) -> None:
        if not self._turns:
            return
        if self._at < 0 and not forward:
            self._at = 0
        self._at = (self._at + (1 if forward else -1)) % len(self._turns)
        place = self._desk.reading.place
        self.bar.tell(self._at, len(self._turns))
        if place is not None:
            self._view.go_to(self._turns[self._at])
            self._desk.reading.go(place.conversation, TurnId(self._turns[self._at]))

    def _close(self) -> None:
        self._ask.cancel()
        self._turns = []
        self._view.setFocus()
        self.ended.emit()
