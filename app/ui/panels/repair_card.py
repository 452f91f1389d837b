"""What was repaired in a turn: the readings of one place to choose from, and the way back to the original."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.store.alike import AlikeCount
from app.store.repairs import StoredRepair, TurnSpan
from app.ui.panels.flow import Flow
from app.ui.panels.readings import Readings
from app.ui.theme import Theme
from app.ui.theme.visible import named, percent, shortened


class RepairCard(QFrame):
    """Opens below the page. Escape closes it; digits choose a reading."""

    restore = Signal()
    reapply = Signal()
    chosen = Signal(str)
    everywhere = Signal(bool)
    """Read all places that were damaged alike as this one is read; True: only between the same characters."""
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("card")
        self.setAccessibleName(_("Repair"))
        self.shown: TurnSpan | None = None
        """The place explained; None for the whole turn."""
        self._undone = False
        self.hindrance = ""
        """Why nothing can be changed, as last told."""
        self.title = QLabel()
        self.original = QLabel()
        self._body = QLabel()
        self.readings = Readings()
        self.all_alike = QPushButton()
        self.same_context = QPushButton()
        self.button = QPushButton()
        self._close = QToolButton()
        self._alike = QWidget()
        self._build()
        self.readings.chosen.connect(self.chosen)
        self.all_alike.clicked.connect(self._all)
        self.same_context.clicked.connect(self._near)
        self.button.clicked.connect(self._clicked)
        self._close.clicked.connect(self.left)
        theme.changed.connect(self._recolour)
        self.hide()

    def _build(self) -> None:
        for label in (self.title, self._body, self.original):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self._body, self.original):
            label.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._close.setIcon(self._theme.icon("close"))
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close"))
        alike = Flow(self._alike)
        for button in (self.all_alike, self.same_context):
            button.setObjectName("reading")
            alike.addWidget(button)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.button)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 10)
        column.setSpacing(4)
        column.addLayout(head)
        for widget in (self.original, self.readings, self._alike, self._body):
            column.addWidget(widget)

    def show_repair(self, repair: StoredRepair, place: int | None, hindrance: str) -> None:
        """Explain one place, or (None) the whole turn; ``hindrance`` says why nothing can be changed."""
        found = None if repair.undone else next((one for one in repair.spans if one.place == place), None)
        self.shown = found
        self._undone = repair.undone
        self.hindrance = hindrance
        if repair.undone:
            self.title.setText(_("The original stands in this turn; its repair was taken back."))
            self.original.setText("")
            self._body.setText(_("Repaired it reads: {text}").format(text=shortened(repair.repaired.text)))
        elif found is not None:
            self._explain(found, repair.channel)
        else:
            count = ngettext("{n} place was repaired", "{n} places were repaired", len(repair.spans))
            self.title.setText(count.format(n=len(repair.spans)))
            self.original.setText(_("In the file: {text}").format(text=shortened(repair.original)))
            self._body.setText(_damage(repair.channel))
        self.readings.setVisible(found is not None)
        if found is not None:
            self.readings.offer(found, hindrance)
        self._alike.hide()
        for label in (self.original, self._body):
            label.setVisible(bool(label.text()))
        self.button.setText(_("Apply the repair again") if repair.undone else _("Restore the whole turn"))
        self.button.setEnabled(not hindrance)
        self.button.setToolTip(hindrance)
        self.setAccessibleDescription(f"{self.title.text()} {self.original.text()}")
        self.show()

    def show_alike(self, count: AlikeCount) -> None:
        """Offer to read all places that were damaged alike so, and say how many there are."""
        one = self.shown
        if one is None or count.places < 2 or (one.span.kind == "lost" and one.state == "engine"):
            return  # what is lost stands in all places as in the file
        every = _("Read all {n} places damaged so as “{text}”")
        if one.span.repaired == one.span.original:
            every = _("Restore the original in all {n} places damaged so")
        text = named(one.span.repaired, 16)
        near = _("Only the {n} between the same characters")
        self.all_alike.setText(every.format(n=f"{count.places:,}", text=text).replace("&", "&&"))
        self.same_context.setText(near.format(n=f"{count.in_context:,}"))
        self.same_context.setVisible(1 < count.in_context < count.places)
        for button in (self.all_alike, self.same_context):
            button.setEnabled(not self.hindrance)
            button.setToolTip(self.hindrance or _("In the whole corpus; what you decided before stays"))
        self._alike.show()

    def _explain(self, one: TurnSpan, channel: str) -> None:
        span = one.span
        titles = {
            "chosen": _("You chose “{text}”"),
            "restored": _("You chose the damaged original here"),
            "twin": _("Proved by an undamaged copy: “{text}”"),
            "exact": _("Exactly repaired: “{text}”"),
            "inferred": _("Repaired by inference, {percent} sure: “{text}”"),
            "lost": _("Lost: what stood here cannot be known"),
        }
        proved = one.state == "twin" and span.kind == "exact"
        kind = one.state if one.state in {"chosen", "restored"} or proved else span.kind
        title = titles[kind]
        self.title.setText(title.format(percent=percent(span.confidence), text=named(span.repaired)))
        told = [_("In the file: {text}").format(text=named(span.original)), _damage(channel)]
        self.original.setText("  ·  ".join(part for part in told if part))
        self._body.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; the rest goes to the readings."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif self.shown is not None:
            self.readings.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _all(self) -> None:
        self.everywhere.emit(False)  # noqa: FBT003 - a signal has no keywords

    def _near(self) -> None:
        self.everywhere.emit(True)  # noqa: FBT003 - a signal has no keywords

    def _clicked(self) -> None:
        (self.reapply if self._undone else self.restore).emit()

    def _recolour(self) -> None:
        self._close.setIcon(self._theme.icon("close"))


def _damage(channel: str) -> str:
    return _("Damaged as {channel}").format(channel=channel) if channel else ""
