"""The list of hits, painted row by row straight from the model's ready values.

A QTableView asks the model some ten questions for every cell it paints; a page of hits is then a quarter
of a frame before its first glyph.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from app.ui.delegates import KwicDelegate
from app.ui.models import HitsModel
from app.ui.panels.lists import HitsList


class KwicList(HitsList):
    """A list of hits that paints a HitsModel with a KwicDelegate itself; anything else as a table does."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the rows and columns that have to be painted."""
        model, delegate = self.model(), self.itemDelegate()
        if not isinstance(model, HitsModel) or not isinstance(delegate, KwicDelegate):
            super().paintEvent(event)
            return
        area = event.rect()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return
        with QPainter(self.viewport()) as painter:
            last = model.rowCount() - 1 if last < 0 else last
            places = self._columns()
            picked = [(one.top(), one.bottom()) for one in self.selectionModel().selection().toList()]
            height = self.verticalHeader().defaultSectionSize()
            top = float(self.rowViewportPosition(first))
            for row in range(first, last + 1):
                chosen = any(start <= row <= end for start, end in picked)
                if chosen:
                    painter.fillRect(QRectF(0, top, self.viewport().width(), height), delegate.ground)
                kwic, waiting = model.ready(row)
                cells = [(column, QRectF(x, top, width, height)) for column, x, width in places]
                delegate.cells(painter, kwic, cells, waiting=waiting, selected=chosen)
                top += height

    def _columns(self) -> list[tuple[int, float, float]]:
        """The columns that are shown: which, where, how wide."""
        header = self.horizontalHeader()
        return [
            (column, float(self.columnViewportPosition(column)), float(self.columnWidth(column)))
            for column in range(header.count())
            if not header.isSectionHidden(column)
        ]
