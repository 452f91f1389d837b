"""The line one types a query into: fields in another ink, problems underlined where they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.i18n import _
from app.model.hits import QueryProblem
from app.model.ids import CodePoint
from app.search.fields import FIELD_NAMES, META
from app.search.parser import Query
from app.text.offsets import to_utf16
from app.ui.theme import Theme

_FIELD = re.compile(
    rf"(?<!\S)[-－(（]*((?:{'|'.join(FIELD_NAMES)}|{re.escape(META)}[\w.-]+)[:：])", re.IGNORECASE
)


class SearchField(QLineEdit):
    """Marks what the parser could not read, and says why at the right end of the line."""

    history_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._query: Query | None = None
        self.setPlaceholderText(_('Search: words, 周末, 😂, "a phrase", speaker:A, lang:han, -not'))
        self.setAccessibleName(_("Search"))
        self.setClearButtonEnabled(True)
        self._icon = self.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._why = QLabel(self)
        self._why.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._why.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._why.hide()
        theme.changed.connect(self._recolour)

    def show_reading(self, query: Query) -> None:
        """Mark fields and problems of the query that stands in the line."""
        self._query = query
        formats = [(start, end, self._field_format()) for start, end in _fields(query.text)]
        formats += [(p.start, p.end, self._problem_format()) for p in query.problems]
        self._mark(query.text, formats)
        self._say(query.problems)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.history_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _mark(self, text: str, formats: Sequence[tuple[int, int, QTextCharFormat]]) -> None:
        # An input-method event with formats and no text is the way a line edit takes formats at all.
        attributes = []
        for start, end, look in formats:
            first = to_utf16(text, CodePoint(start))
            last = to_utf16(text, CodePoint(max(end, start + 1)))
            attributes.append(
                QInputMethodEvent.Attribute(
                    QInputMethodEvent.AttributeType.TextFormat,
                    first - self.cursorPosition(),
                    last - first,
                    look,
                )
            )
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))

    def _field_format(self) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(QColor(self._theme.tokens.accent))
        return look

    def _problem_format(self) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(self._theme.tokens.warning))
        look.setForeground(QColor(self._theme.tokens.warning))
        return look

    def _say(self, problems: Sequence[QueryProblem]) -> None:
        self.setToolTip("\n".join(problem.message for problem in problems))
        self.setAccessibleDescription(self.toolTip())
        self._why.setVisible(bool(problems))
        if problems:
            self._why.setStyleSheet(f"color: {self._theme.tokens.warning}; background: transparent;")
            self._why.setText(problems[0].message)
        self._place()

    def _place(self) -> None:
        if self._why.isHidden():
            self.setTextMargins(0, 0, 0, 0)
            return
        width = min(self._why.sizeHint().width() + 8, self.width() * 2 // 5)
        shown = self._why.fontMetrics().elidedText(
            (self.toolTip().splitlines() or [""])[0], Qt.TextElideMode.ElideRight, width - 8
        )
        self._why.setText(shown)
        self._why.setGeometry(QRect(self.width() - width - 32, 0, width, self.height()))
        self.setTextMargins(0, 0, width, 0)

    def _recolour(self) -> None:
        self._icon.setIcon(self._theme.icon("search"))
        if self._query is not None:
            self.show_reading(self._query)


def _fields(text: str) -> list[tuple[int, int]]:
    return [(match.start(1), match.end()) for match in _FIELD.finditer(text)]
