"""Tagging by hand: what is selected gets a tag or a note, by key, menu or mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _, ngettext
from app.model.ids import TurnId
from app.store.tags import Target
from app.store.tags_read import Tagging
from app.ui.conversation import ConversationView
from app.ui.models.desk.desk import Desk
from app.ui.panels.base import Handlers
from app.ui.panels.tag_picker import TagPicker
from app.ui.theme import Theme
from app.ui.theme.tags import NOTE
from app.ui.theme.tips import plain_tip
from app.ui.theme.visible import named

_SHOWN = 28


class NoteEditor(QDialog):
    """A note in a window of its own; an empty one is taken away."""

    def __init__(self, words: str, note: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Note"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = QLabel(words)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        heading.setFont(theme.ui_font(1.1))
        self.field = QPlainTextEdit(note)
        self.field.setAccessibleName(words)
        self.field.setTabChangesFocus(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Save).setShortcut("Ctrl+Return")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        for part in (heading, self.field, buttons):
            column.addWidget(part)
        self.resize(440, 240)


class TagHand(QObject):
    """Knows what is selected, opens the picker and the editor of notes, and keeps page and map in step."""

    def __init__(self, desk: Desk, view: ConversationView) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self._targets: list[Target] = []
        self.picker: TagPicker | None = None
        self.editor: NoteEditor | None = None
        self.whole = QToolButton()
        self.whole.setObjectName("chip")
        self.whole.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.whole.clicked.connect(self.tag_conversation)
        self.whole.hide()
        desk.tagging.marked.connect(self._marked)

    def handlers(self) -> Handlers:
        """Actions by name."""
        return {
            "edit.tag": self.tag,
            "edit.note": self.note,
            "edit.tag_conversation": self.tag_conversation,
            "edit.note_conversation": self.note_conversation,
        }

    def key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """T tags, N writes a note; with Shift the conversation."""
        shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if modifiers and not shift:
            return False
        done: dict[int, Callable[[], None]] = {
            Qt.Key.Key_T: self.tag_conversation if shift else self.tag,
            Qt.Key.Key_N: self.note_conversation if shift else self.note,
        }
        if key not in done:
            return False
        done[key]()
        return True

    # ------------------------------------------------------------------ what is selected

    def targets(self) -> list[Target]:
        """The stretch or the turns that are selected, else the current turn."""
        place, view = self._desk.reading.place, self._view
        if place is None:
            return []
        ids, chosen = view.paper.outline.ids, view.selection()
        if chosen is None:
            turn = view.current_turn()
            return [] if turn is None else [Target(place.conversation, TurnId(turn))]
        first, last = chosen.first, chosen.last
        if first.row != last.row:
            rows = ids[first.row : last.row + 1].tolist()
            return [Target(place.conversation, TurnId(int(turn))) for turn in rows]
        turn = TurnId(int(ids[first.row]))
        box = view.paper.box(first.row)
        part = chosen.part(first.row, len(box.turn.text)) if box is not None else None
        if box is None or part is None or part[0] >= part[1] or part == (0, len(box.turn.text)):
            return [Target(place.conversation, turn)]
        return [Target(place.conversation, turn, *part)]

    def _whole(self) -> list[Target]:
        place = self._desk.reading.place
        return [] if place is None else [Target(place.conversation)]

    def present(self, targets: Sequence[Target]) -> list[str]:
        """The tags that all of the targets have."""
        sets = [{one.tag for one in self._desk.tagging.beside.of(each) if one.tag} for each in targets]
        return sorted(set.intersection(*sets)) if sets else []

    # ------------------------------------------------------------------ tags and notes

    def tag(self) -> None:
        """Tag what is selected."""
        self._offer(self.targets())

    def tag_conversation(self) -> None:
        """Tag the conversation as a whole."""
        self._offer(self._whole())

    def note(self) -> None:
        """Write a note beside what is selected."""
        self._write(self.targets())

    def note_conversation(self) -> None:
        """Write a note beside the conversation."""
        self._write(self._whole())

    def fill(self, menu: QMenu, turn_id: int) -> None:
        """What the menu of a turn offers."""
        targets = self.targets()
        hindered = bool(self._desk.tagging.hindrance)
        if not targets:
            return
        entries: list[tuple[str, Callable[[], None]]] = [
            (_("Tag {what}…").format(what=self._words(targets)), partial(self._offer, targets)),
            (_("Note beside {what}…").format(what=self._words(targets)), partial(self._write, targets)),
        ]
        for one in self._desk.tagging.beside.turns.get(TurnId(turn_id), ()):
            name = named(one.tag, _SHOWN) if one.tag else _("the note")
            if one.quote:
                name = f"{name} · “{named(one.quote, _SHOWN)}”"
            if one.tag:
                entries.append(
                    (_("Note of {tag}…").format(tag=name), partial(self._write, [one.target], one.tag))
                )
            entries.append((_("Take off {tag}").format(tag=name), partial(self._take_off, one)))
        for words, slot in entries:
            action = menu.addAction(words.replace("&", "&&"))
            action.setEnabled(not hindered)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())

    def _take_off(self, one: Tagging) -> None:
        if one.tag:
            self._desk.tagging.take_off([one.target], one.tag)
        else:
            self._desk.tagging.note([one.target], "")

    def _offer(self, targets: list[Target]) -> None:
        if not targets or self._desk.tagging.hindrance:
            self._hindered()
            return
        if self.picker is None:
            self.picker = TagPicker(self._desk.theme, self._view.window())
            self.picker.chosen.connect(self._chosen)
            self.picker.refused.connect(self._refused)
        self._targets = targets
        words = _("Tag {what}").format(what=self._words(targets))
        self.picker.offer(words, self._desk.tagging.tags, self.present(targets))

    def _chosen(self, name: str, colour: str) -> None:
        self._desk.tagging.put(self._targets, name, colour or None)

    def _refused(self, name: str) -> None:
        self._desk.tagging.take_off(self._targets, name)

    def _write(self, targets: list[Target], tag: str = "") -> None:
        if not targets or self._desk.tagging.hindrance:
            self._hindered()
            return
        standing = (one.note for one in self._desk.tagging.beside.of(targets[0]) if one.tag == tag)
        words = _("Note beside {what}").format(what=self._words(targets))
        if tag:
            words = _("Note of the tag “{name}”").format(name=named(tag, _SHOWN))
        editor = self.editor = NoteEditor(words, next(standing, ""), self._desk.theme, self._view.window())
        editor.accepted.connect(
            lambda: self._desk.tagging.note(targets, editor.field.toPlainText(), tag or None)
        )
        editor.finished.connect(self._closed)
        editor.open()
        editor.field.setFocus()

    def _closed(self, _result: int) -> None:
        self.editor = None
        self._view.setFocus()

    def _hindered(self) -> None:
        if self._desk.tagging.hindrance:
            self._desk.deciding.said.emit(self._desk.tagging.hindrance)

    def _words(self, targets: Sequence[Target]) -> str:
        first = targets[0]
        if first.turn is None:
            return _("the conversation")
        if first.start is not None:
            return _("what is selected")
        if len(targets) == 1:
            return _("this turn")
        return ngettext("{n} turn", "{n} turns", len(targets)).format(n=f"{len(targets):,}")

    # ------------------------------------------------------------------ page, map and heading

    def _marked(self, turns: list[int]) -> None:
        rows = self._view.paper.outline
        here = [turn for turn in turns if rows.row_of(turn) >= 0]
        if here:
            self._view.reload(here)
        beside = self._desk.tagging.beside
        self._view.minimap.set_tags(
            {
                int(turn): next((one.colour for one in of if one.tag), NOTE)
                for turn, of in beside.turns.items()
            }
        )
        names = list(dict.fromkeys(one.tag for one in beside.whole if one.tag))
        notes = [one.note for one in beside.whole if one.note]
        shown = " · ".join(named(name, _SHOWN) for name in names) or (_("Note") if notes else "")
        self.whole.setVisible(bool(shown))
        self.whole.setText(shown.replace("&", "&&"))
        words = _("Tags of the conversation: {tags}").format(tags=", ".join(names))
        self.whole.setAccessibleName(words)
        self.whole.setToolTip(plain_tip("\n".join([words, *notes])))
