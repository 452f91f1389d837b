"""What was repaired in a turn, and the way back to the original."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.model.repair import RepairSpan
from app.store.repairs import StoredRepair
from app.ui.theme import Theme

LONGEST = 120


class RepairCard(QFrame):
    """Opens below the page; Escape closes it."""

    restore = Signal()
    reapply = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("card")
        self.setAccessibleName(_("Repair"))
        self._title = QLabel()
        self._title.setFont(theme.ui_font(1.0))
        self._body = QLabel()
        self._original = QLabel()
        for label in (self._title, self._body, self._original):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._body.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._original.setFont(theme.ui_font(1.0))
        self._button = QPushButton()
        self._close = QToolButton()
        self._close.setIcon(theme.icon("close"))
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close"))
        self._undone = False
        self._button.clicked.connect(self._clicked)
        self._close.clicked.connect(self.hide)
        theme.changed.connect(self._recolour)
        self._build()
        self.hide()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addWidget(self._original)
        words.addWidget(self._body)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 8, 10)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def show_repair(self, repair: StoredRepair, number: int | None, *, writable: bool) -> None:
        """Explain one span, or (None) the whole turn."""
        self._undone = repair.undone
        spans = repair.repaired.spans
        if repair.undone:
            self._title.setText(_("The original stands in this turn; its repair was taken back."))
            self._original.setText("")
            self._body.setText(_("Repaired it reads: {text}").format(text=shortened(repair.repaired.text)))
        elif number is not None and 0 <= number < len(spans):
            self._explain(spans[number], repair.channel)
        else:
            count = ngettext("{n} place was repaired", "{n} places were repaired", len(spans))
            self._title.setText(count.format(n=len(spans)))
            self._original.setText(_("In the file: {text}").format(text=shortened(repair.original)))
            self._body.setText(
                _("Damaged as {channel}").format(channel=repair.channel) if repair.channel else ""
            )
        for label in (self._original, self._body):
            label.setVisible(bool(label.text()))
        self._button.setText(_("Apply the repair again") if repair.undone else _("Restore the original"))
        self._button.setEnabled(writable)
        self._button.setToolTip("" if writable else _("This corpus can only be read."))
        self.show()

    def _explain(self, span: RepairSpan, channel: str) -> None:
        percent = round(span.confidence * 100)
        titles = {
            "exact": _("Exactly repaired: “{text}”"),
            "inferred": _("Repaired by inference, {percent} % sure: “{text}”"),
            "lost": _("Lost: what stood here cannot be known"),
        }
        self._title.setText(titles[span.kind].format(percent=percent, text=shortened(span.repaired)))
        self._original.setText(_("In the file: {text}").format(text=shortened(span.original)))
        others = " · ".join(
            f"{shortened(one.text)} {round(one.confidence * 100)} %" for one in span.candidates[1:5]
        )
        told = [_("Other readings: {readings}").format(readings=others)] if others else []
        if channel:
            told.append(_("Damaged as {channel}").format(channel=channel))
        self._body.setText("   ".join(told))

    def _clicked(self) -> None:
        (self.reapply if self._undone else self.restore).emit()

    def _recolour(self) -> None:
        self._close.setIcon(self._theme.icon("close"))


def shortened(text: str) -> str:
    """On one line, invisible characters as dots, cut where it is long."""
    shown = "".join(char if char.isprintable() else "·" for char in text)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
