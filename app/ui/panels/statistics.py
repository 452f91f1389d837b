"""The statistics: live charts that follow corpus, filter and query."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.settings import options
from app.stats.base import METRICS, MetricResult
from app.ui.models.desk.answers import Outcome, Scope
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.statistics import Numbers
from app.ui.panels.base import PANELS, Handlers, Panel
from app.ui.plots.base import PLOTS, PlotStyle, plain
from app.ui.plots.card import PlotCard

CARD_WIDTH = 250
CARD_MS = 15
"""Between two charts drawn: what is typed meanwhile comes first."""
LOAD_MS = 50
"""The window is seen before pyqtgraph is imported."""


class StatisticsPanel(Panel):
    """One card a metric; cards are made when the panel is first shown.

    So is pyqtgraph imported, which takes a fifth of a second and cannot be done in the background: it makes
    types of Qt's, and Qt looks at them in this thread meanwhile.
    """

    area = "bottom"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.cards: dict[str, PlotCard] = {}
        self._tables = False
        self._load = QTimer(self)
        self._load.setSingleShot(True)
        self._load.timeout.connect(self._load_plots)
        self._ready = False
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._arrange)
        self._fresh: dict[str, MetricResult] = {}
        self._draw = QTimer(self)
        self._draw.setInterval(CARD_MS)
        self._draw.timeout.connect(self._show_one)
        self._follows = QLabel()
        self._menu = QMenu(self)
        self._choose = QToolButton()
        self._header = QWidget()
        self._scroll = QScrollArea()
        self._row = QHBoxLayout()
        self._build()
        desk.statistics.computed.connect(self._show_numbers)
        desk.search.found.connect(self._tell_what)
        desk.corpus.closed.connect(self._follows.clear)

    def _build(self) -> None:
        self._follows.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._choose.setText(_("Charts") + " ▾")
        self._choose.setObjectName("menuButton")
        self._choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._choose.setMenu(self._menu)
        self._choose.setToolTip(_("Choose which charts are shown"))
        shown = self.desk.settings.get(options.PLOTS_SHOWN)
        for name in sorted(METRICS, key=lambda one: shown.index(one) if one in shown else len(shown)):
            metric = METRICS[name]
            action = QAction(_(metric.title), self._menu)
            action.setCheckable(True)
            action.setData(name)
            action.setChecked(name in shown)
            action.triggered.connect(self._chosen)
            self._menu.addAction(action)
        top = QHBoxLayout(self._header)
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._follows)
        top.addStretch(1)
        top.addWidget(self._choose)
        body = QWidget()
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scroll, 1)

    @property
    def tab_title(self) -> str:
        return _("Statistics")

    def header(self) -> QWidget:
        return self._header

    def handlers(self) -> Handlers:
        return {"view.tables": self.switch_tables}

    def switch_tables(self) -> None:
        """Show the numbers as tables, or as charts again."""
        self._tables = not self._tables
        for card in self.cards.values():
            card.show_table(self._tables)

    def wanted(self) -> Sequence[str]:
        """The metrics the reader chose, in the order of the menu."""
        return [str(action.data()) for action in self._menu.actions() if action.isChecked()]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._ready:
            self._arrange()
        else:
            self._load.start(LOAD_MS)

    @property
    def settled(self) -> bool:
        return not (self._load.isActive() or self._next.isActive() or self._draw.isActive())

    def _load_plots(self) -> None:
        try:
            PLOTS.load()
        except ImportError as error:
            self.desk.statistics.failed.emit(error)
            return
        self._ready = True
        if self.isVisible():
            self._arrange()

    def hideEvent(self, event: object) -> None:
        del event
        self.desk.statistics.show(())

    def _chosen(self) -> None:
        self.desk.settings.set(options.PLOTS_SHOWN, list(self.wanted()))
        if self._ready:
            self._arrange()

    def _arrange(self) -> None:
        """Show the wanted cards. A new card takes some 50 ms to make, so one is made at a time."""
        wanted = self.wanted()
        missing = [name for name in wanted if name not in self.cards]
        if missing and self._ready:
            self._make(missing[0], wanted.index(missing[0]))
            self._next.start()
        for name, card in self.cards.items():
            card.setVisible(name in wanted)
        self.desk.statistics.show(wanted)
        if self.desk.statistics.numbers is not None:
            self._show_numbers(self.desk.statistics.numbers)

    def _make(self, name: str, at: int) -> None:
        metric = METRICS[name]
        card = PlotCard(name, _(metric.title), metric.chart, PlotStyle(self.desk.theme, self._ink_of), self)
        card.setMinimumWidth(CARD_WIDTH)
        card.picked.connect(self._picked)
        card.show_table(self._tables)
        self.cards[name] = card
        self._row.insertWidget(at, card, 1)

    def _show_numbers(self, numbers: Numbers) -> None:
        """Bring the charts up to date one after another; all at once would stop the window."""
        self._fresh = dict(numbers.results)
        self._draw.start()

    def _show_one(self) -> None:
        while self._fresh:
            name = next(iter(self._fresh))
            result = self._fresh.pop(name)
            card = self.cards.get(name)
            if card is not None and card.plot.result is not result:
                card.show_result(result)
                return
        self._draw.stop()

    def _tell_what(self, outcome: Outcome) -> None:
        turns = f"{outcome.total:,}" + ("" if outcome.complete else "+")
        if outcome.asks_nothing and outcome.scope is None:
            self._follows.setText(_("of the whole corpus, {n} turns").format(n=turns))
        else:
            self._follows.setText(_("of the {n} turns found").format(n=turns))

    def _ink_of(self, label: str) -> str | None:
        speaker = self.desk.corpus.speaker_ids.get(label)
        return None if speaker is None else self.desk.theme.speaker_hex(speaker)

    def _picked(self, name: str, row: int, column: int) -> None:
        """Show the turns behind a bar as hits."""
        numbers = self.desk.statistics.numbers
        result = numbers.results.get(name) if numbers is not None else None
        if result is None:
            return
        label = f"{plain(result.rows[row][0])} · {_(METRICS[name].title)}"
        self.desk.search.limit_to(Scope(label, result.members(row, column)))


@PANELS.register("statistics")
def _statistics() -> type[Panel]:
    return StatisticsPanel
