"""Stacked bars: what each row is made of, as shares of its whole, with a legend that names every ink."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _
from app.stats.base import MetricResult
from app.ui.plots._canvas import Bar, Canvas
from app.ui.plots._labels import elided
from app.ui.plots.base import PLOTS, Plot, PlotStyle, drawn, plain
from app.ui.plots.inks import script_ink, script_title
from app.ui.theme import Theme

ROW_HEIGHT = 24
SHOWN = 60


class Legend(QWidget):
    """Small squares with names, wrapped over as many lines as they need."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: list[tuple[str, str]]) -> None:
        """Pairs of name and ink."""
        self._entries = entries
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._lines() * self._line_height())

    def resizeEvent(self, _event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self._lines()) * self._line_height())

    def _line_height(self) -> int:
        return self.fontMetrics().height() + 2

    def _places(self) -> list[tuple[float, int, str, str]]:
        placed: list[tuple[float, int, str, str]] = []
        x, line = 0.0, 0
        for name, ink in self._entries:
            width = 14 + self.fontMetrics().horizontalAdvance(name) + 12
            if x and x + width > self.width():
                x, line = 0.0, line + 1
            placed.append((x, line, name, ink))
            x += width
        return placed

    def _lines(self) -> int:
        places = self._places()
        return places[-1][1] + 1 if places else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            height = self._line_height()
            for x, line, name, ink in self._places():
                box = QRectF(x, line * height + height / 2 - 4.5, 9, 9)
                painter.fillRect(box, QColor(ink))
                painter.setPen(QColor(self._theme.tokens.muted))
                words = QRectF(x + 14, line * height, self.width() - x - 14, height)
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)


class StackedPlot(Plot):
    """One horizontal bar a row, all of equal length, cut by the shares of the columns."""

    def __init__(self, style: PlotStyle, parent: QWidget | None = None) -> None:
        super().__init__(style, parent)
        self.legend = Legend(style.theme)
        self.canvas = Canvas()
        self.canvas.picked.connect(self.picked)
        self.canvas.hideAxis("bottom")
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setMinimumHeight(40)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.legend)
        layout.addWidget(self._scroll, 1)

    def note(self) -> str:
        rows = len(self.result.rows) if self.result is not None else 0
        return _("{shown} of {all} shown").format(shown=SHOWN, all=f"{rows:,}") if rows > SHOWN else ""

    def draw(self, result: MetricResult) -> None:
        theme = self.style_.theme
        rows = result.rows[:SHOWN]
        columns = drawn(result)
        used = [column for column in columns if any(row[column] for row in rows)]
        self.legend.set_entries(
            [(script_title(result.columns[column]), _ink(result, column, theme)) for column in used]
        )  # fmt: skip
        self.canvas.paint_ground(theme)
        self.canvas.setMinimumHeight(ROW_HEIGHT * len(rows) + 6)
        self.canvas.set_bars([bar for at in range(len(rows)) for bar in self._row(result, at, used)])
        axis = self.canvas.getAxis("left")
        axis.setPen(None)
        axis.setStyle(tickAlpha=0)
        axis.setTextPen(theme.tokens.text)
        axis.setTicks([[(at + 0.5, elided(str(row[0]))) for at, row in enumerate(rows)]])
        self.canvas.getPlotItem().getViewBox().invertY(True)  # noqa: FBT003 - pyqtgraph's own signature
        fit = max(len(rows), 1, (self._scroll.viewport().height() - 6) // ROW_HEIGHT)
        self.canvas.setRange(xRange=(0, 1), yRange=(0, fit), padding=0)

    def _row(self, result: MetricResult, at: int, columns: list[int]) -> list[Bar]:
        row = result.rows[at]
        whole = sum(float(row[column]) for column in columns)
        bars: list[Bar] = []
        left = 0.0
        for column in columns:
            share = float(row[column]) / whole if whole else 0.0
            if share:
                tip = f"{row[0]} · {script_title(result.columns[column])}: {plain(row[column])} ({share:.0%})"
                ink = _ink(result, column, self.style_.theme)
                bars.append(Bar(left, left + share, at + 0.18, at + 0.82, ink, at, column, tip))
            left += share
        return bars

    def resizeEvent(self, _event: object) -> None:
        if self.result is not None:
            self.draw(self.result)


def _ink(result: MetricResult, column: int, theme: Theme) -> str:
    return script_ink(result.columns[column], dark=theme.dark)


@PLOTS.register("stacked-bar")
def _stacked() -> type[Plot]:
    return StackedPlot
