"""Histograms: vertical bars over a scale."""

from __future__ import annotations

from itertools import count

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _
from app.stats.base import MetricResult
from app.ui.plots._canvas import Bar, Canvas
from app.ui.plots.base import MAX_POINTS, PLOTS, Plot, PlotStyle, drawn, plain


class HistogramPlot(Plot):
    """One bar a row; the first column names the bin, the first series is its height."""

    def __init__(self, style: PlotStyle, parent: QWidget | None = None) -> None:
        super().__init__(style, parent)
        self.canvas = Canvas()
        self.canvas.picked.connect(self.picked)
        self.canvas.getPlotItem().showGrid(x=False, y=True, alpha=0.10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)

    def draw(self, result: MetricResult) -> None:
        theme = self.style_.theme
        rows = result.rows[:MAX_POINTS]
        column = drawn(result)[0]
        values = [float(row[column]) for row in rows]
        names = [str(row[0]) for row in rows]
        self.canvas.paint_ground(theme)
        gap = 0.06 if len(rows) <= 60 else 0.0
        self.canvas.set_bars(
            [
                Bar(at + gap, at + 1 - gap, 0.0, value, theme.tokens.accent, at, column,
                    f"{names[at]}: {plain(rows[at][column])} {_(result.columns[column])}")
                for at, value in enumerate(values)
            ]
        )  # fmt: skip
        axis = self.canvas.getAxis("bottom")
        axis.setStyle(hideOverlappingLabels=False)
        metrics = QFontMetricsF(theme.ui_font(0.88))
        widest = max((metrics.horizontalAdvance(name) for name in names), default=1.0) + 14
        room = max(1, int((self.canvas.width() - 50) // widest))
        step = max(1, -(-len(rows) // room))
        ticks = [(at + 0.5, names[at]) for at in range(0, len(rows), step)]
        axis.setTicks([ticks])
        most = max(values, default=0.0) or 1.0
        self.canvas.getAxis("left").setTicks([[(value, plain(value)) for value in levels(most)]])
        self.canvas.setRange(xRange=(0, max(len(rows), 1)), yRange=(0, most * 1.06), padding=0)

    def resizeEvent(self, _event: object) -> None:
        if self.result is not None:
            self.draw(self.result)


def levels(most: float) -> list[int]:
    """At most four round numbers from 0 up to ``most``, in steps of 1, 2 or 5 times a power of 10."""
    steps = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(step for step in steps if most / step <= 3)
    return list(range(0, int(most) + 1, step))


@PLOTS.register("histogram")
def _histogram() -> type[Plot]:
    return HistogramPlot
