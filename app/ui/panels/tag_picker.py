"""Choosing a tag: type a few letters, take one that is there or make a new one in a colour."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.store.tags_read import Tag
from app.ui.panels.tag_swatch import colour_titles, swatch
from app.ui.theme import Theme
from app.ui.theme.tips import plain_tip
from app.ui.theme.visible import named

NAME = Qt.ItemDataRole.UserRole
_FRESH = Qt.ItemDataRole.UserRole + 1


class TagPicker(QFrame):
    """A line, the palette and a list over the window; a child of it: Wayland lets no window place itself.

    ``chosen``: a tag to put, with the colour of a new one ("" for one that is there); ``refused``: a tag that
    all that is selected has, to take off.
    """

    chosen = Signal(str, str)
    refused = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("palette")
        self._theme = theme
        self._over = parent
        self._tags: Sequence[Tag] = ()
        self._present: Collection[str] = ()
        self._back: QWidget | None = None
        self.words = QLabel()
        self.field = QLineEdit()
        self.list = QListWidget()
        self.colours = QButtonGroup(self)
        self._build()

    def _build(self) -> None:
        self.setAccessibleName(_("Tags"))
        self.words.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.field.setFont(self._theme.ui_font(1.1))
        self.field.setPlaceholderText(_("A tag, or the name of a new one"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(14, 14))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        palette = QHBoxLayout()
        palette.setSpacing(2)
        for number, (colour, title) in enumerate(colour_titles().items()):
            button = QToolButton()
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setToolTip(title)
            button.setAccessibleName(_("New tags are {colour}").format(colour=title))
            button.setProperty("colour", colour)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.colours.addButton(button, number)
            palette.addWidget(button)
        palette.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for part in (self.words, self.field):
            column.addWidget(part)
        column.addLayout(palette)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._choose)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._choose)

    def offer(self, words: str, tags: Sequence[Tag], present: Collection[str]) -> None:
        """Open over the window; ``present`` are the tags that all that is selected has."""
        self._tags, self._present = tags, present
        self.words.setText(words)
        for button in self.colours.buttons():
            button.setIcon(swatch(str(button.property("colour")), self._theme))
        self.colours.button(len(tags) % len(self.colours.buttons())).setChecked(True)
        self.field.clear()
        self._fill("")
        over = self._over
        self.setFixedSize(min(400, over.width() - 80), min(380, over.height() - 120))
        self.move((over.width() - self.width()) // 2, 70)
        self._back = QApplication.focusWidget()
        self.raise_()
        self.show()
        self.field.setFocus()

    def leave(self) -> None:
        """Go away and give the keyboard back."""
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move in the list, Alt+Left and Alt+Right in the palette; Escape closes."""
        if event.type() == QEvent.Type.FocusOut and not self.isAncestorOf(QApplication.focusWidget() or self):
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key == Qt.Key.Key_Escape:
                self.leave()
                return True
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            turn = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(key)
            if turn is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                buttons = self.colours.buttons()
                self.colours.button((self.colours.checkedId() + turn) % len(buttons)).setChecked(True)
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        wanted = " ".join(typed.split())
        folded = wanted.casefold()
        self.list.clear()
        found = [tag for tag in self._tags if folded in tag.name.casefold()]
        found.sort(key=lambda tag: (not tag.name.casefold().startswith(folded), tag.name.casefold()))
        for tag in found:
            shown = named(tag.name)
            words = _("{tag} — take off").format(tag=shown) if tag.name in self._present else shown
            item = QListWidgetItem(swatch(tag.colour, self._theme), words)
            item.setToolTip(plain_tip(tag.memo or tag.name))
            item.setData(NAME, tag.name)
            self.list.addItem(item)
        if wanted and all(tag.name.casefold() != folded for tag in self._tags):
            item = QListWidgetItem(_("Make the tag “{name}”").format(name=named(wanted)))
            item.setData(NAME, wanted)
            item.setData(_FRESH, True)  # noqa: FBT003 - Qt's own signature
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _choose(self) -> None:
        item = self.list.currentItem()
        if self.list.count() == 0:
            return
        name, fresh = str(item.data(NAME)), bool(item.data(_FRESH))
        button = self.colours.checkedButton()
        self.leave()
        if name in self._present:
            self.refused.emit(name)
        else:
            self.chosen.emit(name, str(button.property("colour")) if fresh and button else "")
