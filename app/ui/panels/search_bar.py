"""The search bar: always there, Ctrl+K."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app.i18n import _
from app.model.hits import Order
from app.search.folding import Folding
from app.settings import options
from app.settings.saved import SavedSearches
from app.ui.models.desk.answers import Outcome
from app.ui.models.desk.desk import Desk
from app.ui.panels.base import PANELS, Handlers, Panel
from app.ui.panels.fold_switches import FoldSwitches
from app.ui.panels.search_field import SearchField
from app.ui.theme.tips import plain_tip
from app.ui.theme.visible import shortened

REMEMBER_AFTER_MS = 1500
"""A query that stood this long was meant; it goes into the history."""
HISTORY_SHOWN = 15
_FORGET = "\0forget"


def order_titles() -> dict[Order, str]:
    """The orders in which hits can stand, as the menu names them."""
    return {
        "position": _("Position"), "relevance": _("Relevance"), "time": _("Time"), "speaker": _("Speaker"),
        "left": _("Left context"), "right": _("Right context"), "length": _("Turn length"),
    }  # fmt: skip


class SearchBar(Panel):
    """Query, kept searches, order and exact total."""

    area = "top"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.field = SearchField(desk.theme)
        self.kept = QToolButton()
        self.folds = FoldSwitches()
        self.order = QToolButton()
        self.total = QLabel()
        self.saved = SavedSearches(desk.settings)
        self._extra: list[QAction] = []
        self._history = QMenu(self)
        self._orders = QMenu(self)
        self._remember = QTimer(self)
        self._build()
        self.field.textChanged.connect(desk.search.set_text)
        self.field.returnPressed.connect(self._entered)
        self.field.history_asked.connect(self.show_history)
        self.kept.clicked.connect(self.show_history)
        self.folds.changed.connect(self._fold)
        self._remember.timeout.connect(self._keep)
        self._history.triggered.connect(self._again)
        self._orders.triggered.connect(self._ordered)
        desk.search.parsed.connect(self._parsed)
        desk.search.found.connect(self._found)
        desk.corpus.opened.connect(self._opened)
        desk.corpus.closed.connect(self._closed)

    def _build(self) -> None:
        self.field.setMinimumWidth(240)
        self.field.setFont(self.desk.theme.ui_font(1.15))
        self.kept.setText("▾")
        self.kept.setToolTip(_("Searches kept and typed lately"))
        self.kept.setAccessibleName(self.kept.toolTip())
        self.order.setObjectName("menuButton")
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.order.setToolTip(_("The order of the hits"))
        self.order.setMenu(self._orders)
        self._fill_orders()
        order = cast("Order", self.desk.settings.get(options.SEARCH_ORDER))
        self.desk.search.arrange(replace(self.desk.search.how, order=order))
        self._show_order()
        chosen = self.desk.settings.get(options.FOLDS)
        self.folds.show_folding(Folding(**{name: name in chosen for name in self.folds.switches}))
        self.desk.search.set_folding(self.folds.folding)
        self.total.setMinimumWidth(110)
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.total.setAccessibleName(_("Hits"))
        self._remember.setSingleShot(True)
        self._remember.setInterval(REMEMBER_AFTER_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.kept)
        row.addWidget(self.folds)
        row.addWidget(self.order)
        row.addWidget(self.total)

    def _fill_orders(self) -> None:
        group = QActionGroup(self._orders)
        for order, words in order_titles().items():
            action = self._orders.addAction(words)
            action.setData(order)
            action.setCheckable(True)
            group.addAction(action)
        self._orders.addSeparator()
        self._reverse = self._orders.addAction(_("The other way round"))
        self._reverse.setCheckable(True)

    def handlers(self) -> Handlers:
        return {
            "search.focus": self.focus_field,
            "search.clear": self.field.clear,
            "search.order": self.switch_order,
            "search.history": self.show_history,
        }

    def focus_field(self) -> None:
        """Put the cursor into the search field, everything selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def switch_order(self) -> None:
        """The next order of the menu, around its end."""
        orders = list(order_titles())
        now = orders.index(self.desk.search.how.order)
        self.set_order(orders[(now + 1) % len(orders)], reverse=False)

    def set_order(self, order: Order, *, reverse: bool) -> None:
        """Order the hits otherwise, and remember it."""
        self.desk.settings.set(options.SEARCH_ORDER, order)
        self.desk.search.arrange(replace(self.desk.search.how, order=order, reverse=reverse))
        self._show_order()

    def offer(self, action: QAction) -> None:
        """Add an action of the window to the kept searches."""
        self._extra.append(action)

    def show_history(self) -> None:
        """Offer the kept searches and the queries typed lately; those with what stands in the line first."""
        self._history.clear()
        self._offer(_("Kept"), [(one.name, one.query) for one in self.saved.all()])
        lately = self.desk.settings.get(options.SEARCH_HISTORY)
        typed = self.desk.search.query.text.strip().casefold()
        lately = [text for text in lately if text.casefold() != typed]
        lately.sort(key=lambda text: typed not in text.casefold())
        self._offer(_("Typed lately"), [(text, text) for text in lately[:HISTORY_SHOWN]])
        self._history.addSeparator()
        self._history.addActions(self._extra)
        if lately:
            self._history.addAction(_("Forget the searches typed lately")).setData(_FORGET)
        if not self._history.isEmpty():
            self._history.setMinimumWidth(self.field.width())
            self._history.popup(self.field.mapToGlobal(QPoint(0, self.field.height())))

    def _offer(self, title: str, searches: list[tuple[str, str]]) -> None:
        if not searches:
            return
        head = self._history.addAction(title)
        head.setEnabled(False)
        for words, query in searches:
            action = self._history.addAction(shortened(words).replace("&", "&&"))
            action.setData(query)
            action.setToolTip(plain_tip(query))

    def _again(self, action: QAction) -> None:
        if action.data() == _FORGET:
            self.desk.settings.set(options.SEARCH_HISTORY, [])
        elif action.data() is not None:
            self.field.setText(str(action.data()))

    def _ordered(self, action: QAction) -> None:
        how = self.desk.search.how
        if action is self._reverse:
            self.set_order(how.order, reverse=not how.reverse)
        else:
            self.set_order(cast("Order", action.data()), reverse=how.reverse)

    def _fold(self, folding: Folding) -> None:
        self._keep_folds()
        self.desk.search.set_folding(folding)

    def _keep_folds(self) -> None:
        names = [name for name in self.folds.switches if getattr(self.folds.folding, name)]
        self.desk.settings.set(options.FOLDS, names)

    def _show_order(self) -> None:
        how = self.desk.search.how
        words = order_titles()[how.order]
        self.order.setText(f"{words} {'▴' if how.reverse else '▾'}")
        said = _("{order}, the other way round").format(order=words) if how.reverse else words
        self.order.setAccessibleName(f"{self.order.toolTip()}: {said}")
        for action in self._orders.actions():
            if action.data() is not None:
                action.setChecked(action.data() == how.order)
        self._reverse.setChecked(how.reverse)

    def _parsed(self, query: object) -> None:
        if self.field.text() != self.desk.search.query.text:
            self.field.setText(self.desk.search.query.text)
        self.field.show_reading(self.desk.search.query)
        if self.folds.folding != self.desk.search.folding:
            self.folds.show_folding(self.desk.search.folding)
            self._keep_folds()
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
        self._show_order()
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
