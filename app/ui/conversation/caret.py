"""Selecting by keys: where the moving end of a selection goes, by letters, words, lines, pages and turns."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt, QTextBoundaryFinder
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.model.ids import CodePoint, Utf16Offset
from app.text.offsets import Utf16Map
from app.ui.conversation.box import TurnBox
from app.ui.conversation.marks import Place, Selection
from app.ui.conversation.paper import Paper
from app.ui.delegates import is_right_to_left

_REACH = 200
"""So many code points to both sides are looked at for the next letter or word."""
_FAR = 1e6
_LINE_ENDS = "\r\n\u2028\u2029\x85"
_Key = Qt.Key
_Kind = QTextBoundaryFinder.BoundaryType
_SIDES: Final = {_Key.Key_Left: -1, _Key.Key_Right: 1}
_LINES: Final = {_Key.Key_Up: -1, _Key.Key_Down: 1}
_PAGES: Final = {_Key.Key_PageUp: -1, _Key.Key_PageDown: 1}
_ENDS: Final = {_Key.Key_Home: -1, _Key.Key_End: 1}


class Surface(Protocol):
    """What the caret needs of the widget."""

    paper: Paper

    def viewport(self) -> QWidget: ...
    def selection(self) -> Selection | None: ...
    def set_selection(self, selection: Selection | None) -> None: ...
    def scroll_by(self, pixels: float) -> None: ...
    def scroll_to_end(self, *, start: bool) -> None: ...
    @property
    def current_row(self) -> int: ...


class Caret:
    """The place from which is selected: where was clicked last, or the beginning of the current turn."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._spot: tuple[int, int] | None = None
        self._column: float | None = None
        self._head: Place | None = None

    def put(self, place: Place) -> None:
        """Here was clicked."""
        outline = self._surface.paper.outline
        self._spot = (int(outline.ids[place.row]), place.at) if place.row < len(outline) else None

    @property
    def start(self) -> Place | None:
        """Where a selection begins now; None on an empty page."""
        outline, row = self._surface.paper.outline, self._surface.current_row
        if self._spot is not None:
            clicked = outline.row_of(self._spot[0])
            if clicked >= 0 and row in {clicked, -1}:
                return Place(clicked, self._spot[1])
        visible = [placed.row for placed in self._surface.paper.visible]
        if not visible:
            return None
        return Place(row if row in visible else visible[0], 0)

    def key(self, event: QKeyEvent) -> bool:
        """Shift with an arrow, page or end key, Ctrl for more of it; False for other keys."""
        key = _Key(event.key())
        held = event.modifiers()
        if not held & Qt.KeyboardModifier.ShiftModifier or held & Qt.KeyboardModifier.AltModifier:
            return False
        selection = self._surface.selection()
        anchor = self.start if selection is None else selection.anchor
        if anchor is None or key not in {*_SIDES, *_LINES, *_PAGES, *_ENDS}:
            return False
        head = self._real(anchor if selection is None else selection.head)
        if head is None:
            return True
        if head != self._head or key not in _LINES:
            self._column = None
        self._head = self._moved(head, key, far=bool(held & Qt.KeyboardModifier.ControlModifier))
        self._surface.set_selection(Selection(anchor, self._head))
        self._reveal(self._head)
        return True

    def _real(self, head: Place) -> Place | None:
        """A place within what its turn says. None where the turn is not here: it is brought into view, and a
        later key goes on from there.
        """
        if self._box(head.row) is None:
            self._reveal(head)
        box = self._box(head.row)
        return None if box is None else Place(head.row, min(head.at, len(box.turn.text)))

    # -- where to ------------------------------------------------------------------------------

    def _moved(self, head: Place, key: Qt.Key, *, far: bool) -> Place:
        if key in _SIDES:
            return self._aside(head, _SIDES[key], _Kind.Word if far else _Kind.Grapheme)
        if key in _LINES:
            return self._by_turn(head, _LINES[key]) if far else self._by_line(head, _LINES[key])
        if key in _PAGES:
            return self._by_page(head, _PAGES[key])
        return self._to_end(head, _ENDS[key]) if far else self._along_line(head, _ENDS[key])

    def _aside(self, head: Place, by: int, kind: QTextBoundaryFinder.BoundaryType) -> Place:
        """A letter or a word to a side: forward is to the left where lines run from right to left."""
        box = self._box(head.row)
        if box is None:
            return self._by_turn(head, by)
        text = box.turn.text
        if is_right_to_left(_line_around(text, head.at)):
            by = -by
        at = boundary(text, head.at, by, kind)
        if at < 0 and by < 0 and head.row > 0:
            return self._end_of(head.row - 1)
        if at < 0 or at > box.body.shown:
            return self._by_turn(head, by)
        return Place(head.row, at)

    def _by_line(self, head: Place, by: int) -> Place:
        """To the line above or below, as near as it goes to the column that was left."""
        self._reveal(head)
        line = self._line_of(head)
        if line is None:
            return self._by_turn(head, by)
        if self._column is None:
            self._column = line.left()
        step = self._surface.paper.fonts.pitch
        there = self._near(head.row, QPointF(self._column, line.center().y() + by * step))
        landed = self._line_of(there)
        moved = landed is None or by * (landed.center().y() - line.center().y()) > 1.0
        return there if moved and (there > head) == (by > 0) else self._into(head, head.row + by)

    def _into(self, head: Place, row: int) -> Place:
        """From the last line of a turn into the first of the next one, or the other way round."""
        forward = row > head.row
        if not 0 <= row < len(self._surface.paper.outline):
            return self._end_of(head.row) if forward else Place(0, 0)
        edge = Place(row, 0) if forward else self._end_of(row)
        self._reveal(edge)
        box, line = self._box(row), self._line_of(edge)
        if box is None or line is None or self._column is None:
            return edge
        inside = QPointF(self._column - box.text_x, line.center().y() - self._top(row))
        return Place(row, box.body.position_at(inside))

    def _near(self, row: int, point: QPointF) -> Place:
        """The place under a point of the view; above and below a turn's text, its ends."""
        found = self._surface.paper.place_at(point)
        return Place(row, 0) if found is None else found

    def _by_page(self, head: Place, by: int) -> Place:
        self._reveal(head)
        line = self._line_of(head)
        if line is None:
            return self._by_turn(head, by)
        height = self._surface.viewport().height()
        page = max(self._surface.paper.fonts.pitch, height - 2 * self._surface.paper.fonts.pitch)
        before = self._surface.paper.scroll.value
        self._surface.scroll_by(by * page)
        if abs(self._surface.paper.scroll.value - before) < 1.0:
            return self._to_end(head, by)
        there = self._near(head.row, line.center())
        forward = there > head if by > 0 else there < head
        return there if forward else self._by_turn(head, by)

    def _by_turn(self, head: Place, by: int) -> Place:
        """To the beginning of the next turn, or of this one, or of the one before."""
        if by < 0:
            return Place(head.row if head.at else max(0, head.row - 1), 0)
        if head.row + 1 < len(self._surface.paper.outline):
            return Place(head.row + 1, 0)
        return self._end_of(head.row)

    def _to_end(self, head: Place, by: int) -> Place:
        self._surface.scroll_to_end(start=by < 0)
        return Place(0, 0) if by < 0 else self._end_of(max(head.row, len(self._surface.paper.outline) - 1))

    def _along_line(self, head: Place, by: int) -> Place:
        """To the beginning or the end of the line."""
        self._reveal(head)
        box, line = self._box(head.row), self._line_of(head)
        if box is None or line is None:
            return head
        top = self._top(head.row)
        if is_right_to_left(_line_around(box.turn.text, head.at)):
            by = -by
        return Place(head.row, box.body.position_at(QPointF(by * _FAR, line.center().y() - top)))

    # -- places --------------------------------------------------------------------------------

    def _box(self, row: int) -> TurnBox | None:
        return self._surface.paper.box(row)

    def _end_of(self, row: int) -> Place:
        """The end of what is shown of a turn; the beginning of one that is not here."""
        box = self._box(row)
        return Place(row, 0 if box is None else box.body.shown)

    def _top(self, row: int) -> float:
        """Where the text of a row on screen begins, in the view."""
        box = self._box(row)
        placed = next((one for one in self._surface.paper.visible if one.row == row), None)
        return 0.0 if box is None or placed is None else placed.y + box.body_top

    def _line_of(self, place: Place) -> QRectF | None:
        """The letter at a place, in the view; None where its turn is not on screen."""
        box = self._box(place.row)
        if box is None or all(one.row != place.row for one in self._surface.paper.visible):
            return None
        text, at = box.turn.text, min(place.at, box.body.shown)
        behind = (
            at > 0 and (at == box.body.shown or text[at] in _LINE_ENDS) and text[at - 1] not in _LINE_ENDS
        )
        found = box.body.place(at - 1, at) if behind else box.body.place(at, at + 1)
        if behind:
            edge = found.left() if is_right_to_left(_line_around(text, at)) else found.right()
            found = QRectF(edge, found.top(), 1.0, found.height())
        return found.translated(box.text_x, self._top(place.row))

    def _reveal(self, place: Place) -> None:
        """Scroll so far that the line of a place is on screen."""
        paper, height = self._surface.paper, self._surface.viewport().height()
        if all(one.row != place.row for one in paper.visible):
            paper.show(place.row, (place.at, place.at + 1) if self._box(place.row) else None)
            self._surface.scroll_by(0.0)
        line = self._line_of(place)
        if line is None:
            return
        margin = paper.fonts.pitch / 2
        if line.top() < margin:
            self._surface.scroll_by(line.top() - margin)
        elif line.bottom() > height - margin:
            self._surface.scroll_by(line.bottom() - height + margin)


def boundary(text: str, at: int, by: int, kind: QTextBoundaryFinder.BoundaryType) -> int:
    """The next (1) or previous (-1) boundary of letters or words as a reader sees them, in code points.

    -1 where there is none. Blanks belong to the word that is reached through them.
    """
    low = max(0, at - _REACH)
    near = text[low : at + _REACH]
    offsets = Utf16Map(near)
    finder = QTextBoundaryFinder(kind, near)
    unit = offsets.to_utf16(CodePoint(at - low))
    while True:
        finder.setPosition(unit)
        unit = Utf16Offset(finder.toNextBoundary() if by > 0 else finder.toPreviousBoundary())
        if unit < 0:
            return -1
        found = low + offsets.from_utf16(unit)
        beside = text[found - 1 : found] if by > 0 else text[found : found + 1]
        if kind != _Kind.Word or not beside.isspace():
            break
    return found


def _line_around(text: str, at: int) -> str:
    """The line of the text in which a place is, a bounded part of it."""
    start = text.rfind("\n", max(0, at - _REACH), at) + 1 or max(0, at - _REACH)
    end = text.find("\n", at, at + _REACH)
    return text[start : at + _REACH if end < 0 else end]
