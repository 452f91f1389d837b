"""Filters by speaker and script, with counts that follow the query; a click adds them to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.facets import SCRIPTS, FacetCounts
from app.ui.models.desk.statistics import Numbers
from app.ui.panels.base import PANELS, Panel
from app.ui.panels.lists import heading
from app.ui.plots.inks import script_title
from app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: the words it adds to the query, how it is shown, and its count."""

    clause: str
    label: str
    count: int
    ink: str | None = None


def quoted(value: str) -> str:
    """A field's value as it is typed: in quotes where white space or signs would end it."""
    return value if re.fullmatch(r"\w+", value) else '"' + value.replace('"', " ") + '"'


def has_clause(text: str, clause: str) -> bool:
    """True when the query contains the clause as a whole part."""
    return bool(_clause_pattern(clause).search(text))


def toggled(text: str, clause: str) -> str:
    """The query with the clause added at its end, or taken away when it is there."""
    if has_clause(text, clause):
        return " ".join(_clause_pattern(clause).sub(" ", text).split())
    return f"{text.strip()} {clause}".strip()


def _clause_pattern(clause: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){re.escape(clause)}(?!\S)")


class FacetRow(QAbstractButton):
    """A line of the filters: name, share bar behind it, count at the right end."""

    chosen = Signal(str)

    def __init__(self, facet: Facet, most: int, theme: Theme, *, active: bool) -> None:
        super().__init__()
        self._facet = facet
        self._most = max(most, 1)
        self._theme = theme
        self.setCheckable(True)
        self.setChecked(active)
        self.setText(facet.label)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(_("Filter by {clause}").format(clause=facet.clause))
        self.setAccessibleName(f"{facet.label}, {facet.count:,}")
        self.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self.chosen.emit(self._facet.clause)

    def sizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(6, 1, -6, -1)
        if self.isChecked() or self.underMouse() or self.hasFocus():
            painter.setPen(QColor(of.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.selection if self.isChecked() else of.raised))
            painter.drawRoundedRect(box, 5, 5)
        count = f"{self._facet.count:,}"
        room = self.fontMetrics().horizontalAdvance(count) + 8
        ink = of.on_selection if self.isChecked() else (self._facet.ink or of.text)
        name = QRectF(box.left() + 6, box.top(), box.width() - room - 12, box.height())
        shown = self.fontMetrics().elidedText(
            self._facet.label, Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.setPen(QColor(ink))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.setPen(QColor(of.on_selection if self.isChecked() else of.muted))
        painter.drawText(
            box.adjusted(0, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count
        )
        painter.end()


class FiltersPanel(Panel):
    """Speakers and scripts of the hits."""

    area = "left"
    rank = 1

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 0, 0, 8)
        self._rows.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        desk.statistics.computed.connect(self._show)
        desk.corpus.closed.connect(self._clear)
        desk.theme.changed.connect(self._again)

    def facets(self) -> list[tuple[str, list[Facet]]]:
        """What is offered now, in groups with their titles."""
        numbers = self.desk.statistics.numbers
        counts = numbers.facets if numbers is not None else FacetCounts()
        names = {int(one.id): one.name for one in self.desk.corpus.snapshot.speakers}
        speakers = [
            Facet(f"speaker:{quoted(names[key])}", names[key], count, self.desk.theme.speaker_hex(key))
            for key, count in counts.speakers
            if key in names
        ]
        scripts = [Facet(f"lang:{name}", script_title(name), count) for name, count in counts.scripts]
        repaired = [Facet("repaired:any", _("Repaired turns"), counts.repaired)] if counts.repaired else []
        self._keep_active(speakers, [Facet(f"speaker:{quoted(n)}", n, 0) for n in names.values()])
        self._keep_active(scripts, [Facet(f"lang:{name}", script_title(name), 0) for name in SCRIPTS])
        groups = [(_("Speakers"), speakers), (_("Scripts"), scripts), (_("Repairs"), repaired)]
        return [group for group in groups if group[1]]

    def _keep_active(self, shown: list[Facet], possible: list[Facet]) -> None:
        """A filter that is set stays on offer, also when nothing is found, so that it can be taken away."""
        text = self.desk.search.query.text
        if ":" in text:
            clauses = {facet.clause for facet in shown}
            shown += [one for one in possible if one.clause not in clauses and has_clause(text, one.clause)]

    def _show(self, _numbers: Numbers) -> None:
        self._again()

    def _again(self) -> None:
        self._clear()
        text = self.desk.search.query.text
        for title, group in self.facets():
            self._rows.addWidget(heading(title))
            most = max(facet.count for facet in group)
            for facet in group:
                row = FacetRow(facet, most, self.desk.theme, active=has_clause(text, facet.clause))
                row.chosen.connect(self._chosen)
                self._rows.addWidget(row)
        self._rows.addStretch(1)

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _chosen(self, clause: str) -> None:
        self.desk.search.set_text(toggled(self.desk.search.query.text, clause))


@PANELS.register("filters")
def _filters() -> type[Panel]:
    return FiltersPanel
