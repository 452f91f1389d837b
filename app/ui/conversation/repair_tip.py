"""What a repaired span says about itself, in plain text, and the small window that shows it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.i18n import _
from app.model.repair import RepairSpan
from app.ui.theme import Theme

_LONGEST = 160
_MOST = 5
_EDGE = 8
_DROP = 20


def tip_text(span: RepairSpan) -> str:
    """The damaged original, how sure the repair is, and what else it may have been."""
    kinds = {
        "exact": _("Exactly repaired"),
        "inferred": _("Repaired by inference, {percent} % sure").format(percent=round(span.confidence * 100)),
        "lost": _("Lost: what stood here cannot be known"),
    }
    lines = [kinds[span.kind], _("In the file: {text}").format(text=_short(span.original))]
    if span.kind == "inferred" and len(span.candidates) > 1:
        lines.append(_("Other readings:"))
        for candidate in span.candidates[1 : _MOST + 1]:
            percent = round(candidate.confidence * 100)
            lines.append(f"  {_short(candidate.text)}  {percent} %")
    return "\n".join(lines)


def _short(text: str) -> str:
    shown = "".join(char if char.isprintable() else "·" for char in text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


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

    def show_for(self, span: RepairSpan, at: QPoint) -> None:
        """Show beside a point of the view, below it where there is room."""
        tokens = self._theme.tokens
        self.setFont(self._theme.ui_font())
        frame = f"border: 1px solid {tokens.line}; border-radius: 4px; padding: 6px 8px;"
        self.setStyleSheet(f"background: {tokens.raised}; color: {tokens.text}; {frame}")
        self.setText(tip_text(span))
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
