"""A question in the window itself: it stops nothing, and no answer means no."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.i18n import _
from app.ui.theme import Theme


class Question(QFrame):
    """A strip with a question, the button that does it, and one that does not. Escape does not."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._agreed: Callable[[], None] | None = None
        self._before: QWidget | None = None
        self.setObjectName("question")
        self.setAccessibleName(_("Question"))
        self._icon = QLabel()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.yes = QPushButton()
        self.no = QPushButton(_("Keep all"))
        self.yes.clicked.connect(self._do)
        self.no.clicked.connect(self.drop)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        theme.changed.connect(self._recolour)
        self._recolour()
        self.hide()

    def ask(self, words: str, verb: str, agreed: Callable[[], None], refusal: str = "") -> None:
        """Ask; ``agreed`` is called when ``verb`` is chosen. An earlier question is dropped."""
        self._agreed = agreed
        self._before = self.window().focusWidget()
        self.words.setText(words)
        self.yes.setText(verb)
        self.no.setText(refusal or _("Keep all"))
        self.setAccessibleDescription(words)
        self.show()
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop(self) -> None:
        """Do nothing, and give the keyboard back."""
        self._agreed = None
        self.hide()
        before, self._before = self._before, None
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape drops the question, Enter on a button presses it."""
        if event.key() == Qt.Key.Key_Escape:
            self.drop()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            (self.no if self.no.hasFocus() else self.yes).click()
        else:
            super().keyPressEvent(event)

    def _do(self) -> None:
        agreed = self._agreed
        self.drop()
        if agreed is not None:
            agreed()

    def _recolour(self) -> None:
        of = self._theme.tokens
        self._icon.setPixmap(self._theme.icon("warning", of.warning).pixmap(18, 18))
        self.setStyleSheet(
            f"#question {{ background: {of.raised}; border: none; border-left: 3px solid {of.warning};"
            f" border-bottom: 1px solid {of.line}; }}"
        )
