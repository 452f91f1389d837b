"""What the Repair panel asks the corpus: which transcripts were damaged, and which places are in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.model.corpus import Conversation, Turn
from app.model.ids import ConversationId, TranscriptId, TurnId
from app.model.progress import CancelToken
from app.model.repair import RepairSpan
from app.settings import options
from app.settings.store import Settings
from app.store.damage import DamagedTranscript
from app.store.reader import Reader
from app.store.repairs import SpanState, TurnSpan
from app.ui.models.desk.corpus import CorpusDesk, interruptible
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report

Sort = Literal["doubtful", "decided"]
"""Places in doubt (inferred or lost), or those that a reader decided."""

CONTEXT = 24
"""Characters of context on each side of a place."""
TURNS_READ = 1_000
"""Turns whose repairs are read at a time, the most doubtful first."""

_DECIDED = (
    "SELECT DISTINCT choice.turn_id FROM choice JOIN turn ON turn.id = choice.turn_id"
    " JOIN conversation ON conversation.id = turn.conversation_id"
    " WHERE conversation.transcript_id = ? ORDER BY choice.turn_id"
)


@dataclass(frozen=True, slots=True)
class Damage:
    """A line of the transcripts: the counts, and the name of a transcript that repeats the dialogue."""

    of: DamagedTranscript
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A repaired stretch with what surrounds it. ``place`` names it within its turn, see TurnSpan."""

    turn: TurnId
    conversation: ConversationId
    index: int
    place: int
    span: RepairSpan
    state: SpanState
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Places:
    """Places of one transcript, the least sure first, from the ``start``-th turn on; ``stop``: the turn after
    the last one read. ``more``: there are turns behind that."""

    transcript: TranscriptId
    sort: Sort
    rows: tuple[Place, ...]
    more: bool = False
    start: int = 0
    stop: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """What an import repaired: transcripts that carry repairs now, and their places by kind."""

    transcripts: int = 0
    exact: int = 0
    inferred: int = 0
    lost: int = 0


def stamps(reader: Reader) -> frozenset[tuple[int, str, str]]:
    """What tells transcripts that an import has brought or brought anew from those that were there."""
    return frozenset((int(one.id), one.digest, one.imported_at) for one in reader.transcripts())


def tally_of(reader: Reader, before: frozenset[tuple[int, str, str]]) -> Tally:
    """The repairs of the transcripts that came since ``before``."""
    fresh = {key for key, _digest, _at in stamps(reader) - before}
    found = [one for one in reader.damaged_transcripts() if one.id in fresh] if fresh else []
    return Tally(
        len(found), sum(one.exact for one in found), sum(one.inferred for one in found),
        sum(one.lost for one in found),
    )  # fmt: skip


def damage_of(reader: Reader, conversations: Iterable[Conversation]) -> tuple[Damage, ...]:
    """Every damaged transcript with its twin, the most doubtful first."""
    twins = twins_of(conversations)
    return tuple(Damage(one, twins.get(one.id, "")) for one in reader.damaged_transcripts())


def twins_of(conversations: Iterable[Conversation]) -> dict[TranscriptId, str]:
    """For every transcript that repeats another one, or is repeated, the other's name."""
    known = {one.id: one for one in conversations}
    twins: dict[TranscriptId, str] = {}
    for one in known.values():
        other = known.get(one.twin_of) if one.twin_of is not None else None
        if other is not None and other.transcript_id != one.transcript_id:
            twins.setdefault(one.transcript_id, other.transcript)
            twins.setdefault(other.transcript_id, one.transcript)
    return twins


def places_of(
    reader: Reader, transcript: TranscriptId, sort: Sort, token: CancelToken, part: slice
) -> Places:
    """The doubtful or decided places of some of a transcript's turns; runs in a worker."""
    if sort == "doubtful":
        turns: Sequence[int] = reader.doubtful_turns(transcript)
    else:
        turns = reader.ids(_DECIDED, (transcript,))
    found: list[Place] = []
    for turn in reader.turns_by_id(turns[part]):
        token.raise_if_cancelled()
        stored = reader.turn_repair(turn.id)
        if stored is not None and not stored.undone:
            text = stored.repaired.text
            found += [_place(turn, text, one) for one in stored.spans if _belongs(one, sort)]
    found.sort(key=_doubt)
    start, stop, _step = part.indices(len(turns))
    return Places(transcript, sort, tuple(found), more=stop < len(turns), start=start, stop=stop)


