"""What stands in place of the hits when there are none: why, and the nearest thing that would hit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.search.explain import Explanation
from app.search.folding import Folding
from app.search.nearest import Nearest
from app.search.parser import Query
from app.ui.models.desk.answers import Outcome
from app.ui.panels.fold_switches import fold_titles
from app.ui.theme import Theme
from app.ui.theme.visible import named, shortened

_REASON_CHARS = 400


class NoHits(QWidget):
    """``chosen`` carries the query that was clicked."""

    chosen = Signal(object)  # Query

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
        self._found: Query | None = None
        self.nearest = QPushButton()
        self.nearest.setCursor(Qt.CursorShape.PointingHandCursor)
        self.nearest.clicked.connect(self._clicked)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 24, 24, 24)
        self._layout.setSpacing(8)
        self._layout.addStretch(2)
        for label in (self._title, self._why):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._layout.addWidget(label)
        self._layout.addWidget(self.nearest, 0, Qt.AlignmentFlag.AlignHCenter)
        self._layout.addStretch(3)

    @property
    def offered(self) -> str:
        """The query offered now; empty when there is none."""
        return self._found.text if self._found is not None else ""

    def explain(self, outcome: Outcome, turns: int, *, importing: bool = False) -> None:
        """Say what was asked and what would be found instead."""
        self._offer(outcome.query.folding, None)
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
        elif outcome.why is not None:
            self._why.setText(_reasons(outcome.why))
            self._offer(outcome.query.folding, outcome.why.nearest)

    def _offer(self, folding: Folding, nearest: Nearest | None) -> None:
        self._found = nearest.query if nearest is not None else None
        self.nearest.setVisible(nearest is not None)
        if nearest is None:
            return
        found = ngettext("{n} turn", "{n} turns", nearest.total).format(n=f"{nearest.total:,}")
        words = [nearest.query.text, *_differences(folding, nearest.query.folding), found]
        self.nearest.setText("   ·   ".join(words).replace("&", "&&"))
        self.nearest.setAccessibleName(_("Search instead: {query}").format(query=", ".join(words)))

    def _clicked(self) -> None:
        if self._found is not None:
            self.chosen.emit(self._found)


def _reasons(why: Explanation) -> str:
    """Which parts find nothing even alone, and whether there is something near."""
    lines = []
    if why.missing and why.missing != (why.reading,):
        lines.append(_("No turn has {parts}.").format(parts=_(" or ").join(map(named, why.missing))))
    elif not why.missing and not why.reasons:
        lines.append(_("Every part is found, but nowhere together like this."))
    lines += [shortened(reason, _REASON_CHARS) for reason in why.reasons]
    if why.nearest is not None:
        lines.append(_("The nearest search that finds something:"))
    else:
        lines.append(_("Check the spelling, or leave out a word or a filter."))
    return "\n".join(lines)


def _differences(before: Folding, after: Folding) -> list[str]:
    """The switches that stand otherwise, in words."""
    return [
        titles[0 if getattr(after, name) else 1]
        for name, titles in fold_titles().items()
        if getattr(after, name) != getattr(before, name)
    ]
