"""After the last batch: compare what is new with the whole corpus, and settle what twins can settle.

Which transcript came first makes no difference: every pair of dialogues is compared when the later one of
them is new, and each side takes what the other one proves.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field

from app.ingest.recall import recall
from app.model.corpus import TwinRelation
from app.model.ids import ConversationId, TurnId
from app.model.progress import CancelToken, Progress
from app.model.repair import RepairedText
from app.repair.dialogues import compare
from app.repair.edits import overlaid
from app.repair.engine import RepairEngine
from app.repair.sketches import likely_twins
from app.repair.twins import TwinTurn, settle
from app.store.rewrite import TurnRewrite
from app.store.telling import Told, ToldTurn
from app.store.twins import Standing, TwinDesk, TwinLink
from app.store.writer import Writer

STAGE = "comparing dialogues"


@dataclass(frozen=True, slots=True)
class Revisited:
    """What came of one revisit: turns that twins settled, and conversations found to repeat others."""

    settled: frozenset[TurnId] = frozenset()
    twins: frozenset[ConversationId] = frozenset()


def revisit(writer: Writer, engine: RepairEngine, token: CancelToken) -> Generator[Progress, None, Revisited]:
    """Compare all transcripts that were not compared yet; nothing is read when there are none.

    What no twin proved is read again if the undamaged text of the corpus has changed, and then compared
    once more. Cancelled leaves what was settled, and the rest for the next time.
    """
    if not writer.twins.unvisited():
        return Revisited()
    first = yield from _compare_new(writer, token)
    changed = yield from recall(writer.twins, engine, token)
    if not changed:
        return first
    second = yield from _compare_new(writer, token)
    return Revisited(first.settled | second.settled, first.twins | second.twins)


def _compare_new(writer: Writer, token: CancelToken) -> Generator[Progress, None, Revisited]:
    desk = writer.twins
    waiting = desk.unvisited()
    yield Progress(STAGE, 0, None, "pairs")
    likely = likely_twins(desk.sketch(token), desk.conversations(waiting))
    unfinished = desk.unfinished()
    pairs = [pair for pair in sorted({*likely, *desk.copies(waiting)}) if unfinished.isdisjoint(pair)]
    run = _Comparisons(desk, token)
    for done, pair in enumerate(pairs):
        yield Progress(STAGE, done, len(pairs), "pairs")
        token.raise_if_cancelled()
        writer.beat()
        run.look_at(*pair)
    links = run.links()
    desk.finish(links, waiting)
    return Revisited(frozenset(run.settled), frozenset(link.conversation for link in links))


@dataclass(slots=True)
class _Comparisons:
    """Goes through pairs of conversations, settles turns at once and collects which repeats which."""

    _desk: TwinDesk
    _token: CancelToken
    settled: set[TurnId] = field(default_factory=set)
    _found: dict[int, list[TwinLink]] = field(default_factory=dict)
    _standings: dict[int, Standing] = field(default_factory=dict)

    def look_at(self, first: int, second: int) -> None:
        """Compare two conversations; settle the turns of each by the other's."""
        left, right = self._desk.tell(first), self._desk.tell(second)
        sides = comparable(left), comparable(right)
        compared = compare(*sides)
        if compared.left is None and compared.right is None:
            return
        self._note(left.id, right.id, compared.left)
        self._note(right.id, left.id, compared.right)
        pairs = [*compared.alignment.same, *compared.alignment.beside]
        changes = [
            *_settled(left, right, sides, pairs),
            *_settled(right, left, sides[::-1], [(there, here) for here, there in pairs]),
        ]
        if changes:
            self._desk.rewrite(changes, self._token)
            self.settled.update(TurnId(change.turn) for change in changes)

    def _note(self, who: ConversationId, twin: ConversationId, relation: TwinRelation | None) -> None:
        if relation is not None:
            self._found.setdefault(who, []).append(TwinLink(who, twin, relation))

    def links(self) -> list[TwinLink]:
        """For every conversation that repeats others the link to the best of them; never in a circle."""
        known = {link.conversation: link for link in self._desk.links()}
        ahead = {link.conversation: link.twin for link in known.values()}
        changed: list[TwinLink] = []
        for who in sorted(self._found):
            for link in self._options(who, known.get(ConversationId(who))):
                if not _leads_to(who, link.twin, ahead):
                    ahead[link.conversation] = link.twin
                    if known.get(link.conversation) != link:
                        changed.append(link)
                    break
        return changed

    def _options(self, who: int, known: TwinLink | None) -> list[TwinLink]:
        """The links that a conversation may have, best first: of two that repeat each other one stands."""
        options = {link.twin: link for link in self._found[who] if self._stands_behind(who, link.twin)}
        if known is not None:
            options.setdefault(known.twin, known)
        return sorted(options.values(), key=lambda link: self._standing(link.twin))

    def _stands_behind(self, who: int, twin: int) -> bool:
        mutual = any(link.twin == who for link in self._found.get(twin, ()))
        return not mutual or self._standing(twin) < self._standing(who)

    def _standing(self, conversation: int) -> Standing:
        found = self._standings.get(conversation)
        if found is None:
            found = self._standings[conversation] = self._desk.standing(conversation)
        return found


def _leads_to(who: int, start: int, ahead: dict[ConversationId, ConversationId]) -> bool:
    at: int | None = start
    while at is not None and at != who:
        at = ahead.get(ConversationId(at))
    return at is not None


def comparable(told: Told) -> tuple[TwinTurn, ...]:
    """The turns of a conversation as app.repair compares them."""
    return tuple(TwinTurn(turn.repaired, turn.channel) for turn in told.turns)


def _settled(
    told: Told,
    twin: Told,
    sides: tuple[Sequence[TwinTurn], Sequence[TwinTurn]],
    pairs: Iterable[tuple[int, int]],
) -> list[TurnRewrite]:
    """What the second conversation settles in the first; a reader's own decisions stand."""
    changes: list[TurnRewrite] = []
    for here, there in pairs:
        settled = settle(sides[0][here], sides[1][there])
        if settled is None:
            continue
        turn = told.turns[here]
        kept = _with_choices(turn, settled.repaired)
        if kept is not None and kept != turn.repaired:
            proof = twin.turns[there].id if settled.proved else turn.twin
            changes.append(TurnRewrite(turn.id, kept, turn.undone, proof))
    return changes


def _with_choices(turn: ToldTurn, fresh: RepairedText) -> RepairedText | None:
    return overlaid(fresh, turn.repaired, turn.chosen) if turn.chosen else fresh
