"""Places where a repair does not go back: damaged again so, the text is not what stands in the file.

That is no error: such a place was not damaged with the rest (an emoji beside mojibake), or otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.i18n import _
from app.repair.proof import pushed
from app.store.repairs import StoredRepair
from app.ui.conversation.box import TurnBox
from app.ui.conversation.source import Unlike
from app.ui.theme.visible import named

_LONGEST = 80


def unlike_in(repair: StoredRepair) -> tuple[Unlike, ...]:
    """The places of a turn that do not go back; those that a reader decided are no surprise."""
    if repair.undone or not repair.disagreements:
        return ()
    text = repair.repaired.text
    decided = [one.span for one in repair.spans if one.state in {"chosen", "restored"}]
    return tuple(
        Unlike(start, end, pushed(text[start:end], repair.channel) if repair.channel else "", repair.channel)
        for start, end in repair.disagreements
        if not any(
            span.start < max(end, start + 1) and start < max(span.end, span.start + 1) for span in decided
        )
    )


def unlike_text(place: Unlike) -> str:
    """What the tooltip of a place says."""
    if not place.channel:
        return _("No known damage makes of this what stands in the file.")
    would = _("Damaged as {channel} this would read: {text}")
    return "\n".join(
        (
            _("Not damaged as the rest of this text"),
            would.format(channel=place.channel, text=named(place.damaged, _LONGEST)),
        )
    )


def unlike_at(box: TurnBox, inside: QPointF) -> Unlike | None:
    """The place under a point of a turn's text."""
    for place in box.unlike:
        span = (place.start, max(place.end, place.start + 1))
        if any(rect.contains(inside) for rect in box.rects(span, inside.y() - 1, inside.y() + 1)):
            return place
    return None


def paint_unlike(painter: QPainter, box: TurnBox, ink: str, low: float, high: float) -> None:
    """Short dashes below each place: neither the hairline nor the dots of repairs."""
    if not box.unlike:
        return
    pen = QPen(QColor(ink), 1.0, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.drawLines([_under(rect) for rect in _rects(box, low, high)])


def _rects(box: TurnBox, low: float, high: float) -> Iterable[QRectF]:
    for place in box.unlike:
        yield from box.rects((place.start, max(place.end, place.start + 1)), low, high)


def _under(rect: QRectF) -> QLineF:
    return QLineF(rect.left(), rect.bottom() + 1.5, rect.right(), rect.bottom() + 1.5)
