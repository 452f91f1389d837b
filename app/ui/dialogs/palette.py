"""The command palette: type a few letters of what you want to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.ui.theme import Theme

KEY = Qt.ItemDataRole.UserRole
BESIDE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the palette: the key it is chosen by, its words, and what stands at the right."""

    key: str
    title: str
    beside: str = ""


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Commands that hold all letters typed, in order; whole words and early places first."""
    wanted = typed.casefold().split()
    if not wanted:
        return list(commands)

    def score(command: Command) -> tuple[int, int] | None:
        title = command.title.casefold()
        total = 0
        for word in wanted:
            at = title.find(word)
            if at < 0:
                if not _scattered(word, title):
                    return None
                total += 1000
            else:
                total += at if at == 0 or not title[at - 1].isalnum() else 100 + at
        return total, len(title)

    scored = [(score(command), number) for number, command in enumerate(commands)]
    return [commands[number] for found, number in sorted((s, n) for s, n in scored if s is not None)]


def _scattered(word: str, title: str) -> bool:
    letters = iter(title)
    return all(letter in letters for letter in word)


class _Beside(QStyledItemDelegate):
    """Paints the keys of a command at the right end of its line."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        of = self._theme.tokens
        painter.save()
        painter.setPen(QColor(of.on_selection if selected else of.muted))
        box = option.rect.adjusted(0, 0, -10, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, right, str(index.data(BESIDE) or ""))
        painter.restore()


class Palette(QFrame):
    """A line and a list over the window; ``chosen`` carries the key of the command.

    A child of the window, not a window: Wayland lets no window place itself.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("palette")
        self.setAccessibleName(_("Command palette"))
        self._over = parent
        self._focus_before: QWidget | None = None
        self._commands: Sequence[Command] = ()
        self.field = QLineEdit()
        self.field.setFont(theme.ui_font(1.15))
        self.field.setAccessibleName(_("Type a command"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Commands"))
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_Beside(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self.field.installEventFilter(self)

    def offer(self, commands: Sequence[Command], placeholder: str) -> None:
        """Open over the parent with these commands."""
        self._commands = commands
        self.field.setPlaceholderText(placeholder)
        self.field.clear()
        self._fill("")
        parent = self._over
        width = min(560, parent.width() - 80)
        self.setFixedSize(width, min(420, parent.height() - 120))
        self.move((parent.width() - width) // 2, 70)
        self._focus_before = QApplication.focusWidget()
        self.raise_()
        self.show()
        self.field.setFocus()

    def close_palette(self) -> None:
        """Go away and give the keyboard back."""
        self.hide()
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move in the list while one types; Escape and a click elsewhere close."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close_palette()
                return True
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        self.list.clear()
        for command in matching(self._commands, typed):
            item = QListWidgetItem(command.title)
            item.setData(KEY, command.key)
            item.setData(BESIDE, command.beside)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _choose(self) -> None:
        item = self.list.currentItem()
        self.close_palette()
        if item is not None:
            self.chosen.emit(str(item.data(KEY)))
