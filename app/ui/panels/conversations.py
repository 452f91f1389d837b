"""The conversations of the corpus, with how many of their turns were found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.model.ids import ConversationId
from app.ui.delegates import ConversationDelegate
from app.ui.models import ConversationsModel
from app.ui.models.desk.answers import Outcome
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.history import Place
from app.ui.models.desk.statistics import Numbers
from app.ui.panels.base import PANELS, Handlers, Panel
from app.ui.panels.lists import LongList, Mode, heading

FILTER_FROM = 12
"""From so many conversations on a line to narrow the list is shown."""


class ConversationsPanel(Panel):
    """Choosing one opens it; several may be selected for an export."""

    area = "left"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = ConversationsModel(self)
        self.list = LongList(_("Conversations"), Mode.ExtendedSelection)
        self.filter = QLineEdit()
        self.only_hits = QToolButton()
        self._count = QLabel()
        self._build()
        self.filter.textChanged.connect(self._narrow)
        self.only_hits.toggled.connect(self._show_counts)
        self.list.selectionModel().currentRowChanged.connect(self._current)
        self.list.selectionModel().selectionChanged.connect(self._selected)
        self.list.activated.connect(self._open_current)
        self.list.clicked.connect(self._open_current)
        desk.corpus.opened.connect(self._reload)
        desk.corpus.changed.connect(self._reload)
        desk.corpus.closed.connect(self._reload)
        desk.statistics.computed.connect(self._counted)
        desk.reading.arrived.connect(self._follow)
        desk.theme.changed.connect(self._repaint)
        desk.tagging.changed.connect(self._tagged)
        self._follows = False

    def _build(self) -> None:
        delegate = ConversationDelegate(self.desk.theme, self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(delegate)
        self.list.set_row_height(delegate.row_height())
        self.list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.filter.setPlaceholderText(_("Narrow the list by title or file"))
        self.filter.setAccessibleName(_("Narrow the conversations"))
        self.filter.setClearButtonEnabled(True)
        self.only_hits.setIcon(self.desk.theme.icon("filter"))
        self.only_hits.setCheckable(True)
        self.only_hits.setToolTip(_("Only conversations with hits"))
        self.only_hits.setAccessibleName(_("Only conversations with hits"))
        self._count.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 8, 0)
        top.addWidget(heading(_("Conversations")))
        top.addStretch(1)
        top.addWidget(self._count)
        top.addWidget(self.only_hits)
        narrow = QHBoxLayout()
        narrow.setContentsMargins(12, 0, 12, 6)
        narrow.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(narrow)
        layout.addWidget(self.list, 1)
        self.filter.hide()

    def handlers(self) -> Handlers:
        return {
            "go.conversations": self.focus_list,
            "go.next_conversation": self.next_conversation,
            "go.previous_conversation": self.previous_conversation,
        }

    def focus_list(self) -> None:
        """Go to the list with the keyboard."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_conversation(self) -> None:
        """Open the one below."""
        self._step(+1)

    def previous_conversation(self) -> None:
        """Open the one above."""
        self._step(-1)

    def selected(self) -> Sequence[ConversationId]:
        """The selected conversations in the order of the list."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [self.model.conversation(row).id for row in rows]

    def _step(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        if 0 <= row < self.model.rowCount():
            self.list.selectRow(row)
            self._open_current()

    def _reload(self) -> None:
        place = self.desk.reading.place
        self._follows = True
        self.model.set_conversations(self.desk.corpus.snapshot.conversations)
        self._follows = False
        self.filter.setVisible(self.model.total >= FILTER_FROM)
        self._tell_count()
        if place is not None:
            self._follow(place)

    def _tell_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        if shown == total:
            text = f"{total:,}"
        else:
            text = _("{shown} of {all}").format(shown=f"{shown:,}", all=f"{total:,}")
        self._count.setText(text)
        self._count.setToolTip(
            ngettext("{n} conversation", "{n} conversations", total).format(n=f"{total:,}")
        )

    def _narrow(self, text: str) -> None:
        self.model.set_filter(text)
        self._tell_count()

    def _counted(self, _numbers: Numbers) -> None:
        self._show_counts()

    def _show_counts(self) -> None:
        numbers = self.desk.statistics.numbers
        outcome: Outcome | None = self.desk.search.outcome
        asks = outcome is not None and not (outcome.asks_nothing and outcome.scope is None)
        counts = numbers.facets.conversations if numbers is not None and asks else None
        self._follows = True
        self.model.set_hits(counts, only=self.only_hits.isChecked())
        self._follows = False
        self._tell_count()
        if self.desk.reading.place is not None:
            self._follow(self.desk.reading.place)

    def _current(self) -> None:
        """Keyboard moves open as they go, as a click does."""
        if not self._follows and self.list.hasFocus():
            self._open_current()

    def _open_current(self) -> None:
        row = self.list.currentIndex().row()
        if self._follows or row < 0:
            return
        conversation = self.model.conversation(row).id
        place = self.desk.reading.place
        if place is None or place.conversation != conversation:
            self.desk.reading.go(conversation)

    def _selected(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.desk.exporting.chosen = list(self.selected())

    def _follow(self, place: Place) -> None:
        """Mark the conversation that is being read."""
        row = self.model.row_of(int(place.conversation))
        if row < 0 or row == self.list.currentIndex().row():
            return
        self._follows = True
        self.list.selectRow(row)
        self.list.scrollTo(self.model.index(row, 0))
        self._follows = False

    def _tagged(self) -> None:
        self.model.set_tags(self.desk.tagging.conversations)

    def _repaint(self) -> None:
        self.only_hits.setIcon(self.desk.theme.icon("filter"))
        self.list.viewport().update()


@PANELS.register("conversations")
def _conversations() -> type[Panel]:
    return ConversationsPanel
