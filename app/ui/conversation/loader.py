"""Brings the turns of visible rows from the source, a batch at a time, and keeps the last used."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.ui.conversation.lru import Lru
from app.ui.conversation.source import LoadedTurn, TurnSource

KEEP = 600
BATCH = 64


class Loader:
    """One request under way at a time, the newest wish next; answers for an older source are dropped."""

    def __init__(self, arrived: Callable[[Sequence[int]], None]) -> None:
        self._arrived = arrived
        self._source: TurnSource | None = None
        self._turns: Lru[int, LoadedTurn] = Lru(KEEP)
        self._gone: set[int] = set()
        self._busy: set[int] = set()
        self._next: list[int] = []
        self._generation = 0

    def set_source(self, source: TurnSource | None) -> None:
        """Begin anew with this source."""
        self._generation += 1
        self._source = source
        self._turns.clear()
        self._gone.clear()
        self._busy.clear()
        self._next = []

    @property
    def generation(self) -> int:
        """Grows with every source."""
        return self._generation

    def get(self, turn_id: int) -> LoadedTurn | None:
        """The turn if it is here."""
        return self._turns.get(turn_id)

    def kept(self) -> dict[int, LoadedTurn]:
        """All turns that are here, by id."""
        return self._turns.all()

    def forget(self, turn_id: int) -> None:
        """The turn changed in the corpus: bring it again when it is next wanted."""
        self._turns.pop(turn_id)
        self._gone.discard(turn_id)

    def want(self, turn_ids: Sequence[int]) -> None:
        """Bring these soon; what was wished before and not asked for yet is forgotten."""
        self._next = [t for t in turn_ids if t not in self._turns and t not in self._gone][:BATCH]
        self._ask()

    def collect(self, turn_ids: Sequence[int], done: Callable[[list[LoadedTurn]], None]) -> None:
        """Bring all of these, however many, for the clipboard; not kept. Nothing is called on failure."""
        if self._source is None:
            return
        generation = self._generation
        have = {t: found for t in turn_ids if (found := self._turns.get(t)) is not None}

        def finish(brought: Sequence[LoadedTurn] | None) -> None:
            if brought is not None and generation == self._generation:
                have.update({int(loaded.turn.id): loaded for loaded in brought})
                done([have[t] for t in turn_ids if t in have])

        missing = [t for t in turn_ids if t not in have]
        if missing:
            self._source.request(missing, finish)
        else:
            finish(())

    def _ask(self) -> None:
        wanted = [t for t in self._next if t not in self._busy]
        if not wanted or self._busy or self._source is None:
            return
        self._next = []
        self._busy = set(wanted)
        generation = self._generation

        def deliver(turns: Sequence[LoadedTurn] | None) -> None:
            if generation == self._generation:
                self._deliver(wanted, turns)

        self._source.request(wanted, deliver)

    def _deliver(self, wanted: list[int], turns: Sequence[LoadedTurn] | None) -> None:
        self._busy = set()
        if turns is not None:
            for loaded in turns:
                self._turns.put(int(loaded.turn.id), loaded)
            self._gone.update(t for t in wanted if t not in self._turns)
            self._arrived(wanted)
        self._ask()
