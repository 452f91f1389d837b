"""A chart with its title, its unit, its choices, and the table behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.stats.base import MetricResult
from app.ui.plots.base import PLOTS, Plot, PlotStyle
from app.ui.plots.table import ResultTable


class PlotCard(QFrame):
    """One metric on screen. ``picked`` carries the metric's name, the row and the column clicked."""

    picked = Signal(str, int, int)

    def __init__(
        self, name: str, title: str, chart: str, style: PlotStyle, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.setObjectName("plotCard")
        self.setAccessibleName(title)
        self.plot: Plot = PLOTS[name if name in PLOTS else chart](style)
        self.plot.setAccessibleName(title)
        self.table = ResultTable()
        self.table.setAccessibleName(_("{title} as a table").format(title=title))
        self._title = QLabel(title)
        self._title.setProperty("heading", True)  # noqa: FBT003 - Qt's own signature
        self._unit = QLabel()
        self._unit.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._unit.setWordWrap(True)
        self._unit.setFont(style.theme.ui_font(0.85))
        self._choices: list[QToolButton] = []
        self._header = QHBoxLayout()
        self._build()
        self.plot.picked.connect(self._picked)
        self.table.picked.connect(self._picked)

    def _build(self) -> None:
        self._as_table = QToolButton()
        self._as_table.setText("≡")
        self._as_table.setCheckable(True)
        self._as_table.setToolTip(_("Show as table"))
        self._as_table.setAccessibleName(_("Show as table"))
        self._as_table.toggled.connect(self.show_table)
        self._header.setSpacing(2)
        self._header.addWidget(self._title)
        self._header.addStretch(1)
        self._header.addWidget(self._as_table)
        self._nothing = QLabel(_("Nothing to count"))
        self._nothing.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plot)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        self._stack.setCurrentWidget(self._nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(2)
        layout.addLayout(self._header)
        layout.addWidget(self._unit)
        layout.addWidget(self._stack, 1)

    def show_result(self, result: MetricResult) -> None:
        """Draw a new result."""
        self.table.show_result(result)
        self.plot.show_result(result)
        self._offer_choices()
        note = self.plot.note()
        self._unit.setText(f"{result.unit} · {note}" if note else result.unit)
        self._arrange()

    def show_table(self, shown: bool) -> None:
        """Show the table in place of the chart, or the chart again."""
        if self._as_table.isChecked() != shown:
            self._as_table.setChecked(shown)
            return
        self._arrange()

    def _arrange(self) -> None:
        if self.plot.result is None or not self.plot.result.rows:
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._stack.setCurrentWidget(self.table if self._as_table.isChecked() else self.plot)

    def _offer_choices(self) -> None:
        choices = self.plot.choices()
        if len(choices) == len(self._choices):
            return
        for button in self._choices:
            self._header.removeWidget(button)
            button.deleteLater()
        self._choices = []
        for at, (title, column) in enumerate(choices):
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setChecked(at == 0)
            button.setProperty("column", column)
            button.clicked.connect(self._chosen)
            self._header.insertWidget(2 + at, button)
            self._choices.append(button)

    def _chosen(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self.plot.choose(int(button.property("column")))

    def _picked(self, row: int, column: int) -> None:
        self.picked.emit(self.name, row, column)
