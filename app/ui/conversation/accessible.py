"""The page for screen readers: a list whose items are turns, each with its words and place.

Of an ordinary conversation all turns are items. Of a very long one only those on screen: the bridges of Linux
and macOS ask for every item of a list at once, and what a turn says that nobody reads yet is not in memory.

Qt asks for these objects only while assistive technology is at work. Items are made when they are asked for,
kept while their turn is in the list, and given back to Qt when it has left.
"""

from __future__ import annotations

from typing import Final, Protocol, cast, runtime_checkable

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget, QScrollBar, QWidget

from app.i18n import _
from app.ui.conversation.outline import Outline
from app.ui.conversation.paper import Paper
from app.ui.conversation.source import LoadedTurn
from app.ui.conversation.speech import in_one_line, spoken

_MARK: Final = "conversation_page"
_REST_MS: Final = 150
_LONGEST: Final = 20_000
"""Characters of a turn that are handed over as its value."""
ALL_TURNS: Final = 500
ALL_CHARS: Final = 1_000_000
"""Conversations of at most so many turns and about so many characters are listed whole."""
_Event = QAccessible.Event


@runtime_checkable
class Surface(Protocol):
    """The widget whose viewport is the page."""

    paper: Paper

    @property
    def current_row(self) -> int: ...
    def viewport(self) -> QWidget: ...
    def accessibleDescription(self) -> str: ...
    def setAccessibleDescription(self, words: str, /) -> None: ...
    def setAccessibleName(self, words: str, /) -> None: ...
    def verticalScrollBar(self) -> QScrollBar: ...


class TurnItem(QAccessibleInterface):
    """One turn of the list."""

    def __init__(self, page: PageList, turn_id: int) -> None:
        super().__init__()
        self._page = page
        self.turn_id = turn_id

    def isValid(self) -> bool:
        return self._page.alive

    def object(self) -> QObject | None:  # type: ignore[override]  # Qt's pointer may be null
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]  # Qt's pointer may be null
        return self._page.window() if self._page.alive else None

    def parent(self) -> QAccessibleInterface:
        return self._page

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as above
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as above
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        """As name who speaks and what; as value the text alone."""
        return self._page.words(self.turn_id, kind)

    def setText(self, _kind: QAccessible.Text, _words: str) -> None:
        """What was said is not changed from here."""

    def rect(self) -> QRect:
        """Where the turn is on the screen."""
        return self._page.place(self.turn_id)

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        return self._page.state_of(self.turn_id)


class PageList(QAccessibleWidget):
    """The viewport of a conversation view as a list of turns, top to bottom."""

    def __init__(self, viewport: QWidget, surface: Surface) -> None:
        super().__init__(viewport, QAccessible.Role.List, _("Turns"))
        self._surface = surface
        self._viewport = viewport
        self._items: dict[int, TurnItem] = {}
        self._told: list[int] = []
        self._listed: Outline | None = None
        self._kept: dict[int, tuple[str, str]] = {}
        """Name and value of turns that are not on screen, once they are here."""
        self._timer = QTimer(viewport)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._moved)
        surface.verticalScrollBar().valueChanged.connect(self._timer.start)
        surface.verticalScrollBar().rangeChanged.connect(self._timer.start)

    @property
    def alive(self) -> bool:
        """Whether the widget is still there."""
        return shiboken6.isValid(self._viewport) and shiboken6.isValid(self._surface)

    def turns(self) -> list[int]:
        """The ids of the turns in the list."""
        if not self.alive:
            return []
        paper = self._surface.paper
        shown = paper.outline
        if len(shown) <= ALL_TURNS and float(shown.sizes.sum()) <= ALL_CHARS:
            found: list[int] = shown.ids.tolist()
            return found
        return [int(shown.ids[placed.row]) for placed in paper.visible]

    # -- what Qt asks --------------------------------------------------------------------------

    def childCount(self) -> int:
        return len(self.turns())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # may be null
        turns = self.turns()
        return self.item(turns[index]) if 0 <= index < len(turns) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        turns = self.turns()
        wanted = child.turn_id if isinstance(child, TurnItem) else -1
        return turns.index(wanted) if wanted in turns else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as above
        found = (turn for turn in self.turns() if self.place(turn).contains(QPoint(x, y)))
        turn = next(found, None)
        return None if turn is None else self.item(turn)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # as above
        current = self._current()
        return self.item(current) if current in self.turns() else None

    # -- what the items are asked --------------------------------------------------------------

    def item(self, turn_id: int) -> TurnItem:
        """The item of a turn; Qt knows it from now on."""
        found = self._items.get(turn_id)
        if found is None:
            found = self._items[turn_id] = TurnItem(self, turn_id)
            QAccessible.registerAccessibleInterface(found)
        return found

    def words(self, turn_id: int, kind: QAccessible.Text) -> str:
        """What a turn says, as far as it is here."""
        if not self.alive:
            return ""
        paper = self._surface.paper
        row = paper.outline.row_of(turn_id)
        told = paper.loader.get(turn_id) if row >= 0 else None
        if told is None:
            name, value = self._brought(turn_id) if row >= 0 else ("", "")
        elif kind == QAccessible.Text.Name:
            return spoken(told, paper, row)
        else:
            name, value = "", told.turn.text[:_LONGEST]
        return {QAccessible.Text.Name: name, QAccessible.Text.Value: value}.get(kind, "")

    def _brought(self, turn_id: int) -> tuple[str, str]:
        """Name and value of a turn that is not on screen. The first time all such turns are asked for, and
        that they have a name now is told when they are here.
        """
        paper = self._surface.paper
        if self._listed is not paper.outline:
            shown = self._listed = paper.outline
            self._kept = {}

            def arrived(found: list[LoadedTurn]) -> None:
                if self.alive and self._listed is shown:
                    self._keep(found)

            paper.loader.collect(self.turns(), arrived)
        return self._kept.get(turn_id, ("", ""))

    def _keep(self, found: list[LoadedTurn]) -> None:
        paper = self._surface.paper
        for one in found:
            turn = int(one.turn.id)
            row = paper.outline.row_of(turn)
            if row >= 0:
                self._kept[turn] = spoken(one, paper, row), one.turn.text[:_LONGEST]
        for turn, item in self._items.items():
            if turn in self._kept:
                QAccessible.updateAccessibility(QAccessibleEvent(item, _Event.NameChanged))

    def place(self, turn_id: int) -> QRect:
        """Where a turn is on the screen, the part beyond the page cut off."""
        if not self.alive:
            return QRect()
        paper, viewport = self._surface.paper, self._viewport
        row = paper.outline.row_of(turn_id)
        placed = next((one for one in paper.visible if one.row == row), None)
        if placed is None:
            return QRect()
        whole = QRect(0, round(placed.y), viewport.width(), round(placed.height))
        part = whole.intersected(viewport.rect())
        return QRect(viewport.mapToGlobal(part.topLeft()), part.size())

    def state_of(self, turn_id: int) -> QAccessible.State:
        """Read only; focused and selected when it is the current turn."""
        state = QAccessible.State()
        state.focusable = state.selectable = state.readOnly = 1
        if not self.place(turn_id).isValid():
            state.offscreen = state.invisible = 1
        if self.alive and self._current() == turn_id:
            state.selected = 1
            state.focused = int(_widget(self._surface).hasFocus())
        return state

    def _current(self) -> int:
        return _current(self._surface) if self.alive else -1

    # -- what is told ----------------------------------------------------------------------------

    def focus_current(self) -> None:
        """The current turn is another one."""
        current = self._current()
        if current in self.turns():
            QAccessible.updateAccessibility(QAccessibleEvent(self.item(current), _Event.Focus))

    def _moved(self) -> None:
        """The page rests at another place: other turns are its items, and the others are given back."""
        turns = self.turns()
        if turns == self._told:
            return
        self._told = turns
        for turn in [turn for turn in self._items if turn not in turns]:
            item = self._items.pop(turn)
            QAccessible.updateAccessibility(QAccessibleEvent(item, _Event.ObjectDestroyed))
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(item))
        QAccessible.updateAccessibility(QAccessibleEvent(self._viewport, _Event.ObjectReorder))


