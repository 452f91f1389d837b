"""A sheet to read: a table or a text in a window of its own, which stops nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.ui.theme import Theme
from app.ui.theme.tips import plain_tip


class Sheet(QDialog):
    """Title, a line of explanation, and rows or text that can be copied as plain text."""

    def __init__(self, title: str, words: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._plain = ""
        self._theme = theme
        heading = QLabel(title)
        heading.setFont(theme.ui_font(1.35))
        said = QLabel(words)
        said.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        said.setWordWrap(True)
        said.setVisible(bool(words))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 18, 20, 14)
        self._column.setSpacing(8)
        self._column.addWidget(heading)
        self._column.addWidget(said)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons = buttons
        copy = buttons.addButton(_("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.close)
        self._column.addWidget(buttons)

    @property
    def plain(self) -> str:
        """What Copy puts on the clipboard."""
        return self._plain

    def show_rows(self, columns: Sequence[str], rows: Sequence[Sequence[str]], empty: str = "") -> Sheet:
        """A table; cells are plain text."""
        if not rows and empty:
            return self.show_text(empty)
        table = QTableWidget(len(rows), len(columns))
        table.setAccessibleName(self.windowTitle())
        table.setHorizontalHeaderLabels(list(columns))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                item = QTableWidgetItem(cell)
                item.setToolTip(plain_tip(cell))
                table.setItem(number, column, item)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(len(columns) - 1, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setMaximumSectionSize(420)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self._plain = "\n".join("\t".join(row) for row in [columns, *rows])
        self._insert(table)
        return self

    def show_text(self, text: str) -> Sheet:
        """Plain text."""
        field = QPlainTextEdit()
        field.setReadOnly(True)
        field.setAccessibleName(self.windowTitle())
        field.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        field.setPlainText(text)
        self._plain = text
        self._insert(field)
        return self

    def offer(self, words: str, call: Callable[[], object]) -> None:
        """A button that closes the sheet and does something about what it tells."""
        button = self.buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(self.close)
        button.clicked.connect(call)

    def _insert(self, widget: QWidget) -> None:
        self._column.insertWidget(2, widget, 1)
        self.resize(680, 520)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._plain)
