"""What can be done with the turn under the pointer, or the current one by the menu key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu

from app.ui.conversation import ConversationView

Fill = Callable[[QMenu, int], None]
"""Puts what it can do with a turn (by id) into a menu; nothing, when it can do nothing."""


class TurnMenu(QObject):
    """The context menu of a conversation, filled anew each time by those who offer something."""

    def __init__(self, view: ConversationView) -> None:
        super().__init__(view)
        self._view = view
        self._fills: list[Fill] = []
        self.menu: QMenu | None = None
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open)

    def offer(self, fill: Fill) -> None:
        """Have ``fill`` asked whenever the menu opens; those who came first stand above."""
        self._fills.append(fill)

    def build(self, turn_id: int) -> QMenu:
        """The menu of a turn."""
        menu = QMenu(self._view)
        for fill in self._fills:
            filled = len(menu.actions())
            fill(menu, turn_id)
            if filled and len(menu.actions()) > filled:
                menu.insertSeparator(menu.actions()[filled])
        return menu

    def _open(self, point: QPoint) -> None:
        """A right click makes its turn the current one; the menu key keeps it."""
        placed = self._view.at(QPointF(point))
        row = self._view.current_row if placed is None else placed.row
        if not 0 <= row < len(self._view.paper.outline):
            return
        if row != self._view.current_row:
            self._view.make_current(row, reveal=False)
        self.menu = self.build(int(self._view.paper.outline.ids[row]))
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.menu.actions():
            self.menu.popup(self._view.viewport().mapToGlobal(point))
