"""The Transcripts panel: what was imported, how that went, removing it, and what can be put back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _, ngettext
from app.model.reports import LogEntry
from app.store.log_words import damage_words, entry_words, problem_words
from app.store.trash import Removed
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.transcripts import Holdings
from app.ui.models.transcripts import Held, RowsModel, day, removed_model, summary, transcripts_model
from app.ui.panels.base import PANELS, Handlers, Panel
from app.ui.panels.lists import Mode
from app.ui.panels.question import Question
from app.ui.panels.tables import HeadedTable
from app.ui.theme.elided import ElidedLabel
from app.ui.theme.visible import shortened

LONGEST = 600
"""Characters of a line of the log."""


class TranscriptsPanel(Panel):
    """Selecting a transcript tells how its import went; Enter opens it, Delete asks whether to remove it."""

    area = "bottom"
    rank = 3

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = transcripts_model(self)
        self.trash = removed_model(self)
        self.table = HeadedTable(
            _("Transcripts"), self.model, desk.theme, quiet=frozenset({1, 2, 6}), strong=frozenset()
        )
        self.removed = HeadedTable(_("Removed transcripts"), self.trash, desk.theme, quiet=frozenset({2, 3}))
        self.log = QPlainTextEdit()
        self.question = Question(desk.theme)
        self.summary = ElidedLabel()
        self.present_button = QToolButton()
        self.removed_button = QToolButton()
        self.remove_button = QPushButton(_("Remove…"))
        self.restore_button = QPushButton(_("Put back"))
        self.forget_button = QPushButton(_("Forget all…"))
        self._header = QWidget()
        self._lists = QStackedWidget()
        self._held = Holdings()
        self._build()
        self._connect()
        self._enable()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        for table in (self.table, self.removed):
            table.setSelectionMode(Mode.ExtendedSelection)
            table.setSortingEnabled(True)
            table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            self._lists.addWidget(table)
        self.table.set_widths({1: 12, 2: 10, 3: 8, 4: 9, 5: 9, 6: 19, 7: 20}, 0)
        self.removed.set_widths({1: 10, 2: 10, 3: 19}, 0)
        self.log.setReadOnly(True)
        self.log.setFrameShape(QFrame.Shape.NoFrame)
        self.log.document().setDocumentMargin(8)
        self.log.setAccessibleName(_("How its import went"))
        self.log.setPlaceholderText(_("Select a transcript to see how its import went."))
        self._build_header()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self._lists)
        split.addWidget(self.log)
        split.setSizes([880, 520])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.question)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.table)

    def _build_header(self) -> None:
        group = QButtonGroup(self)
        for button, words in ((self.present_button, _("In the corpus")), (self.removed_button, _("Removed"))):
            button.setText(words)
            button.setAccessibleName(words)
            button.setCheckable(True)
            button.setObjectName("segment")
            group.addButton(button)
        self.present_button.setChecked(True)
        self.summary.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        row = QHBoxLayout(self._header)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.present_button)
        row.addWidget(self.removed_button)
        row.addWidget(self.summary, 1)
        row.addWidget(self.remove_button)
        row.addWidget(self.restore_button)
        row.addWidget(self.forget_button)

    def _connect(self) -> None:
        desk = self.desk
        desk.transcripts.listed.connect(self._listed)
        desk.transcripts.told.connect(self._tell)
        for signal in (desk.writing.progressed, desk.writing.idle, desk.corpus.opened):
            signal.connect(self._enable)
        self.present_button.clicked.connect(self._switch)
        self.removed_button.clicked.connect(self._switch)
        self.remove_button.clicked.connect(self.ask_to_remove)
        self.restore_button.clicked.connect(self.put_back)
        self.forget_button.clicked.connect(self.ask_to_forget)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.removed.selectionModel().selectionChanged.connect(self._selected)
        self.table.entered.connect(self._open)
        self.removed.entered.connect(self.put_back)
        self.table.customContextMenuRequested.connect(self._menu)
        self.removed.customContextMenuRequested.connect(self._menu)
        self._key(self.table, QKeySequence.StandardKey.Delete, self.ask_to_remove)

    def _key(self, table: HeadedTable, key: QKeySequence.StandardKey, slot: Any) -> None:
        action = QAction(_("Remove the selected transcripts…"), table)
        action.setShortcuts(QKeySequence.keyBindings(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: slot())
        table.addAction(action)

    @property
    def tab_title(self) -> str:
        return _("Transcripts")

    def header(self) -> QWidget:
        return self._header

    def handlers(self) -> Handlers:
        return {"edit.remove_transcripts": self.ask_to_remove}

    @property
    def settled(self) -> bool:
        return not (self.isVisible() and self.desk.transcripts.busy)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.transcripts.watch(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.desk.transcripts.watch(on=False)

    # ------------------------------------------------------------------ what the corpus says

    def _listed(self, held: Holdings) -> None:
        chosen = {int(one.of.id) for one in self.chosen()}
        self._held = held
        self.model.set_rows(held.present)
        self.trash.set_rows(held.removed)
        row = next((at for at in map(self.model.row_of, chosen) if at >= 0), -1)
        if row >= 0:
            self.table.select(row)
        else:
            self.log.clear()
        self._tell_summary()
        self._enable()

    def _tell_summary(self) -> None:
        removed = len(self._held.removed)
        self.removed_button.setText(_("Removed ({n})").format(n=f"{removed:,}") if removed else _("Removed"))
        if self._lists.currentWidget() is self.table:
            self.summary.setText(summary(self._held.present))
        else:
            self.summary.setText(_("Kept until the corpus is compacted or they are forgotten."))

    def _tell(self, name: str, entries: list[LogEntry]) -> None:
        chosen = self.chosen()
        if len(chosen) == 1 and chosen[0].of.name == name:
            self.log.setPlainText(log_text(entries))

    # ------------------------------------------------------------------ what the reader does

    def chosen(self) -> list[Held]:
        """The selected transcripts."""
        return _chosen(self.table, self.model)

    def chosen_removed(self) -> list[Removed]:
        """The selected removed transcripts."""
        return _chosen(self.removed, self.trash)

    def ask_to_remove(self) -> None:
        """Say what would go, and ask."""
        rows = self.chosen()
        if not rows or self.desk.transcripts.hindrance or self._lists.currentWidget() is not self.table:
            return
        turns = sum(one.of.turn_count for one in rows)
        what = ngettext("Remove {n} transcript", "Remove {n} transcripts", len(rows)).format(
            n=f"{len(rows):,}"
        )
        lost = ngettext(
            "with {n} turn, its hits and tags?", "with {n} turns, their hits and tags?", turns
        ).format(n=f"{turns:,}")
        kept = _("Files on the disk stay. Undo puts it all back.")
        self.question.ask(
            f"{what} {lost} {kept}", _("Remove"), lambda: self.desk.transcripts.remove(rows), _("Keep")
        )

    def ask_to_forget(self) -> None:
        """Say what cannot be put back then, and ask."""
        count = len(self._held.removed)
        words = ngettext(
            "Forget {n} removed transcript for good? It cannot be put back then.",
            "Forget {n} removed transcripts for good? They cannot be put back then.",
            count,
        ).format(n=f"{count:,}")
        self.question.ask(words, _("Forget"), self.desk.transcripts.forget_all, _("Keep"))

    def put_back(self) -> None:
        """Put the selected removed transcripts back."""
        rows = self.chosen_removed()
        if rows and not self.desk.transcripts.hindrance:
            self.desk.transcripts.put_back(rows)

    def _open(self) -> None:
        chosen = self.chosen()
        known = self.desk.corpus.snapshot.conversations
        if len(chosen) == 1:
            wanted = chosen[0].of.id
            first = next((one.id for one in known if one.transcript_id == wanted), None)
            if first is not None:
                self.desk.reading.go(first)

    def _selected(self, *_values: object) -> None:
        self._enable()
        chosen = self.chosen()
        if len(chosen) == 1:
            self.desk.transcripts.read_log(chosen[0].of.name)
        else:
            self.log.clear()

    def _switch(self) -> None:
        removed = self.removed_button.isChecked()
        self._lists.setCurrentWidget(self.removed if removed else self.table)
        self.log.setVisible(not removed)
        self.question.drop()
        self._tell_summary()
        self._enable()

    def _enable(self, *_values: object) -> None:
        free = not self.desk.transcripts.hindrance
        removed = self._lists.currentWidget() is self.removed
        self.remove_button.setVisible(not removed)
        self.restore_button.setVisible(removed)
        self.forget_button.setVisible(removed)
        self.remove_button.setEnabled(free and bool(self.chosen()))
        self.restore_button.setEnabled(free and bool(self.chosen_removed()))
        self.forget_button.setEnabled(free and bool(self._held.removed))

    def _menu(self, at: QPoint) -> None:
        menu = self.menu()
        table = self._lists.currentWidget()
        if menu is not None and isinstance(table, HeadedTable):
            menu.popup(table.viewport().mapToGlobal(at))

    def menu(self) -> QMenu | None:
        """What can be done with the selected rows; None when none is."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        free = not self.desk.transcripts.hindrance
        if self._lists.currentWidget() is self.removed:
            entries = [(_("Put back"), self.put_back, bool(self.chosen_removed()) and free)]
        else:
            chosen = self.chosen()
            entries = [
                (_("Open"), self._open, len(chosen) == 1),
                (_("Remove…"), self.ask_to_remove, bool(chosen) and free),
            ]
        for words, slot, on in entries:
            action = menu.addAction(words)
            action.setEnabled(on)
            action.triggered.connect(slot)
        return menu


def log_text(entries: list[LogEntry]) -> str:
    """The entries of one transcript, the latest first, as plain text."""
    if not entries:
        return _("It was imported before this corpus kept a log.")
    told: list[str] = []
    for entry in entries:
        lines = [f"{day(entry.at)}  {entry_words(entry)}", damage_words(entry), *problem_words(entry)]
        told.append("\n    ".join(shortened(line, LONGEST) for line in lines if line))
    return "\n".join(told)


def _chosen(table: HeadedTable, model: RowsModel[Any]) -> list[Any]:
    rows = sorted(index.row() for index in table.selectionModel().selectedRows())
    return [model.row(row) for row in rows]


@PANELS.register("transcripts")
def _transcripts() -> type[Panel]:
    return TranscriptsPanel
