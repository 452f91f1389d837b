"""The way to the current turn as buttons, whole ones only: what has no room is in a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from app.i18n import _
from app.ui.delegates import is_right_to_left
from app.ui.theme.tips import plain_tip

_MOST = 5
"""So many turns of the way are named at most: the first and the last ones."""
_NAME = 11
_LONG_NAME = 40
_LISTED = 20
"""So many turns of a longer way are in the menu at each end."""
_GAP = "…"


@dataclass(frozen=True, slots=True)
class Step:
    """A turn of the way: its id, its place in the conversation, from 1, and who speaks."""

    turn: int
    number: int
    speaker: str

    @property
    def words(self) -> str:
        """What a click on it does."""
        return _("Go to turn {n} by {speaker}").format(n=f"{self.number:,}", speaker=self.speaker)

    def label(self, most: int) -> str:
        """Who speaks, in at most so many characters, and the number; in this order whatever the script."""
        name = self.speaker if len(self.speaker) <= most else self.speaker[: most - 1] + _GAP
        if is_right_to_left(name):
            name = f"\u200e\u2068{name}\u2069"
        return f"{name} {self.number:,}".replace("&", "&&")


class Crumbs(QWidget):
    """One line of buttons; ``chosen`` gives the id of the turn that was clicked.

    ``step_of`` tells of a position of the conversation what stands for it.
    """

    chosen = Signal(object)

    def __init__(self, step_of: Callable[[int], Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step_of = step_of
        self._way: Sequence[int] = ()
        self._steps: list[QToolButton] = []
        self._signs: list[QLabel] = []
        self._gap = self._button(_GAP, _("The whole way here"))
        self._gap.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._gap.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self._gap.setMenu(self._menu)
        self._gap_sign = _quiet("›")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_way(())

    def set_way(self, way: Sequence[int]) -> None:
        """Show the way to a turn, as positions from the beginning of its thread."""
        self._way = way
        for old in (*self._steps, *self._signs):
            old.hide()  # it goes only when the window is idle
            old.deleteLater()
        while self._line.takeAt(0) is not None:
            pass
        named = self._way if len(self._way) <= _MOST else [self._way[0], *self._way[1 - _MOST :]]
        self._steps = [self._button_of(self._step_of(position)) for position in named]
        self._signs = [_quiet("›") for _step in self._steps[1:]]
        for number, step in enumerate(self._steps):
            if number:
                self._line.addWidget(self._signs[number - 1])
            self._line.addWidget(step)
            if not number:
                self._line.addWidget(self._gap_sign)
                self._line.addWidget(self._gap)
        if not self._steps:
            self._line.addWidget(self._gap_sign)
            self._line.addWidget(self._gap)
        self._line.addStretch(1)
        self._fit()

    @property
    def least(self) -> int:
        """The width in which the current turn has a whole button, and the way before it a menu."""
        if not self._steps:
            return 0
        before = 0 if len(self._way) == 1 else _wide(self._gap) + _wide(self._gap_sign)
        return _wide(self._steps[-1]) + before

    def minimumSizeHint(self) -> QSize:
        """No wider than need be."""
        return QSize(0, self._gap.sizeHint().height())

    def sizeHint(self) -> QSize:
        """As wide as the way."""
        wide = sum(_wide(one) for one in (*self._steps, *self._signs))
        return QSize(wide, self._gap.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other buttons fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the last steps that fit, and the first one if that fits too."""
        count, room = len(self._steps), self.width()
        tails = range(count - 1, 0, -1)
        kept = next((n for n in tails if self._needed(n, first=True) <= room), 0)
        first = kept > 0 or count == 1
        if not first:
            kept = next((n for n in tails if self._needed(n, first=False) <= room), min(1, count))
        whole = first and (kept == count - 1) and count == len(self._way)
        for number, step in enumerate(self._steps):
            step.setVisible(first if not number else number >= count - kept)
        for number, sign in enumerate(self._signs, start=1):
            shown = number >= count - kept
            sign.setVisible(shown)
        self._gap.setVisible(bool(count) and not whole)
        self._gap_sign.setVisible(bool(count) and not whole and first)

    def _needed(self, kept: int, *, first: bool) -> int:
        """The width of the last ``kept`` steps, of the first where it is shown, and of the gap between."""
        steps = self._steps[-kept:] + (self._steps[:1] if first else [])
        signs = self._signs[-kept:]
        whole = first and kept == len(self._steps) - 1 and len(self._steps) == len(self._way)
        gap = [] if whole else [self._gap, *([self._gap_sign] if first else [])]
        return sum(_wide(one) for one in (*steps, *signs, *gap))

    def _fill(self) -> None:
        """The menu has the whole way; of a very long one both ends."""
        self._menu.clear()
        cut = len(self._way) > 2 * _LISTED
        listed = [*self._way[:_LISTED], *self._way[-_LISTED:]] if cut else self._way
        for number, position in enumerate(listed):
            if cut and number == _LISTED:
                self._menu.addAction(_GAP).setEnabled(False)
            step = self._step_of(position)
            go = self._menu.addAction(step.label(_LONG_NAME))
            go.triggered.connect(lambda _checked=False, turn=step.turn: self.chosen.emit(turn))

    def _button_of(self, step: Step) -> QToolButton:
        crumb = self._button(step.label(_NAME), step.words)
        crumb.clicked.connect(lambda: self.chosen.emit(step.turn))
        return crumb

    def _button(self, text: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setText(text)
        button.setToolTip(plain_tip(words))
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    return label


def _wide(widget: QWidget) -> int:
    return widget.sizeHint().width()
