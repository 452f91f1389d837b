"""The hits: one row an occurrence, in context, or put together in groups."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.search.groups import Group
from app.search.lines import Context
from app.search.parser import Query
from app.settings import options
from app.ui.delegates import KwicDelegate
from app.ui.models import HitColumn, HitsModel
from app.ui.models.desk.answers import Outcome, Scope
from app.ui.models.desk.arranging import HitRows
from app.ui.models.desk.copying import Copying
from app.ui.models.desk.counting import Totals
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.grouping import Grouped
from app.ui.panels.base import PANELS, Handlers, Panel
from app.ui.panels.explain import explain_words
from app.ui.panels.groups_list import GroupsList, grouping_titles
from app.ui.panels.hits_tools import HitsTools
from app.ui.panels.kwic_list import KwicList
from app.ui.panels.lists import heading
from app.ui.panels.no_hits import NoHits
from app.ui.panels.totals import total_words
from app.ui.theme.elided import ElidedLabel

WIDE = 620
"""From this width on the conversation's title has a column."""


class HitsPanel(Panel):
    """Selecting a row opens its conversation at that very occurrence; F3 walks through all of them."""

    area = "centre"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = HitsModel(desk.search.fetch, self)
        self.table = KwicList(_("Hits"))
        self.groups = GroupsList()
        self.tools = HitsTools()
        self.no_hits = NoHits(desk.theme)
        self.chip = QToolButton()
        self.totals = ElidedLabel()
        self.explained = ElidedLabel()
        self._stack = QStackedWidget()
        self._shown: Outcome | None = None
        self._quiet = False
        self._delegate = KwicDelegate(desk.theme, self.table)
        self._copying = Copying(desk.corpus, desk.search, desk.runner)
        self._build()
        self._connect()
        self._take_context()

    def _connect(self) -> None:
        desk = self.desk
        self.table.selectionModel().currentRowChanged.connect(self._current)
        self.table.clicked.connect(self._clicked)
        self.chip.clicked.connect(self.clear_scope)
        self.no_hits.chosen.connect(self._search_instead)
        desk.search.found.connect(self._found)
        desk.search.context_changed.connect(self._show_context)
        desk.counting.counted.connect(self._counted)
        desk.counting.arranged.connect(self._arranged)
        desk.grouping.changed.connect(self._show_grouping)
        desk.grouping.grouped.connect(self._grouped)
        self._copying.copied.connect(self._copied)
        self._copying.failed.connect(desk.search.failed)
        self.groups.chosen.connect(self._enter)
        self.tools.group_chosen.connect(desk.grouping.set_by)
        self.tools.sample_chosen.connect(self._sample)
        self.tools.context_chosen.connect(self._choose_context)
        desk.corpus.closed.connect(self._closed)
        desk.theme.changed.connect(self._repaint)

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.setItemDelegate(self._delegate)
        self.table.set_row_height(self._delegate.row_height())
        self._build_header()
        self.chip.setToolTip(_("Show all hits again"))
        self.chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.chip.setIcon(self.desk.theme.icon("close"))
        self.chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.chip.setObjectName("chip")
        self.chip.hide()
        self.totals.setContentsMargins(0, 8, 0, 4)
        self.explained.setContentsMargins(12, 0, 12, 4)
        self.explained.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self.explained.setAccessibleName(_("How the search was read"))
        self.explained.hide()
        self.totals.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 12, 0)
        top.addWidget(heading(_("Hits")))
        top.addWidget(self.chip)
        top.addWidget(self.totals, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.no_hits)
        self._stack.addWidget(self.groups)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.tools)
        layout.addWidget(self.explained)
        layout.addWidget(self._stack, 1)

    def _build_header(self) -> None:
        """Borders between the columns are dragged; a double click on one fits what is on screen."""
        header, metrics = self.table.horizontalHeader(), self.table.fontMetrics()
        header.show()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        header.setResizeContentsPrecision(0)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(HitColumn.KWIC, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(HitColumn.SPEAKER, metrics.averageCharWidth() * 9 + 16)
        header.resizeSection(HitColumn.CONVERSATION, metrics.averageCharWidth() * 18 + 16)
        header.resizeSection(HitColumn.INDEX, metrics.horizontalAdvance("9,999,999") + 16)

    def handlers(self) -> Handlers:
        return {
            "go.hits": self.focus_list,
            "go.next_hit": self.next_hit,
            "go.previous_hit": self.previous_hit,
            "search.clear_chips": self.clear_scope,
            "edit.copy_rows": self.copy_rows,
        }

    @property
    def settled(self) -> bool:
        return not self._copying.busy

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
        same = before is not None and (before.query, before.how, before.scope) == (
            outcome.query, outcome.how, outcome.scope,
        )  # fmt: skip
        self._quiet = True
        if same and before is not None and not before.complete:
            self.model.extend_to(outcome.ids)
        else:
            row = self.table.currentIndex().row()
            kept = self.model.turn_id(row) if same and 0 <= row < self.model.rowCount() else -1
            self.model.set_ids(outcome.ids, outcome.occurrences, outcome.ready)
            position = self.model.position_of(kept) if kept >= 0 else -1
            if position >= 0:
                self.select(self.model.row_at(position))
        self._quiet = False
        self._show_scope(outcome.scope)
        if outcome.complete and not outcome.total:
            self.no_hits.explain(
                outcome, self.desk.corpus.snapshot.counts.turns, importing=self.desk.writing.busy
            )
        self.tools.show_arrangement(outcome.how)
        self._choose_page()

    def _search_instead(self, query: Query) -> None:
        self.desk.search.ask(query.text, query.folding)

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

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, tab-separated, with the ids that lead back to them."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        places = [(self.model.turn_id(row), self.model.place(row)[1]) for row in rows]
        self._copying.copy(places)

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    # ------------------------------------------------------------------ groups, totals, order

    def _choose_page(self) -> None:
        outcome = self._shown
        nothing = outcome is not None and outcome.complete and not outcome.total
        page = self.no_hits if nothing else self.groups if self.desk.grouping.by else self.table
        self._stack.setCurrentWidget(page)

    def _show_grouping(self) -> None:
        self.tools.show_group(self.desk.grouping.by)
        self.groups.show_groups(Grouped(self.desk.grouping.by, (), complete=False))
        self._choose_page()

    def _grouped(self, grouped: Grouped) -> None:
        self.groups.show_groups(grouped)

    def _enter(self, group: Group) -> None:
        by = self.desk.grouping.by
        label = f"{group.label or _('(none)')} · {grouping_titles()[by]}"
        self.desk.grouping.enter(by, group.key, label, group.clause)

    def _counted(self, totals: Totals) -> None:
        outcome = self._shown
        sampled = outcome is not None and 0 < outcome.how.sample < totals.turns
        self.totals.setText(total_words(totals, self.model.total_turns, sampled=sampled))
        self._explain()

    def _explain(self) -> None:
        outcome = self._shown
        words = explain_words(outcome.query, self.desk.counting.forms) if outcome is not None else ""
        self.explained.setText(words)
        self.explained.setVisible(bool(words))

    def _arranged(self, rows: HitRows) -> None:
        """Hits sorted by context take the place of those in order of position."""
        row = self.table.currentIndex().row()
        kept = self.model.turn_id(row) if 0 <= row < self.model.rowCount() else -1
        self._quiet = True
        self.model.set_ids(rows.turns, rows.occurrences)
        position = self.model.position_of(kept) if kept >= 0 else -1
        if position >= 0:
            self.select(position)
        self._quiet = False

    def _sample(self, size: int, seed: int) -> None:
        self.desk.search.arrange(replace(self.desk.search.how, sample=size, seed=seed))

    # ------------------------------------------------------------------ context

    def _take_context(self) -> None:
        """What was chosen when the window was last open."""
        settings = self.desk.settings
        by_turns = settings.get(options.CONTEXT_BY_TURNS)
        self.desk.search.set_context(
            Context(turns=True) if by_turns else Context(settings.get(options.KWIC_CONTEXT))
        )
        self._show_context()

    def _choose_context(self, context: Context) -> None:
        self.desk.settings.set(options.CONTEXT_BY_TURNS, context.turns)
        if not context.turns:
            self.desk.settings.set(options.KWIC_CONTEXT, context.characters)
        self.desk.search.set_context(context)

    def _show_context(self) -> None:
        context = self.desk.search.context
        self.tools.show_context(context)
        self._delegate.by_turns = context.turns
        self.table.set_row_height(self._delegate.row_height())
        self.model.refresh()

    def _closed(self) -> None:
        self._shown = None
        self.totals.setText("")
        self.model.set_ids([])
        self.chip.hide()

    def _repaint(self) -> None:
        self.chip.setIcon(self.desk.theme.icon("close"))
        self.table.viewport().update()


@PANELS.register("hits")
def _hits() -> type[Panel]:
    return HitsPanel
