"""Searching and reading in the window: hints, problems, F3, filters, chips, finding, going back."""

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.hits import Span
from app.search.marker import Marker, marker
from app.search.parser import Query
from app.settings import options
from app.ui.models.desk.answers import Scope
from app.ui.panels.filters import FiltersPanel
from app.ui.panels.marking import AT_ONCE
from app.ui.panels.search_bar import SearchBar
from app.ui.panels.statistics import StatisticsPanel
from tests.helpers.windows import (
    Answers,
    calm,
    drop,
    folder_of,
    hits_of,
    imported,
    open_window,
    reader_of,
    search,
)


def test_no_hits_say_why_and_offer_the_nearest_search_that_finds_something(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = imported(qtbot, tmp_path)
    search(qtbot, window, "周末 speaker:D")
    panel = hits_of(window)
    assert panel.no_hits.isVisible()
    assert panel.no_hits.offered == "周末"
    assert "speaker:D" in panel.no_hits._why.text()
    qtbot.mouseClick(panel.no_hits.nearest, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert panel.table.isVisible()
    assert window.layout_.panels["search"].field.text() == "周末"
    assert panel.model.total_turns == 3


def test_the_nearest_search_may_overlook_a_difference_and_its_switch_says_so(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(qtbot)
    drop(window, [folder_of(tmp_path, one="[A]: 哪個軟體好\n[B]: 不知道\n")])
    calm(qtbot, window)
    search(qtbot, window, "软件")
    panel, bar = hits_of(window), window.layout_.panels["search"]
    assert not bar.folds.switches["chinese"].isChecked()
    qtbot.mouseClick(panel.no_hits.nearest, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert bar.folds.switches["chinese"].isChecked()
    assert (panel.model.total_turns, panel.model.kwic(0).node) == (1, "軟體")
    assert "chinese" in window.services.settings.get(options.FOLDS)


def test_keys_of_the_corpus_are_fields_in_the_line(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot)
    turns = [{"role": "user", "content": f"hello {n}", "mood": "calm" if n else "glad"} for n in range(3)]
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "one.jsonl").write_text(json.dumps({"messages": turns}) + "\n", encoding="utf-8")
    drop(window, [folder])
    calm(qtbot, window)
    search(qtbot, window, "mood:calm")
    assert hits_of(window).model.total_turns == 2


def test_problems_of_a_query_are_said_beside_it_and_the_best_reading_is_used(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = imported(qtbot, tmp_path)
    search(qtbot, window, "(周末")
    bar: SearchBar = window.layout_.panels["search"]
    assert bar.field._why.isVisible()
    assert bar.field.toolTip()
    assert bar.total.text() == "3 of 6"
    assert bar.field.text() == "(周末"
    search(qtbot, window, "周末")
    assert not bar.field._why.isVisible()


def test_f3_walks_through_every_occurrence_across_conversations(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    search(qtbot, window, "周末")
    visited = []
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_F3)
        calm(qtbot, window)
        place = window.desk.reading.place
        turn = window.desk.reading.turn
        assert turn is not None
        assert turn.id == place.turn
        visited.append((turn.speaker, turn.index, place.conversation))
        span = (turn.text.index("周末"), turn.text.index("周末") + 2)
        assert reader_of(window).view.span_in_view(turn.id, span)
    assert visited[0] == visited[3]
    assert len(set(visited)) == 3
    assert [text for text, *_ in visited[:3]] == ["A", "A", "C"]
    qtbot.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    calm(qtbot, window)
    assert window.desk.reading.turn.speaker == "C"


def test_back_and_forward_lead_where_one_was(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    first, second = (one.id for one in window.desk.corpus.snapshot.conversations)
    window.desk.reading.go(second)
    calm(qtbot, window)
    window.book["go.back"].trigger()
    calm(qtbot, window)
    assert window.desk.reading.place.conversation == first
    window.book["go.forward"].trigger()
    calm(qtbot, window)
    assert window.desk.reading.place.conversation == second
    assert not window.book["go.forward"].isEnabled()


def test_a_filter_adds_its_clause_and_a_second_click_takes_it_away(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    filters: FiltersPanel = window.layout_.panels["filters"]
    speakers = {facet.label: facet for facet in filters.facets()[0][1]}
    assert {name: facet.count for name, facet in speakers.items()} == {"A": 2, "B": 3, "C": 1}
    filters._chosen(speakers["B"].clause)
    calm(qtbot, window)
    assert window.desk.search.query.text == "speaker:B"
    assert window.desk.search.outcome.total == 3
    filters._chosen(speakers["B"].clause)
    calm(qtbot, window)
    assert window.desk.search.outcome.total == 6


def test_the_turns_behind_a_bar_are_shown_until_the_chip_is_closed(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    statistics: StatisticsPanel = window.layout_.panels["statistics"]
    card = statistics.cards["turns-per-speaker"]
    rows = [row[0] for row in card.plot.result.rows]
    card.picked.emit(card.name, rows.index("C"), 1)
    calm(qtbot, window)
    panel = hits_of(window)
    assert panel.chip.isVisible()
    assert panel.model.total_turns == 1
    panel.chip.click()
    calm(qtbot, window)
    assert not panel.chip.isVisible()
    assert panel.model.total_turns == 6


def test_every_turn_is_listed_from_its_beginning_while_nothing_is_typed(qtbot: QtBot, tmp_path: Path) -> None:
    long = "word " * 40
    window = open_window(qtbot)
    drop(window, [folder_of(tmp_path, long=f"[A]: {long}\n[B]: short\n")])
    calm(qtbot, window)
    first = hits_of(window).model.kwic(0)
    assert (first.left, first.node) == ("", "")
    assert first.right.startswith(long[:190])


def test_a_scope_and_a_query_narrow_together(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    search(qtbot, window, "周末")
    some = window.desk.search.outcome.ids[1:]
    window.desk.search.limit_to(Scope("some", some))
    calm(qtbot, window)
    assert window.desk.search.outcome.ids == some
    search(qtbot, window, "周末见")
    assert window.desk.search.scope is None


def test_find_in_the_conversation_walks_and_gives_the_hits_back(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    window.book["search.find"].trigger()
    finding = reader_of(window).finding
    finding.bar.field.setText("周末")
    qtbot.waitUntil(lambda: len(finding._places) == 2)
    qtbot.keyClick(finding.bar.field, Qt.Key.Key_Return)
    calm(qtbot, window)
    assert window.desk.reading.turn.index == 1
    qtbot.keyClick(finding.bar.field, Qt.Key.Key_Return)
    calm(qtbot, window)
    assert window.desk.reading.turn.index == 3
    qtbot.keyClick(finding.bar.field, Qt.Key.Key_Escape)
    assert finding.bar.isHidden()


def test_finding_steps_from_place_to_place_also_within_a_turn(qtbot: QtBot, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, one="[A]: 周末 and 周末 again\n[B]: no\n[A]: 周末\n")
    window = open_window(qtbot)
    drop(window, [folder])
    calm(qtbot, window)
    window.book["search.find"].trigger()
    finding, view = reader_of(window).finding, reader_of(window).view
    finding.bar.field.setText("周末")
    qtbot.waitUntil(lambda: len(finding._places) == 3)
    seen = []
    for _step in range(4):
        qtbot.keyClick(finding.bar.field, Qt.Key.Key_Return)
        calm(qtbot, window)
        seen.append((window.desk.reading.turn.index, view._current_hit[1]))
    assert seen == [(1, (0, 2)), (1, (7, 9)), (3, (0, 2)), (1, (0, 2))]
    qtbot.keyClick(finding.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    calm(qtbot, window)
    assert (window.desk.reading.turn.index, view._current_hit[1]) == (3, (0, 2))


def test_go_to_turn_goes_there(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path, Answers(number_of_turn=4))
    window.book["go.turn"].trigger()
    calm(qtbot, window)
    assert window.desk.reading.turn.index == 4


def test_the_search_history_offers_what_was_typed(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    search(qtbot, window, "周末")
    qtbot.keyClick(window.layout_.panels["search"].field, Qt.Key.Key_Return)
    assert window.services.settings.get(options.SEARCH_HISTORY) == ["周末"]


def test_finding_answers_while_a_word_is_typed(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    window.desk.reading.go(window.desk.corpus.snapshot.conversations[0].id)
    calm(qtbot, window)
    window.book["search.find"].trigger()
    finding = reader_of(window).finding
    finding.bar.field.setText("week")
    qtbot.waitUntil(lambda: len(finding._places) == 2)


def test_return_pressed_at_once_goes_to_what_was_just_typed(qtbot: QtBot, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, one="[A]: apple\n[B]: pear\n[A]: pear again\n[B]: apple pie\n")
    window = open_window(qtbot)
    drop(window, [folder])
    calm(qtbot, window)
    window.book["search.find"].trigger()
    finding = reader_of(window).finding
    finding.bar.field.setText("pear")
    qtbot.keyClick(finding.bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.reading.turn is not None and window.desk.reading.turn.index == 2)
    finding.bar.field.setText("apple")
    qtbot.keyClick(finding.bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.reading.turn.index == 4)
    finding.bar.field.setText("pear")
    qtbot.keyClick(finding.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.desk.reading.turn.index == 3)


def test_very_long_turns_are_looked_through_in_the_background(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    length = 2 * AT_ONCE
    words = "filler " * (length // 7)
    folder = folder_of(tmp_path, one=f"[A]: needle {words} needle\n[B]: short needle\n")
    looked: list[tuple[int, bool]] = []

    def noting(query: Query) -> Marker:
        mark = marker(query)

        def noted(text: str) -> tuple[Span, ...]:
            looked.append((len(text), threading.current_thread() is threading.main_thread()))
            return mark(text)

        return noted

    monkeypatch.setattr("app.ui.panels.marking.marker", noting)
    monkeypatch.setattr("app.ui.panels.finding.marker", noting)
    window = open_window(qtbot)
    drop(window, [folder])
    calm(qtbot, window)
    view, finding = reader_of(window).view, reader_of(window).finding
    window.desk.reading.go(window.desk.corpus.snapshot.conversations[0].id)
    search(qtbot, window, "needle")
    view.grab()
    calm(qtbot, window)
    view.grab()
    turn = view.paper.loader.get(1).turn
    assert view._hits.spans(turn) == ((0, 6), (len(turn.text) - 6, len(turn.text)))
    window.book["search.find"].trigger()
    finding.bar.field.setText("filler")
    qtbot.keyClick(finding.bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(finding._places) == length // 7)
    calm(qtbot, window)
    view.grab()
    assert len(view._hits.spans(turn)) == length // 7
    assert len(looked) >= 2
    assert not any(main for size, main in looked if size > AT_ONCE)
