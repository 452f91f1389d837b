"""Tags and notes of the open corpus: what there is, and what the reader changes. Everything can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from app.i18n import _, ngettext
from app.model.ids import ConversationId, TurnId
from app.model.progress import CancelToken
from app.store.tag_desk import TagDesk
from app.store.tag_undo import TagUndo
from app.store.tags import Target
from app.store.tags_read import Tag, Tagging, looks
from app.ui.models.desk.corpus import CorpusDesk, interruptible
from app.ui.models.desk.deciding import SHOWN, DecidingDesk
from app.ui.models.desk.reading import ReadingDesk
from app.ui.tasks.latest import Latest
from app.ui.tasks.task import Report
from app.ui.theme.visible import named


@dataclass(frozen=True, slots=True)
class Beside:
    """What is written beside the conversation that is read: beside it as a whole, and beside its turns."""

    conversation: ConversationId | None = None
    whole: tuple[Tagging, ...] = ()
    turns: dict[TurnId, tuple[Tagging, ...]] = field(default_factory=dict)

    def of(self, target: Target) -> tuple[Tagging, ...]:
        """What stands on exactly this target."""
        near = self.whole if target.turn is None else self.turns.get(target.turn, ())
        return tuple(one for one in near if one.target == target)

    def unlike(self, other: Beside) -> list[int]:
        """Turns beside which something else is written."""
        turns = self.turns.keys() | other.turns.keys()
        return [int(turn) for turn in turns if self.turns.get(turn, ()) != other.turns.get(turn, ())]


Looks = Mapping[ConversationId, tuple[tuple[str, str], ...]]
"""Names and colours of what is on conversations as a whole."""


@dataclass(frozen=True, slots=True)
class _Read:
    tags: tuple[Tag, ...]
    beside: Beside
    conversations: Looks


class TaggingDesk(QObject):
    """``changed``: the tags, their counts or what is on conversations are others; ``marked``: what stands
    beside the conversation is, with the ids of the turns that look otherwise.
    """

    changed = Signal()
    marked = Signal(object)  # list[int]

    def __init__(
        self, corpus: CorpusDesk, reading: ReadingDesk, deciding: DecidingDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.tags: tuple[Tag, ...] = ()
        self.beside = Beside()
        self.conversations: Looks = {}
        self._corpus = corpus
        self._reading = reading
        self._deciding = deciding
        self._ask = Latest[_Read](corpus.runner)
        corpus.opened.connect(self.refresh)
        corpus.changed.connect(self.refresh)
        corpus.closed.connect(self._forget)
        reading.arrived.connect(self._arrived)

    @property
    def busy(self) -> bool:
        """True while tags are being read."""
        return self._ask.busy

    @property
    def hindrance(self) -> str:
        """Why nothing can be tagged now, in words; empty when it can."""
        return self._deciding.hindrance

    def colour(self, name: str) -> str:
        """The colour of a tag; "" for none of that name."""
        found = (tag.colour for tag in self.tags if tag.name.casefold() == name.casefold())
        return next(found, "")

    def refresh(self) -> None:
        """Read everything again."""
        corpus, place = self._corpus.corpus, self._reading.place
        if corpus is None:
            return

        def work(token: CancelToken, _report: Report) -> _Read:
            reader = interruptible(corpus, token)
            tags = tuple(reader.tags())
            whole = {one: looks(found) for one, found in reader.taggings_beside().items()}
            if place is None:
                return _Read(tags, Beside(), whole)
            turns: dict[TurnId, list[Tagging]] = {}
            for one in reader.taggings_within(place.conversation):
                if one.target.turn is not None:
                    turns.setdefault(one.target.turn, []).append(one)
            own = tuple(reader.conversation_taggings(place.conversation))
            beside = Beside(place.conversation, own, {turn: tuple(of) for turn, of in turns.items()})
            return _Read(tags, beside, whole)

        self._ask.ask(work, self._took, self._unread)

    # ------------------------------------------------------------------ changes

    def put(self, targets: Sequence[Target], name: str, colour: str | None = None) -> None:
        """Put a tag on targets; it is made when there is none of that name."""
        words = _("tag {what} “{name}”").format(what=_what(targets), name=named(name, SHOWN))
        wanted = list(targets)
        self._decide(words, lambda tags: tags.tag(wanted, name, colour=colour))

    def take_off(self, targets: Sequence[Target], name: str) -> None:
        """Take a tag off targets."""
        words = _("take “{name}” off {what}").format(what=_what(targets), name=named(name, SHOWN))
        wanted = list(targets)
        self._decide(words, lambda tags: tags.untag(wanted, name))

    def note(self, targets: Sequence[Target], note: str, name: str | None = None) -> None:
        """Write a note beside targets, or beside the tag ``name`` that they have; "" takes it away."""
        wanted = list(targets)
        words = _("note beside {what}").format(what=_what(targets))
        if note.strip() or name is not None:
            self._decide(words, lambda tags: tags.tag(wanted, name, note=note.strip()))
        else:
            self._decide(words, lambda tags: tags.untag(wanted, None))

    def edit(
        self, name: str, *, rename: str | None = None, colour: str | None = None, memo: str | None = None
    ) -> None:
        """Rename or recolour a tag, or say what it means."""
        words = _("change the tag “{name}”").format(name=named(name, SHOWN))
        self._decide(words, lambda tags: tags.define(rename or name, colour=colour, memo=memo, was=name))

    def merge(self, name: str, into: str) -> None:
        """Let everything with the tag ``name`` have ``into`` instead."""
        words = _("merge the tag “{name}” with “{into}”").format(
            name=named(name, SHOWN), into=named(into, SHOWN)
        )
        self._decide(words, lambda tags: tags.merge(name, into))

    def delete(self, name: str) -> None:
        """Take a tag off everything and forget it."""
        words = _("delete the tag “{name}”").format(name=named(name, SHOWN))
        self._decide(words, lambda tags: tags.delete(name))

    def _decide(self, words: str, change: Callable[[TagDesk], TagUndo]) -> None:
        self._deciding.decide(words, lambda writer, _token, _told: change(writer.tags))

    # ------------------------------------------------------------------ reading

    def _took(self, read: _Read) -> None:
        before, self.beside = self.beside, read.beside
        if read.tags != self.tags or read.conversations != self.conversations:
            self.tags, self.conversations = read.tags, read.conversations
            self.changed.emit()
        other = before.conversation != self.beside.conversation
        self.marked.emit([] if other else self.beside.unlike(before))

    def _unread(self, _error: Exception) -> None:
        """What failed to be read is read again with the next commit."""

    def _arrived(self, _place: object) -> None:
        place = self._reading.place
        if place is not None and place.conversation != self.beside.conversation:
            self.refresh()

    def _forget(self) -> None:
        self._ask.cancel()
        self.tags, self.beside, self.conversations = (), Beside(), {}
        self.changed.emit()
        self.marked.emit([])


def _what(targets: Sequence[Target]) -> str:
    """What is tagged, in words."""
    if len(targets) == 1 and targets[0].turn is None:
        return _("the conversation")
    if len(targets) == 1 and targets[0].start is not None:
        return _("a stretch")
    return ngettext("{n} turn", "{n} turns", len(targets)).format(n=f"{len(targets):,}")
