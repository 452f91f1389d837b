"""The hits model: rows from ids alone, unfolding to one an occurrence, and an F3 walk that misses none."""

from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.model.corpus import Turn
from app.ui.models import HitColumn, HitsModel
from app.ui.theme import Roles
from tests.helpers.page import SlowHits, turn

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def many(count: int) -> list[Turn]:
    """Every third turn has two places, every fourth three."""
    return [
        turn(n, "x " * (3 if n % 4 == 0 else 2 if n % 3 == 0 else 1), 1 + n % 2) for n in range(1, count + 1)
    ]


def filled(fetch: SlowHits, qtbot: QtBot) -> None:
    """Let timers run and deliver until nothing is asked."""
    for _ in range(50):
        qtbot.wait(1)
        if not fetch.arrive():
            break


def walk(
    model: HitsModel, fetch: SlowHits, qtbot: QtBot, steps: int, *, forward: bool
) -> list[tuple[int, int]]:
    """Turn id and occurrence of each step."""
    found: list[tuple[int, int]] = []
    row = -1
    for _ in range(steps):
        landed: list[int] = []
        model.step(row, landed.append, forward=forward)
        for _ in range(10):
            if landed:
                break
            qtbot.wait(1)
            fetch.arrive()
        row = landed[0]
        found.append((model.turn_id(row), model.place(row)[1]))
    return found


def test_it_is_a_sound_model_while_rows_unfold(qtbot: QtBot) -> None:
    fetch = SlowHits(many(40), "x")
    model = HitsModel(fetch)
    QAbstractItemModelTester(model, FATAL)
    model.set_ids(list(range(1, 21)))
    filled(fetch, qtbot)
    model.extend_to(list(range(1, 41)))
    filled(fetch, qtbot)
    model.refresh()
    filled(fetch, qtbot)
    model.set_ids([])


def test_rows_are_known_before_anything_is_fetched(qtbot: QtBot) -> None:
    fetch = SlowHits([], "x")
    model = HitsModel(fetch)
    model.set_ids(range(1, 1_000_001))
    assert model.rowCount() == model.total_turns == 1_000_000
    assert model.turn_id(999_999) == 1_000_000
    assert fetch.asked == 0
    index = model.index(500_000, HitColumn.KWIC)
    assert index.data() is None
    assert index.data(Roles.STATE) == "waiting"
    assert index.data(Roles.TURN_ID) == 500_001
    qtbot.wait(1)
    assert 0 < fetch.asked < 300


def test_a_turn_unfolds_to_one_row_an_occurrence(qtbot: QtBot) -> None:
    turns = many(12)
    fetch = SlowHits(turns, "x")
    model = HitsModel(fetch)
    model.set_ids([one.id for one in turns])
    model.index(0, 0).data()
    with qtbot.waitSignal(model.expanded):
        qtbot.wait(1)
        fetch.arrive()
    assert model.rowCount() == sum(one.text.count("x") for one in turns)
    assert model.total_turns == 12
    seen = [
        (model.turn_id(row), model.index(row, 0).data(Roles.OCCURRENCE)) for row in range(model.rowCount())
    ]
    assert seen == [(n, k) for n, one in enumerate(turns, 1) for k in range(one.text.count("x"))]
    row = model.row_at(3, 1)
    kwic = model.index(row, 0).data(Roles.KWIC)
    assert (kwic.left, kwic.node, kwic.right) == ("x ", "x", " x ")
    assert model.index(row, HitColumn.SPEAKER).data() == "A"
    assert model.index(row, HitColumn.CONVERSATION).data() == "Title"
    assert model.index(row, HitColumn.INDEX).data() == 4
    assert model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("A: x x x")


def test_a_selection_stays_on_its_occurrence_when_rows_above_unfold(qtbot: QtBot) -> None:
    turns = many(300)
    fetch = SlowHits(turns, "x")
    model = HitsModel(fetch)
    model.set_ids([one.id for one in turns])
    model.index(200, 0).data()
    qtbot.wait(1)
    fetch.arrive()
    kept = QPersistentModelIndex(model.index(model.row_at(210), 2))
    model.index(0, 0).data()
    qtbot.wait(1)
    fetch.arrive()
    assert model.turn_id(kept.row()) == 211
    assert kept.column() == 2
    assert kept.row() > 210


def test_the_walk_misses_no_occurrence_in_either_direction(qtbot: QtBot) -> None:
    turns = many(30)
    every = [(n, k) for n, one in enumerate(turns, 1) for k in range(one.text.count("x"))]
    for forward in (True, False):
        fetch = SlowHits(turns, "x")
        model = HitsModel(fetch)
        model.set_ids([one.id for one in turns])
        expected = every if forward else every[::-1]
        seen = walk(model, fetch, qtbot, len(every) + 1, forward=forward)
        assert seen == [*expected, expected[0]]


def test_answers_to_an_older_query_are_dropped(qtbot: QtBot) -> None:
    fetch = SlowHits(many(5), "x")
    model = HitsModel(fetch)
    model.set_ids([1, 2, 3])
    model.index(0, 0).data()
    qtbot.wait(1)
    model.set_ids([4, 5])
    fetch.arrive()
    assert model.kwic(0) is None
    assert model.rowCount() == 2


def test_the_first_page_stays_when_the_whole_vector_comes(qtbot: QtBot) -> None:
    fetch = SlowHits(many(20), "x")
    model = HitsModel(fetch)
    model.set_ids([1, 2, 3])
    model.index(0, 0).data()
    qtbot.wait(1)
    fetch.arrive()
    rows = model.rowCount()
    generation = model.generation
    model.extend_to(range(1, 21))
    assert model.generation == generation
    assert model.rowCount() == rows + 17
    assert model.kwic(0) is not None
    model.extend_to([9, 8])
    assert model.generation == generation + 1
    assert (model.rowCount(), model.position_of(8), model.position_of(3)) == (2, 1, -1)


def test_a_turn_that_is_gone_says_so(qtbot: QtBot) -> None:
    fetch = SlowHits([turn(1, "x")], "x")
    model = HitsModel(fetch)
    model.set_ids([1, 99])
    model.index(1, 0).data()
    model.index(0, 0).data()
    filled(fetch, qtbot)
    assert model.index(1, 0).data(Roles.STATE) == "gone"
    assert model.index(0, 0).data(Roles.STATE) == "ready"


def test_a_failed_fetch_may_be_repeated(qtbot: QtBot) -> None:
    fetch = SlowHits([turn(1, "x")], "x")
    model = HitsModel(fetch)
    model.set_ids([1])
    model.index(0, 0).data()
    qtbot.wait(1)
    fetch.arrive(fail=True)
    qtbot.wait(1)
    assert fetch.under_way == []
    model.index(0, 0).data()
    filled(fetch, qtbot)
    assert model.kwic(0) is not None


def test_titles_are_given_for_columns_only() -> None:
    model = HitsModel(SlowHits([], "x"))
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    assert len(set(titles)) == 4
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(9, Qt.Orientation.Horizontal) is None
