"""A narrow map of the whole conversation: voices, depth of threads, hits, repairs, and what is on screen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.i18n import _, ngettext
from app.ui.conversation.outline import MAX_DEPTH, Outline
from app.ui.conversation.tree import Ints
from app.ui.theme import Theme
from app.ui.theme.tags import tag_ink

WIDTH = 26
_LEAST_VOICE = 2.0
"""How long the line of a turn is at the deepest level that is drawn."""
_MARKS = 14.0
_DOT = 4.0
_VOICES = 6.0
_NONE: Ints = np.zeros(0, dtype=np.int64)


class Minimap(QWidget):
    """Marks at shares 0..1 of the conversation. ``chosen`` gives the share that was clicked or dragged to;
    ``mark_chosen`` the number of a hit when the click fell on its mark.
    """

    chosen = Signal(float)
    mark_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hits = np.zeros(0)
        self._repairs = np.zeros(0)
        self._tops = np.zeros(0)
        self._tags: dict[int, str] = {}
        self._outline: Outline | None = None
        self._view = (0.0, 1.0)
        self._picture: QPixmap | None = None
        self._ground: QPixmap | None = None
        self._shape = (0, 0, 0.0)
        theme.changed.connect(self.recolour)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(_("Map of the conversation"))

    def sizeHint(self) -> QSize:
        """Narrow."""
        return QSize(WIDTH, 100)

    def set_shape(self, tops: np.ndarray, outline: Outline) -> None:
        """At which share of the conversation every row begins, and the rows themselves."""
        if outline is self._outline and len(tops) == len(self._tops) and bool((tops == self._tops).all()):
            return
        self._tops, self._outline = tops, outline
        self._ground = self._picture = None
        self.update()

    def set_tags(self, tags: dict[int, str]) -> None:
        """Turns that carry a tag or a note, by id, each with the name of a colour."""
        if tags != self._tags:
            self._tags = tags
            self._describe()
            self.forget_picture()

    def _describe(self) -> None:
        hits, repairs, tags = len(self._hits), len(self._repairs), len(self._tags)
        said = [
            ngettext("{n} hit", "{n} hits", hits).format(n=hits),
            ngettext("{n} repaired turn", "{n} repaired turns", repairs).format(n=repairs),
        ]
        if tags:
            said.append(ngettext("{n} tagged turn", "{n} tagged turns", tags).format(n=tags))
        self.setAccessibleDescription(", ".join(said))

    def set_marks(self, hits: np.ndarray, repairs: np.ndarray) -> None:
        """Shares of the conversation at which hits and repaired turns stand, ascending."""
        self._hits, self._repairs = hits, repairs
        self._describe()
        self.forget_picture()

    @Slot()
    def forget_picture(self) -> None:
        """Marks changed: draw them anew."""
        self._picture = None
        self.update()

    @Slot()
    def recolour(self) -> None:
        """Colours changed: draw everything anew."""
        self._ground = None
        self.forget_picture()

    def set_view(self, start: float, end: float) -> None:
        """The part of the conversation on screen, as shares."""
        if (start, end) != self._view:
            self._view = (start, end)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A hairline at the left, the part on screen, repairs on the left, hits over the width."""
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(tokens.page))
            width, height = float(self.width()), float(self.height())
            painter.fillRect(QRectF(0, 0, 1, height), QColor(tokens.line))
            start, end = self._view
            if end - start < 1.0:
                part = QRectF(1, start * height, width - 1, max(8.0, (end - start) * height))
                painter.fillRect(part, QColor(tokens.placeholder))
            shape = (self.width(), self.height(), self.devicePixelRatioF())
            if self._shape != shape:
                self._ground = self._picture = None
                self._shape = shape
            if self._ground is None:
                self._ground = self._drawn(self._voices)
            if self._picture is None:
                self._picture = self._drawn(self._marks)
            painter.drawPixmap(0, 0, self._ground)
            painter.drawPixmap(0, 0, self._picture)

    def _drawn(self, draw: Callable[[QPainter], None]) -> QPixmap:
        """What ``draw`` paints, as a picture: it changes far less often than the part on screen."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            draw(painter)
        return picture

    def _marks(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        self._tag_marks(painter)
        self._bars(painter, self._repairs, QRectF(_MARKS, 0, 4, 2), tokens.inferred)
        hit = QRectF(_MARKS + 4, 0, self.width() - _MARKS - 6, 2.5)
        self._bars(painter, self._hits, hit, tokens.hit_current)

    def _tag_marks(self, painter: QPainter) -> None:
        """A dot at the left edge for every turn that carries something, in the colour of its first tag."""
        outline = self._outline
        if outline is None or len(self._tops) != len(outline):
            return
        turns: dict[str, list[int]] = {}
        for turn, colour in self._tags.items():
            turns.setdefault(colour, []).append(turn)
        dot = QRectF(1, 0, _DOT, _DOT)
        for colour, of_colour in turns.items():
            tops = self._tops[outline.rows_of(of_colour)]
            self._bars(painter, tops, dot, tag_ink(colour, dark=self._theme.tokens.dark))

    def _voices(self, painter: QPainter) -> None:
        """A short line in the speaker's colour for every row, further right the deeper in a thread."""
        outline = self._outline
        if outline is None or not len(outline) or len(self._tops) != len(outline):
            return
        shares = (np.arange(0, self.height(), 2) + 1) / max(1, self.height())
        rows = np.maximum(0, np.searchsorted(self._tops, shares, side="right") - 1)
        speakers = outline.speakers[rows].tolist()
        step = (_MARKS - 2 - _VOICES - _LEAST_VOICE) / MAX_DEPTH
        lefts = (_VOICES + np.minimum(outline.depth[rows], MAX_DEPTH) * step).tolist()
        inks: dict[int, QColor] = {}
        for y, speaker, x in zip(range(0, self.height(), 2), speakers, lefts, strict=True):
            ink = inks.get(speaker)
            if ink is None:
                ink = inks[speaker] = QColor(self._theme.speaker_colour(speaker))
                ink.setAlphaF(0.55)
            painter.fillRect(QRectF(x, y, _MARKS - 2 - x, 2.0), ink)

    def _bars(self, painter: QPainter, shares: np.ndarray, bar: QRectF, colour: str) -> None:
        """One bar a pixel row at most, however many marks there are."""
        if not len(shares):
            return
        ink = QColor(colour)
        span = max(1.0, self.height() - bar.height())
        for y in np.unique(np.floor(shares * span)).tolist():
            painter.fillRect(bar.translated(0, y), ink)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a hit mark goes to the hit, elsewhere to the place."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        share = event.position().y() / max(1, self.height())
        near = np.flatnonzero(np.abs(self._hits - share) * self.height() <= 3)
        if len(near):
            closest = near[np.argmin(np.abs(self._hits[near] - share))]
            self.mark_chosen.emit(int(closest))
        else:
            self.chosen.emit(share)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging moves along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.chosen.emit(event.position().y() / max(1, self.height()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a click or a drag is ours too."""
        event.accept()
