"""The search bar: always there, Ctrl+K."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app.i18n import _
from app.model.hits import Order
from app.settings import options
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.search import Outcome
from app.ui.panels.base import PANELS, Handlers, Panel
from app.ui.panels.search_field import SearchField

REMEMBER_AFTER_MS = 1500
"""A query that stood this long was meant; it goes into the history."""
HISTORY_SHOWN = 15


class SearchBar(Panel):
    """Query, order and exact total."""

    area = "top"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.field = SearchField(desk.theme)
        self.by_position = QToolButton()
        self.by_relevance = QToolButton()
        self.total = QLabel()
        self._history = QMenu(self)
        self._remember = QTimer(self)
        self._build()
        self.field.textChanged.connect(desk.search.set_text)
        self.field.returnPressed.connect(self._entered)
        self.field.history_asked.connect(self.show_history)
        self.by_position.clicked.connect(self._ordered)
        self.by_relevance.clicked.connect(self._ordered)
        self._remember.timeout.connect(self._keep)
        self._history.triggered.connect(self._again)
        desk.search.parsed.connect(self._parsed)
        desk.search.found.connect(self._found)
        desk.corpus.opened.connect(self._opened)
        desk.corpus.closed.connect(self._closed)

    def _build(self) -> None:
        self.field.setMinimumWidth(240)
        self.field.setFont(self.desk.theme.ui_font(1.15))
        relevant = self.desk.settings.get(options.SEARCH_ORDER) == "relevance"
        group = QButtonGroup(self)
        for button, words, tip in (
            (self.by_position, _("Position"), _("Hits in the order of the conversations")),
            (self.by_relevance, _("Relevance"), _("The best hits first")),
        ):
            button.setText(words)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setCheckable(True)
            button.setObjectName("segment")
            group.addButton(button)
        (self.by_relevance if relevant else self.by_position).setChecked(True)
        if relevant:
            self.desk.search.set_order("relevance")
        self.total.setMinimumWidth(110)
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.total.setAccessibleName(_("Hits"))
        self._remember.setSingleShot(True)
        self._remember.setInterval(REMEMBER_AFTER_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self.field, 1)
        order = QHBoxLayout()
        order.setSpacing(2)
        order.addWidget(self.by_position)
        order.addWidget(self.by_relevance)
        row.addLayout(order)
        row.addWidget(self.total)

    def handlers(self) -> Handlers:
        return {
            "search.focus": self.focus_field,
            "search.clear": self.field.clear,
            "search.order": self.switch_order,
        }

    def focus_field(self) -> None:
        """Put the cursor into the search field, everything selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def switch_order(self) -> None:
        """The other order."""
        (self.by_position if self.by_relevance.isChecked() else self.by_relevance).click()

    def show_history(self) -> None:
        """Offer the queries typed lately."""
        self._history.clear()
        for text in self.desk.settings.get(options.SEARCH_HISTORY)[:HISTORY_SHOWN]:
            self._history.addAction(text.replace("&", "&&")).setData(text)
        if not self._history.isEmpty():
            self._history.setMinimumWidth(self.field.width())
            self._history.popup(self.field.mapToGlobal(QPoint(0, self.field.height())))

    def _again(self, action: object) -> None:
        self.field.setText(str(action.data()))  # type: ignore[attr-defined]  # the menu holds only actions

    def _ordered(self) -> None:
        order: Order = "relevance" if self.by_relevance.isChecked() else "position"
        self.desk.settings.set(options.SEARCH_ORDER, order)
        self.desk.search.set_order(order)

    def _parsed(self, query: object) -> None:
        if self.field.text() != self.desk.search.query.text:
            self.field.setText(self.desk.search.query.text)
        self.field.show_reading(self.desk.search.query)
        self._remember.start()
        del query

    def _entered(self) -> None:
        self._keep()
        self.desk.search.search_now()

    def _keep(self) -> None:
        self._remember.stop()
        text = self.desk.search.query.text.strip()
        if text and self.desk.corpus.corpus is not None:
            self.desk.settings.put_first(options.SEARCH_HISTORY, text)

    def _found(self, outcome: Outcome) -> None:
        turns = self.desk.corpus.snapshot.counts.turns
        found = f"{outcome.total:,}" if outcome.complete else f"{outcome.total:,}+"
        if outcome.asks_nothing and outcome.scope is None:
            self.total.setText(_("{all} turns").format(all=f"{turns:,}"))
        else:
            self.total.setText(_("{found} of {all}").format(found=found, all=f"{turns:,}"))
        self.total.setToolTip(_("{ms} ms").format(ms=f"{outcome.elapsed_ms:.1f}"))

    def _opened(self) -> None:
        self.setEnabled(True)

    def _closed(self) -> None:
        self.total.clear()


@PANELS.register("search")
def _search() -> type[Panel]:
    return SearchBar
