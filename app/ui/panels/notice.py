"""What went wrong, said once, without a dialog: what happened, what was kept, what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.errors import UserFacingError
from app.i18n import _
from app.ui.theme import Theme


class Notice(QFrame):
    """A strip below the search bar. ``details`` asks for the error log or the list of skipped files."""

    details = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = "error"
        self.setObjectName("notice")
        self.setAccessibleName(_("Notice"))
        self._icon = QLabel()
        self.message = QLabel()
        self.hint = QLabel()
        for label in (self.message, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self.more = QPushButton(_("Details"))
        self._close = QToolButton()
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close the notice"))
        self._close.clicked.connect(self.hide)
        self.more.clicked.connect(self.details)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.message)
        words.addWidget(self.hint)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._recolour)
        self._recolour()
        self.hide()

    def show_error(self, error: Exception) -> None:
        """Say what happened; our own faults point to the error log."""
        if isinstance(error, UserFacingError):
            self.say(error.message, error.hint, kind="error", details=False)
        else:
            self.say(
                _("Something went wrong in Parlance itself: {what}.").format(what=type(error).__name__),
                _("Nothing was lost. The error log has what is needed to report it."),
                kind="error",
                details=True,
            )

    def say(self, message: str, hint: str = "", *, kind: str = "info", details: bool = False) -> None:
        """Show a message; ``kind`` is "info", "warning" or "error"."""
        self._kind = kind
        self.message.setText(message)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        side = Qt.AlignmentFlag.AlignTop if hint else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._icon, side)
        self._row.setAlignment(self._close, side)
        self.more.setVisible(details)
        self.setAccessibleDescription(f"{message} {hint}")
        self._recolour()
        self.show()

    def _recolour(self) -> None:
        of = self._theme.tokens
        ink = {"error": of.error, "warning": of.warning}.get(self._kind, of.accent)
        icon = "info" if self._kind == "info" else "warning"
        self._icon.setPixmap(self._theme.icon(icon, ink).pixmap(18, 18))
        self._close.setIcon(self._theme.icon("close"))
        self.setStyleSheet(
            f"#notice {{ background: {of.raised}; border: none; border-left: 3px solid {ink};"
            f" border-bottom: 1px solid {of.line}; }}"
        )
