"""The Tags panel: every tag with its counts; a click searches it, and tags are changed here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _, ngettext
from app.search.dimensions import clause
from app.store.tags_read import Tag
from app.ui.models.desk.desk import Desk
from app.ui.panels.base import PANELS, Panel
from app.ui.panels.tag_swatch import colour_titles, swatch
from app.ui.theme.tips import plain_tip
from app.ui.theme.visible import named

_NAME, _TURNS, _CONVERSATIONS, _MEMO = range(4)
_SHOWN = 30


class _Table(QTableWidget):
    """Return searches, Delete deletes, F2 renames."""

    def __init__(self, panel: TagsPanel) -> None:
        super().__init__(0, 4)
        self._panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a list of tags."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.state() != self.State.EditingState:
            self._panel.search()
        elif event.key() == Qt.Key.Key_Delete:
            self._panel.delete()
        else:
            super().keyPressEvent(event)


class TagsPanel(Panel):
    """Name and meaning are edited in place; colour, merging and deleting have buttons. All can be undone."""

    area = "bottom"
    rank = 2

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.table = _Table(self)
        self.search_button = QToolButton()
        self.rename_button = QToolButton()
        self.colour_button = QToolButton()
        self.merge_button = QToolButton()
        self.delete_button = QToolButton()
        self.colours = QMenu(self)
        self.others = QMenu(self)
        self._header = QWidget()
        self._stack = QStackedWidget()
        self._filling = False
        self._build()
        desk.tagging.changed.connect(self._fill)
        desk.theme.changed.connect(self._fill)
        for signal in (desk.corpus.opened, desk.writing.progressed, desk.writing.idle):
            signal.connect(self._look)
        self._fill()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        table = self.table
        table.setAccessibleName(_("Tags"))
        table.setHorizontalHeaderLabels([_("Tag"), _("Turns"), _("Conversations"), _("What it means")])
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.setEditTriggers(
            QTableWidget.EditTrigger.DoubleClicked | QTableWidget.EditTrigger.EditKeyPressed
        )
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setIconSize(QSize(14, 14))
        table.setFrameShape(QTableWidget.Shape.NoFrame)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(_MEMO, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(_NAME, 260)
        for counts in (_TURNS, _CONVERSATIONS):
            title = table.horizontalHeaderItem(counts)
            if title is not None:
                title.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            header.resizeSection(counts, max(100, header.sectionSizeHint(counts) + 12))
        table.itemSelectionChanged.connect(self._look)
        table.itemChanged.connect(self._edited)
        table.itemClicked.connect(self._clicked)
        self.setFocusProxy(table)
        self._build_header()
        nothing = QLabel(_("No tags yet. Select some text or a turn in a conversation and press T."))
        nothing.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setWordWrap(True)
        self._stack.addWidget(nothing)
        self._stack.addWidget(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _build_header(self) -> None:
        row = QHBoxLayout(self._header)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addStretch(1)
        buttons: tuple[tuple[QToolButton, str, Callable[[], object] | None], ...] = (
            (self.search_button, _("Search"), self.search),
            (self.rename_button, _("Rename"), self.rename),
            (self.colour_button, _("Colour"), None),
            (self.merge_button, _("Merge into"), None),
            (self.delete_button, _("Delete"), self.delete),
        )
        for button, words, slot in buttons:
            button.setText(words)
            button.setAccessibleName(words)
            if slot is not None:
                button.clicked.connect(slot)
            row.addWidget(button)
        for button, menu in ((self.colour_button, self.colours), (self.merge_button, self.others)):
            button.setObjectName("menuButton")
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.colours.aboutToShow.connect(self._fill_colours)
        self.others.aboutToShow.connect(self._fill_others)

    @property
    def tab_title(self) -> str:
        return _("Tags")

    def header(self) -> QWidget:
        return self._header

    @property
    def settled(self) -> bool:
        return not self.desk.tagging.busy

    # ------------------------------------------------------------------ what is done

    def current(self) -> Tag | None:
        """The tag of the current row."""
        row, tags = self.table.currentRow(), self.desk.tagging.tags
        return tags[row] if self.table.selectedItems() and 0 <= row < len(tags) else None

    def search(self) -> None:
        """Search what carries the tag."""
        tag = self.current()
        words = clause("tag", tag.name) if tag is not None else None
        if words:
            self.desk.search.set_text(words)

    def rename(self) -> None:
        """Edit the name in place."""
        item = self.table.item(self.table.currentRow(), _NAME)
        if item is not None and not self.desk.tagging.hindrance:
            self.table.editItem(item)

    def delete(self) -> None:
        """Delete the tag."""
        tag = self.current()
        if tag is not None:
            self.desk.tagging.delete(tag.name)

    def _clicked(self, item: QTableWidgetItem) -> None:
        """A click on a name or a count searches."""
        if item.column() != _MEMO:
            self.search()

    def _edited(self, item: QTableWidgetItem) -> None:
        tags = self.desk.tagging.tags
        if self._filling or not 0 <= item.row() < len(tags):
            return
        tag, typed = tags[item.row()], item.text().strip()
        if item.column() == _NAME and typed and typed != named(tag.name):
            self.desk.tagging.edit(tag.name, rename=typed)
        elif item.column() == _MEMO and typed != tag.memo:
            self.desk.tagging.edit(tag.name, memo=typed)
        self._fill()

    def _fill_colours(self) -> None:
        self.colours.clear()
        tag = self.current()
        for colour, title in colour_titles().items():
            action = self.colours.addAction(swatch(colour, self.desk.theme), title)
            action.setCheckable(True)
            action.setChecked(tag is not None and tag.colour == colour)
            if tag is not None:
                action.triggered.connect(partial(self._recolour, tag.name, colour))

    def _recolour(self, name: str, colour: str, *_checked: bool) -> None:
        self.desk.tagging.edit(name, colour=colour)

    def _fill_others(self) -> None:
        self.others.clear()
        tag = self.current()
        for other in self.desk.tagging.tags:
            if tag is not None and other.name != tag.name:
                shown = named(other.name, _SHOWN).replace("&", "&&")
                action = self.others.addAction(swatch(other.colour, self.desk.theme), shown)
                action.triggered.connect(partial(self._merge, tag.name, other.name))

    def _merge(self, name: str, into: str, *_checked: bool) -> None:
        self.desk.tagging.merge(name, into)

    # ------------------------------------------------------------------ what the corpus says

    def _fill(self) -> None:
        tag = self.current() if self.table.rowCount() == len(self.desk.tagging.tags) else None
        row = self.table.currentRow()
        self._filling = True
        tags = self.desk.tagging.tags
        self.table.setRowCount(len(tags))
        for at, one in enumerate(tags):
            self._show(at, one)
        self._filling = False
        self._stack.setCurrentIndex(1 if tags else 0)
        if tag is not None and 0 <= row < len(tags):
            self.table.selectRow(row)
        self._look()

    def _show(self, row: int, tag: Tag) -> None:
        cells = (named(tag.name), f"{tag.turns:,}", f"{tag.conversations:,}", tag.memo)
        for column, words in enumerate(cells):
            item = QTableWidgetItem(words)
            item.setToolTip(plain_tip(words))
            if column == _NAME:
                item.setIcon(swatch(tag.colour, self.desk.theme))
                counted = ngettext("{n} turn", "{n} turns", tag.turns).format(n=f"{tag.turns:,}")
                title = colour_titles().get(tag.colour, tag.colour)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{tag.name}, {title}, {counted}")
            if column in {_TURNS, _CONVERSATIONS}:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.table.setItem(row, column, item)

    def _look(self, *_values: object) -> None:
        """Enable what can be done."""
        some, free = self.current() is not None, not self.desk.tagging.hindrance
        self.search_button.setEnabled(some)
        for button in (self.rename_button, self.colour_button, self.delete_button):
            button.setEnabled(some and free)
        self.merge_button.setEnabled(some and free and len(self.desk.tagging.tags) > 1)


@PANELS.register("tags")
def _tags() -> type[Panel]:
    return TagsPanel
