"""What mouse and keys do on the page: select, scroll, step from turn to turn, open repairs, show more."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTextBoundaryFinder, QTimer, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget

from app.model.ids import CodePoint, Utf16Offset
from app.model.repair import RepairSpan
from app.text.offsets import Utf16Map
from app.ui.conversation.addresses import address_at, ask, shown
from app.ui.conversation.caret import Caret
from app.ui.conversation.controls import Kind, controls_of
from app.ui.conversation.marks import Place, Selection
from app.ui.conversation.paper import Paper
from app.ui.conversation.repair_tip import RepairTip
from app.ui.conversation.scroll import Placed
from app.ui.conversation.tag_paint import tag_tip
from app.ui.conversation.unlike import unlike_at, unlike_text
from app.ui.theme.tips import plain_tip

_WORD_REACH = 200
_AUTOSCROLL_MS = 30


class Surface(Protocol):
    """What the hands need of the widget."""

    paper: Paper

    def viewport(self) -> QWidget: ...
    def selection(self) -> Selection | None: ...
    def set_selection(self, selection: Selection | None) -> None: ...
    def select_all(self) -> None: ...
    def copy(self, *, labels: bool = True) -> None: ...
    def scroll_by(self, pixels: float) -> None: ...
    def scroll_to_end(self, *, start: bool) -> None: ...
    def make_current(self, row: int, *, reveal: bool = True) -> None: ...
    def open_repair(self, turn_id: int, number: int) -> None: ...
    def show_whole(self, row: int) -> None: ...
    def press(self, kind: Kind, row: int) -> None: ...
    def at(self, point: QPointF) -> Placed | None: ...
    @property
    def current_row(self) -> int: ...


class Hands(QObject):
    """Turns events into calls on the surface. The tooltip and the autoscroll timer live here."""

    def __init__(self, surface: Surface, tip: RepairTip, parent: QObject) -> None:
        super().__init__(parent)
        self._surface = surface
        self._tip = tip
        self._anchor: Place | None = None
        self._caret = Caret(surface)
        self._pressed_at = QPointF()
        self._timer = QTimer(self)
        self._timer.setInterval(_AUTOSCROLL_MS)
        self._timer.timeout.connect(self._autoscroll)
        self._pointer = QPointF()
        self.menu: QMenu | None = None
        """What was asked about an address that was clicked."""

    # -- mouse ---------------------------------------------------------------------------------

    def handle(self, event: QEvent) -> bool:
        """A mouse or help event of the viewport; True when it is done with."""
        kind = event.type()
        if isinstance(event, QHelpEvent):
            return self._help(event)
        if kind in {QEvent.Type.Leave, QEvent.Type.Wheel, QEvent.Type.Hide}:
            self._tip.hide()
        if not isinstance(event, QMouseEvent):
            return False
        if kind == QEvent.Type.MouseMove:
            return self._move(event)
        hands = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseButtonDblClick: self._double,
            QEvent.Type.MouseButtonRelease: self._release,
        }
        return event.button() == Qt.MouseButton.LeftButton and kind in hands and hands[kind](event)

    def _press(self, event: QMouseEvent) -> bool:
        self._tip.hide()
        place = self._surface.paper.place_at(event.position())
        self._pressed_at = event.position()
        if place is None:
            return False
        selection = self._surface.selection()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = selection.anchor if selection else self._caret.start or place
            self._surface.set_selection(Selection(self._anchor, place))
        else:
            self._anchor = place
            self._caret.put(place)
            self._surface.set_selection(None)
        return True

    def _move(self, event: QMouseEvent) -> bool:
        self._pointer = event.position()
        if not event.buttons() & Qt.MouseButton.LeftButton or self._anchor is None:
            self._set_cursor(event.position())
            return False
        outside = not 0 <= event.position().y() <= self._surface.viewport().height()
        if outside and not self._timer.isActive():
            self._timer.start()
        self._extend()
        return True

    def _extend(self) -> None:
        place = self._surface.paper.place_at(self._pointer)
        if place is not None and self._anchor is not None:
            self._surface.set_selection(Selection(self._anchor, place))

    @Slot()
    def _autoscroll(self) -> None:
        """Scroll while a selection is dragged beyond the edge, faster further out."""
        y, height = self._pointer.y(), self._surface.viewport().height()
        beyond = y if y < 0 else max(0.0, y - height)
        if not beyond:
            self._timer.stop()
            return
        self._surface.scroll_by(max(-80.0, min(80.0, beyond)))
        self._extend()

    def _release(self, event: QMouseEvent) -> bool:
        self._timer.stop()
        self._anchor = None
        moved = (event.position() - self._pressed_at).manhattanLength()
        if moved >= QApplication.startDragDistance() or self._surface.selection() is not None:
            return True
        self._click(event.position())
        return True

    def _click(self, point: QPointF) -> None:
        placed = self._surface.at(point)
        if placed is None:
            return
        box = self._surface.paper.box(placed.row)
        control = (
            controls_of(box, self._surface.paper.outline).at(point - QPointF(0, placed.y)) if box else None
        )
        if control is not None:
            self._surface.press(control.kind, placed.row)
            return
        if box is not None and box.more().translated(0, placed.y).contains(point):
            self._surface.show_whole(placed.row)
            return
        self._surface.make_current(placed.row, reveal=False)
        address = self._address_at(point)
        if address:
            at = self._surface.viewport().mapToGlobal(point.toPoint())
            self.menu = ask(address, at, self._surface.viewport())
            return
        found = self._repair_at(point)
        if found is not None and box is not None:
            self._surface.open_repair(int(box.turn.id), found[0])

    def _double(self, event: QMouseEvent) -> bool:
        """Select a word, or a Han word as Qt's segmenter sees it."""
        place = self._surface.paper.place_at(event.position())
        box = self._surface.paper.box(place.row) if place else None
        if place is None or box is None:
            return False
        start, end = word_at(box.turn.text, place.at)
        self._surface.set_selection(Selection(Place(place.row, start), Place(place.row, end)))
        return True

    def _set_cursor(self, point: QPointF) -> None:
        placed = self._surface.at(point)
        box = self._surface.paper.box(placed.row) if placed else None
        shape = Qt.CursorShape.ArrowCursor
        if placed is not None and box is not None:
            pressable = controls_of(box, self._surface.paper.outline).at(point - QPointF(0, placed.y))
            if (
                pressable
                or self._address_at(point)
                or box.more().translated(0, placed.y).contains(point)
                or self._repair_at(point)
            ):
                shape = Qt.CursorShape.PointingHandCursor
            elif box.ground().translated(0, placed.y).contains(point):
                shape = Qt.CursorShape.IBeamCursor
        if shape != self._surface.viewport().cursor().shape():
            self._surface.viewport().setCursor(shape)

    def _help(self, event: QHelpEvent) -> bool:
        point = QPointF(event.pos())
        found = self._repair_at(point)
        over = self._surface.at(point)
        box = self._surface.paper.box(over.row) if over else None
        control = (
            controls_of(box, self._surface.paper.outline).at(point - QPointF(0, over.y))
            if over and box
            else None
        )
        address = self._address_at(point)
        QToolTip.showText(event.globalPos(), control.tip if control else plain_tip(shown(address)))
        unlike = unlike_at(box, self._surface.paper.in_text(over, box, point)) if over and box else None
        if found is not None:
            number, span = found
            state = box.states[number] if box is not None and number < len(box.states) else "engine"
            self._tip.show_for(span, event.pos(), state, unlike_text(unlike) if unlike else "")
        elif unlike is not None:
            self._tip.show_text(unlike_text(unlike), event.pos())
        elif control is None and (link := self._surface.paper.link_at(point)) is not None:
            self._tip.show_text(link.explain(), event.pos())
        elif over and box and (words := tag_tip(box, point - QPointF(0, over.y))):
            self._tip.show_text(words, event.pos())
        else:
            self._tip.hide()
        return True

    def _address_at(self, point: QPointF) -> str:
        """The web address under a point, or ""."""
        placed = self._surface.at(point)
        box = self._surface.paper.box(placed.row) if placed else None
        if placed is None or box is None:
            return ""
        return address_at(box, self._surface.paper.in_text(placed, box, point))

    def _repair_at(self, point: QPointF) -> tuple[int, RepairSpan] | None:
        """The repaired span under a point: its number in the turn, and itself."""
        placed = self._surface.at(point)
        box = self._surface.paper.box(placed.row) if placed else None
        if placed is None or box is None or not box.spans:
            return None
        inside = self._surface.paper.in_text(placed, box, point)
        for span, rect in box.repair_rects(inside.y() - 1, inside.y() + 1):
            if rect.contains(inside):
                return box.spans.index(span), span
        return None

    # -- keys ----------------------------------------------------------------------------------

    def key(self, event: QKeyEvent) -> bool:
        """Move, select, copy; False for keys that mean nothing here."""
        surface = self._surface
        if event.matches(QKeySequence.StandardKey.Copy):
            surface.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            surface.select_all()
        elif not self._caret.key(event):
            return self._move_by(event)
        return True

    def _move_by(self, event: QKeyEvent) -> bool:
        """Arrow, page and end keys without Shift, Escape."""
        surface = self._surface
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in {
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
        }:
            surface.make_current(surface.current_row + (1 if key == Qt.Key.Key_Down else -1))
            return True
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            surface.scroll_to_end(start=key == Qt.Key.Key_Home)
            return True
        if key == Qt.Key.Key_Escape and surface.selection() is not None:
            surface.set_selection(None)
            return True
        by = self._distance(key, back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        if by:
            surface.scroll_by(by)
        return bool(by)

    def _distance(self, key: Qt.Key, *, back: bool) -> float:
        pitch = self._surface.paper.fonts.pitch
        page = max(pitch, self._surface.viewport().height() - pitch * 1.5)
        distances = {
            Qt.Key.Key_Up: -2 * pitch,
            Qt.Key.Key_Down: 2 * pitch,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Space: -page if back else page,
        }
        return distances.get(key, 0.0)


def word_at(text: str, at: int) -> tuple[int, int]:
    """The word around a code point, by Unicode word boundaries; looks a bounded way to both sides."""
    low = max(0, at - _WORD_REACH)
    near = text[low : at + _WORD_REACH]
    offsets = Utf16Map(near)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, near)
    unit = offsets.to_utf16(CodePoint(at - low))
    finder.setPosition(unit)
    end = finder.toNextBoundary()
    start = finder.toPreviousBoundary()
    if end < 0 or start < 0:
        return at, at
    return low + offsets.from_utf16(Utf16Offset(start)), low + offsets.from_utf16(Utf16Offset(end))
