"""Find inside the open conversation."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.i18n import _
from app.ui.theme import Theme

DEBOUNCE_MS = 100


class FindBar(QWidget):
    """A line with what is looked for and where one is; Enter and Shift+Enter walk, Escape closes."""

    asked = Signal(str)
    stepped = Signal(bool)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find in this conversation"))
        self.field.setAccessibleName(_("Find in this conversation"))
        self._count = QLabel()
        self._count.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._buttons = [
            self._button("previous", _("Previous place"), self._previous),
            self._button("next", _("Next place"), self._next),
            self._button("close", _("Close"), self.close_bar),
        ]
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self._count)
        for button in self._buttons:
            row.addWidget(button)
        self.field.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._ask)
        theme.changed.connect(self._recolour)
        self.hide()

    def _button(self, icon: str, words: str, slot: object) -> QToolButton:
        button = QToolButton()
        button.setProperty("icon_name", icon)
        button.setIcon(self._theme.icon(icon))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(slot)
        return button

    def open_bar(self) -> None:
        """Show the line and put the cursor there."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text():
            self._ask()

    def close_bar(self) -> None:
        """Hide the line; the marks of the search come back."""
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def tell(self, at: int, total: int) -> None:
        """Say at which of how many places one is; at -1: none yet."""
        if not self.field.text().strip():
            self._count.clear()
        elif at < 0:
            self._count.setText(_("none") if not total else f"{total:,}")
        else:
            self._count.setText(_("{n} of {all}").format(n=f"{at + 1:,}", all=f"{total:,}"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._step(forward=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)

    def _previous(self) -> None:
        self._step(forward=False)

    def _next(self) -> None:
        self._step(forward=True)

    def _step(self, *, forward: bool) -> None:
        """What is typed is asked for first: who presses Return at once means the new words."""
        if self._timer.isActive():
            self._timer.stop()
            self._ask()
        self.stepped.emit(forward)

    def _ask(self) -> None:
        if self.field.text().strip():
            self._count.setText("…")
        self.asked.emit(self.field.text())

    def _recolour(self) -> None:
        for button in self._buttons:
            button.setIcon(self._theme.icon(str(button.property("icon_name"))))
