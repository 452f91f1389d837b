"""Who answers whom beside the page: a dashed line for what is suggested, a whole one for what is a reply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.ui.conversation.outline import Outline
from app.ui.theme import Theme

LANES: Final = 6
"""Lines that run side by side; where more would, the longest keep only their ends."""
_STEP: Final = 5.0
_EDGE: Final = 5.0
_LEAST_X: Final = 3.0
_STUB: Final = 7.0
_DOT: Final = 2.0


@dataclass(frozen=True, slots=True)
class Link:
    """The turn with the id ``turn`` answers ``parent``, or seems to (not ``confirmed``).

    ``number`` is the place of the parent in the conversation, from 1; ``explain`` says why in words.
    """

    turn: int
    parent: int
    number: int
    confirmed: bool
    explain: Callable[[], str]


class Stroke(NamedTuple):
    """A part of a line in one row: above and below the height of the row's first line."""

    lane: int
    above: bool
    below: bool
    confirmed: bool


class Links:
    """The links of the rows near the view; ``strokes`` of a row are ready to be painted."""

    def __init__(self) -> None:
        self._links: dict[int, Link] = {}
        self._strokes: dict[int, list[Stroke]] = {}

    def put(self, links: Iterable[Link], outline: Outline) -> None:
        """Draw these and no others."""
        self._links = {link.turn: link for link in links}
        self._strokes = {}
        self._lay(outline)

    def __len__(self) -> int:
        return len(self._links)

    def of(self, turn_id: int) -> Link | None:
        """What a turn answers, as far as that is drawn."""
        return self._links.get(turn_id)

    def strokes(self, row: int) -> Sequence[Stroke]:
        """What is drawn beside a row."""
        return self._strokes.get(row, ())

    def fact(self, turn_id: int) -> str:
        """The link as a word of the line above a turn; a question mark where it is only suggested."""
        link = self._links.get(turn_id)
        return "" if link is None else f"↩ {link.number:,}" + ("" if link.confirmed else "?")

    def _lay(self, outline: Outline) -> None:
        """Short lines lie inside; a line takes the innermost lane that is free beside all its rows."""
        links = list(self._links.values())
        rows = outline.places_of([link.turn for link in links]).tolist()
        parents = outline.places_of([link.parent for link in links]).tolist()
        placed = [
            (row - parent, parent, row, link.confirmed)
            for link, row, parent in zip(links, rows, parents, strict=True)
            if 0 <= parent < row
        ]
        taken: dict[int, int] = {}
        for _length, parent, row, confirmed in sorted(placed):
            used = 0
            for between in range(parent, row):
                used |= taken.get(between, 0)
            lane = next((lane for lane in range(LANES) if not used >> lane & 1), LANES)
            for between in range(parent, row):
                taken[between] = taken.get(between, 0) | 1 << lane if lane < LANES else taken.get(between, 0)
                if between > parent and lane < LANES:
                    self._add(between, Stroke(lane, above=True, below=True, confirmed=confirmed))
            self._add(parent, Stroke(lane, above=False, below=True, confirmed=confirmed))
            self._add(row, Stroke(lane, above=True, below=False, confirmed=confirmed))

    def _add(self, row: int, stroke: Stroke) -> None:
        self._strokes.setdefault(row, []).append(stroke)


def paint_links(
    painter: QPainter, strokes: Sequence[Stroke], left: float, middle: float, height: float, theme: Theme
) -> None:
    """The strokes of a row of ``height``, in its coordinates.

    ``left`` is where turns begin, ``middle`` the height of the line above the turn.
    """
    if not strokes:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke in strokes:
        x = left - _EDGE - _STEP * stroke.lane
        painter.setPen(_pen(theme, confirmed=stroke.confirmed))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        through = stroke.above and stroke.below
        if stroke.lane >= LANES or x < _LEAST_X:
            if not through:  # no room for the line: its end alone, towards the other one
                x = max(_LEAST_X, left - _EDGE)
                away = -_STUB if stroke.above else _STUB
                painter.drawLines([QLineF(x, middle, left, middle), QLineF(x, middle + away, x, middle)])
            continue
        if through:
            painter.drawLine(QLineF(x, 0.0, x, height))
        elif stroke.above:
            painter.drawLines([QLineF(x, 0.0, x, middle), QLineF(x, middle, left, middle)])
        else:
            painter.drawLines([QLineF(x, middle, x, height), QLineF(x, middle, left, middle)])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_ink(theme, confirmed=stroke.confirmed))
            painter.drawEllipse(QPointF(left, middle), _DOT, _DOT)


def _ink(theme: Theme, *, confirmed: bool) -> QColor:
    ink = QColor(theme.tokens.muted)
    ink.setAlphaF(0.9 if confirmed else 0.55)
    return ink


def _pen(theme: Theme, *, confirmed: bool) -> QPen:
    pen = QPen(_ink(theme, confirmed=confirmed), 1.5 if confirmed else 1.1)
    if not confirmed:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2.5, 2.5])
    return pen
