"""The conversation one reads: page, map, find line, and what was repaired."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.model.corpus import Conversation
from app.model.hits import Span
from app.model.ids import TurnId
from app.model.progress import CancelToken
from app.search.parser import Query
from app.ui.conversation import ConversationView
from app.ui.models.desk.answers import Outcome
from app.ui.models.desk.deciding import Spot
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.history import Place
from app.ui.panels.base import PANELS, Handlers, Panel
from app.ui.panels.comparing import CompareDialog
from app.ui.panels.finding import Finding
from app.ui.panels.following import find_changed
from app.ui.panels.marking import Marking
from app.ui.panels.mending import Mending
from app.ui.panels.replying import Replying
from app.ui.panels.tag_hand import TagHand
from app.ui.panels.trail import Trail
from app.ui.panels.turn_menu import TurnMenu
from app.ui.panels.turn_source import CorpusTurns, Opened, read_conversation
from app.ui.tasks.latest import Latest
from app.ui.tasks.task import Report
from app.ui.theme.elided import ElidedLabel
from app.ui.theme.tips import plain_tip


class ReaderPanel(Panel):
    """Goes where the desk asks, exactly there; marks what the query found."""

    area = "right"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.view = ConversationView(desk.theme)
        self.marking = Marking(desk.runner, self.view)
        self.finding = Finding(desk, self.view, self.marking)
        self.mending = Mending(desk, self.view)
        self.trail = Trail(desk, self.view)
        self.menu = TurnMenu(self.view)
        self.tagging = TagHand(desk, self.view)
        self.menu.offer(self._offer_copies)
        self.menu.offer(self.tagging.fill)
        self.replying = Replying(desk, self.view, self.menu)
        self.title = ElidedLabel()
        self._meta = QLabel()
        self._back = QToolButton()
        self._forward = QToolButton()
        self._source: CorpusTurns | None = None
        self._opening = Latest[Opened](desk.runner)
        self._wanted: tuple[Place, Span | None] | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.title.setFont(self.desk.theme.ui_font(1.05))
        self._meta.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        for button, icon, words, slot in (
            (self._back, "back", _("Back"), self.desk.reading.back),
            (self._forward, "forward", _("Forward"), self.desk.reading.forward),
        ):
            button.setIcon(self.desk.theme.icon(icon))
            button.setProperty("icon_name", icon)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.setEnabled(False)
            button.clicked.connect(slot)
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 12, 4)
        top.setSpacing(4)
        top.addWidget(self._back)
        top.addWidget(self._forward)
        top.addWidget(self.title, 1)
        top.addWidget(self.tagging.whole)
        top.addWidget(self._meta)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.trail)
        layout.addWidget(self.finding.bar)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.mending.card)

    def _connect(self) -> None:
        desk = self.desk
        desk.reading.asked.connect(self._go)
        desk.search.found.connect(self._mark)
        desk.search.parsed.connect(self._typed)
        desk.corpus.changed.connect(self._changed)
        desk.corpus.closed.connect(self._closed)
        desk.history.moved.connect(self._moved)
        desk.theme.changed.connect(self._recolour)
        self.view.turnActivated.connect(self._activated)
        self.view.hitChosen.connect(self._activated)
        self.view.copyReady.connect(self._copy)
        self.trail.chosen.connect(self._follow_trail)
        self.trail.comparing.connect(self.compare)
        self.finding.ended.connect(self._mark_again)

    def handlers(self) -> Handlers:
        return {
            "go.reader": self.focus_view,
            "go.next_repair": self.next_repair,
            "go.previous_repair": self.previous_repair,
            "go.back": self.desk.reading.back,
            "go.forward": self.desk.reading.forward,
            "search.find": self.finding.open,
            "edit.copy_turn": self.copy_turn,
            "edit.copy_bare": self.copy_bare,
            "view.brief": self.toggle_brief,
            **self.trail.handlers(),
            **self.mending.handlers(),
            **self.tagging.handlers(),
            **self.replying.handlers(),
        }

    @property
    def settled(self) -> bool:
        under_way = self._source is not None and self._source.under_way
        waiting = (self._opening, self.mending, self.replying, self.marking)
        return not (under_way or any(one.busy for one in waiting))

    def focus_view(self) -> None:
        """Go to the page with the keyboard."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_repair(self) -> None:
        """The next turn whose text was repaired."""
        self._step_repair(+1)

    def previous_repair(self) -> None:
        """The repaired turn before."""
        self._step_repair(-1)

    def copy_turn(self) -> None:
        """Put the current turn's text on the clipboard."""
        if self.desk.reading.turn is not None:
            self._copy(self.desk.reading.turn.text)

    def copy_named(self) -> None:
        """Put what is selected on the clipboard, the speaker before every turn."""
        self.view.copy()

    def copy_bare(self) -> None:
        """Put what is selected on the clipboard, the text alone."""
        self.view.copy(labels=False)

    def _offer_copies(self, menu: QMenu, _turn_id: int) -> None:
        """What is selected with the names of who speaks, or without."""
        if self.view.selection() is not None:
            menu.addAction(_("Copy")).triggered.connect(self.copy_named)
            menu.addAction(_("Copy without names")).triggered.connect(self.copy_bare)

    def toggle_brief(self) -> None:
        """Of every turn one line, or all of it again."""
        self.view.set_brief(brief=not self.view.paper.brief)

    def compare(self) -> None:
        """The current version beside the next one."""
        outline, row = self.view.paper.outline, self.view.current_row
        if self._source is None or not 0 <= row < len(outline) or not outline.versions[row]:
            return
        position = int(outline.positions[row])
        CompareDialog(self.desk.theme, outline.tree, position, self._source.request, self).show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nothing else took it, closes the repair card; Return leaves the outline."""
        if self.view.paper.brief and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.toggle_brief()
        elif event.key() == Qt.Key.Key_Escape and not self.mending.card.isHidden():
            self.mending.leave()
        elif self.tagging.key(event.key(), event.modifiers()):
            event.accept()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ going somewhere

    def _go(self, place: Place, span: Span | None) -> None:
        corpus = self.desk.corpus.corpus
        if corpus is None:
            self.desk.reading.give_up()
            return
        self._wanted = (place, span)
        self._keep_spot(place.turn)
        if self._source is not None and self._source.conversation.id == place.conversation:
            self._opening.cancel()
            self._land()
            return

        def work(token: CancelToken, _report: Report) -> Opened:
            return read_conversation(corpus, token, place.conversation)

        self._opening.ask(work, self._opened, self._broke)

    def _opened(self, opened: Opened) -> None:
        corpus = self.desk.corpus.corpus
        if corpus is None:
            return
        self._source = CorpusTurns(opened, corpus, self.desk.runner)
        place, span = self._wanted or (None, None)
        turn = place.turn if place is not None else None
        self.view.set_conversation(self._source, at=None if turn is None else int(turn), span=span)
        self.replying.suggesting.show(opened.conversation.id)
        self._tell(opened.conversation)
        self._mark_again()
        self._land()

    def _land(self) -> None:
        if self._wanted is None:
            return
        place, span = self._wanted
        if place.turn is not None:
            self.view.go_to(int(place.turn), span)
            self.mending.look_at(place.turn)
        else:
            self.desk.reading.set_turn(None)
        self.trail.refresh()
        self.desk.reading.arrive(place)

    def _follow_trail(self, turn_id: int) -> None:
        if self._source is not None:
            self.desk.reading.go(self._source.conversation.id, TurnId(turn_id))

    def _broke(self, error: Exception) -> None:
        self.desk.reading.give_up()
        self.desk.search.failed.emit(error)

    def _tell(self, conversation: Conversation) -> None:
        self.title.setText(conversation.heading.replace("\n", " "))
        turns = ngettext("{n} turn", "{n} turns", conversation.turn_count)
        told = [turns.format(n=f"{conversation.turn_count:,}")]
        if conversation.repaired_count:
            told.append(_("{n} repaired").format(n=f"{conversation.repaired_count:,}"))
        self._meta.setText(" · ".join(told))
        self._meta.setToolTip(plain_tip(conversation.transcript))

    # ------------------------------------------------------------------ marks

    def _mark_again(self) -> None:
        if self.desk.search.outcome is not None:
            self._mark(self.desk.search.outcome)

    def _mark(self, outcome: Outcome) -> None:
        if self._source is None or self.finding.active or not outcome.complete:
            return
        if outcome.asks_nothing and outcome.scope is None:
            self.marking.clear()
            return
        found = outcome.of_conversation(self._source.outline.ids)
        self.marking.show(outcome.query, found.tolist())

    def _typed(self, _query: Query) -> None:
        self.finding.bar.hide()

    # ------------------------------------------------------------------ the current turn

    def _activated(self, turn_id: int) -> None:
        if self._source is not None:
            self.desk.history.visit(Place(self._source.conversation.id, TurnId(turn_id)))
        self._keep_spot(None)
        self.mending.look_at(TurnId(turn_id))

    def _step_repair(self, by: int) -> None:
        shape = self._source.outline if self._source is not None else None
        rows = shape.repaired.nonzero()[0].tolist() if shape is not None else []
        if shape is None or self._source is None or not rows:
            return
        at = self.view.current_row
        wanted = [row for row in rows if row > at] if by > 0 else [row for row in rows if row < at]
        row = (wanted or rows)[0 if by > 0 else -1]
        turn = TurnId(int(shape.ids[row]))
        self.desk.deciding.look(Spot(turn))
        self.desk.reading.go(self._source.conversation.id, turn)

    def _keep_spot(self, turn: TurnId | None) -> None:
        """Look at no repair any more, unless it is one of this turn."""
        spot = self.desk.deciding.spot
        if spot is not None and spot.turn != turn:
            self.desk.deciding.look(None)

    # ------------------------------------------------------------------ what happens around

    def _changed(self) -> None:
        """Somebody committed: the conversation may have grown, or be gone."""
        if self._source is None:
            return
        now = self.desk.corpus.conversation(self._source.conversation.id)
        if now == self._source.conversation:
            find_changed(self.view, self._source, self.mending.take_in)
            return
        if now is None:
            self._closed()
            self.desk.reading.vanish()
            return
        self._tell(now)
        if now.turn_count == self._source.conversation.turn_count:
            self._source.conversation = now
            find_changed(self.view, self._source, self.mending.take_in)
            self.replying.suggesting.refresh()
            return
        top = self.view.top_turn()
        self._source = None
        self.desk.reading.busy = True
        self._go(Place(now.id, TurnId(top) if top is not None else None), None)

    def _closed(self) -> None:
        self._opening.cancel()
        self._source = None
        self.finding.bar.hide()
        self.title.setText("")
        self._meta.clear()
        self.view.set_conversation(None)
        self.replying.suggesting.show(None)
        self.trail.refresh()

    def _moved(self) -> None:
        self._back.setEnabled(self.desk.history.can_go_back)
        self._forward.setEnabled(self.desk.history.can_go_forward)

    def _recolour(self) -> None:
        for button in (self._back, self._forward):
            button.setIcon(self.desk.theme.icon(str(button.property("icon_name"))))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)


@PANELS.register("reader")
def _reader() -> type[Panel]:
    return ReaderPanel
