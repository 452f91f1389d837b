"""Horizontal bars: one named thing a row, its number written at the end of the bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.i18n import _
from app.stats.base import MetricResult
from app.ui.plots._canvas import Bar, Canvas
from app.ui.plots._labels import elided
from app.ui.plots.base import PLOTS, Plot, PlotStyle, drawn, plain

ROW_HEIGHT = 24
SHOWN = 60
"""Bars at most; the table behind shows all rows."""


class BarPlot(Plot):
    """Bars of one numeric column; the reader switches between the columns."""

    def __init__(self, style: PlotStyle, parent: QWidget | None = None) -> None:
        super().__init__(style, parent)
        self.column = -1
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
        layout.addWidget(self._scroll)

    def choices(self) -> Sequence[tuple[str, int]]:
        if self.result is None or len(self.result.series) < 2:
            return ()
        return [
            (_(title), column) for title, column in zip(self.result.series, drawn(self.result), strict=True)
        ]

    def choose(self, column: int) -> None:
        self.column = column
        if self.result is not None:
            self.draw(self.result)

    def note(self) -> str:
        rows = len(self.result.rows) if self.result is not None else 0
        return _("{shown} of {all} shown").format(shown=SHOWN, all=f"{rows:,}") if rows > SHOWN else ""

    def draw(self, result: MetricResult) -> None:
        columns = drawn(result)
        column = self.column if self.column in columns else columns[0]
        self.column = column
        theme, rows = self.style_.theme, result.rows[:SHOWN]
        values = [float(row[column]) for row in rows]
        names = [str(row[0]) for row in rows]
        most = max(values, default=0.0) or 1.0
        self.canvas.paint_ground(theme)
        self.canvas.setMinimumHeight(ROW_HEIGHT * len(values) + 6)
        self.canvas.set_bars(
            [
                Bar(0.0, value, at + 0.18, at + 0.82, self.style_.ink_of(name) or theme.tokens.accent,
                    at, column, f"{name}: {plain(rows[at][column])}")
                for at, (name, value) in enumerate(zip(names, values, strict=True))
            ]
        )  # fmt: skip
        for at, value in enumerate(values):
            self.canvas.write(plain(rows[at][column]), value, at + 0.5, theme.tokens.muted, theme)
        axis = self.canvas.getAxis("left")
        axis.setPen(None)
        axis.setStyle(tickAlpha=0)
        axis.setTextPen(theme.tokens.text)
        axis.setTicks([[(at + 0.5, elided(name)) for at, name in enumerate(names)]])
        shown = max(len(values), 1)
        # Fewer rows than fit keep their height, at the top.
        self.canvas.getPlotItem().getViewBox().invertY(True)  # noqa: FBT003 - pyqtgraph's own signature
        rows_that_fit = max(shown, (self._scroll.viewport().height() - 6) // ROW_HEIGHT)
        self.canvas.setRange(xRange=(0, most * 1.22), yRange=(0, rows_that_fit), padding=0)

    def resizeEvent(self, event: object) -> None:
        del event
        if self.result is not None:
            self.draw(self.result)


@PLOTS.register("bar")
def _bar() -> type[Plot]:
    return BarPlot
