"""What was repaired in a turn: other readings to choose from, and the way back to the original."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _, ngettext
from app.store.repairs import StoredRepair, TurnSpan
from app.ui.theme import Theme

LONGEST = 120
READINGS = 4
"""Readings offered at most."""


class RepairCard(QFrame):
    """Opens below the page. ``chosen`` carries a place, the text it is to be read as, and "everywhere"."""

    restore = Signal()
    reapply = Signal()
    chosen = Signal(int, str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("card")
        self.setAccessibleName(_("Repair"))
        self.number: int | None = None
        """The span explained, counted within its turn; None for the whole turn."""
        self._place = 0
        self._undone = False
        self.title = QLabel()
        self.original = QLabel()
        self._body = QLabel()
        self.readings: list[QPushButton] = []
        self._readings = QHBoxLayout()
        self._row = QWidget()
        self.everywhere = QCheckBox(_("Everywhere in the corpus where it is damaged so"))
        self.button = QPushButton()
        self._close = QToolButton()
        self._build()
        self.button.clicked.connect(self._clicked)
        self._close.clicked.connect(self.hide)
        theme.changed.connect(self._recolour)
        self.hide()

    def _build(self) -> None:
        for label in (self.title, self._body, self.original):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._body.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._close.setIcon(self._theme.icon("close"))
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close"))
        self._readings.setContentsMargins(0, 2, 0, 2)
        self._readings.setSpacing(6)
        lines = QVBoxLayout(self._row)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addLayout(self._readings)
        lines.addWidget(self.everywhere)
        self._readings.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(3)
        for widget in (self.title, self.original, self._row, self._body):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 8, 10)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def show_repair(self, repair: StoredRepair, number: int | None, *, writable: bool) -> None:
        """Explain one span, or (None) the whole turn."""
        spans = repair.spans
        one = spans[number] if number is not None and number < len(spans) and not repair.undone else None
        self.number = number
        self._undone = repair.undone
        if repair.undone:
            self.title.setText(_("The original stands in this turn; its repair was taken back."))
            self.original.setText("")
            self._body.setText(_("Repaired it reads: {text}").format(text=shortened(repair.repaired.text)))
        elif one is not None:
            self._explain(one, repair.channel)
        else:
            count = ngettext("{n} place was repaired", "{n} places were repaired", len(spans))
            self.title.setText(count.format(n=len(spans)))
            self.original.setText(_("In the file: {text}").format(text=shortened(repair.original)))
            self._body.setText(
                _("Damaged as {channel}").format(channel=repair.channel) if repair.channel else ""
            )
        self._offer(one, writable=writable)
        for label in (self.original, self._body):
            label.setVisible(bool(label.text()))
        self.button.setText(_("Apply the repair again") if repair.undone else _("Restore the whole turn"))
        self.button.setEnabled(writable)
        self.button.setToolTip("" if writable else _("This corpus can only be read."))
        self.show()

    def _explain(self, one: TurnSpan, channel: str) -> None:
        span = one.span
        titles = {
            "chosen": _("You chose “{text}”"),
            "restored": _("You chose the damaged original here"),
            "twin": _("Proved by an undamaged copy: “{text}”"),
            "exact": _("Exactly repaired: “{text}”"),
            "inferred": _("Repaired by inference, {percent} % sure: “{text}”"),
            "lost": _("Lost: what stood here cannot be known"),
        }
        title = titles[one.state if one.state != "engine" else span.kind]
        self.title.setText(title.format(percent=round(span.confidence * 100), text=shortened(span.repaired)))
        self.original.setText(_("In the file: {text}").format(text=shortened(span.original)))
        self._body.setText(_damage(channel))

    def _offer(self, one: TurnSpan | None, *, writable: bool) -> None:
        """Buttons for the readings that do not stand there now."""
        for button in self.readings:
            self._readings.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.readings = []
        self._row.setVisible(one is not None)
        if one is None:
            return
        self._place = one.place
        offered = {
            candidate.text: f"{round(candidate.confidence * 100)} %" for candidate in one.span.candidates
        }
        offered = dict(list(offered.items())[:READINGS])
        offered[one.span.original] = _("as in the file")
        for text, beside in offered.items():
            if text == one.span.repaired:
                continue
            button = QPushButton(f"{shortened(text)[:12]}  {beside}".replace("&", "&&"))
            button.setProperty("reading", text)
            button.setToolTip(_("Read it so"))
            button.setEnabled(writable)
            button.clicked.connect(self._read_so)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._readings.insertWidget(len(self.readings), button)
            self.readings.append(button)
        self.everywhere.setEnabled(writable)

    def _read_so(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.chosen.emit(self._place, str(button.property("reading")), self.everywhere.isChecked())

    def _clicked(self) -> None:
        (self.reapply if self._undone else self.restore).emit()

    def _recolour(self) -> None:
        self._close.setIcon(self._theme.icon("close"))


def _damage(channel: str) -> str:
    return _("Damaged as {channel}").format(channel=channel) if channel else ""


def shortened(text: str) -> str:
    """On one line, invisible characters as dots, cut where it is long."""
    shown = "".join(char if char.isprintable() else "·" for char in text)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
