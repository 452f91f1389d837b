"""Everything that stands between a source of turns and the widget that paints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF

from app.model.hits import Span
from app.ui.conversation.box import TurnBox
from app.ui.conversation.heights import Heights, estimate
from app.ui.conversation.links import Link, Links
from app.ui.conversation.loader import Loader
from app.ui.conversation.lru import Lru
from app.ui.conversation.marks import Place
from app.ui.conversation.outline import Outline, make_outline
from app.ui.conversation.page import Fonts, Page
from app.ui.conversation.scroll import Measured, Placed, Scroll
from app.ui.conversation.source import LoadedTurn, TurnSource
from app.ui.theme import SPACING, Theme

_BOXES = 160
_AHEAD = 12
_ROUNDS = 8
"""A source that delivers at once may need a few rounds to fill the view."""


class Paper:
    """The laid-out page: which rows are visible, where spans stand, what lies under a point.

    ``changed`` is called when turns arrived. ``settle`` lays out the visible rows, asks for those
    that are missing, and leaves the result in ``visible``.
    """

    def __init__(self, theme: Theme, changed: Callable[[], None]) -> None:
        self._theme = theme
        self._changed = changed
        self._settling = False
        self._arrived_meanwhile = False
        self._whole: set[int] = set()
        self._boxes: Lru[int, TurnBox] = Lru(_BOXES)
        self.brief = False
        self.loader = Loader(self._arrived)
        self.fonts = Fonts.of(theme)
        self.outline: Outline = make_outline(())
        self.links = Links()
        self.visible: list[Placed] = []
        self._width, self._height = 640.0, 480.0
        self._lay()

    # -- what is on the page -------------------------------------------------------------------

    def set_source(self, source: TurnSource | None) -> None:
        """Show another conversation, from its start."""
        self.outline = make_outline(()) if source is None else source.outline
        self.links.put((), self.outline)
        self._whole.clear()
        self.loader.set_source(source)
        self._lay()

    def rearrange(self, outline: Outline, keep: int, y: float) -> None:
        """Show the same turns in another arrangement, the turn ``keep`` with its top at ``y`` in the view."""
        self._whole.clear()
        self.outline = outline
        self._lay()
        row = outline.row_of(keep)
        if row >= 0:
            self.scroll.show(row, 0.0, y)

    def resize(self, width: float, height: float) -> None:
        """Set the size of the view; a new width lays out again around what is read."""
        self._height = max(1.0, height)
        if width != self._width:
            self._width = max(1.0, width)
            self._relay()
        self.scroll.view = self._height

    def set_fonts(self) -> None:
        """The reading size changed."""
        self.fonts = Fonts.of(self._theme)
        self._relay()

    def set_links(self, links: Sequence[Link]) -> None:
        """Draw who answers whom where the arrangement does not show it."""
        self.links.put(links, self.outline)

    def link_at(self, point: QPointF) -> Link | None:
        """The link whose turn has its first line under a point of the view."""
        placed = self.at(point.y())
        box = self.box(placed.row) if placed is not None else None
        if placed is None or box is None:
            return None
        line = box.header()
        inside = abs(point.y() - placed.y - line.center().y()) <= max(line.height(), self.fonts.header) / 2
        return self.links.of(int(box.turn.id)) if inside else None

    def set_brief(self, *, brief: bool) -> None:
        """Of every turn its first words alone, or all of it."""
        if brief != self.brief:
            self.brief = brief
            self._whole.clear()
            self._relay()

    def forget(self, turn_ids: Sequence[int]) -> None:
        """These turns changed in the corpus."""
        for turn in turn_ids:
            self.loader.forget(turn)
            self._boxes.pop(self.outline.row_of(turn))

    def show_whole(self, row: int) -> None:
        """Lay out all of a very long turn."""
        self._whole.add(row)
        self._boxes.pop(row)

    # -- what is visible -----------------------------------------------------------------------

    def settle(self) -> list[Placed]:
        """Lay out the visible rows and ask for the missing ones."""
        if self._settling:
            return self.visible
        self._settling = True
        try:
            for _round in range(_ROUNDS):
                self._arrived_meanwhile = False
                self.visible = self.scroll.settle()
                self._want()
                if not self._arrived_meanwhile:
                    break
        finally:
            self._settling = False
        return self.visible

    def box(self, row: int) -> TurnBox | None:
        """The laid-out turn of a row, or None while it is not here."""
        found = self._boxes.get(row)
        if found is None:
            loaded = self.loader.get(int(self.outline.ids[row]))
            if loaded is not None:
                found = self._make(row, loaded)
                self._boxes.put(row, found)
        return found

    def show(self, row: int, span: Span | None, *, at: float | None = None) -> bool:
        """Bring a turn (and the span in it) into view; False while the turn is not here.

        A turn goes to the top of the view, a span to its upper third, unless ``at`` says where.
        """
        box = self.box(row)
        if box is None:
            self.scroll.show(row, 0.0, SPACING.m if at is None else at)
            return False
        if span is not None and span[1] > box.body.shown:
            self.show_whole(row)
            box = self.box(row) or box
        if span is None:
            self.scroll.show(row, 0.0, SPACING.m if at is None else at)
            return True
        place = box.body.place(*span)
        wanted = self._height / 3 if at is None else at
        self.scroll.heights.set_exact(row, box.height)
        self.scroll.show(row, box.body_top + place.center().y(), wanted)
        return True

    def span_visible(self, row: int, span: Span) -> bool:
        """True when a span's first line stands wholly in the view."""
        box = self.box(row)
        placed = next((p for p in self.visible if p.row == row), None)
        if box is None or placed is None or span[1] > box.body.shown:
            return False
        place = box.body.place(*span).translated(0.0, placed.y + box.body_top)
        return place.top() >= SPACING.xs and place.bottom() <= self._height - SPACING.xs

    # -- what lies under a point ---------------------------------------------------------------

    def at(self, y: float) -> Placed | None:
        """The row at a height of the view, the nearest one beyond the ends."""
        for placed in self.visible:
            if y < placed.y + placed.height:
                return placed
        return self.visible[-1] if self.visible else None

    def place_at(self, point: QPointF) -> Place | None:
        """The place in the text nearest to a point of the view."""
        placed = self.at(point.y())
        if placed is None:
            return None
        box = self.box(placed.row)
        if box is None:
            return Place(placed.row, 0)
        inside = self.in_text(placed, box, point)
        if inside.y() < 0:
            return Place(placed.row, 0)
        if inside.y() > box.body.height:
            return Place(placed.row, box.body.shown)
        return Place(placed.row, box.body.position_at(inside))

    @staticmethod
    def in_text(placed: Placed, box: TurnBox, point: QPointF) -> QPointF:
        """A point of the view in coordinates of the turn's text."""
        return QPointF(point.x() - box.text_x, point.y() - placed.y - box.body_top)

    # -- inside --------------------------------------------------------------------------------

    def _lay(self) -> None:
        """Start with estimates for the present width."""
        self.page = Page(self.outline, self.fonts, self._width, brief=self.brief)
        sizes = np.zeros(len(self.outline)) if self.brief else self.outline.sizes
        heights = estimate(sizes, self.page.per_line, self.fonts.pitch, self.page.chrome)
        self._boxes.clear()
        self.scroll = Scroll(Heights(heights), self._measure)
        self.scroll.view = self._height
        self.visible = []

    def _relay(self) -> None:
        """Lay out anew around the row at the top of the view."""
        if not self.visible:
            self._lay()
            return
        first = self.visible[0]
        share = max(0.0, -first.y) / max(1.0, first.height)
        self._lay()
        height = self._measure(first.row, 0.0, self._height, 0.0).height
        self.scroll.show(first.row, share * height, max(0.0, first.y))

    def _make(self, row: int, loaded: LoadedTurn) -> TurnBox:
        return TurnBox(
            loaded,
            self.page,
            row,
            whole=row in self._whole,
            top=SPACING.xl if row == 0 else 0.0,
            bottom=SPACING.xl if row == len(self.outline) - 1 else 0.0,
        )

    def _measure(self, row: int, top: float, bottom: float, pin: float) -> Measured:
        box = self.box(row)
        if box is None:
            return Measured(self.scroll.heights[row], known=False)
        shift = 0.0
        if not box.body.whole:
            start = box.body_top
            shift = box.body.ensure(top - start, bottom - start, max(0.0, pin - start))
        return Measured(box.height, shift)

    def _want(self) -> None:
        """Ask for visible rows first, then a few beyond both ends."""
        if not self.visible:
            return
        first, last = self.visible[0].row, self.visible[-1].row
        missing = any(self.box(placed.row) is None for placed in self.visible)
        low, high = max(0, first - _AHEAD), min(len(self.outline), last + 1 + _AHEAD)
        rows = [*range(first, last + 1), *range(last + 1, high), *range(first - 1, low - 1, -1)]
        if missing or self._near_edge(low, high):
            self.loader.want([int(self.outline.ids[row]) for row in rows])

    def _near_edge(self, low: int, high: int) -> bool:
        ends = (low, high - 1)
        return any(self.loader.get(int(self.outline.ids[row])) is None for row in ends)

    def _arrived(self, _turn_ids: Sequence[int]) -> None:
        self._arrived_meanwhile = True
        if not self._settling:
            self._changed()
