"""What a repaired span says about itself, in plain text, and the small window that shows it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.i18n import _
from app.model.repair import RepairSpan
from app.store.repairs import SpanState
from app.ui.theme import Theme
from app.ui.theme.visible import named, percent

_LONGEST = 160
_MOST = 5
_EDGE = 8
_DROP = 20


def tip_text(span: RepairSpan, state: SpanState = "engine") -> str:
    """The damaged original, how sure the repair is or who decided it, and what else it may have been."""
    kinds = {
        "exact": _("Exactly repaired"),
        "inferred": _("Repaired by inference, {percent} sure").format(percent=percent(span.confidence)),
        "lost": _("Lost: what stood here cannot be known"),
        "chosen": _("Read so because you chose it"),
        "restored": _("Left as in the file because you chose it"),
        "twin": _("Proved by an undamaged copy"),
    }
    proved = state == "twin" and span.kind == "exact"
    kind = state if state in {"chosen", "restored"} or proved else span.kind
    lines = [kinds[kind], _("In the file: {text}").format(text=named(span.original, _LONGEST))]
    others = [rival for rival in span.candidates if rival.text != span.repaired]
    if others and span.kind != "exact":
        lines.append(_("Other readings:"))
        lines += [f"  {named(rival.text, _LONGEST)}  {percent(rival.confidence)}" for rival in others[:_MOST]]
    return "\n".join(lines)


class RepairTip(QLabel):
    """A tooltip that never reads its text as markup.

    It is drawn inside the view, not as a window of its own: windows cannot place themselves everywhere.
    """

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_for(self, span: RepairSpan, at: QPoint, state: SpanState = "engine", more: str = "") -> None:
        """Explain a span beside a point of the view; ``more`` is said below."""
        self.show_text("\n".join(filter(None, (tip_text(span, state), more))), at)

    def show_text(self, text: str, at: QPoint) -> None:
        """Show beside a point of the view, below it where there is room."""
        tokens = self._theme.tokens
        self.setFont(self._theme.ui_font())
        frame = f"border: 1px solid {tokens.line}; border-radius: 4px; padding: 6px 8px;"
        self.setStyleSheet(f"background: {tokens.raised}; color: {tokens.text}; {frame}")
        self.setText(text)
        room = self._view.size()
        self.setWordWrap(False)
        self.setMinimumWidth(0)
        self.adjustSize()
        if self.width() > room.width() - 2 * _EDGE:
            self.setWordWrap(True)
            self.setMinimumWidth(max(1, room.width() - 2 * _EDGE))
            self.adjustSize()
        x = max(_EDGE, min(at.x() + 8, room.width() - self.width() - _EDGE))
        below = at.y() + _DROP
        fits = below + self.height() <= room.height() - _EDGE
        self.move(x, below if fits else max(_EDGE, at.y() - self.height() - _EDGE))
        self.show()
        self.raise_()
