"""The emoji chart: painted by Qt itself, whose text engine has the colour glyphs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QToolTip, QVBoxLayout, QWidget

from app.i18n import _
from app.stats.base import MetricResult
from app.ui.plots.base import PLOTS, Plot, PlotStyle, drawn, is_number, plain

SHOWN = 100
ROW_HEIGHT = 26
COLUMN_WIDTH = 150


class _Rows(QWidget):
    """Emoji with bars, in as many columns as fit."""

    def __init__(self, plot: EmojiPlot) -> None:
        super().__init__()
        self._plot = plot
        self.setMouseTracking(True)

    def _columns(self) -> int:
        return max(1, self.width() // COLUMN_WIDTH)

    def sizeHint(self) -> QSize:
        return QSize(COLUMN_WIDTH, self._height())

    def _height(self) -> int:
        return -(-len(self._plot.rows()) // self._columns()) * ROW_HEIGHT + 4

    def fit(self) -> None:
        """Take the height that the rows need."""
        self.setMinimumHeight(self._height())
        self.update()

    def resizeEvent(self, _event: object) -> None:
        self.fit()

    def _box(self, row: int) -> QRectF:
        columns = self._columns()
        width = self.width() / columns
        return QRectF(row % columns * width, row // columns * ROW_HEIGHT, width, ROW_HEIGHT)

    def row_at(self, x: float, y: float) -> int:
        """The row under a point, or -1."""
        columns = self._columns()
        row = int(y // ROW_HEIGHT) * columns + min(int(x * columns // max(self.width(), 1)), columns - 1)
        return row if 0 <= row < len(self._plot.rows()) else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        plot = self._plot
        of = plot.style_.theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(of.surface))
            emoji = plot.style_.theme.ui_font(1.35)
            words = plot.style_.theme.ui_font(0.92, QFont.Weight.Normal)
            most = max((count for _name, count in plot.rows()), default=1) or 1
            number = QFontMetricsF(words).horizontalAdvance(f"{most:,}") + 10
            for row, (name, count) in enumerate(plot.rows()):
                box = self._box(row)
                if not box.toAlignedRect().intersects(event.rect()):
                    continue
                painter.setFont(emoji)
                painter.setPen(QColor(of.text))
                painter.drawText(QRectF(box.left(), box.top(), 32, box.height()), _CENTRE, name)
                room = max(box.width() - 38 - number - 8, 4.0)
                bar = QRectF(box.left() + 38, box.center().y() - 5, max(2.0, room * count / most), 10)
                painter.fillRect(bar, QColor(of.accent))
                painter.setFont(words)
                painter.setPen(QColor(of.muted))
                painter.drawText(
                    QRectF(bar.right() + 6, box.top(), number, box.height()), _LEFT, f"{count:,}"
                )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().x(), event.position().y())
        if row < 0:
            self.unsetCursor()
            QToolTip.hideText()
            return
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        name, count = self._plot.rows()[row]
        QToolTip.showText(event.globalPosition().toPoint(), f"{name}: {count:,}", self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().x(), event.position().y())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton and self._plot.result is not None:
            self._plot.picked.emit(row, drawn(self._plot.result)[0])


_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class EmojiPlot(Plot):
    """Emoji by how often they occur."""

    def __init__(self, style: PlotStyle, parent: QWidget | None = None) -> None:
        super().__init__(style, parent)
        self.body = _Rows(self)
        scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setMinimumHeight(40)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def rows(self) -> list[tuple[str, int]]:
        """Emoji and count of the rows shown."""
        if self.result is None or not self.result.rows:
            return []
        column = drawn(self.result)[0]
        return [
            (str(row[0]), int(row[column]) if is_number(row[column]) else 0)
            for row in self.result.rows[:SHOWN]
        ]

    def note(self) -> str:
        rows = len(self.result.rows) if self.result is not None else 0
        return _("{shown} of {all} shown").format(shown=SHOWN, all=plain(rows)) if rows > SHOWN else ""

    def draw(self, result: MetricResult) -> None:
        del result
        self.body.fit()


@PLOTS.register("emoji")
def _emoji() -> type[Plot]:
    return EmojiPlot
