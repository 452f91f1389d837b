"""Paths, versions and folds of a shown conversation: every way to arrange its tree anew."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from app.ui.conversation.controls import Kind
from app.ui.conversation.outline import Outline
from app.ui.conversation.paper import Paper


class Surface(Protocol):
    """What is arranged."""

    paper: Paper

    @property
    def current_row(self) -> int: ...
    def rearrange(self, outline: Outline, keep: int, y: float | None = None) -> None: ...


class Branches(QObject):
    """Rearranges the page of a view; ``changed`` after every new arrangement."""

    changed = Signal()

    def __init__(self, surface: Surface, parent: QObject) -> None:
        super().__init__(parent)
        self._surface = surface

    @property
    def outline(self) -> Outline:
        """The arrangement shown."""
        return self._surface.paper.outline

    @property
    def can_show_path(self) -> bool:
        """Whether turns have versions, so that one path through them can be shown."""
        return bool(self.outline.tree.forks)

    @property
    def shows_path(self) -> bool:
        """Whether one path is shown and not the whole tree."""
        return self.outline.shape.path and self.can_show_path

    def show_path(self, *, path: bool) -> None:
        """One path through the versions, or all of them as a tree."""
        if self.can_show_path and path != self.outline.shape.path:
            outline = self.outline.with_path(path=path)
            keep = self._kept()
            self._take(outline.showing(keep) if keep else outline, keep)

    def step_version(self, row: int, by: int) -> None:
        """Show the next or the previous version of a row's turn; in the tree, go to it."""
        outline = self.outline
        if not 0 <= row < len(outline) or not outline.versions[row]:
            return
        tree = outline.tree
        position = int(outline.positions[row])
        versions = tree.siblings(position)
        wanted = int(tree.ids[versions[(versions.index(position) + by) % len(versions)]])
        self._take(outline.with_version(row, by), wanted, at=row)

    def fold(self, row: int, *, folded: bool | None = None) -> None:
        """Hide what replies to a row's turn, or show it; None: the other way round."""
        outline = self.outline
        if not 0 <= row < len(outline) or not outline.replies[row]:
            return
        now = outline.is_folded(row)
        wanted = not now if folded is None else folded
        if wanted != now:
            self._take(outline.with_folded(row, folded=wanted), int(outline.ids[row]))

    def fold_all(self, *, folded: bool) -> None:
        """Of every thread only its beginning, or everything."""
        if self.outline.threaded:
            keep = self._kept()
            outline = self.outline.with_all_folded(folded=folded)
            path = outline.tree.path_to(outline.tree.position_of(keep))
            top = int(outline.tree.ids[path[0]]) if folded and path else keep
            self._take(outline, top)

    def reveal(self, turn_id: int) -> bool:
        """Have a turn of the conversation stand on a row; False when it is none of it."""
        outline = self.outline.showing(turn_id)
        if outline is not self.outline:
            self._take(outline, turn_id)
        return outline.row_of(turn_id) >= 0

    def press(self, kind: Kind, row: int) -> None:
        """A control above a turn was clicked."""
        if kind == "fold":
            self.fold(row)
        else:
            self.step_version(row, 1 if kind == "next_version" else -1)

    def key(self, key: Qt.Key) -> bool:
        """Left folds or goes to the version before, Right unfolds or goes to the next; False if it cannot."""
        outline, row = self.outline, self._surface.current_row
        if key not in {Qt.Key.Key_Left, Qt.Key.Key_Right} or not 0 <= row < len(outline):
            return False
        right = key == Qt.Key.Key_Right
        if outline.replies[row] and outline.is_folded(row) == right:
            self.fold(row)
        elif outline.versions[row]:
            self.step_version(row, 1 if right else -1)
        else:
            return False
        return True

    def _kept(self) -> int:
        """The turn that stays in its place: the current one if it is on screen, else the topmost."""
        paper = self._surface.paper
        rows = [placed.row for placed in paper.visible]
        row = self._surface.current_row if self._surface.current_row in rows else next(iter(rows), -1)
        return int(paper.outline.ids[row]) if row >= 0 else 0

    def _take(self, outline: Outline, keep: int, *, at: int | None = None) -> None:
        """Show an arrangement; ``keep`` stands where it stood, or where the row ``at`` stood."""
        paper = self._surface.paper
        row = paper.outline.row_of(keep) if at is None else at
        y = next((placed.y for placed in paper.visible if placed.row == row), None)
        self._surface.rearrange(outline, keep, y)
        self.changed.emit()
