"""Who answers whom, as readers decide: suggestions confirmed or removed, another turn chosen, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.i18n import _
from app.model.corpus import Turn
from app.model.ids import TurnId
from app.model.progress import CancelToken
from app.ui.conversation import ConversationView
from app.ui.models.desk.corpus import interruptible
from app.ui.models.desk.desk import Desk
from app.ui.panels.base import Handlers
from app.ui.panels.reply_choice import ReplyChoice
from app.ui.panels.suggesting import Suggesting
from app.ui.panels.turn_menu import TurnMenu
from app.ui.tasks.latest import Latest
from app.ui.tasks.task import Report

Act = Callable[[TurnId], None]
REACH: Final = 200
"""So many turns before a turn are offered as the one it answers."""


class Replying(QObject):
    """Passes what the reader says on to the stack of decisions; the window never waits."""

    def __init__(self, desk: Desk, view: ConversationView, menu: TurnMenu) -> None:
        super().__init__(view)
        self.suggesting = Suggesting(desk, view)
        self.dialog: ReplyChoice | None = None
        self._desk = desk
        self._view = view
        self._asking = Latest[list[Turn]](desk.runner)
        menu.offer(self._fill)
        desk.deciding.decided.connect(self._decided)

    @property
    def busy(self) -> bool:
        """True while links or turns to choose from are on their way."""
        return self.suggesting.busy or self._asking.busy

    def handlers(self) -> Handlers:
        """Actions by name."""
        return {
            "view.suggested_replies": self.suggesting.toggle,
            "edit.confirm_reply": lambda: self._for_current(self.confirm),
            "edit.remove_reply": lambda: self._for_current(self.remove),
            "edit.choose_reply": lambda: self._for_current(self.choose),
        }

    # ------------------------------------------------------------------ what the reader says

    def confirm(self, turn: TurnId) -> None:
        """What is suggested for a turn is so."""
        found = self.suggesting.of(turn)
        if found is None:
            self._desk.deciding.said.emit(_("Nothing is suggested for this turn."))
        else:
            self.answer(turn, found.parent)

    def remove(self, turn: TurnId) -> None:
        """A turn answers nobody."""
        words = _("turn {n} answers nobody").format(n=self._number(turn))
        self._desk.deciding.decide(words, lambda writer, _token, _told: writer.set_replies({turn: None}))

    def answer(self, turn: TurnId, parent: TurnId) -> None:
        """A turn answers another one."""
        words = _("turn {n} answers turn {m}").format(n=self._number(turn), m=self._number(parent))
        self._desk.deciding.decide(words, lambda writer, _token, _told: writer.set_replies({turn: parent}))

    def forget(self, turn: TurnId) -> None:
        """Nothing is said of a turn any more; it may be suggested again."""
        words = _("forget what turn {n} answers").format(n=self._number(turn))
        self._desk.deciding.decide(words, lambda writer, _token, _told: writer.forget_replies([turn]))

    def choose(self, turn: TurnId) -> None:
        """Have the turn that it answers picked from those before it."""
        corpus = self._desk.corpus.corpus
        outline = self._view.paper.outline
        position = outline.tree.position_of(turn)
        if corpus is None or position < 1:
            self._desk.deciding.said.emit(_("No turn comes before this one."))
            return
        ids = [int(number) for number in outline.tree.ids[max(0, position - REACH) : position]]

        def work(token: CancelToken, _report: Report) -> list[Turn]:
            return interruptible(corpus, token).turns_by_id(ids)

        def done(turns: list[Turn]) -> None:
            found = self.suggesting.of(turn)
            if self.dialog is not None:
                self.dialog.close()
            dialog = ReplyChoice(turns[::-1], self._number(turn), found, self._desk.theme, self._view)
            dialog.picked.connect(lambda parent: self.answer(turn, parent))
            dialog.destroyed.connect(self._closed)
            self.dialog = dialog
            dialog.show()

        self._asking.ask(work, done, self._desk.search.failed.emit)

    # ------------------------------------------------------------------ menu and keys

    def _for_current(self, act: Act) -> None:
        turn = self._desk.reading.turn
        if turn is None:
            return
        if self.suggesting.open:
            act(turn.id)
        else:
            self._desk.deciding.said.emit(_("The source of this conversation says who answers whom."))

    def _fill(self, menu: QMenu, turn_id: int) -> None:
        if not self.suggesting.open:
            return
        turn = TurnId(turn_id)
        free = not self._desk.deciding.hindrance
        found = self.suggesting.of(turn)
        if found is not None:
            words = _("Confirm: answers {turn}").format(turn=self.suggesting.named(found.parent_position))
            _add(menu, words, lambda: self.confirm(turn), enabled=free)
        if found is not None or self.suggesting.answers(turn):
            _add(menu, _("Answers nobody"), lambda: self.remove(turn), enabled=free)
        _add(menu, _("Answers another turn…"), lambda: self.choose(turn), enabled=free)
        if self.suggesting.chosen(turn):
            _add(menu, _("Forget what I said of this reply"), lambda: self.forget(turn), enabled=free)

    def _decided(self, turns: frozenset[TurnId]) -> None:
        """Draw anew where one of the turns is of this conversation."""
        if self.suggesting.open and any(
            self._view.paper.outline.tree.position_of(turn) >= 0 for turn in turns
        ):
            self.suggesting.refresh()

    def _closed(self, *_values: object) -> None:
        self.dialog = None

    def _number(self, turn: TurnId) -> str:
        return f"{self._view.paper.outline.tree.position_of(turn) + 1:,}"


def _add(menu: QMenu, words: str, act: Callable[[], object], *, enabled: bool) -> None:
    action = QAction(words.replace("&", "&&"), menu)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _checked=False: act())
    menu.addAction(action)
