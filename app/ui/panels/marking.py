"""Marks on the page where a query stands; in very long turns they are looked for in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from app.model.corpus import Turn
from app.model.hits import Span
from app.model.progress import CancelToken
from app.search.marker import Marker, marker
from app.search.parser import Query
from app.ui.conversation import ConversationView
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report

AT_ONCE: Final = 20_000
"""Code points of a turn whose places are looked for while it is painted; a megabyte would take a second."""


class Marking(QObject):
    """The marks of one query at a time."""

    def __init__(self, runner: Runner, view: ConversationView) -> None:
        super().__init__(view)
        self._view = view
        self._mark: Marker = _nowhere
        self._turns: Sequence[int] = ()
        self._known: dict[int, tuple[str, tuple[Span, ...]]] = {}
        self._waiting: dict[int, str] = {}
        self._asking = Latest[tuple[Span, ...]](runner)

    @property
    def busy(self) -> bool:
        """True while marks are on their way."""
        return bool(self._waiting) or self._asking.busy

    def show(self, query: Query, turns: Sequence[int]) -> None:
        """Mark the places of a query in these turns."""
        self._forget(marker(query), turns)
        self._view.set_hits(turns, self._spans)

    def clear(self) -> None:
        """Mark nothing."""
        self.stop()
        self._view.set_hits()

    def stop(self) -> None:
        """Somebody else marks the page now."""
        self._forget(_nowhere, ())

    def _forget(self, mark: Marker, turns: Sequence[int]) -> None:
        self._asking.cancel()
        self._mark, self._turns = mark, turns
        self._known.clear()
        self._waiting.clear()

    def _spans(self, turn: Turn) -> Sequence[Span]:
        if len(turn.text) <= AT_ONCE:
            return self._mark(turn.text)
        text, found = self._known.get(int(turn.id), ("", ()))
        if text != turn.text:
            self._waiting[int(turn.id)] = turn.text
            QTimer.singleShot(0, self._ask)  # not now: this is asked for while painting
            return ()
        return found

    @Slot()
    def _ask(self) -> None:
        """Look through one turn after the other; only those that came on screen are asked for."""
        if self._asking.busy or not self._waiting:
            return
        turn, text = self._waiting.popitem()
        mark = self._mark

        def work(_token: CancelToken, _report: Report) -> tuple[Span, ...]:
            return mark(text)

        def done(found: tuple[Span, ...]) -> None:
            self._known[turn] = text, found
            self._view.set_hits(self._turns, self._spans)
            QTimer.singleShot(0, self._ask)

        self._asking.ask(work, done, lambda _error: None)


def _nowhere(_text: str) -> tuple[Span, ...]:
    return ()
