"""Which rows are asked for, and when."""

from app.model.corpus import Turn
from app.model.hits import Hit, KwicRow
from app.model.ids import ConversationId, SpeakerId, TurnId
from app.ui.models.hydration import AHEAD, BATCH, UNDER_WAY, Hydration


def row(turn: int) -> KwicRow:
    value = Turn(TurnId(turn), ConversationId(1), 1, None, SpeakerId(1), "A", "x")
    return KwicRow(Hit(value, "", "", ()), (0, 1), "", "x", "")


def test_a_batch_holds_the_wanted_and_some_after() -> None:
    store = Hydration()
    for position in (12, 10, 11):
        store.want(position)
    assert store.next_batch(1000) == [10, 11, 12, *range(13, 13 + AHEAD)]
    assert store.wanted == 0
    assert not store.want(11)


def test_the_newest_wish_wins_over_a_far_one() -> None:
    store = Hydration()
    store.want(5)
    store.want(90_000)
    assert 5 not in store.next_batch(100_000)


def test_only_so_many_batches_are_under_way() -> None:
    store = Hydration()
    batches = []
    for start in range(0, 5000, 1000):
        store.want(start)
        batches.append(store.next_batch(10_000))
    assert sum(bool(batch) for batch in batches) == UNDER_WAY
    store.landed(batches[0])
    assert store.next_batch(10_000)


def test_a_batch_never_passes_the_end() -> None:
    store = Hydration()
    store.want(99)
    assert store.next_batch(100) == [99]
    for position in range(BATCH * 3):
        store.want(position)
    assert len(store.next_batch(10_000)) <= BATCH + AHEAD


def test_rows_used_longest_ago_are_forgotten_and_missing_turns_are_gone() -> None:
    store = Hydration(keep=2)
    store.put([1, 2], [row(1), row(1)])
    assert store.rows(2) == ()
    assert len(store.rows(1) or ()) == 2
    store.put([3], [row(3)])
    assert not store.known(2)
    assert store.known(1)
