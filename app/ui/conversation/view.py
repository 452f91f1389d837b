"""The conversation as a page: painted here, laid out by ``Paper``, moved by keys, wheel, bar and links."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.i18n import _
from app.model.hits import Span
from app.ui.conversation.accessible import make_accessible, tell_current
from app.ui.conversation.branches import Branches
from app.ui.conversation.controls import Kind
from app.ui.conversation.copying import copy_text
from app.ui.conversation.hands import Hands
from app.ui.conversation.marks import FindSpans, HitMarks, Hits, Place, Selection
from app.ui.conversation.minimap import WIDTH, Minimap
from app.ui.conversation.outline import Outline
from app.ui.conversation.painter import Marks, TurnPainter
from app.ui.conversation.paper import Paper
from app.ui.conversation.repair_tip import RepairTip
from app.ui.conversation.scroll import Placed
from app.ui.conversation.source import TurnSource
from app.ui.theme import SPACING, Theme

_MAX_BAR = 2_000_000_000
_NEAR_VIEWS = 3


class ConversationView(QAbstractScrollArea):
    """One conversation, painted row by row; only visible rows are ever laid out.

    Turns arrive from a ``TurnSource`` in the background; rows that are not here yet are placeholders.
    """

    turnActivated = Signal(object)
    """A turn was clicked or made current: its id."""
    repairClicked = Signal(object, int)
    """A repaired span was clicked: turn id and the span's number among the turn's spans."""
    hitChosen = Signal(object)
    """A hit mark of the map was clicked: turn id."""
    copyReady = Signal(str)
    """Text for the clipboard, once all its turns are here."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hands = Hands(self, RepairTip(theme, self), self)
        self._theme = theme
        self._source: TurnSource | None = None
        self._hits = HitMarks()
        self._current_hit: tuple[int, Span] | None = None
        self._selection: Selection | None = None
        self._current_row = -1
        self._target: tuple[int, Span | None] | None = None
        self._empty = _("Open a conversation from the list, or choose a hit.")
        self._spot: tuple[int, Span] | None = None
        self._doubt = 0.0
        self._moving_bar = False
        self.paper = Paper(theme, self.settle)
        self._painter = TurnPainter(theme, self.paper.page, self.paper.outline, self.paper.links)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        make_accessible(self)
        self.viewport().setMouseTracking(True)
        self.branches = Branches(self, self)
        self.minimap = Minimap(theme, self)
        self.minimap.chosen.connect(self._go_to_share)
        self.minimap.mark_chosen.connect(self._go_to_mark)
        theme.changed.connect(self._recolour)
        theme.fonts_changed.connect(self._refont)
        self.setViewportMargins(0, 0, WIDTH, 0)

    # -- what is shown -------------------------------------------------------------------------

    def set_conversation(
        self,
        source: TurnSource | None,
        *,
        at: int | None = None,
        span: Span | None = None,
        empty_text: str = "",
    ) -> None:
        """Show a conversation from its start or as ``go_to`` does, or (None) the empty state."""
        self._source = source
        self._selection = self._target = self._current_hit = None
        self._current_row = -1
        self._hits = HitMarks()
        self._empty = empty_text or self._empty
        self.setAccessibleName(_("Conversation") if source is None else source.title or _("Conversation"))
        self.setAccessibleDescription(self._empty if source is None else "")
        self.paper.set_source(source)
        if at is not None:
            self._aim(at, span)
        self._laid_anew()

    @property
    def source(self) -> TurnSource | None:
        """What is shown."""
        return self._source

    def set_hits(self, hits: Hits = (), find: FindSpans | None = None) -> None:
        """Mark hit turns: a mapping from turn id to code-point spans, or ids with ``find`` giving the
        spans of a turn when it comes on screen (for very many hits). Empty: no marks.
        """
        self._hits = HitMarks(hits, find)
        if self._current_hit is not None and not self._still_hit(*self._current_hit):
            self._current_hit = None
        self._mark_map()
        self.viewport().update()

    def _still_hit(self, turn_id: int, span: Span) -> bool:
        """True when the current hit is one of the new hits, as far as its turn is here."""
        loaded = self.paper.loader.get(turn_id)
        return loaded is None or span in self._hits.spans(loaded.turn)

    def go_to(self, turn_id: int, span: Span | None = None) -> bool:
        """Bring a turn, and the span in it, into view and make them current.

        A turn that is not here yet is landed on exactly when it arrives. False when the conversation
        does not have the turn.
        """
        if not self._aim(turn_id, span):
            return False
        self.settle()
        return True

    def _aim(self, turn_id: int, span: Span | None) -> bool:
        if not self.branches.reveal(turn_id):
            return False
        row = self._current_row = self.paper.outline.row_of(turn_id)
        self._current_hit = (turn_id, span) if span is not None else None
        self._target = (row, span)
        self._land()
        return True

    def reload(self, turn_ids: Sequence[int]) -> None:
        """These turns changed in the corpus (a repair was undone): bring them again."""
        self.paper.forget(turn_ids)
        for turn in turn_ids:
            self._hits.forget(turn)
        self.settle()

    def set_doubt(self, below: float) -> None:
        """Mark inferred repairs less sure than this (0..1) more strongly."""
        self._doubt = below
        self.viewport().update()

    def set_spot(self, spot: tuple[int, Span] | None) -> None:
        """Frame the repaired place that is looked at: turn id and span."""
        self._spot = spot
        self.viewport().update()

    def current_turn(self) -> int | None:
        """The current turn's id."""
        return int(self.paper.outline.ids[self._current_row]) if self._current_row >= 0 else None

    def top_turn(self) -> int | None:
        """The turn at the top of the view, to come back to."""
        visible = self.paper.visible
        return int(self.paper.outline.ids[visible[0].row]) if visible else None

    def visible_turns(self) -> list[int]:
        """Ids of the turns on screen, top to bottom."""
        return [int(self.paper.outline.ids[placed.row]) for placed in self.paper.visible]

    def span_in_view(self, turn_id: int, span: Span) -> bool:
        """True when the first line of the span is wholly on screen."""
        row = self.paper.outline.row_of(turn_id)
        return row >= 0 and self.paper.span_visible(row, span)

    # -- selection and clipboard ---------------------------------------------------------------

    def selection(self) -> Selection | None:
        """What is selected."""
        return self._selection

    def set_selection(self, selection: Selection | None) -> None:
        """Select from one place to another."""
        self._selection = None if selection is None or selection.empty else selection
        self.viewport().update()

    def select_all(self) -> None:
        """Select every turn."""
        rows = len(self.paper.outline)
        if rows:
            self.set_selection(Selection(Place(0, 0), Place(rows - 1, _MAX_BAR)))

    def copy(self, *, labels: bool = True) -> None:
        """Put the selection on the clipboard (``copyReady``), once all its turns are here."""
        if self._selection is not None:
            copy_text(self.paper, self._selection, self.copyReady.emit, labels=labels)

    # -- moving --------------------------------------------------------------------------------

    def scroll_by(self, pixels: float) -> None:
        """Move the page; down is positive."""
        self._target = None
        self.paper.scroll.move(pixels)
        self.settle()

    def scroll_to_end(self, *, start: bool) -> None:
        """Go to the first or the last turn."""
        self._target = None
        scroll = self.paper.scroll
        scroll.jump(0.0 if start else scroll.heights.total)
        self.settle()

    def make_current(self, row: int, *, reveal: bool = True) -> None:
        """Make a row's turn the current one; bring it into view when asked to."""
        if not 0 <= row < len(self.paper.outline):
            return
        self._current_row = row
        placed = next((p for p in self.paper.visible if p.row == row), None)
        inside = placed is not None and placed.y >= 0 and placed.y + placed.height <= self.viewport().height()
        if reveal and not inside:
            self._target = (row, None)
            self._land()
        self.settle()
        self._speak()
        self.turnActivated.emit(int(self.paper.outline.ids[row]))

    def show_whole(self, row: int) -> None:
        """Show the rest of a very long turn."""
        self.paper.show_whole(row)
        self.settle()

    def press(self, kind: Kind, row: int) -> None:
        """A control above a turn was clicked."""
        self.branches.press(kind, row)

    def open_repair(self, turn_id: int, number: int) -> None:
        """A repaired span was clicked."""
        self.repairClicked.emit(turn_id, number)

    @property
    def current_row(self) -> int:
        """The current row, or -1."""
        return self._current_row

    def settle(self) -> None:
        """Lay out what is visible, bring bar and map in line, repaint."""
        self.paper.settle()
        if self._target is not None and self._land():
            self.paper.settle()
        self._sync_bar()
        self.viewport().update()

    def rearrange(self, outline: Outline, keep: int, y: float | None = None) -> None:
        """Show the same turns in another arrangement; the turn ``keep`` is current, its top at ``y``."""
        self._selection = self._target = None
        self._current_row = outline.row_of(keep)
        self.paper.rearrange(outline, keep, SPACING.m if y is None else y)
        self._laid_anew()

    def set_brief(self, *, brief: bool) -> None:
        """Of every turn one line, or all of it."""
        self.paper.set_brief(brief=brief)
        self._laid_anew()

    def _land(self) -> bool:
        """Go to the target; keep it and say False while its turn has not arrived."""
        if self._target is None:
            return False
        row, span = self._target
        if not self.paper.show(row, span):
            return False
        self._target = None
        self._speak()
        return True

    @Slot(float)
    def _go_to_share(self, share: float) -> None:
        self._target = None
        scroll = self.paper.scroll
        scroll.jump(share * scroll.heights.total - self.viewport().height() / 2)
        self.settle()

    @Slot(int)
    def _go_to_mark(self, number: int) -> None:
        rows = self._hits.rows(self.paper.outline)
        if number < len(rows):
            turn = int(self.paper.outline.ids[rows[number]])
            self.go_to(turn)
            self.hitChosen.emit(turn)

    # -- bar and map ---------------------------------------------------------------------------

    def _sync_bar(self) -> None:
        bar = self.verticalScrollBar()
        scroll = self.paper.scroll
        self._moving_bar = True
        if not bar.isSliderDown():
            bar.setPageStep(max(1, self.viewport().height()))
            bar.setSingleStep(round(self.paper.fonts.pitch * 2))
            bar.setRange(0, min(_MAX_BAR, round(scroll.maximum)))
            bar.setValue(round(scroll.value))
        self._moving_bar = False
        total = max(1.0, scroll.heights.total)
        self.minimap.set_view(scroll.value / total, (scroll.value + scroll.view) / total)

    def _mark_map(self) -> None:
        heights, shown = self.paper.scroll.heights, self.paper.outline
        total = max(1.0, heights.total)
        tops = heights.tops() / total
        self.minimap.set_shape(tops, shown)
        self.minimap.set_marks(tops[self._hits.rows(shown)], tops[shown.repaired])

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 - Qt's signature
        """The bar moved: a short way exactly, a long way by estimate."""
        if self._moving_bar:
            return
        self._target = None
        scroll = self.paper.scroll
        wanted = float(self.verticalScrollBar().value())
        by = wanted - round(scroll.value)
        if abs(by) <= _NEAR_VIEWS * scroll.view and not self.verticalScrollBar().isSliderDown():
            scroll.move(by)
        else:
            scroll.jump(wanted)
        self.settle()

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, then the visible rows from ready values."""
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(event.rect(), QColor(self._theme.tokens.page))
            if not len(self.paper.outline):
                self._painter.empty(painter, self.viewport().rect(), self._empty)
                return
            for placed in self.paper.visible:
                if placed.y + placed.height >= event.rect().top() and placed.y <= event.rect().bottom():
                    painter.save()
                    painter.translate(0.0, placed.y)
                    self._paint_row(painter, placed)
                    painter.restore()

    def _paint_row(self, painter: QPainter, placed: Placed) -> None:
        box = self.paper.box(placed.row)
        if box is None:
            self._painter.placeholder(painter, placed.row, placed.height)
            return
        turn_id = int(box.turn.id)
        current = self._current_hit[1] if self._current_hit and self._current_hit[0] == turn_id else None
        chosen = self._selection.part(placed.row, len(box.turn.text)) if self._selection else None
        spot = self._spot[1] if self._spot and self._spot[0] == turn_id else None
        active = placed.row == self._current_row
        marks = Marks(self._hits.spans(box.turn), current, chosen, spot, active=active, doubt=self._doubt)
        top = max(0.0, -placed.y)
        self._painter.turn(painter, box, marks, top, top + self.viewport().height())

    # -- events --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width around what is read."""
        super().resizeEvent(event)
        area = self.viewport().geometry()
        self.minimap.setGeometry(QRect(area.right() + 1, area.top(), WIDTH, area.height()))
        self.paper.resize(self.viewport().width(), self.viewport().height())
        self._laid_anew()

    def viewportEvent(self, event: QEvent) -> bool:
        """Mouse and tooltip events go to the hands first."""
        return self._hands.handle(event) or super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow, page and end keys; turn by turn with Ctrl."""
        if not (self._hands.key(event) or self.branches.key(Qt.Key(event.key()))):
            event.ignore()

    def sizeHint(self) -> QSize:
        return QSize(round(self.paper.fonts.measure) + 160, 600)

    @Slot()
    def _recolour(self) -> None:
        self.minimap.update()
        self.viewport().update()

    @Slot()
    def _refont(self) -> None:
        self.paper.set_fonts()
        self._laid_anew()

    def _laid_anew(self) -> None:
        self._painter = TurnPainter(self._theme, self.paper.page, self.paper.outline, self.paper.links)
        self.settle()
        self._mark_map()

    def _speak(self) -> None:
        """Tell assistive technology what the current turn says."""
        tell_current(self)

    def at(self, point: QPointF) -> Placed | None:
        """The row under a point of the viewport, or None beside and below the page."""
        placed = self.paper.at(point.y())
        return placed if placed and placed.y <= point.y() <= placed.y + placed.height else None
