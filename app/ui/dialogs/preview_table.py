"""The table of a preview: a row for every group of files, with what can be changed about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QTableWidget,
    QTableWidgetItem,
)

from app.formats.base import FORMATS
from app.i18n import _
from app.ingest.wishes import AUTO, Wish
from app.ui.dialogs.mapping import part_titles
from app.ui.dialogs.preview_lines import Line
from app.ui.theme import Theme
from app.ui.theme.tips import plain_tip
from app.ui.theme.visible import shortened

ENCODINGS = (
    "utf-8", "utf-16", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1252", "cp1250", "cp1251",
    "cp1253", "cp1254", "cp1255", "cp1256", "koi8-r", "iso8859-1", "iso8859-2",
)  # fmt: skip
TAKE, FILES, FORMAT, ENCODING, DAMAGE, EXAMPLE = range(6)
_BESIDE = 2
"""Pixels that stay free beside the words of a choice."""


class _Choice(QComboBox):
    """Up and Down open the list: every choice is looked at again. The wheel scrolls the table beneath.

    A choice that is longer than its column ends in dots.
    """

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room - _BESIDE
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PreviewTable(QTableWidget):
    """``changed`` carries the row whose format or encoding was chosen; ``counted``: other rows are taken."""

    changed = Signal(int)
    counted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, 6)
        self.lines: list[Line] = []
        self.folder = ""
        self._theme = theme
        self._filling = False
        self.setAccessibleName(_("What would be imported"))
        self.setHorizontalHeaderLabels(
            [_("Import"), _("Files"), _("Format"), _("Encoding"), _("Damage, or why not"), _("Example")]
        )
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        wide = self.fontMetrics().horizontalAdvance
        widths = (wide(_("skipped")) + 34, 60, 230, wide(_("Found by content")) + 52, 250)
        for column, width in enumerate(widths):
            header.resizeSection(column, width)
        self.itemChanged.connect(self._ticked)

    def chosen(self) -> Line | None:
        """The line of the current row."""
        row = self.currentRow()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def show_lines(self, lines: Sequence[Line], folder: str) -> None:
        """Show these groups; files are named as they lie under ``folder``."""
        self._filling = True
        self.lines = list(lines)
        self.folder = folder
        self.setRowCount(0)
        self.setRowCount(len(self.lines))
        for row, line in enumerate(self.lines):
            self._fill(row, line)
        self._filling = False
        if self.lines:
            self.selectRow(0)

    def _fill(self, row: int, line: Line) -> None:
        tick = QTableWidgetItem()
        if line.reason:
            tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            tick.setText(_("skipped"))
        else:
            tick.setFlags(tick.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            tick.setCheckState(Qt.CheckState.Checked if line.taken else Qt.CheckState.Unchecked)
        self.setItem(row, TAKE, tick)
        count = QTableWidgetItem(f"{len(line.files):,}")
        count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(row, FILES, count)
        self.setCellWidget(row, FORMAT, self._formats(row, line))
        self.setCellWidget(row, ENCODING, self._encodings(row, line))
        self._words(row, DAMAGE, _state(line), quiet=not line.reason and line.channel is None)
        self._words(row, EXAMPLE, line.files[0][len(self.folder) :] if line.files else "", quiet=True)

    def _words(self, row: int, column: int, words: str, *, quiet: bool) -> None:
        item = QTableWidgetItem(shortened(words, 200))
        item.setToolTip(plain_tip(words))
        if quiet:
            item.setForeground(QColor(self._theme.tokens.muted))
        self.setItem(row, column, item)

    def _formats(self, row: int, line: Line) -> QComboBox:
        box = self._choice(row, _("Format of group {n}"))
        box.addItem(_("Found by content"), AUTO)
        for title, name in sorted((item.title, name) for name, item in FORMATS.items()):
            box.addItem(title, name)
        box.setCurrentIndex(max(0, box.findData(line.wish.format or line.format)))
        box.setToolTip(plain_tip(box.currentText()))  # the column cuts long ones
        box.activated.connect(partial(self._choose_format, row))
        return box

    def _encodings(self, row: int, line: Line) -> QComboBox:
        box = self._choice(row, _("Encoding of group {n}"))
        box.addItem(_("Found by content"), AUTO)
        now = line.wish.encoding or line.encoding
        for name in sorted({*ENCODINGS, *([now] if now not in {"", AUTO} else [])}):
            box.addItem(name, name)
        box.setCurrentIndex(max(0, box.findData(now)))
        box.activated.connect(partial(self._choose_encoding, row))
        return box

    @staticmethod
    def _choice(row: int, name: str) -> QComboBox:
        box = _Choice()
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setAccessibleName(name.format(n=row + 1))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _choose_format(self, row: int, at: int) -> None:
        box = self.cellWidget(row, FORMAT)
        if isinstance(box, QComboBox):
            self._wish(row, "format", str(box.itemData(at)))

    def _choose_encoding(self, row: int, at: int) -> None:
        box = self.cellWidget(row, ENCODING)
        if isinstance(box, QComboBox):
            self._wish(row, "encoding", str(box.itemData(at)))

    def _wish(self, row: int, part: str, name: str) -> None:
        line = self.lines[row]
        if name not in {getattr(line, part), getattr(line.wish, part)}:
            changed = Wish(format=name) if part == "format" else Wish(encoding=name)
            line.wish = changed.over(line.wish)
            self.selectRow(row)
            self.changed.emit(row)

    def _ticked(self, item: QTableWidgetItem) -> None:
        if not self._filling and item.column() == TAKE and not self.lines[item.row()].reason:
            self.lines[item.row()].taken = item.checkState() == Qt.CheckState.Checked
            self.counted.emit()


def _state(line: Line) -> str:
    if line.reason:
        return line.reason
    parts = line.columns.parts if line.columns is not None else {}
    titles = part_titles()
    mapped = "".join(f" · {titles[part]}: {column}" for part, column in parts.items())
    damaged = _("none") if line.channel is None else _("damaged: {channel}").format(channel=line.channel)
    return damaged + mapped
