"""Suggested replies of the conversation that is read: brought for the turns in view, drawn, and explained."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.i18n import _
from app.model.ids import ConversationId, TurnId
from app.model.progress import CancelToken
from app.settings.options import SUGGESTED_REPLIES
from app.store.suggested import (
    BLOCK,
    Suggested,
    chosen_replies,
    names_no_replies,
    speakers_of,
    suggested,
)
from app.ui.conversation import ConversationView
from app.ui.conversation.accessible import tell_link
from app.ui.conversation.links import Link
from app.ui.models.desk.corpus import interruptible
from app.ui.models.desk.desk import Desk
from app.ui.tasks.latest import Latest
from app.ui.tasks.task import Report
from app.ui.theme.visible import percent

SHOWN: Final = 0.5
"""Suggestions less sure than this are not drawn."""
_KEPT_BLOCKS: Final = 4
_LOOK_MS: Final = 120
_PAIR: Final = 2
_NEAR: Final = 2 * BLOCK
"""Confirmed replies are drawn so many turns around the view: there may be a hundred thousand."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a conversation before its turns are looked at.

    ``silent``: its source says of no turn what it answers. ``chosen`` is what readers said.
    """

    conversation: ConversationId
    silent: bool
    speakers: list[str] = field(default_factory=list)
    chosen: dict[TurnId, TurnId | None] = field(default_factory=dict)


class Suggesting(QObject):
    """Looks at the blocks in view one after the other, in a lane of its own; a few are kept.

    ``changed``: other links are drawn.
    """

    changed = Signal()

    def __init__(self, desk: Desk, view: ConversationView) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self._known: Known | None = None
        self._blocks: dict[int, list[Suggested]] = {}
        self._preparing = Latest[Known](desk.runner, "guess")
        self._judging = Latest[list[Suggested]](desk.runner, "guess")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        view.verticalScrollBar().valueChanged.connect(self._moved)
        view.branches.changed.connect(self._draw)

    @property
    def busy(self) -> bool:
        """True while links that belong into the view are missing."""
        return self._preparing.busy or self._judging.busy or self._timer.isActive()

    @property
    def open(self) -> bool:
        """Whether readers may say who answers whom here: the source does not."""
        return self._known is not None and self._known.silent

    @property
    def shown(self) -> bool:
        """Whether suggestions are drawn."""
        return self._desk.settings.get(SUGGESTED_REPLIES)

    def show(self, conversation: ConversationId | None) -> None:
        """Another conversation is read, or none; or what readers chose in this one has changed."""
        self._judging.cancel()
        corpus = self._desk.corpus.corpus
        if self._known is None or self._known.conversation != conversation:
            self._known = None
            self._blocks.clear()
        if conversation is None or corpus is None:
            self._preparing.cancel()
            self._timer.stop()
            return

        def work(token: CancelToken, _report: Report) -> Known:
            reader = interruptible(corpus, token)
            if not names_no_replies(reader, conversation):
                return Known(conversation, silent=False)
            chosen = chosen_replies(reader, conversation)
            return Known(conversation, silent=True, speakers=speakers_of(reader, conversation), chosen=chosen)

        self._preparing.ask(work, self._prepared, self._desk.search.failed.emit)

    def toggle(self) -> None:
        """Draw suggestions, or only what is confirmed; remembered."""
        self._desk.settings.set(SUGGESTED_REPLIES, not self.shown)
        self._draw()
        self._look()

    def of(self, turn_id: int) -> Suggested | None:
        """What is suggested for a turn near the view that nobody decided, however unsure."""
        if self._known is None or turn_id in self._known.chosen:
            return None
        position = self._view.paper.outline.tree.position_of(turn_id)
        return next((one for one in self._blocks.get(position // BLOCK) or () if one.turn == turn_id), None)

    def chosen(self, turn_id: int) -> bool:
        """Whether a reader said what a turn answers."""
        return self._known is not None and turn_id in self._known.chosen

    def answers(self, turn_id: int) -> bool:
        """Whether a reader said that a turn answers another one."""
        return self._known is not None and self._known.chosen.get(TurnId(turn_id)) is not None

    def refresh(self) -> None:
        """What readers chose in the conversation has changed."""
        if self._known is not None:
            self.show(self._known.conversation)

    # ------------------------------------------------------------------ what is in view

    def _prepared(self, known: Known) -> None:
        self._known = known
        self._draw()
        self._look()

    def _moved(self, _value: int) -> None:
        if self.open and not self._timer.isActive():
            self._timer.start()

    def _look(self) -> None:
        """Ask for the first block in view that is missing; the next one follows when it is here."""
        if self._known is not None and len(self._known.chosen) > _NEAR:
            self._draw()
        corpus, known, visible = self._desk.corpus.corpus, self._known, self._view.paper.visible
        if corpus is None or known is None or not (known.silent and self.shown and visible):
            return
        positions = self._view.paper.outline.positions
        ends = (int(positions[visible[0].row]), int(positions[visible[-1].row]))
        missing = [n for n in range(ends[0] // BLOCK, ends[1] // BLOCK + 1) if n not in self._blocks]
        if not missing or len(known.speakers) < _PAIR:
            self._judging.cancel()
            return
        number = missing[0]

        def work(token: CancelToken, _report: Report) -> list[Suggested]:
            reader = interruptible(corpus, token)
            return suggested(reader, known.conversation, number, known.speakers, token)

        def done(found: list[Suggested]) -> None:
            self._blocks[number] = found
            while len(self._blocks) > _KEPT_BLOCKS:
                del self._blocks[max(self._blocks, key=lambda other: abs(other - number))]
            self._draw()
            self._look()

        self._judging.ask(work, done, self._desk.search.failed.emit)

    # ------------------------------------------------------------------ what is drawn

    def _draw(self) -> None:
        known = self._known
        links: list[Link] = []
        if known is not None and known.silent:
            links = [*self._confirmed(known), *(self._suggested(known) if self.shown else ())]
        self._view.paper.set_links(links)
        tell_link(self._view)
        self._view.viewport().update()
        self.changed.emit()

    def _confirmed(self, known: Known) -> list[Link]:
        place = self._view.paper.outline.tree.position_of
        rows = [placed.row for placed in self._view.paper.visible] or [0]
        links = []
        for turn, parent in known.chosen.items():
            if (
                parent is not None
                and (at := place(int(parent))) >= 0
                and (rows[0] - _NEAR <= at <= rows[-1] + _NEAR)
            ):
                links.append(
                    Link(int(turn), int(parent), at + 1, confirmed=True, explain=partial(self._said, at))
                )
        return links

    def _suggested(self, known: Known) -> list[Link]:
        """Between two speakers, that one answers the other goes without saying; so does, at all times, that
        somebody who goes on speaking goes on with what they said.
        """
        pair = len(known.speakers) <= _PAIR
        speakers = self._view.paper.outline.tree.speakers
        return [
            Link(
                int(one.turn),
                int(one.parent),
                one.parent_position + 1,
                confirmed=False,
                explain=partial(self.words, one),
            )
            for block in self._blocks.values()
            for one in block
            if one.confidence >= SHOWN
            and one.position < len(speakers)
            and one.turn not in known.chosen
            and not (
                one.parent_position == one.position - 1
                and (pair or speakers[one.position] == speakers[one.parent_position])
            )
        ]

    def words(self, one: Suggested) -> str:
        """A suggestion with how sure it is and what speaks for it."""
        kinds = {
            "quote": _("it quotes that turn"),
            "mention": _("one names the other"),
            "echo": _("the same rare words"),
            "time": _("within a minute"),
            "adjacency": _("close together"),
        }
        said = _("Seems to answer {turn}: {percent} sure").format(
            turn=self.named(one.parent_position), percent=percent(one.confidence)
        )
        return "\n".join((said, ", ".join(kinds[reason] for reason in one.reasons))).strip()

    def _said(self, position: int) -> str:
        return _("Answers {turn}; a reader said so").format(turn=self.named(position))

    def named(self, position: int) -> str:
        """A turn of the conversation by its number and its speaker."""
        speakers = self._view.paper.outline.tree.speakers
        name = self._desk.corpus.speaker_name(int(speakers[position])) or "—"
        return _("turn {n} by {speaker}").format(n=f"{position + 1:,}", speaker=" ".join(name.split()))