_PAGES: dict[int, PageList] = {}
"""By address of the viewport: Qt owns them, and they are forgotten with their widget."""
_INSTALLED: list[bool] = []


def make_accessible(surface: Surface) -> None:
    """Let screen readers into the page of a view."""
    surface.setAccessibleName(_("Conversation"))
    surface.viewport().setProperty(_MARK, True)  # noqa: FBT003 - Qt's own signature
    if not _INSTALLED:
        _INSTALLED.append(True)
        QAccessible.installFactory(_make)
    if QAccessible.isActive():  # who listens already was given a plain widget while the view was made
        found = QAccessible.queryAccessibleInterface(surface.viewport())
        if not isinstance(found, PageList):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(found))


def tell_current(surface: Surface) -> None:
    """The current turn is another one: say what it says."""
    if _describe(surface) and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(_widget(surface), _Event.DescriptionChanged))
        page = QAccessible.queryAccessibleInterface(surface.viewport())
        if isinstance(page, PageList):
            page.focus_current()


def tell_link(surface: Surface) -> None:
    """Links have come: say whom the current turn answers, or seems to, if that is news."""
    before = surface.accessibleDescription()
    link = surface.paper.links.of(_current(surface))
    if link is None or not _describe(surface) or surface.accessibleDescription() == before:
        return
    if QAccessible.isActive():
        said = QAccessibleAnnouncementEvent(_widget(surface), in_one_line(link))
        QAccessible.updateAccessibility(said)


def _describe(surface: Surface) -> bool:
    """The description of the view is what the current turn says, as soon as that is here."""
    row = surface.current_row
    box = surface.paper.box(row) if row >= 0 else None
    if box is not None:
        surface.setAccessibleDescription(spoken(box, surface.paper, row))
    return box is not None


def _current(surface: Surface) -> int:
    row = surface.current_row
    return int(surface.paper.outline.ids[row]) if row >= 0 else -1


def _widget(surface: Surface) -> QWidget:
    return cast("QWidget", surface)


def _make(_name: str, thing: QObject) -> QAccessibleInterface | None:
    """Qt's factory: asked for everything, it answers for pages alone."""
    if not isinstance(thing, QWidget) or not thing.property(_MARK):
        return None
    view: object = thing.parentWidget()
    if not isinstance(view, Surface):
        return None
    address = shiboken6.getCppPointer(thing)[0]
    page = _PAGES[address] = PageList(thing, view)
    thing.destroyed.connect(lambda: _PAGES.pop(address, None))
    return page
