"""The repairs of the open conversation: which place is looked at, its card, and what is decided there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.model.corpus import Turn
from app.model.ids import TurnId
from app.model.progress import CancelToken
from app.store.alike import AlikeCount
from app.store.repairs import StoredRepair
from app.ui.conversation import ConversationView
from app.ui.models.desk.corpus import interruptible
from app.ui.models.desk.deciding import Spot
from app.ui.models.desk.desk import Desk
from app.ui.panels.repair_card import RepairCard
from app.ui.tasks.latest import Latest
from app.ui.tasks.task import Report


@dataclass(frozen=True, slots=True)
class _Looked:
    turn: Turn | None
    repair: StoredRepair | None


class Mending(QObject):
    """Explains the place that the desk looks at, and passes on what the reader decides."""

    def __init__(self, desk: Desk, view: ConversationView) -> None:
        super().__init__(view)
        self.card = RepairCard(desk.theme)
        self._desk = desk
        self._view = view
        self._ask = Latest[_Looked](desk.runner)
        self._count = Latest[AlikeCount](desk.runner)
        self.card.restore.connect(self.restore_turn)
        self.card.reapply.connect(self.reapply_turn)
        self.card.chosen.connect(self._choose)
        self.card.everywhere.connect(self._choose_alike)
        self.card.left.connect(self.leave)
        view.repairClicked.connect(self._clicked)
        desk.deciding.looked.connect(self._looked)
        desk.deciding.decided.connect(self.take_in)
        desk.corpus.closed.connect(self._forget)
        desk.damage.threshold_changed.connect(self.follow_threshold)
        desk.writing.progressed.connect(self._hinder)
        desk.writing.idle.connect(self._hinder)
        self.follow_threshold()

    @property
    def busy(self) -> bool:
        """True while something about the current turn is on its way."""
        return self._ask.busy or self._count.busy

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Actions by name."""
        return {
            "edit.restore": self.restore_turn,
            "edit.reapply": self.reapply_turn,
            "edit.restore_place": self.restore_place,
            "edit.next_reading": lambda: self.card.readings.step(+1),
            "edit.previous_reading": lambda: self.card.readings.step(-1),
            "edit.read_alike": lambda: self._choose_alike(False),  # noqa: FBT003 - the slot of a signal,
        }

    def look_at(self, turn_id: TurnId) -> None:
        """Make a turn the current one; the place that is looked at in it is explained."""
        corpus = self._desk.corpus.corpus
        if corpus is None:
            return

        def work(token: CancelToken, _report: Report) -> _Looked:
            reader = interruptible(corpus, token)
            turns = reader.turns_by_id([turn_id])
            return _Looked(turns[0] if turns else None, reader.turn_repair(turn_id))

        def done(found: _Looked) -> None:
            self._desk.reading.set_turn(found.turn)
            self._explain(turn_id, found.repair)

        self._ask.ask(work, done, self._desk.search.failed.emit)

    def leave(self) -> None:
        """Close the card; the page has the keyboard again."""
        if self.card.isAncestorOf(self.card.window().focusWidget() or self.card.window()):
            self._view.setFocus()
        self._desk.deciding.look(None)

    def restore_turn(self) -> None:
        """Put the damaged original of the current turn back."""
        self._set_undone(undone=True)

    def reapply_turn(self) -> None:
        """Apply the repair of the current turn again."""
        self._set_undone(undone=False)

    def restore_place(self) -> None:
        """Put the damaged original of the place that is looked at back."""
        if self.card.shown is not None:
            self._choose(self.card.shown.span.original)

    def follow_threshold(self) -> None:
        """Mark places below the threshold of the settings more strongly."""
        self._view.set_doubt(self._desk.damage.threshold / 100)

    # ------------------------------------------------------------------ looking

    def _clicked(self, turn_id: int, number: int) -> None:
        loaded = self._view.paper.loader.get(turn_id)
        if loaded is not None and number < len(loaded.details):
            self._desk.deciding.look(Spot(TurnId(turn_id), loaded.details[number].place))
            self.look_at(TurnId(turn_id))

    def _looked(self, spot: Spot | None) -> None:
        if spot is None:
            self._count.cancel()
            self.card.hide()
            self._view.set_spot(None)

    def _explain(self, turn_id: TurnId, repair: StoredRepair | None) -> None:
        spot = self._desk.deciding.spot
        if spot is None or spot.turn != turn_id or repair is None:
            self.card.hide()
            return
        self.card.show_repair(repair, spot.place, self._desk.deciding.hindrance)
        shown = self.card.shown
        self._view.set_spot((int(turn_id), (shown.span.start, shown.span.end)) if shown else None)
        self._count_alike(spot)

    def _count_alike(self, spot: Spot) -> None:
        corpus, place = self._desk.corpus.corpus, spot.place
        if corpus is None or place is None or self.card.shown is None:
            self._count.cancel()
            return

        def work(token: CancelToken, _report: Report) -> AlikeCount:
            return interruptible(corpus, token).count_alike(spot.turn, place, token)

        self._count.ask(work, self.card.show_alike, self._desk.search.failed.emit)

    # ------------------------------------------------------------------ deciding

    def _choose(self, text: str) -> None:
        spot, shown = self._desk.deciding.spot, self.card.shown
        if spot is not None and shown is not None:
            self._desk.deciding.choose(spot, shown.span.original, text)

    def _choose_alike(self, same_context: bool) -> None:
        spot, shown = self._desk.deciding.spot, self.card.shown
        if spot is not None and shown is not None:
            span = shown.span
            self._desk.deciding.choose_alike(spot, span.original, span.repaired, same_context=same_context)

    def _set_undone(self, *, undone: bool) -> None:
        turn = self._desk.reading.turn
        if turn is not None and turn.repaired is not None:
            self._desk.deciding.set_undone(turn.id, undone=undone)

    def take_in(self, turns: frozenset[TurnId]) -> None:
        """These turns are other ones in the corpus now, by whoever's doing: show them as they are."""
        rows = self._view.paper.outline
        self._view.reload([turn for turn in turns if rows.row_of(int(turn)) >= 0])
        turn = self._desk.reading.turn
        if turn is not None:
            self.look_at(turn.id)

    def _hinder(self, *_values: object) -> None:
        """An import has begun or ended while the card is open: say so on its buttons."""
        turn = self._desk.reading.turn
        hindrance = self._desk.deciding.hindrance
        if turn is not None and not self.card.isHidden() and hindrance != self.card.hindrance:
            self.look_at(turn.id)

    def _forget(self) -> None:
        self._ask.cancel()
        self._count.cancel()
        self.card.hide()
