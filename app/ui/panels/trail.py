"""Where one stands in a thread: the turns above the current one, and how the tree is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.i18n import _
from app.ui.conversation import ConversationView
from app.ui.models.desk.desk import Desk
from app.ui.panels.base import Handlers
from app.ui.theme.tips import plain_tip

_CRUMBS = 5
"""So many turns of the way are named: the first and the last ones."""
_NAME = 11
_GAP = "…"


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
        self._way = QWidget()
        self._crumbs = QHBoxLayout(self._way)
        self._crumbs.setContentsMargins(0, 0, 0, 0)
        self._crumbs.setSpacing(0)
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
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 4)
        line.setSpacing(4)
        line.addWidget(self._room(), 1)
        for button in (self.compare, self.fold, self.path, self.tree):
            line.addWidget(button)
        self._view.branches.changed.connect(self.refresh)
        self._view.turnActivated.connect(self.refresh)
        self.hide()

    def _room(self) -> QScrollArea:
        """Where the way has room: what is too long for it begins out of sight, and no button is cut."""
        room = QScrollArea()
        self._way.setObjectName("way")
        room.setStyleSheet("QScrollArea, QWidget#way { background: transparent; }")
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for set_policy in (room.setHorizontalScrollBarPolicy, room.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        room.setFixedHeight(self.path.sizeHint().height())
        room.setWidgetResizable(True)
        room.setWidget(self._way)
        bar = room.horizontalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: bar.setValue(most))
        return room

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
        while (item := self._crumbs.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it goes only when the window is idle
                widget.deleteLater()
        outline, row = self._view.paper.outline, self._view.current_row
        way = outline.tree.path_to(int(outline.positions[row])) if 0 <= row < len(outline) else []
        if len(way) > _CRUMBS:
            way = [way[0], -1, *way[-(_CRUMBS - 1) :]]
        for number, position in enumerate(way):
            if number:
                self._crumbs.addWidget(_quiet("›"))
            self._crumbs.addWidget(_quiet(_GAP) if position < 0 else self._crumb(position))
        self._crumbs.addStretch(1)

    def _crumb(self, position: int) -> QToolButton:
        tree = self._view.paper.outline.tree
        name = self._desk.corpus.speaker_name(int(tree.speakers[position])) or "—"
        short = name if len(name) <= _NAME else name[: _NAME - 1] + _GAP
        crumb = QToolButton()
        crumb.setAutoRaise(True)
        words = _("Go to turn {n} by {speaker}").format(n=f"{position + 1:,}", speaker=name)
        crumb.setText(f"{short} {position + 1:,}".replace("&", "&&"))
        crumb.setToolTip(plain_tip(words))
        crumb.setAccessibleName(words)
        turn = int(tree.ids[position])
        crumb.clicked.connect(lambda: self.chosen.emit(turn))
        return crumb


def _button(text: str, tip: str, *, checkable: bool = True) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setCheckable(checkable)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    return label
