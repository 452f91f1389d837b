"""What a chart is, and the registry of chart kinds. Free of pyqtgraph: importing it costs nothing."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.registry import Registry
from app.stats.base import MetricResult
from app.ui.theme import Theme

MAX_POINTS = 2000
"""Bars or points drawn at most; the table behind the plot holds everything."""


@dataclass(frozen=True, slots=True)
class PlotStyle:
    """The theme, and the ink of a label that is a speaker's name (None when it is not)."""

    theme: Theme
    ink_of: Callable[[str], str | None]


class Plot(QWidget):
    """A chart of one metric result. ``picked`` carries row and column of the result behind a bar."""

    picked = Signal(int, int)

    def __init__(self, style: PlotStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.style_ = style
        self.result: MetricResult | None = None
        style.theme.changed.connect(self._repaint)
        style.theme.fonts_changed.connect(self._repaint)

    def show_result(self, result: MetricResult) -> None:
        """Draw a result in place of the one before."""
        self.result = result
        self.setAccessibleDescription(self.summary())
        self.draw(result)

    @abstractmethod
    def draw(self, result: MetricResult) -> None:
        """Draw; called again when the theme changes."""

    def choices(self) -> Sequence[tuple[str, int]]:
        """Columns between which the reader may switch, as title and column; empty for none."""
        return ()

    def choose(self, column: int) -> None:
        """Show another of the ``choices``."""
        del column

    def note(self) -> str:
        """What the reader must know about the drawing, such as "24 of 312 shown"; usually empty."""
        return ""

    def summary(self) -> str:
        """The drawing in words, for screen readers."""
        result = self.result
        if result is None or not result.rows:
            return ""
        shown = ", ".join(" ".join(plain(cell) for cell in row) for row in result.rows[:8])
        return f"{_(result.unit)}: {shown}"

    def _repaint(self) -> None:
        if self.result is not None:
            self.draw(self.result)


def plain(cell: object) -> str:
    """A cell of a result as it is shown."""
    if isinstance(cell, float):
        return f"{cell:,.1f}" if abs(cell) >= 1 or not cell else f"{cell:.3f}"
    return f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else str(cell)


def drawn(result: MetricResult) -> list[int]:
    """The columns of a result that are drawn."""
    return [result.columns.index(name) for name in result.series]


def is_number(cell: object) -> bool:
    """True for a cell that can be a bar."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


PLOTS: Registry[type[Plot]] = Registry("app.ui.plots")
"""Chart classes by the ``chart`` of a metric, or by the name of one metric that has its own chart."""
