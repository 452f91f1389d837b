"""What can be pressed in the line above a turn: other versions of it, and the replies to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.i18n import _, ngettext
from app.ui.conversation.box import TurnBox
from app.ui.conversation.outline import Outline
from app.ui.theme import SPACING, Theme

Kind = Literal["previous_version", "next_version", "fold"]
_CHEVRON = 3.5


@dataclass(frozen=True, slots=True)
class Control:
    """A place in row coordinates that does something when it is clicked; ``tip`` says what."""

    kind: Kind
    rect: QRectF
    tip: str


@dataclass(frozen=True, slots=True)
class Controls:
    """The controls of one row, the words between them, and how wide they are together."""

    pressable: tuple[Control, ...] = ()
    words: tuple[tuple[QRectF, str], ...] = ()
    width: float = 0.0
    strokes: tuple[QLineF, ...] = ()
    """The chevrons of all of them."""

    def at(self, point: QPointF) -> Control | None:
        """The control under a point of the row."""
        return next((one for one in self.pressable if one.rect.contains(point)), None)


NONE = Controls()


def controls_of(box: TurnBox, outline: Outline) -> Controls:
    """At the end of the line above the turn, away from the speaker's name; found once for an outline."""
    kept = box.controls
    if not isinstance(kept, tuple) or kept[0] is not outline:
        kept = box.controls = outline, _placed(box, outline)
    found: Controls = kept[1]
    return found


def _placed(box: TurnBox, outline: Outline) -> Controls:
    row = box.row
    if not (outline.versions[row] or outline.replies[row]):
        return NONE
    line = box.header()
    metrics = QFontMetricsF(box.page.fonts.small)
    side = line.height()
    parts: list[tuple[Kind | None, float, str, str]] = []
    if outline.versions[row]:
        words = f"{outline.version[row]}/{outline.versions[row]}"
        parts += [
            ("previous_version", side, "", _("The version before")),
            (None, metrics.horizontalAdvance(words) + 2, words, ""),
            ("next_version", side, "", _("The next version")),
        ]
    if outline.replies[row]:
        count = int(outline.replies[row])
        folded = outline.is_folded(row)
        words = ngettext("{n} reply", "{n} replies", count).format(n=f"{count:,}") if folded else ""
        tip = _("Show the replies") if folded else _("Fold the replies away")
        parts.append(
            ("fold", side + (metrics.horizontalAdvance(words) + SPACING.xs if words else 0), words, tip)
        )
    width = sum(part[1] for part in parts)
    x = line.left() if box.side == "right" else line.right() - width
    pressable, shown = [], []
    for kind, wide, words, tip in parts:
        rect = QRectF(x, line.top(), wide, line.height())
        if kind is not None:
            pressable.append(Control(kind, rect, tip))
        if words:
            shown.append((rect if kind is None else rect.adjusted(side, 0, 0, 0), words))
        x += wide
    strokes = [
        stroke for one in pressable for stroke in _chevron(one.kind, one.rect, folded=outline.is_folded(row))
    ]
    return Controls(tuple(pressable), tuple(shown), width + SPACING.s, tuple(strokes))


def paint_controls(painter: QPainter, box: TurnBox, controls: Controls, theme: Theme) -> None:
    """Chevrons and words, quiet but legible."""
    if not controls.pressable:
        return
    ink = QColor(theme.tokens.accent)
    painter.setFont(box.page.fonts.small)
    painter.setPen(ink)
    for rect, words in controls.words:
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, words)
    pen = QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawLines(controls.strokes)


def _chevron(kind: Kind, place: QRectF, *, folded: bool) -> list[QLineF]:
    """Two strokes that point left, right or down."""
    middle = QPointF(place.left() + place.height() / 2, place.center().y())
    a, b = _CHEVRON / 2, _CHEVRON
    if kind == "fold" and not folded:
        ends, tip = (QPointF(-b, -a), QPointF(b, -a)), QPointF(0, a)
    elif kind == "previous_version":
        ends, tip = (QPointF(a, -b), QPointF(a, b)), QPointF(-a, 0)
    else:
        ends, tip = (QPointF(-a, -b), QPointF(-a, b)), QPointF(a, 0)
    return [QLineF(middle + end, middle + tip) for end in ends]
