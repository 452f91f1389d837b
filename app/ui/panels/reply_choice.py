"""Picking the turn that another one answers, by keys alone: type to narrow, arrows, Return."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.model.corpus import Turn
from app.store.suggested import Suggested
from app.ui.theme import Theme
from app.ui.theme.visible import percent, shortened

_WORDS = 140
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class ReplyChoice(QDialog):
    """``turns`` are offered in their order, the suggested one chosen; ``picked`` carries a turn id."""

    picked = Signal(object)

    def __init__(
        self, turns: Sequence[Turn], number: str, suggestion: Suggested | None, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What does turn {n} answer?").format(n=number))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.filter = QLineEdit()
        self.list = QListWidget()
        self._turns = turns
        self._build(theme)
        self._fill(suggestion)

    def _build(self, theme: Theme) -> None:
        heading = QLabel(self.windowTitle())
        heading.setFont(theme.ui_font(1.25))
        self.filter.setPlaceholderText(_("Number, speaker or words"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.textChanged.connect(self._narrow)
        self.filter.installEventFilter(self)
        self.list.setAccessibleName(self.windowTitle())
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemActivated.connect(self._take)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(8)
        for part in (heading, self.filter, self.list, buttons):
            column.addWidget(part)
        self.resize(620, 460)

    def _fill(self, suggestion: Suggested | None) -> None:
        for turn in self._turns:
            likely = suggestion is not None and turn.id == suggestion.parent
            sure = f" ({percent(suggestion.confidence)})" if suggestion is not None and likely else ""
            said = shortened(" ".join(turn.text.split()), _WORDS)
            text = f"{turn.index:,}  {turn.speaker}{sure}: {said}"
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, int(turn.id))
            self.list.addItem(item)
            if likely:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field move in the list."""
        if watched is self.filter and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _MOVES:
            if event.type() == QEvent.Type.KeyPress:
                self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _narrow(self, words: str) -> None:
        wanted = words.casefold().split()
        first: QListWidgetItem | None = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            fits = all(word in item.text().casefold() for word in wanted)
            item.setHidden(not fits)
            first = item if fits and first is None else first
        current = self.list.currentItem()
        if first is not None and (current is None or current.isHidden()):
            self.list.setCurrentItem(first)

    def _take(self, *_values: object) -> None:
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            self.picked.emit(item.data(Qt.ItemDataRole.UserRole))
            self.close()
