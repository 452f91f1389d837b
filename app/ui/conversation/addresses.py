"""Web addresses in a turn: seen as such, never opened without a click, and shown whole before that."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QLineF, QPoint, QPointF, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import _
from app.model.hits import Span
from app.ui.conversation.box import TurnBox
from app.ui.theme import Theme

_LINE = 90
_LONGEST = 2_000


def address_at(box: TurnBox, inside: QPointF) -> str:
    """The address under a point of a turn's text, or ""."""
    for span in _spans(box, inside.y() - 1, inside.y() + 1):
        if any(rect.contains(inside) for rect in box.rects(span, inside.y() - 1, inside.y() + 1)):
            return box.turn.text[span[0] : span[1]]
    return ""


def paint_addresses(painter: QPainter, box: TurnBox, theme: Theme, low: float, high: float) -> None:
    """A thin line below every address."""
    lines = [
        QLineF(rect.left(), rect.bottom() - 1.5, rect.right(), rect.bottom() - 1.5)
        for span in _spans(box, low, high)
        for rect in box.rects(span, low, high)
    ]
    if lines:
        painter.setPen(QPen(QColor(theme.tokens.accent), 1.0))
        painter.drawLines(lines)


def _spans(box: TurnBox, low: float, high: float) -> Iterator[Span]:
    for _y, laid in box.body.between(low, high):
        yield from laid.addresses


def url_of(address: str) -> QUrl | None:
    """What a browser is asked for, or None for what is no address of the web after all."""
    words = address if "://" in address else f"https://{address}"
    url = QUrl(words, QUrl.ParsingMode.StrictMode) if len(words) <= _LONGEST else QUrl()
    plain = url.isValid() and url.scheme().lower() in {"http", "https"} and bool(url.host())
    return url if plain else None


def shown(address: str) -> str:
    """The whole address as it would be asked for, letters of other scripts in a host name written out,
    broken into lines.
    """
    url = url_of(address)
    words = bytes(url.toEncoded().data()).decode("ascii", "replace") if url is not None else address
    return "\n".join(words[at : at + _LINE] for at in range(0, len(words), _LINE))


def ask(address: str, at: QPoint, parent: QWidget, browse: Callable[[QUrl], object] | None = None) -> QMenu:
    """A menu at a place of the screen that shows the whole address and opens or copies it; already shown."""
    menu = QMenu(parent)
    url = url_of(address)
    for line in shown(address).split("\n"):
        menu.addAction(line.replace("&", "&&")).setEnabled(False)
    menu.addSeparator()
    if url is not None:
        menu.addAction(_("Open in the browser"), lambda: (browse or QDesktopServices.openUrl)(url))
    menu.addAction(_("Copy the address"), lambda: QGuiApplication.clipboard().setText(address))
    menu.popup(at)
    return menu
