"""What stands in place of the hits when there are none: why, and the nearest thing that would hit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.ui.models.desk.search import Outcome
from app.ui.theme import Theme


class NoHits(QWidget):
    """``chosen`` carries the query of the hint that was clicked."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noHits")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setFont(theme.ui_font(1.25))
        self._why = QLabel()
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        self._why.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._hints: list[QPushButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 24, 24, 24)
        self._layout.setSpacing(8)
        self._layout.addStretch(2)
        for label in (self._title, self._why):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._layout.addWidget(label)
        self._layout.addStretch(3)

    @property
    def offered(self) -> list[str]:
        """The queries offered now."""
        return [str(button.property("query")) for button in self._hints]

    def explain(self, outcome: Outcome, turns: int, *, importing: bool = False) -> None:
        """Say what was asked and what would be found instead."""
        for button in self._hints:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._hints = []
        if not turns and importing:
            self._title.setText(_("Importing"))
            self._why.setText(_("What has arrived is shown here and can be searched at once."))
            return
        if not turns:
            self._title.setText(_("This corpus is empty"))
            self._why.setText(_("Drop transcripts or folders onto the window to import them."))
            return
        self._title.setText(_("Nothing matches"))
        if outcome.scope is not None:
            self._why.setText(
                _("None of the hits is among the turns behind “{bar}”.").format(bar=outcome.scope.label)
            )
        elif outcome.hints:
            self._why.setText(_("The nearest searches that find something:"))
        else:
            self._why.setText(_("Check the spelling, or leave out a word or a filter."))
        for at, hint in enumerate(outcome.hints):
            turns_found = ngettext("{n} turn", "{n} turns", hint.total).format(n=f"{hint.total:,}")
            button = QPushButton(f"{hint.text}   ·   {turns_found}".replace("&", "&&"))
            button.setProperty("query", hint.text)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(self._clicked)
            self._layout.insertWidget(3 + at, button, 0, Qt.AlignmentFlag.AlignHCenter)
            self._hints.append(button)

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.chosen.emit(str(button.property("query")))
