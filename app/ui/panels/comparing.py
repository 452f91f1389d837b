"""Two versions of what follows a turn, side by side, with what differs marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.i18n import _
from app.model.corpus import Turn
from app.model.hits import Span
from app.text.compare import differences
from app.ui.conversation import ConversationView, LoadedTurn, Tree, TurnList
from app.ui.conversation.outline import branch
from app.ui.theme import Theme

MOST_TURNS = 500
"""So many turns of each version are shown; what differs further down is read in the conversation itself."""
Fetch = Callable[[Sequence[int], Callable[[Sequence[LoadedTurn] | None], None]], None]


class CompareDialog(QDialog):
    """Chosen versions of one turn, each with what follows it; the two pages scroll together."""

    def __init__(self, theme: Theme, tree: Tree, position: int, fetch: Fetch, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._tree = tree
        self._fetch = fetch
        self._versions = tree.siblings(position)
        self._moving = False
        self.setWindowTitle(_("Compare versions"))
        self.resize(1080, 720)
        first = self._versions.index(position)
        second = (first + 1) % len(self._versions)
        self.sides = tuple(_Side(theme, self._versions, chosen, self._show) for chosen in (first, second))
        self._note = QLabel()
        self._note.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._build()
        self._show()

    def _build(self) -> None:
        pages = QHBoxLayout()
        pages.setSpacing(1)
        for side in self.sides:
            pages.addWidget(side, 1)
        ends = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        ends.rejected.connect(self.reject)
        last = QHBoxLayout()
        last.addWidget(self._note, 1)
        last.addWidget(ends)
        layout = QVBoxLayout(self)
        layout.addLayout(pages, 1)
        layout.addLayout(last)
        left, right = self.sides
        left.view.verticalScrollBar().valueChanged.connect(lambda _value: self._follow(left, right))
        right.view.verticalScrollBar().valueChanged.connect(lambda _value: self._follow(right, left))

    def _show(self) -> None:
        """Bring the turns of both versions, then mark what differs."""
        outlines = [branch(self._tree, self._versions[side.chosen], MOST_TURNS) for side in self.sides]
        ids = [int(turn) for outline in outlines for turn in outline.ids]

        def arrived(loaded: Sequence[LoadedTurn] | None) -> None:
            found = {int(one.turn.id): one for one in loaded or ()}
            sides = [[found[int(turn)] for turn in outline.ids if int(turn) in found] for outline in outlines]
            for side, outline, turns in zip(self.sides, outlines, sides, strict=True):
                side.view.set_conversation(TurnList(turns, outline, side.title))
            self._mark(*sides)

        self._fetch(ids, arrived)

    def _mark(self, left: list[LoadedTurn], right: list[LoadedTurn]) -> None:
        """Turn by turn from the fork on; a turn that has no counterpart differs as a whole."""
        marks: tuple[dict[int, tuple[Span, ...]], dict[int, tuple[Span, ...]]] = ({}, {})
        changed = 0
        for number in range(max(len(left), len(right))):
            ours = left[number].turn if number < len(left) else None
            theirs = right[number].turn if number < len(right) else None
            spans = differences(ours.text if ours else "", theirs.text if theirs else "")
            changed += bool(spans[0] or spans[1])
            _note_spans(marks[0], ours, spans[0])
            _note_spans(marks[1], theirs, spans[1])
        for side, spans_of in zip(self.sides, marks, strict=True):
            side.view.set_hits(spans_of)
        words = _("{changed} of {n} turns differ").format(changed=changed, n=max(len(left), len(right)))
        self._note.setText(words)

    def _follow(self, moved: _Side, other: _Side) -> None:
        """The other page goes to the same turn, as far down as this one."""
        visible = moved.view.paper.visible
        if self._moving or not visible:
            return
        self._moving = True
        row = min(visible[0].row, len(other.view.paper.outline) - 1)
        if row >= 0:
            other.view.paper.scroll.show(row, 0.0, visible[0].y)
            other.view.settle()
        self._moving = False


def _note_spans(marks: dict[int, tuple[Span, ...]], turn: Turn | None, spans: tuple[Span, ...]) -> None:
    if turn is not None and spans:
        marks[int(turn.id)] = spans


class _Side(QWidget):
    """One version: which one, and its page."""

    def __init__(self, theme: Theme, versions: list[int], chosen: int, changed: Callable[[], None]) -> None:
        super().__init__()
        self.view = ConversationView(theme)
        self.which = QComboBox()
        for number in range(len(versions)):
            self.which.addItem(_("Version {n} of {all}").format(n=number + 1, all=len(versions)))
        self.which.setCurrentIndex(chosen)
        self.which.setAccessibleName(_("Which version"))
        self.which.currentIndexChanged.connect(lambda _index: changed())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.view, 1)

    @property
    def chosen(self) -> int:
        """The number of the version, from 0."""
        return self.which.currentIndex()

    @property
    def title(self) -> str:
        """What a screen reader is told of the page."""
        return self.which.currentText()
