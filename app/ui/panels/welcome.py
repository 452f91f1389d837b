"""What one sees before a corpus is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from app.ui.theme import Theme

RECENT_SHOWN = 5


class Welcome(QWidget):
    """Drop files here, open the sample, or go on with a recent corpus."""

    sample = Signal()
    open_corpus = Signal()
    import_folder = Signal()
    recent = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._recent: list[QPushButton] = []
        self._card = QFrame()
        self._column = QVBoxLayout(self._card)
        self._build()
        theme.changed.connect(self.update)

    def _build(self) -> None:
        theme = self._theme
        title = QLabel(_("Drop transcripts here"))
        title.setFont(theme.ui_font(1.9))
        words = QLabel(
            _("Files or whole folders. They are repaired, indexed and kept in one corpus file; "
              "the originals are never changed.")
        )  # fmt: skip
        words.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        words.setWordWrap(True)
        words.setFixedWidth(460)
        words.setMinimumHeight(words.heightForWidth(460) + 2)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for text, signal in (
            (_("Open the sample"), self.sample),
            (_("Import a folder…"), self.import_folder),
            (_("Open a corpus…"), self.open_corpus),
        ):
            button = QPushButton(text)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        self._heading = QLabel(_("Recent"))
        self._heading.setProperty("heading", True)  # noqa: FBT003 - Qt's own signature
        self._card.setFixedWidth(620)
        self._column.setContentsMargins(40, 44, 40, 36)
        self._column.setSpacing(10)
        self._column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(14)
        self._column.addLayout(buttons)
        self._column.addSpacing(18)
        self._column.addWidget(self._heading)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_recent(self, paths: Sequence[str]) -> None:
        """Offer the corpora opened lately that are still there."""
        for button in self._recent:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._recent = []
        for text in paths[:RECENT_SHOWN]:
            path = Path(text)
            button = QPushButton(f"{path.stem}    {path.parent}".replace("&", "&&"))
            button.setFlat(True)
            button.setObjectName("recent")
            button.setProperty("path", text)
            button.setToolTip(text)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(self._clicked)
            self._column.addWidget(button)
            self._recent.append(button)
        self._heading.setVisible(bool(self._recent))

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.recent.emit(str(button.property("path")))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame: this is where things are dropped."""
        of = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor(of.muted), 1.2, Qt.PenStyle.DashLine)
            pen.setDashPattern([5, 5])
            painter.setPen(pen)
            painter.setBrush(QColor(of.surface))
            painter.drawRoundedRect(self._card.geometry().adjusted(1, 1, -1, -1), 12, 12)
