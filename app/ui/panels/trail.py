"""Where one stands in a thread: the turns above the current one, and how the tree is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.i18n import _
from app.ui.conversation import ConversationView
from app.ui.models.desk.desk import Desk
from app.ui.panels.base import Handlers
from app.ui.panels.crumbs import Crumbs, Step


class Trail(QWidget):
    """A line above the page of a threaded conversation; hidden above all others.

    ``chosen``: a turn of the way was clicked. ``comparing``: two versions are to be seen side by side.
    """

    chosen = Signal(object)
    comparing = Signal()

    def __init__(self, desk: Desk, view: ConversationView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view = view
        self._crumbs = Crumbs(self._step)
        self._switches = QWidget()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.path = _button(_("One path"), _("At every fork one version; the others are a click away"))
        self.tree = _button(_("All branches"), _("Every version, one below the other"))
        self.compare = _button(_("Compare"), _("This version beside the next one"), checkable=False)
        self.fold = _button(_("Fold all"), _("Of every thread only its beginning"), checkable=False)
        self._build()

    def _build(self) -> None:
        modes = QButtonGroup(self)
        for button in (self.path, self.tree):
            modes.addButton(button)
        self.path.clicked.connect(lambda: self._view.branches.show_path(path=True))
        self.tree.clicked.connect(lambda: self._view.branches.show_path(path=False))
        self.fold.clicked.connect(self._fold)
        self.compare.clicked.connect(self.comparing)
        switches = QHBoxLayout(self._switches)
        switches.setContentsMargins(0, 0, 0, 0)
        switches.setSpacing(4)
        switches.addStretch(1)
        for button in (self.compare, self.fold, self.path, self.tree):
            switches.addWidget(button)
        self._line.setContentsMargins(12, 0, 12, 4)
        self._line.setSpacing(4)
        self._line.addWidget(self._crumbs, 1)
        self._line.addWidget(self._switches)
        self._crumbs.chosen.connect(self.chosen)
        self._view.branches.changed.connect(self.refresh)
        self._view.turnActivated.connect(self.refresh)
        self.hide()

    def handlers(self) -> Handlers:
        """What the actions of this line do."""
        branches = self._view.branches
        return {
            "view.path": lambda: branches.show_path(path=not branches.shows_path),
            "view.fold_all": lambda: branches.fold_all(folded=True),
            "view.unfold_all": lambda: branches.fold_all(folded=False),
            "go.next_version": lambda: branches.step_version(self._view.current_row, +1),
            "go.previous_version": lambda: branches.step_version(self._view.current_row, -1),
            "view.compare": self.comparing.emit,
        }

    def refresh(self, *_values: object) -> None:
        """The current turn or the arrangement is another one."""
        outline = self._view.paper.outline
        branches = self._view.branches
        self.setVisible(outline.tree.threaded)
        if not outline.tree.threaded:
            return
        for button in (self.path, self.tree):
            button.setVisible(branches.can_show_path)
        self.path.setChecked(branches.shows_path)
        self.tree.setChecked(not branches.shows_path)
        row = self._view.current_row
        self.compare.setVisible(branches.can_show_path)
        self.compare.setEnabled(0 <= row < len(outline) and bool(outline.versions[row]))
        self.fold.setVisible(outline.threaded)
        self.fold.setText(_("Unfold all") if outline.shape.folded else _("Fold all"))
        self._set_crumbs()

    def _fold(self) -> None:
        """Everything folded, or nothing any more."""
        self._view.branches.fold_all(folded=not self._view.paper.outline.shape.folded)

    def _set_crumbs(self) -> None:
        outline, row = self._view.paper.outline, self._view.current_row
        tree = outline.tree
        way = tree.path_to(int(outline.positions[row])) if 0 <= row < len(outline) else []
        self._crumbs.set_way(way)
        self._arrange()

    def _step(self, position: int) -> Step:
        tree = self._view.paper.outline.tree
        name = self._desk.corpus.speaker_name(int(tree.speakers[position])) or "—"
        return Step(int(tree.ids[position]), position + 1, " ".join(name.split()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The way and the buttons stand side by side where both have room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where the current turn had no room beside the buttons, the way has a line of its own."""
        margins = self._line.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._line.spacing()
        room -= self._switches.sizeHint().width()
        beside = room >= self._crumbs.least
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction != self._line.direction():
            self._line.setDirection(direction)


def _button(text: str, tip: str, *, checkable: bool = True) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setCheckable(checkable)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button
