"""The hits: one row an occurrence, in context."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.ui.delegates import KwicDelegate
from app.ui.models import HitColumn, HitsModel
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.search import Outcome, Scope
from app.ui.panels.base import PANELS, Handlers, Panel
from app.ui.panels.lists import LongList, heading
from app.ui.panels.no_hits import NoHits

WIDE = 620
"""From this width on the conversation's title has a column."""


class HitsPanel(Panel):
    """Selecting a row opens its conversation at that very occurrence; F3 walks through all of them."""

    area = "centre"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = HitsModel(desk.search.fetch, self)
        self.table = LongList(_("Hits"))
        self.no_hits = NoHits(desk.theme)
        self.chip = QToolButton()
        self._note = QLabel()
        self._stack = QStackedWidget()
        self._shown: Outcome | None = None
        self._quiet = False
        self._build()
        self.table.selectionModel().currentRowChanged.connect(self._current)
        self.table.clicked.connect(self._clicked)
        self.chip.clicked.connect(self.clear_scope)
        self.no_hits.chosen.connect(desk.search.set_text)
        desk.search.found.connect(self._found)
        desk.corpus.closed.connect(self._closed)
        desk.theme.changed.connect(self._repaint)

    def _build(self) -> None:
        delegate = KwicDelegate(self.desk.theme, self.table)
        self.table.setModel(self.model)
        self.table.setItemDelegate(delegate)
        self.table.set_row_height(delegate.row_height())
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(HitColumn.KWIC, QHeaderView.ResizeMode.Stretch)
        metrics = self.table.fontMetrics()
        header.resizeSection(HitColumn.SPEAKER, metrics.averageCharWidth() * 9 + 16)
        header.resizeSection(HitColumn.CONVERSATION, metrics.averageCharWidth() * 18 + 16)
        header.resizeSection(HitColumn.INDEX, metrics.horizontalAdvance("9,999,999") + 16)
        self.chip.setToolTip(_("Show all hits again"))
        self.chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.chip.setIcon(self.desk.theme.icon("close"))
        self.chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.chip.setObjectName("chip")
        self.chip.hide()
        self._note.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 12, 0)
        top.addWidget(heading(_("Hits")))
        top.addWidget(self.chip)
        top.addStretch(1)
        top.addWidget(self._note)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.no_hits)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    def handlers(self) -> Handlers:
        return {
            "go.hits": self.focus_list,
            "go.next_hit": self.next_hit,
            "go.previous_hit": self.previous_hit,
            "search.clear_chips": self.clear_scope,
        }

    def focus_list(self) -> None:
        """Go to the hits with the keyboard."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.table.currentIndex().row() < 0 and self.model.rowCount():
            self.select(0)

    def next_hit(self) -> None:
        """The occurrence after the current one, around the end."""
        self.model.step(self.table.currentIndex().row(), self.select, forward=True)

    def previous_hit(self) -> None:
        """The occurrence before the current one, around the beginning."""
        self.model.step(self.table.currentIndex().row(), self.select, forward=False)

    def clear_scope(self) -> None:
        """Stop limiting the hits to the turns behind a bar."""
        self.desk.search.limit_to(None)

    def select(self, row: int) -> None:
        """Make a row current and show it."""
        index = self.model.index(row, 0)
        self.table.selectRow(row)
        self.table.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(HitColumn.CONVERSATION, self.width() < WIDE)

    def _found(self, outcome: Outcome) -> None:
        before, self._shown = self._shown, outcome
        same = before is not None and (before.query, before.order, before.scope) == (
            outcome.query, outcome.order, outcome.scope,
        )  # fmt: skip
        self._quiet = True
        if same and before is not None and not before.complete:
            self.model.extend_to(outcome.ids)
        else:
            row = self.table.currentIndex().row()
            kept = self.model.turn_id(row) if same and 0 <= row < self.model.rowCount() else -1
            self.model.set_ids(outcome.ids)
            position = self.model.position_of(kept) if kept >= 0 else -1
            if position >= 0:
                self.select(self.model.row_at(position))
        self._quiet = False
        self._show_scope(outcome.scope)
        nothing = outcome.complete and not outcome.total
        if nothing:
            self.no_hits.explain(
                outcome, self.desk.corpus.snapshot.counts.turns, importing=self.desk.writing.busy
            )
        self._stack.setCurrentWidget(self.no_hits if nothing else self.table)
        self._note.setText(_("every turn") if outcome.asks_nothing and outcome.scope is None else "")

    def _show_scope(self, scope: Scope | None) -> None:
        self.chip.setVisible(scope is not None)
        if scope is not None:
            self.chip.setText(scope.label.replace("&", "&&"))

    def _current(self, index: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self._open(index.row())

    def _clicked(self, index: QModelIndex) -> None:
        """A click on the current row leads back to it."""
        self._open(index.row())

    def _open(self, row: int) -> None:
        generation = self.model.generation

        def ready() -> None:
            kwic = self.model.kwic(row) if generation == self.model.generation else None
            if kwic is not None and row == self.table.currentIndex().row():
                turn = kwic.hit.turn
                span = kwic.span if kwic.span[1] > kwic.span[0] else None
                self.desk.reading.go(turn.conversation_id, turn.id, span)

        self.model.ensure(row, ready)

    def _closed(self) -> None:
        self._shown = None
        self.model.set_ids([])
        self.chip.hide()

    def _repaint(self) -> None:
        self.chip.setIcon(self.desk.theme.icon("close"))
        self.table.viewport().update()


@PANELS.register("hits")
def _hits() -> type[Panel]:
    return HitsPanel
