"""The line of choices above the hits: how they are grouped, drawn and shown, and what to do with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.i18n import _
from app.search.lines import Context
from app.ui.models.desk.arranging import Arrangement
from app.ui.panels.flow import Flow
from app.ui.panels.groups_list import grouping_titles

SAMPLES = (25, 50, 100, 250, 1000)
CONTEXTS = (30, 60, 120, 240)


class HitsTools(QWidget):
    """Says what was chosen; keeps nothing but what it shows."""

    group_chosen = Signal(str)
    sample_chosen = Signal(int, int)  # size, seed
    context_chosen = Signal(object)  # Context

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._how = Arrangement()
        self.groups = self._button(_("Group hits"))
        self.sample = self._button(_("Show a random sample of the hits"))
        self.context = self._button(_("What is shown around a hit"))
        self.more = self._button(_("Copy and export"))
        self._row = Flow(self, gap=2)
        self._row.setContentsMargins(6, 0, 6, 4)
        for button in (self.groups, self.sample, self.context, self.more):
            self._row.addWidget(button)
        self._fill_groups()
        self._fill_sample()
        self._fill_context()
        self._label(self.more, _("More"), on=False)
        self.show_group("")
        self.show_arrangement(self._how)
        self.show_context(Context())

    def show_group(self, by: str) -> None:
        """Mark how hits are grouped."""
        name = grouping_titles().get(by, "")
        self._label(self.groups, _("By {what}").format(what=name) if name else _("Group"), on=bool(by))
        _check(self.groups.menu(), by)

    def show_arrangement(self, how: Arrangement) -> None:
        """Mark the sample."""
        self._how = how
        words = _("Sample {n} · seed {seed}").format(n=f"{how.sample:,}", seed=how.seed)
        self._label(self.sample, words if how.sample else _("Sample"), on=bool(how.sample))
        _check(self.sample.menu(), how.sample)

    def show_context(self, context: Context) -> None:
        """Mark the context."""
        words = _("Turns around") if context.turns else f"± {context.characters}"
        self._label(self.context, words, on=context.turns)
        _check(self.context.menu(), -1 if context.turns else context.characters)

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("menuButton")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(tip)
        button.setMenu(QMenu(button))
        return button

    def _label(self, button: QToolButton, words: str, *, on: bool) -> None:
        """What is set says so in bold; no colour alone."""
        font = self.font()
        font.setBold(on)
        button.setFont(font)
        button.setText(f"{words} ▾")
        button.setAccessibleName(f"{button.toolTip()}: {words}")
        button.updateGeometry()

    def _fill_groups(self) -> None:
        menu = self.groups.menu()
        self._choices(menu, [("", _("Do not group")), *grouping_titles().items()], self._group_chosen)

    def _fill_sample(self) -> None:
        menu = self.sample.menu()
        sizes = [(0, _("All hits")), *((n, _("{n} turns").format(n=f"{n:,}")) for n in SAMPLES)]
        self._choices(menu, sizes, self._sample_chosen)
        menu.addSeparator()
        menu.addAction(_("Draw another sample")).triggered.connect(self._draw_again)

    def _fill_context(self) -> None:
        menu = self.context.menu()
        sizes = [(n, _("{n} characters on each side").format(n=n)) for n in CONTEXTS]
        self._choices(menu, [*sizes, (-1, _("The turns before and after"))], self._context_chosen)

    def offer(self, seed: QAction, actions: Sequence[QAction]) -> None:
        """Add actions of the window: the seed to the sample, the others to what is done with hits."""
        self.sample.menu().addAction(seed)
        self.more.menu().addActions(list(actions))

    def _choices(self, menu: QMenu, choices: Sequence[tuple[object, str]], slot: object) -> None:
        group = QActionGroup(menu)
        for value, words in choices:
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
            menu.addAction(action)
        group.triggered.connect(slot)

    def _group_chosen(self, action: QAction) -> None:
        self.group_chosen.emit(str(action.data()))

    def _sample_chosen(self, action: QAction) -> None:
        self.sample_chosen.emit(int(action.data()), self._how.seed)

    def _draw_again(self) -> None:
        self.sample_chosen.emit(self._how.sample or SAMPLES[2], self._how.seed + 1)

    def _context_chosen(self, action: QAction) -> None:
        size = int(action.data())
        self.context_chosen.emit(Context(turns=True) if size < 0 else Context(size))


def _check(menu: QMenu, value: object) -> None:
    for action in menu.actions():
        if action.isCheckable():
            action.setChecked(action.data() == value)
