"""Which actions can be done now."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.i18n import _
from app.model.corpus import RepairState
from app.ui.actions.book import ActionBook
from app.ui.models.desk.desk import Desk


class _Keeper(QObject):
    """Looks again whenever something on the desk has moved."""

    def __init__(self, desk: Desk, book: ActionBook) -> None:
        super().__init__(book)
        self._desk = desk
        self._book = book
        for signal in (
            desk.corpus.opening, desk.corpus.forgone, desk.corpus.opened, desk.corpus.closed,
            desk.corpus.changed, desk.search.found, desk.history.moved, desk.reading.arrived,
            desk.reading.turn_changed, desk.writing.progressed, desk.writing.idle, desk.watching.moved,
            desk.deciding.looked, desk.deciding.decided,
            desk.exporting.progressed, desk.exporting.idle,
        ):  # fmt: skip
            signal.connect(self.look)
        self.look()

    def look(self, *_values: object) -> None:
        """Enable what can be done."""
        self._book.set_states({name for name, on in self._states().items() if on})
        self._name_undo()

    def _name_undo(self) -> None:
        """Undo and redo say what they would do."""
        stack = self._desk.deciding.stack
        for name, what, words, plain in (
            ("edit.undo", stack.undoText(), _("Undo: {what}"), _("Undo")),
            ("edit.redo", stack.redoText(), _("Redo: {what}"), _("Redo")),
        ):
            text = words.format(what=what) if what else plain
            self._book[name].setText(text.replace("&", "&&"))
            self._book[name].setStatusTip(text)

    def _states(self) -> dict[str, bool]:
        desk = self._desk
        has_corpus = desk.corpus.corpus is not None
        turn, outcome = desk.reading.turn, desk.search.outcome
        free = not desk.deciding.hindrance
        repaired = turn is not None and turn.repaired not in {None, RepairState.LOST}
        return {
            "corpus": has_corpus,
            "writable": desk.corpus.writable,
            "hits": has_corpus and outcome is not None and outcome.total > 0,
            "conversation": has_corpus and desk.reading.place is not None,
            "import": desk.writing.importing,
            "watching": desk.watching.folder is not None,
            "free": desk.corpus.writable and not desk.writing.busy,
            "task": desk.writing.busy or desk.exporting.busy or desk.corpus.making is not None,
            "back": desk.history.can_go_back,
            "forward": desk.history.can_go_forward,
            "repair": repaired and free,
            "place": free and desk.deciding.spot is not None and desk.deciding.spot.place is not None,
            "reply": turn is not None and free,
            "undo": free and desk.deciding.stack.canUndo(),
            "redo": free and desk.deciding.stack.canRedo(),
        }


def keep_states(desk: Desk, book: ActionBook) -> None:
    """Enable and disable the actions of ``book`` with the state of ``desk`` from now on."""
    _Keeper(desk, book)
