"""Turns, sources and a theme for tests of the window's reading parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtWidgets import QApplication

from app.model.corpus import RepairState, Turn
from app.model.hits import Hit, KwicRow
from app.model.ids import ConversationId, SpeakerId, TurnId
from app.model.repair import RepairSpan
from app.ui.conversation import DeliverTurns, LoadedTurn, Outline, make_outline
from app.ui.theme import Theme


def theme(mode: str = "light") -> Theme:
    """One theme a mode for all tests; it lives as long as the application."""
    return _theme(mode)


@lru_cache(maxsize=2)
def _theme(mode: str) -> Theme:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return Theme(app, "dark" if mode == "dark" else "light", parent=app)


def turn(
    number: int,
    text: str = "hello",
    speaker: int = 1,
    *,
    parent: int | None = None,
    repaired: RepairState | None = None,
) -> Turn:
    """A turn whose id and index are ``number`` and whose speaker is named by a letter."""
    return Turn(
        TurnId(number),
        ConversationId(1),
        number,
        TurnId(parent) if parent else None,
        SpeakerId(speaker),
        chr(64 + speaker),
        text,
        repaired=repaired,
    )


def outline_of(turns: Sequence[Turn]) -> Outline:
    """The outline of turns in order."""
    return make_outline(
        [one.id for one in turns],
        [one.parent or 0 for one in turns],
        [one.speaker_id for one in turns],
        [len(one.text) for one in turns],
        [one.repaired is not None for one in turns],
    )


class SlowSource:
    """A ``TurnSource`` that delivers only when told to, and remembers what was asked."""

    title = "Test conversation"

    def __init__(self, turns: Sequence[Turn], spans: dict[int, tuple[RepairSpan, ...]] | None = None) -> None:
        self.turns = {int(one.id): one for one in turns}
        self.outline = outline_of(turns)
        self.spans = spans or {}
        self.asked: list[list[int]] = []
        self.under_way: list[tuple[list[int], DeliverTurns]] = []

    def request(self, turn_ids: Sequence[int], deliver: DeliverTurns) -> None:
        """Note the request."""
        self.asked.append(list(turn_ids))
        self.under_way.append((list(turn_ids), deliver))

    def arrive(self, *, fail: bool = False) -> bool:
        """Deliver the oldest request; False when there is none."""
        if not self.under_way:
            return False
        ids, deliver = self.under_way.pop(0)
        found = [LoadedTurn(self.turns[i], self.spans.get(i, ())) for i in ids if i in self.turns]
        deliver(None if fail else found)
        return True

    def arrive_all(self) -> None:
        """Deliver until nothing is asked any more."""
        while self.arrive():
            pass


class AtOnce:
    """The same source, delivering at once."""

    def __init__(self, source: SlowSource) -> None:
        self._source = source

    def request(self, turn_ids: list[int], deliver: object) -> None:
        self._source.request(turn_ids, deliver)
        self._source.arrive_all()


class BigSource(SlowSource):
    """A ``SlowSource`` of very many turns by two speakers, each written only when it is asked for."""

    def __init__(self, count: int, write: Callable[[int], str]) -> None:
        super().__init__([])
        ids = np.arange(1, count + 1)
        self.outline = make_outline(ids, speakers=1 + ids % 2, sizes=np.full(count, 200.0))
        self.write = write

    def arrive(self, *, fail: bool = False) -> bool:
        """Write what the oldest request asks for, then deliver."""
        for number in self.under_way[0][0] if self.under_way else []:
            self.turns[number] = turn(number, self.write(number), 1 + number % 2)
        return super().arrive(fail=fail)


def occurrence_rows(one: Turn, needle: str) -> list[KwicRow]:
    """One row for each place of ``needle`` in the turn."""
    rows: list[KwicRow] = []
    at = one.text.find(needle)
    spans = []
    while at >= 0:
        spans.append((at, at + len(needle)))
        at = one.text.find(needle, at + len(needle))
    hit = Hit(one, "Title", "file.txt", tuple(spans))
    for start, end in spans:
        rows.append(KwicRow(hit, (start, end), one.text[:start], one.text[start:end], one.text[end:]))
    return rows


class SlowHits:
    """A ``Fetch`` for the hits model that delivers only when told to."""

    def __init__(self, turns: Sequence[Turn], needle: str) -> None:
        self.turns = {int(one.id): one for one in turns}
        self.needle = needle
        self.under_way: list[tuple[list[int], Callable[[Sequence[KwicRow] | None], None]]] = []
        self.asked = 0

    def __call__(self, ids: Sequence[int], deliver: Callable[[Sequence[KwicRow] | None], None]) -> None:
        self.asked += len(ids)
        self.under_way.append((list(ids), deliver))

    def arrive(self, *, fail: bool = False) -> bool:
        """Deliver the oldest request; False when there is none."""
        if not self.under_way:
            return False
        ids, deliver = self.under_way.pop(0)
        rows = [row for i in ids if i in self.turns for row in occurrence_rows(self.turns[i], self.needle)]
        deliver(None if fail else rows)
        return True
