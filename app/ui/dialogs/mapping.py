"""Which column of a table is what: chosen over the first rows as they would be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.formats.mapping import Columns, TableHead, columns_of, guess
from app.formats.shown import first_turns
from app.i18n import _
from app.ui.theme import Theme
from app.ui.theme.tips import plain_tip
from app.ui.theme.visible import shortened

_MOST_ROWS = 50
_MOST_COLUMNS = 60
_LONGEST = 300


def part_titles() -> dict[str, str]:
    """What a column may be, in the order of the dialog."""
    return {
        "text": _("Text"),
        "speaker": _("Speaker"),
        "conversation": _("Conversation"),
        "time": _("Time"),
        "key": _("Id of the turn"),
        "parent": _("Answers the turn with id"),
        "question": _("Question"),
        "answer": _("Answer"),
    }


class MappingDialog(QDialog):
    """A window of its own that stops nothing. ``mapped`` carries Columns, and whether to remember them."""

    mapped = Signal(object, bool)

    def __init__(
        self, head: TableHead, columns: Columns | None, name: str, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Columns of a table"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._head = head
        self.choices = {part: QComboBox() for part in part_titles()}
        self.rows = QTableWidget(0, 0)
        self._titles: list[str] = []
        self.said = QLabel()
        self.remember = QCheckBox(_("Remember this for every table with these columns"))
        self.remember.setChecked(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use = buttons.addButton(_("Use this mapping"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.use.setDefault(True)
        buttons.rejected.connect(self.close)
        buttons.accepted.connect(self._use)
        self._build(name, theme, buttons)
        self._choose(columns or guess(head.header) or Columns())
        for box in self.choices.values():
            box.currentIndexChanged.connect(self._show)
        self._show()

    def _build(self, name: str, theme: Theme, buttons: QDialogButtonBox) -> None:
        heading = QLabel(self.windowTitle())
        heading.setFont(theme.ui_font(1.35))
        file = QLabel(shortened(name))
        file.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        for quiet in (file, self.said):
            quiet.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for number, (part, title) in enumerate(part_titles().items()):
            box = self.choices[part]
            box.addItem("—", None)
            for name_of in self._head.header:
                box.addItem(shortened(name_of), name_of)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(18)
            label = QLabel(title)
            label.setBuddy(box)
            box.setAccessibleName(title)
            row, column_at = number % 4, number // 4 * 2
            grid.addWidget(label, row, column_at)
            grid.addWidget(box, row, column_at + 1)
            grid.setColumnStretch(column_at + 1, 1)
        self.rows.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.rows.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.rows.setShowGrid(False)
        self.rows.setWordWrap(False)
        self.rows.verticalHeader().hide()
        header = self.rows.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(8)
        for above in (heading, file):
            column.addWidget(above)
        column.addLayout(grid)
        column.addWidget(self.rows, 1)
        for below in (self.said, self.remember, buttons):
            column.addWidget(below)
        self.resize(760, 560)

    @property
    def columns(self) -> Columns:
        """The mapping as it is chosen now."""
        chosen = {part: box.currentData() for part, box in self.choices.items()}
        return columns_of({part: name for part, name in chosen.items() if name is not None})

    def _choose(self, columns: Columns) -> None:
        for part, name in columns.parts.items():
            at = self.choices[part].findData(name)
            self.choices[part].setCurrentIndex(max(0, at))

    def _show(self) -> None:
        columns = self.columns
        turns = first_turns(self._head, columns)[:_MOST_ROWS]
        if turns:
            self.rows.setAccessibleName(_("The first turns with this mapping"))
            titles = [_("Conversation"), _("Speaker"), _("Time"), _("Text")]
            read = [(turn.conversation, turn.speaker, turn.time or "", turn.text.text) for turn in turns]
            self._fill(titles, read, (120, 120, 150))
        else:
            self._fill_as_it_is()
        self.use.setEnabled(bool(turns))
        self.said.setText(self._words(columns, len(turns)))

    def _fill_as_it_is(self) -> None:
        """Nobody can say what a column is without seeing what it holds."""
        self.rows.setAccessibleName(_("The first rows of the table"))
        header = self._head.header[:_MOST_COLUMNS]
        rows = [
            tuple("" if (cell := row.get(name)) is None else str(cell) for name in header)
            for row in self._head.rows[:_MOST_ROWS]
        ]
        self._fill([shortened(name) for name in header], rows, (140,) * (len(header) - 1))

    def _fill(self, titles: list[str], rows: Sequence[tuple[str, ...]], widths: tuple[int, ...]) -> None:
        anew, self._titles = self._titles != titles, titles
        self.rows.setRowCount(len(rows))
        self.rows.setColumnCount(len(titles))
        self.rows.setHorizontalHeaderLabels(titles)
        for at, width in enumerate(widths if anew else ()):
            self.rows.horizontalHeader().resizeSection(at, width)
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                words = " ".join(cell[:_LONGEST].split())
                item = QTableWidgetItem(words)
                item.setToolTip(plain_tip(cell[:_LONGEST]))
                self.rows.setItem(number, at, item)

    def _words(self, columns: Columns, turns: int) -> str:
        if not columns.enough:
            return _("Choose the column that holds the text, or one for questions and one for answers.")
        if not turns:
            return _("No row of the beginning has a text in this column.")
        others = [name for name in self._head.header if name not in columns.used]
        if others:
            return _("Kept as metadata: {columns}").format(columns=shortened(", ".join(others)))
        return _("Every column is used.")

    def _use(self) -> None:
        self.mapped.emit(self.columns, self.remember.isChecked())
        self.close()
