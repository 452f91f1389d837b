"""Facets beside the hits, with exact counts that follow the query; a click adds one to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.search import facets as core
from app.search.dimensions import SCRIPTS, clause
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.statistics import Numbers
from app.ui.panels.base import PANELS, Panel
from app.ui.panels.lists import heading
from app.ui.plots.inks import script_title
from app.ui.theme import Theme
from app.ui.theme.tags import tag_ink


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: the words it adds to the query, how it is shown, and its count.

    ``clause`` is empty where the query language has no words for it; ``name`` and ``key`` lead to its
    turns then.
    """

    clause: str
    label: str
    count: int
    ink: str | None = None
    name: str = ""
    key: int = 0


def facet_titles() -> dict[str, str]:
    """The dimensions in the order in which they are shown."""
    return {
        "speaker": _("Speakers"), "tag": _("Tags"), "script": _("Scripts"), "role": _("Roles"),
        "repaired": _("Repairs"), "month": _("Months"), "transcript": _("Transcripts"),
    }  # fmt: skip


def repair_title(state: str) -> str:
    """A state of repair in words."""
    titles = {
        "exact": _("Repaired exactly"), "inferred": _("Repaired by inference"), "lost": _("Partly lost"),
        "undone": _("Repair undone"),
    }  # fmt: skip
    return titles.get(state, state)


def has_clause(text: str, clause: str) -> bool:
    """True when the query contains the clause as a whole part."""
    return clause in text and bool(_clause_pattern(clause).search(text))


def toggled(text: str, clause: str) -> str:
    """The query with the clause added at its end, or taken away when it is there."""
    if has_clause(text, clause):
        return " ".join(_clause_pattern(clause).sub(" ", text).split())
    return f"{text.strip()} {clause}".strip()


def _clause_pattern(clause: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){re.escape(clause)}(?!\S)")


class FacetRow(QAbstractButton):
    """A line of the filters: name and count at the right end."""

    chosen = Signal(str)
    entered = Signal(object)  # Facet

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._facet = Facet("", "", 0)
        self._theme = theme
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._clicked)

    def show_facet(self, facet: Facet, *, active: bool) -> None:
        """Stand for another value."""
        self.setChecked(active)
        if facet != self._facet:
            self._facet = facet
            self.setText(facet.label)
            self.setToolTip(_("Filter by {clause}").format(clause=facet.clause or facet.label))
            self.setAccessibleName(f"{facet.label}, {facet.count:,}")

    def _clicked(self) -> None:
        if self._facet.clause:
            self.chosen.emit(self._facet.clause)
        else:
            self.entered.emit(self._facet)

    def sizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = self._theme.tokens
        with QPainter(self) as painter:
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


class FacetGroup(QWidget):
    """A dimension: its title and its values. Rows are kept for the next query: new ones cost a frame."""

    chosen = Signal(str)
    entered = Signal(object)  # Facet

    def __init__(self, title: str, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[FacetRow] = []
        self._more = QLabel()
        self._more.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._more.setContentsMargins(12, 2, 8, 4)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addWidget(heading(title))
        self._lines.addWidget(self._more)

    def show_facets(self, facets: list[Facet], more: int, text: str) -> None:
        """Show these values, those that the query ``text`` has marked; ``more`` are not listed."""
        while len(self._rows) < len(facets):
            row = FacetRow(self._theme)
            row.chosen.connect(self.chosen)
            row.entered.connect(self.entered)
            self._lines.insertWidget(1 + len(self._rows), row)
            self._rows.append(row)
        for row, facet in zip(self._rows, facets, strict=False):
            row.show_facet(facet, active=bool(facet.clause) and has_clause(text, facet.clause))
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(facets))
        self._more.setVisible(more > 0)
        self._more.setText(_("and {n} more").format(n=f"{more:,}"))
        self.setVisible(bool(facets))
        self.update()


class FiltersPanel(Panel):
    """Speakers, scripts, roles, repairs, months and transcripts of the hits."""

    area = "left"
    rank = 1

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._body = QWidget()
        lines = QVBoxLayout(self._body)
        lines.setContentsMargins(0, 0, 0, 8)
        lines.setSpacing(0)
        self._groups: dict[str, FacetGroup] = {}
        for title in facet_titles().values():
            group = self._groups[title] = FacetGroup(title, desk.theme)
            group.chosen.connect(self._chosen)
            group.entered.connect(self._entered)
            group.hide()
            lines.addWidget(group)
        lines.addStretch(1)
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
        return [(title, shown) for title, shown, _more in self._offered()]

    def _offered(self) -> list[tuple[str, list[Facet], int]]:
        numbers = self.desk.statistics.numbers
        found = {facet.name: facet for facet in numbers.facets.facets} if numbers is not None else {}
        groups = []
        for name, title in facet_titles().items():
            facet = found.get(name)
            shown = [self._made(name, value) for value in facet.values] if facet is not None else []
            self._keep_active(name, shown)
            if shown:
                groups.append((title, shown, facet.more if facet is not None else 0))
        return groups

    def _made(self, name: str, value: core.FacetValue) -> Facet:
        label, ink = value.label, None
        if name == "script":
            label = script_title(label)
        elif name == "repaired":
            label = repair_title(label)
        elif name == "tag":
            colour = self.desk.tagging.colour(value.label)
            ink = tag_ink(colour, dark=self.desk.theme.tokens.dark)
        elif name == "speaker":
            ink = self.desk.theme.speaker_hex(value.key)
        return Facet(value.clause or "", label, value.turns, ink, name, value.key)

    def _keep_active(self, name: str, shown: list[Facet]) -> None:
        """A filter that is set stays on offer, also when nothing is found, so that it can be taken away."""
        text = self.desk.search.query.text
        if ":" not in text:
            return
        clauses = {facet.clause for facet in shown}
        possible: list[Facet] = []
        if name == "speaker":
            names = [one.name for one in self.desk.corpus.snapshot.speakers]
            possible = [Facet(clause("speaker", one) or "", one, 0) for one in names if one in text]
        elif name == "tag":
            names = [one.name for one in self.desk.tagging.tags]
            possible = [Facet(clause("tag", one) or "", one, 0) for one in names if one in text]
        elif name == "script":
            possible = [Facet(f"lang:{one}", script_title(one), 0) for one in SCRIPTS]
        shown += [
            one
            for one in possible
            if one.clause and one.clause not in clauses and has_clause(text, one.clause)
        ]

    def _show(self, _numbers: Numbers) -> None:
        self._again()

    def _again(self) -> None:
        text = self.desk.search.query.text
        offered = {title: (facets, more) for title, facets, more in self._offered()}
        for title, group in self._groups.items():
            group.show_facets(*offered.get(title, ([], 0)), text)

    def _clear(self) -> None:
        for group in self._groups.values():
            group.hide()

    def _chosen(self, clause: str) -> None:
        self.desk.search.set_text(toggled(self.desk.search.query.text, clause))

    def _entered(self, facet: Facet) -> None:
        label = f"{facet.label} · {facet_titles()[facet.name]}"
        self.desk.grouping.enter(facet.name, facet.key, label, None)


@PANELS.register("filters")
def _filters() -> type[Panel]:
    return FiltersPanel