def _belongs(one: TurnSpan, sort: Sort) -> bool:
    if one.state in {"chosen", "restored"}:
        return sort == "decided"
    uncertain = one.span.kind == "lost" or (one.span.kind == "inferred" and one.span.confidence < 1.0)
    return sort == "doubtful" and uncertain


def _doubt(place: Place) -> tuple[bool, float, int, int]:
    """Lost places first, then by falling doubt, then as they stand in the corpus."""
    return place.span.kind != "lost", place.span.confidence, place.turn, place.place


def _place(turn: Turn, text: str, one: TurnSpan) -> Place:
    span = one.span
    return Place(
        turn.id, turn.conversation_id, turn.index, one.place, span, one.state,
        before=text[max(0, span.start - CONTEXT) : span.start],
        after=text[span.end : span.end + CONTEXT],
    )  # fmt: skip


class DamageDesk(QObject):
    """Asks only while somebody looks: call ``watch`` with the panel's visibility."""

    listed = Signal(object)  # tuple[Damage, ...]
    found = Signal(object)  # Places
    threshold_changed = Signal()
    failed = Signal(object)  # Exception

    def __init__(
        self, desk: CorpusDesk, settings: Settings, runner: Runner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._desk = desk
        self._list = Latest[tuple[Damage, ...]](runner)
        self._places = Latest[Places](runner)
        self._watched = False
        self._wanted: tuple[TranscriptId, Sort] | None = None
        self._last: Places | None = None
        desk.opened.connect(self.ask)
        desk.changed.connect(self.ask)
        desk.closed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """True while an answer is on its way."""
        return self._list.busy or self._places.busy

    @property
    def threshold(self) -> int:
        """Inferred places less sure than this, in percent, are to stand out."""
        return self._settings.get(options.REPAIR_THRESHOLD)

    def set_threshold(self, percent: int) -> None:
        """Let others stand out; remembered."""
        if percent != self.threshold:
            self._settings.set(options.REPAIR_THRESHOLD, percent)
            self.threshold_changed.emit()

    def watch(self, *, on: bool) -> None:
        """Somebody looks, or nobody does any more."""
        self._watched = on
        if on:
            self.ask()
        else:
            self._list.cancel()
            self._places.cancel()

    def ask(self) -> None:
        """Read the list again, and the places shown, if somebody looks."""
        corpus, known = self._desk.corpus, self._desk.snapshot.conversations
        if corpus is None or not self._watched:
            return

        def work(token: CancelToken, _report: Report) -> tuple[Damage, ...]:
            return damage_of(interruptible(corpus, token), known)

        self._list.ask(work, self.listed.emit, self.failed.emit)
        if self._wanted is not None:
            self.show_places(*self._wanted)

    def show_places(self, transcript: TranscriptId, sort: Sort) -> None:
        """Ask for the places of a transcript, also when nobody looks; as many as are shown by now."""
        last = self._last
        again = last is not None and (last.transcript, last.sort) == (transcript, sort)
        self._wanted = (transcript, sort)
        self._read(slice(0, max(TURNS_READ, last.stop if again and last is not None else 0)))

    def read_more(self) -> None:
        """Ask for the places of the turns behind those that were read."""
        last = self._last
        if last is not None and last.more and not self._places.busy:
            self._read(slice(last.stop, last.stop + TURNS_READ))

    def _read(self, part: slice) -> None:
        corpus = self._desk.corpus
        if corpus is None or self._wanted is None:
            return
        transcript, sort = self._wanted

        def work(token: CancelToken, _report: Report) -> Places:
            return places_of(interruptible(corpus, token), transcript, sort, token, part)

        self._places.ask(work, self._arrived, self.failed.emit)

    def _arrived(self, places: Places) -> None:
        self._last = places
        self.found.emit(places)

    def _forget(self) -> None:
        self._list.cancel()
        self._places.cancel()
        self._wanted = self._last = None
