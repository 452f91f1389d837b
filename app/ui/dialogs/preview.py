"""What an import of a folder would take and how, and what it would skip; all of it can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _, ngettext
from app.model.progress import Progress
from app.ui.dialogs.preview_lines import Line, common_folder
from app.ui.dialogs.preview_table import PreviewTable
from app.ui.theme import Theme
from app.ui.theme.visible import shortened

_MOST_NAMES = 500


class PreviewDialog(QDialog):
    """A window of its own that stops nothing.

    ``changed`` carries the number of a line whose wish changed and that must be looked at again, ``columns``
    one whose columns are to be mapped. ``accepted`` means: import as the lines say; ``left`` that nothing is
    to be done.
    """

    changed = Signal(int)
    columns = Signal(int)
    left = Signal()

    def __init__(self, name: str, mode: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Before the import"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = PreviewTable(theme)
        self.files = QListWidget()
        self.said = QLabel(_("Looking at the files …"))
        self.bar = QProgressBar()
        self.map_button = QPushButton(_("Columns…"))
        self.not_again = QCheckBox(_("Import this folder without a preview from now on"))
        self.mode = QComboBox()
        for key, title in (
            ("first", _("Before the first import of a folder")),
            ("always", _("Before every import of a folder")),
            ("never", _("Never")),
        ):
            self.mode.addItem(title, key)
        self.mode.setCurrentIndex(max(0, self.mode.findData(mode)))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = self.buttons.addButton(_("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._build(name, theme)
        self._listen()
        self._look_selected()

    def _build(self, name: str, theme: Theme) -> None:
        heading = QLabel(shortened(name))
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setFont(theme.ui_font(1.35))
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self.said.setWordWrap(True)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(4)
        self.files.setAccessibleName(_("Files of the chosen group"))
        self.files.setMaximumHeight(120)
        self.files.setUniformItemSizes(True)
        self.start.setDefault(True)
        beside = QHBoxLayout()
        names = QLabel(_("Files of the chosen group"))
        names.setProperty("heading", True)  # noqa: FBT003 - Qt's own signature
        beside.addWidget(names, 1)
        beside.addWidget(self.map_button)
        shown = QHBoxLayout()
        label = QLabel(_("Show this preview:"))
        label.setBuddy(self.mode)
        self.mode.setAccessibleName(label.text())
        shown.addWidget(label)
        shown.addWidget(self.mode)
        shown.addSpacing(16)
        shown.addWidget(self.not_again)
        shown.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(8)
        for part in (heading, self.said, self.bar):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addLayout(beside)
        column.addWidget(self.files)
        column.addLayout(shown)
        column.addWidget(self.buttons)
        self.resize(980, 640)

    def _listen(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.close)
        self.table.changed.connect(self.changed)
        self.table.counted.connect(self._count)
        self.table.itemSelectionChanged.connect(self._look_selected)
        self.map_button.clicked.connect(self._map)
        self.finished.connect(self._finished)

    @property
    def lines(self) -> Sequence[Line]:
        """What is wanted of every group; no group before the files were looked at."""
        return self.table.lines

    def show_progress(self, progress: Progress) -> None:
        """How far looking has come."""
        words = _("Looking at the files … {n} so far. You can import without waiting for it.")
        self.said.setText(words.format(n=f"{progress.done:,}"))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Everything was looked at."""
        self.bar.hide()
        self.table.show_lines(lines, common_folder([file for line in lines for file in line.files]))
        self._count()

    def replace_line(self, number: int, lines: Sequence[Line]) -> None:
        """A group was looked at again, and may have become several."""
        before = list(self.table.lines)
        self.show_lines([*before[:number], *lines, *before[number + 1 :]])
        self.table.selectRow(number)
        self.table.setEnabled(True)

    def wait_for(self, words: str) -> None:
        """Something is looked at again."""
        self.said.setText(words)
        self.bar.show()

    def show_error(self, words: str) -> None:
        """Looking failed; importing may still be tried."""
        self.bar.hide()
        self.said.setText(words)

    def _count(self) -> None:
        taken = sum(len(line.files) for line in self.lines if line.taken and not line.reason)
        skipped = sum(len(line.files) for line in self.lines if line.reason)
        left = sum(len(line.files) for line in self.lines if not line.taken and not line.reason)
        words = ngettext("{n} transcript will be imported", "{n} transcripts will be imported", taken)
        parts = [words.format(n=f"{taken:,}")]
        if left:
            parts.append(_("{n} left out").format(n=f"{left:,}"))
        if skipped:
            parts.append(_("{n} skipped").format(n=f"{skipped:,}"))
        self.said.setText(", ".join(parts) + ".")
        self.start.setEnabled(taken > 0)

    def _look_selected(self) -> None:
        line = self.table.chosen()
        self.files.clear()
        self.map_button.setEnabled(line is not None and line.mappable)
        if line is None:
            return
        start = len(self.table.folder)
        self.files.addItems([shortened(file[start:], 200) for file in line.files[:_MOST_NAMES]])
        if len(line.files) > _MOST_NAMES:
            self.files.addItem(_("and {n} more").format(n=f"{len(line.files) - _MOST_NAMES:,}"))

    def _map(self) -> None:
        if self.table.chosen() is not None:
            self.columns.emit(self.table.currentRow())

    def _finished(self, result: int) -> None:
        if result != QDialog.DialogCode.Accepted:
            self.left.emit()
