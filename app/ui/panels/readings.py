"""The readings of one damaged place as buttons: one click reads it so."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import _
from app.store.repairs import TurnSpan
from app.ui.panels.flow import Flow
from app.ui.theme.visible import named, percent

OFFERED = 6
"""Readings offered at most, the damaged original not counted."""
WIDEST = 16
"""Characters of a reading shown on its button."""


def readings_of(one: TurnSpan) -> list[tuple[str, str]]:
    """What the place may be read as, with what is said beside it; the damaged original at the end.

    What stands there now is always among them.
    """
    shown = {rival.text: percent(rival.confidence) for rival in one.span.candidates[:OFFERED]}
    shown.pop(one.span.original, None)
    if one.span.repaired not in shown and one.span.repaired != one.span.original:
        shown = {one.span.repaired: "", **shown}
    return [*shown.items(), (one.span.original, _("as in the file"))]


class Readings(QWidget):
    """A row of checkable buttons; ``chosen`` carries the text. Digits choose too."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Made once: buttons that come later would stand at the end of the window's tab order.
        self._made = [QPushButton() for _number in range(OFFERED + 2)]
        self.buttons: list[QPushButton] = []
        self._now = ""
        row = Flow(self)
        for button in self._made:
            button.setObjectName("reading")
            button.setCheckable(True)
            button.clicked.connect(self._clicked)
            row.addWidget(button)

    def offer(self, one: TurnSpan, hindrance: str) -> None:
        """Show what the place may be read as; ``hindrance`` says why nothing can be chosen."""
        self._now = one.span.repaired
        readings = readings_of(one)
        self.buttons = self._made[: len(readings)]
        for at, (text, beside) in enumerate(readings):
            self._dress(at, text, beside, hindrance)
        for button in self._made:
            button.setVisible(button in self.buttons)

    def choose(self, number: int) -> None:
        """Read the place as the ``number``-th reading says, from 0; others do nothing."""
        if 0 <= number < len(self.buttons) and self.buttons[number].isEnabled():
            self._read(str(self.buttons[number].property("reading")))

    def step(self, by: int) -> None:
        """Read the place as the next reading says, around the end."""
        texts = [str(button.property("reading")) for button in self.buttons]
        if self._now in texts:
            self.choose((texts.index(self._now) + by) % len(texts))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9."""
        number = event.key() - int(Qt.Key.Key_1)
        if 0 <= number < len(self.buttons) and not event.modifiers():
            self.choose(number)
        else:
            super().keyPressEvent(event)

    def _dress(self, at: int, text: str, beside: str, hindrance: str) -> None:
        button = self.buttons[at]
        button.setText(f"{named(text, WIDEST)}   {beside}".rstrip().replace("&", "&&"))
        button.setProperty("reading", text)
        button.setChecked(text == self._now)
        button.setEnabled(not hindrance)
        tip = _("This stands there now") if text == self._now else _("Read it so")
        button.setToolTip(hindrance or f"{tip}  ({at + 1})")
        button.setAccessibleName(f"{named(text)}, {beside}")
        button.setAccessibleDescription(hindrance or tip)

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            button.setChecked(str(button.property("reading")) == self._now)
            self._read(str(button.property("reading")))

    def _read(self, text: str) -> None:
        if text != self._now:
            self.chosen.emit(text)
