"""The quiet ground all pyqtgraph charts share: no zoom, no menus, bars that answer the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.ui.plots.base import MAX_POINTS
from app.ui.theme import Theme
from app.ui.theme.tips import plain_tip


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its box in data units, its ink, which cell of the result it stands for, and its words."""

    left: float
    right: float
    bottom: float
    top: float
    ink: str
    row: int
    column: int
    tip: str

    def contains(self, x: float, y: float) -> bool:
        """True when the point lies in the bar, in data units."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


class Canvas(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no type information
    """Draws bars and tells which one was clicked."""

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: Sequence[Bar] = ()
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.getViewBox().setDefaultPadding(0.0)
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:
        """A chart may become small; QGraphicsView would insist on more."""
        return QSize(60, 40)

    def sizeHint(self) -> QSize:
        return QSize(200, 90)

    def paint_ground(self, theme: Theme, scale: float = 0.88) -> None:
        """Take the colours and fonts of the theme."""
        of = theme.tokens
        self.setBackground(of.surface)
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setStyle(tickFont=theme.ui_font(scale), tickLength=0, tickTextOffset=5)
            axis.setPen(pg.mkPen(of.line))
            axis.setTextPen(pg.mkPen(of.muted))

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Replace the drawing; beyond MAX_POINTS nothing is drawn."""
        self.bars = bars[:MAX_POINTS]
        self.clear()
        if self.bars:
            self.addItem(
                pg.BarGraphItem(
                    x0=[bar.left for bar in self.bars],
                    x1=[bar.right for bar in self.bars],
                    y0=[bar.bottom for bar in self.bars],
                    y1=[bar.top for bar in self.bars],
                    brushes=[QColor(bar.ink) for bar in self.bars],
                    pen=pg.mkPen(None),
                )
            )

    def write(self, text: str, x: float, y: float, ink: str, theme: Theme) -> None:
        """Put words to the right of a point."""
        label = pg.TextItem(text, color=ink, anchor=(0, 0.5))
        label.setFont(theme.ui_font(0.88))
        self.addItem(label)
        label.setPos(x, y)

    def bar_at(self, where: QPointF) -> Bar | None:
        """The bar under a point of the widget."""
        point = self.getPlotItem().getViewBox().mapSceneToView(self.mapToScene(where.toPoint()))
        return next((bar for bar in self.bars if bar.contains(point.x(), point.y())), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        bar = self.bar_at(event.position())
        if bar is None:
            self.unsetCursor()
            QToolTip.hideText()
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            QToolTip.showText(event.globalPosition().toPoint(), plain_tip(bar.tip), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        bar = self.bar_at(event.position())
        if bar is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(bar.row, bar.column)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to the scroll area around: a chart does not zoom."""
        event.ignore()
