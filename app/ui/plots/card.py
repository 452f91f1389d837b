"""A chart with its title, its unit, its choices, and the table behind it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.stats.base import MetricResult
from app.ui.plots.base import PLOTS, Plot, PlotStyle, drawn
from app.ui.plots.table import ResultTable
from app.ui.theme.elided import ElidedLabel


class UnitLabel(QLabel):
    """Words that wrap to the lines they need, at most ``LINES``; all of them are in the tooltip."""

    LINES = 2

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def hasHeightForWidth(self) -> bool:
        """No: else the scroll area around the cards gives them all the height they prefer."""
        return False

    def say(self, words: str) -> None:
        """Show the words."""
        self.setText(words)
        self.setToolTip(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = QRect(0, 0, max(self.width(), 40), 1000)
        needed = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text()).height()
        self.setFixedHeight(min(needed, self.LINES * self.fontMetrics().lineSpacing()) + 1)


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
        self._title = ElidedLabel(title)
        self._title.setProperty("heading", True)  # noqa: FBT003 - Qt's own signature
        self._unit = UnitLabel()
        self._unit.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
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
        self._header.addWidget(self._title, 1)
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
        self._unit.say(f"{note} · {_(result.unit)}" if note else _(result.unit))
        self._arrange()

    def show_table(self, shown: bool) -> None:
        """Show the table in place of the chart, or the chart again."""
        if self._as_table.isChecked() != shown:
            self._as_table.setChecked(shown)
            return
        self._arrange()

    def _arrange(self) -> None:
        if self.plot.result is None or not any_number(self.plot.result):
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
            self._header.insertWidget(1 + at, button)
            self._choices.append(button)

    def _chosen(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self.plot.choose(int(button.property("column")))

    def _picked(self, row: int, column: int) -> None:
        self.picked.emit(self.name, row, column)


def any_number(result: MetricResult) -> bool:
    """True when there is anything to draw."""
    columns = drawn(result)
    return any(row[column] for row in result.rows for column in columns)
