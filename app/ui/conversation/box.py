"""One turn as it stands on the page: header, ground and text, in coordinates of its row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from app.i18n import _
from app.model.hits import Span
from app.model.repair import RepairSpan
from app.ui.conversation.body import Body
from app.ui.conversation.page import BAR, BAR_INSET, Page, Side
from app.ui.conversation.pieces import is_code
from app.ui.conversation.source import LoadedTurn
from app.ui.delegates import is_right_to_left

LIMIT = 20_000
"""Code points of a turn shown before the reader asks for all of it."""
_EVENTS = frozenset({"event", "service"})
_KEEP_SPANS = 200
_MOST_IN_LINE = 400


class TurnBox:
    """A loaded turn laid out in its slot. Heights may still improve for very long turns.

    ``top`` and ``bottom`` are extra space, for the first and the last row of the page.
    """

    def __init__(
        self, loaded: LoadedTurn, page: Page, row: int, *, whole: bool, top: float = 0.0, bottom: float = 0.0
    ) -> None:
        self.turn = loaded.turn
        self.spans: tuple[RepairSpan, ...] = loaded.spans
        self.unlike = loaded.unlike
        self.tags = loaded.tags
        self.states = tuple(detail.state for detail in loaded.details)
        self.quiet = loaded.turn.role in _EVENTS
        """Nobody said it: somebody came or went, a topic was set."""
        self.row = row
        self.page = page
        self.slot = page.slot(row)
        self.day = page.day_height(row)
        self._top = top + self.day
        self._bottom = bottom
        self._header_height = page.header(row)
        text = loaded.turn.text
        if page.brief and not whole:
            limit: int | None = _first_words(text, QFontMetricsF(page.fonts.body), self.slot.width)
        else:
            limit = LIMIT if len(text) > LIMIT and not whole else None
        self.body = Body(text, page.fonts, self.slot.width, limit, code=is_code(loaded.turn.meta))
        self.hidden = 0 if page.brief else len(text) - self.body.shown
        self.side: Side = self._own_side()
        self.head: object = None
        self.controls: object = None
        """The measured line above the turn, kept by who paints it."""
        self._span_rects: dict[Span, list[QRectF]] = {}
        self._repair_rects: list[tuple[RepairSpan, QRectF]] | None = None
        self.more_text = _offer(loaded.turn.text) if self.hidden else ""

    @property
    def body_top(self) -> float:
        """Where the text begins below the top of the row."""
        return self._top + self._header_height + self.page.pad_y

    @property
    def more_height(self) -> float:
        """The height of the line that offers the hidden rest."""
        return self.page.fonts.pitch * 1.3 if self.hidden else 0.0

    @property
    def height(self) -> float:
        """The height of the row, the gap below it included."""
        chrome = self._header_height + 2 * self.page.pad_y + self.page.gap_below(self.row)
        return self._top + self._bottom + chrome + self.body.height + self.more_height

    @property
    def text_x(self) -> float:
        """Where the text begins; a turn on the right is set against the right edge."""
        if self.side == "left":
            return self.slot.x
        return self.page.left + self.page.column - self.page.pad_x - self._text_width()

    def ground(self) -> QRectF:
        """The rounded ground of the turn, in row coordinates."""
        return QRectF(
            self.text_x - self.page.pad_x,
            self._top + self._header_height,
            self._text_width() + 2 * self.page.pad_x,
            self.body.height + self.more_height + 2 * self.page.pad_y,
        )

    def bar(self) -> QRectF:
        """The line in the speaker's colour along a turn without a bubble, where its lines begin."""
        ground = self.ground()
        left = self.side == "left"
        x = ground.left() + BAR_INSET if left else ground.right() - BAR_INSET - BAR
        return QRectF(x, ground.top() + 3, BAR, ground.height() - 6)

    def header(self) -> QRectF:
        """The line above the ground, as wide as the column from the turn's own edge."""
        inset = 4 if self.slot.bubble else self.page.pad_x
        if self.side == "left":
            right = self.page.left + self.page.column
            x = self.text_x + inset - self.page.pad_x
            return QRectF(x, self._top, right - x, self._header_height)
        edge = self.page.left + self.page.column - inset
        return QRectF(self.page.left, self._top, edge - self.page.left, self._header_height)

    def date_line(self) -> QRectF:
        """Where the date stands above the first turn of a day; empty elsewhere."""
        if not self.day:
            return QRectF()
        return QRectF(self.page.left, self._top - self.day, self.page.column, self.day)

    def more(self) -> QRectF:
        """The line that offers the hidden rest; empty when nothing is hidden."""
        if not self.hidden:
            return QRectF()
        y = self.body_top + self.body.height
        return QRectF(self.text_x, y, self.slot.width, self.more_height)

    def rects(self, span: Span, top: float, bottom: float) -> list[QRectF]:
        """Where a span stands, line by line, between two offsets of the text; found once for short turns."""
        if not self.body.whole:
            return self.body.rects(*span, top, bottom)
        found = self._span_rects.get(span)
        if found is None:
            if len(self._span_rects) > _KEEP_SPANS:
                self._span_rects.clear()
            found = self._span_rects[span] = self.body.rects(*span, 0.0, self.body.height)
        return found

    def repair_rects(self, top: float, bottom: float) -> list[tuple[RepairSpan, QRectF]]:
        """Repaired spans between two offsets of the text with their rectangles, line by line.

        Found once for turns that are laid out whole, piece by piece for very long ones.
        """
        if not self.spans:
            return []
        if not self.body.whole:
            return list(self._find_repairs(top, bottom))
        if self._repair_rects is None:
            self._repair_rects = list(self._find_repairs(0.0, self.body.height))
        return [
            (span, rect) for span, rect in self._repair_rects if rect.bottom() >= top and rect.top() <= bottom
        ]

    def _find_repairs(self, top: float, bottom: float) -> Iterator[tuple[RepairSpan, QRectF]]:
        for y, laid in self.body.between(top, bottom):
            first = bisect_left(self.spans, laid.piece.start, key=lambda span: span.end)
            for span in self.spans[first:]:
                if span.start > laid.piece.end:
                    break
                end = max(span.end, span.start + 1)
                for rect in self.body.piece_rects(y, laid, span.start, end):
                    yield span, rect

    def _own_side(self) -> Side:
        """Two speakers have their sides; elsewhere a right-to-left turn begins at the right, as its lines do.

        A thread keeps its turns under the lines that join them.
        """
        if self.slot.bubble or self.page.threaded or not is_right_to_left(self.turn.text):
            return self.slot.side
        return "right"

    def _text_width(self) -> float:
        """The width of the ground's inside: the widest line, and no narrower than the offer to show more."""
        least = 24.0
        if self.hidden:
            least = QFontMetricsF(self.page.fonts.small).horizontalAdvance(self.more_text)
        return min(max(self.body.natural_width, least), self.slot.width)


def _first_words(text: str, metrics: QFontMetricsF, width: float) -> int:
    """How many code points of the first line with text in it fit the width, white space before included."""
    start = len(text) - len(text.lstrip())
    line = text[start : start + _MOST_IN_LINE].partition("\n")[0]
    cut = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
    return start + len(line if cut == line else cut[:-1].rstrip())


def _offer(text: str) -> str:
    size = len(text.encode("utf-8", "replace"))
    shown = f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1_000:.0f} kB"
    return _("Show all of this turn ({size})").format(size=shown)
