"""Kept searches: run, rename, delete, and keep the present one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.settings.saved import SavedSearch, SavedSearches
from app.ui.theme import Theme
from app.ui.theme.tips import plain_tip
from app.ui.theme.visible import shortened


class SavedDialog(QDialog):
    """A window of its own that stops nothing. ``run`` carries the query to be run."""

    run = Signal(str)

    def __init__(self, saved: SavedSearches, present: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Kept searches"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._saved = saved
        self._present = present.strip()
        self._filling = False
        self.name = QLineEdit()
        self.keep = QPushButton(_("Keep"))
        self.table = QTableWidget(0, 2)
        self.said = QLabel()
        self.run_button = QPushButton(_("Search"))
        self.delete_button = QPushButton(_("Delete"))
        self._build(theme)
        self.keep.clicked.connect(self._keep)
        self.name.textChanged.connect(self._look)
        self.run_button.clicked.connect(self._run)
        self.delete_button.clicked.connect(self._delete)
        self.table.itemChanged.connect(self._renamed)
        self.table.itemSelectionChanged.connect(self._look)
        self.table.cellDoubleClicked.connect(self._clicked_twice)
        self._fill()

    def _build(self, theme: Theme) -> None:
        heading = QLabel(self.windowTitle())
        heading.setFont(theme.ui_font(1.35))
        present = QLabel(_("Present search: {query}").format(query=shortened(self._present) or "—"))
        present.setTextFormat(Qt.TextFormat.PlainText)
        present.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self.name.setPlaceholderText(_("Name of the present search"))
        self.name.setAccessibleName(self.name.placeholderText())
        self.name.setEnabled(bool(self._present))
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHorizontalHeaderLabels([_("Name"), _("Search")])
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().resizeSection(0, 220)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.said.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.keep)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.run_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.delete_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(8)
        for part in (heading, present):
            column.addWidget(part)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        column.addWidget(buttons)
        self.resize(620, 460)

    def _fill(self, chosen: str = "") -> None:
        self._filling = True
        searches = self._saved.all()
        self.table.setRowCount(len(searches))
        for row, one in enumerate(searches):
            name = QTableWidgetItem(one.name)
            name.setData(Qt.ItemDataRole.UserRole, one.name)
            query = QTableWidgetItem(one.query)
            query.setFlags(query.flags() & ~Qt.ItemFlag.ItemIsEditable)
            query.setToolTip(plain_tip(one.query))
            self.table.setItem(row, 0, name)
            self.table.setItem(row, 1, query)
            if one.name == chosen:
                self.table.selectRow(row)
        self._filling = False
        nothing = _("Nothing is kept yet. Search for something, then give it a name here.")
        self.said.setText("" if searches else nothing)
        self._look()

    def chosen(self) -> SavedSearch | None:
        """The search of the current row."""
        row = self.table.currentRow()
        searches = self._saved.all()
        return searches[row] if self.table.selectedItems() and 0 <= row < len(searches) else None

    def _look(self) -> None:
        self.keep.setEnabled(bool(self._present and self.name.text().strip()))
        some = self.chosen() is not None
        self.run_button.setEnabled(some)
        self.delete_button.setEnabled(some)
        self.keep.setDefault(self.keep.isEnabled())

    def _keep(self) -> None:
        kept = self._saved.save(self.name.text(), self._present)
        self.name.clear()
        self._fill(kept.name)

    def _run(self) -> None:
        one = self.chosen()
        if one is not None:
            self.run.emit(one.query)
            self.close()

    def _clicked_twice(self, _row: int, column: int) -> None:
        """On a search it runs; on a name it edits the name."""
        if column == 1:
            self._run()

    def _delete(self) -> None:
        one = self.chosen()
        if one is not None:
            self._saved.delete(one.name)
            self._fill()

    def _renamed(self, item: QTableWidgetItem) -> None:
        if self._filling or item.column() != 0:
            return
        old, new = str(item.data(Qt.ItemDataRole.UserRole)), item.text()
        try:
            self._saved.rename(old, new)
        except ValueError:
            self._fill(old)
            self.said.setText(_("“{name}” cannot be used as a name here.").format(name=shortened(new)))
        else:
            self._fill(" ".join(new.split()))
