"""The hits panel: totals that grow, orders, samples, groups, facets, context, copying, exporting, keeping."""

from __future__ import annotations

from array import array
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.search.lines import Context
from app.settings import options
from app.ui.main_window import MainWindow
from app.ui.models.desk.arranging import Arrangement, HitRows, among, arranged, narrowed
from app.ui.models.desk.counting import Totals
from app.ui.models.hits import HitsModel
from app.ui.panels.filters import FiltersPanel
from app.ui.panels.lists import HitsList
from app.ui.panels.search_bar import SearchBar
from app.ui.panels.totals import total_words
from tests.helpers.windows import Answers, calm, drop, folder_of, hits_of, open_window, search

FIRST = (
    "[A]: 周末 zoo the beach and the park\n[B]: AI is The end\n[A]: no\n[B]: the air\n[A]: ai or AI 周末\n"
)
SECOND = "[C]: the zebra\n[A]: nothing\n[C]: 周末 the ape\n"


def counted(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until everything is there, the last count included."""
    calm(qtbot, window)
    qtbot.waitUntil(lambda: not window.desk.counting.busy, timeout=60_000)
    calm(qtbot, window)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    answers = Answers()
    made = open_window(qtbot, answers)
    drop(made, [folder_of(tmp_path, first=FIRST, second=SECOND)])
    counted(qtbot, made)
    return made


def shown(qtbot: QtBot, window: MainWindow) -> list[tuple[str, str, str]]:
    """Speaker, hit and what follows of every row, in the order of the list."""
    model = hits_of(window).model
    rows = []
    for row in range(model.rowCount()):
        model.ensure(row, lambda: None)
        qtbot.waitUntil(lambda at=row: model.kwic(at) is not None)
    for row in range(model.rowCount()):
        kwic = model.kwic(row)
        assert kwic is not None
        rows.append((kwic.hit.turn.speaker, kwic.node, kwic.right.strip()))
    return rows


def bar_of(window: MainWindow) -> SearchBar:
    bar = window.layout_.panels["search"]
    assert isinstance(bar, SearchBar)
    return bar


# ---------------------------------------------------------------- totals


def test_hits_turns_and_conversations_are_told_exactly(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "the")
    counted(qtbot, window)
    assert hits_of(window).totals.text() == "6 hits · 5 turns · 2 conversations"
    search(qtbot, window, "speaker:C")
    counted(qtbot, window)
    assert hits_of(window).totals.text() == "2 hits · 2 turns · 1 conversation"


def test_a_count_under_way_says_so_and_how_far_it_is() -> None:
    assert (
        total_words(Totals(1000, 7, 30, 250), 1000)
        == "30+ hits, counting 25 % · 1,000 turns · 7 conversations"
    )
    assert total_words(Totals(1, 1, 1, 1), 1) == "1 hit · 1 turn · 1 conversation"
    sampled = total_words(Totals(1000, 7, 1500, 1000), 25, sampled=True)
    assert sampled == "25 of 1,000 turns shown · 1,500 hits · 7 conversations"


# ---------------------------------------------------------------- order and sample


def test_hits_stand_in_the_order_of_their_right_context(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "the")
    bar_of(window).set_order("right", reverse=False)
    counted(qtbot, window)
    after = [right.split()[0] for _speaker, _node, right in shown(qtbot, window)]
    assert after == ["air", "ape", "beach", "end", "park", "zebra"]
    assert hits_of(window).totals.text() == "6 hits · 5 turns · 2 conversations"
    bar_of(window).set_order("right", reverse=True)
    counted(qtbot, window)
    assert [right.split()[0] for _s, _n, right in shown(qtbot, window)] == after[::-1]
    assert bar_of(window).order.text() == "Right context ▴"


def test_the_walk_with_f3_follows_the_order_shown(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "the")
    bar_of(window).set_order("right", reverse=False)
    counted(qtbot, window)
    walked = []
    for _step in range(7):
        qtbot.keyClick(window, Qt.Key.Key_F3)
        calm(qtbot, window)
        walked.append(hits_of(window).table.currentIndex().row())
    assert walked == [0, 1, 2, 3, 4, 5, 0]
    qtbot.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    calm(qtbot, window)
    assert hits_of(window).table.currentIndex().row() == 5


def test_the_order_is_chosen_in_the_menu_and_remembered(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "the")
    action = next(one for one in bar_of(window)._orders.actions() if one.data() == "speaker")
    action.trigger()
    counted(qtbot, window)
    assert [speaker for speaker, *_rest in shown(qtbot, window)] == ["A", "A", "B", "B", "C", "C"]
    assert window.desk.settings.get(options.SEARCH_ORDER) == "speaker"
    window.book["search.order"].trigger()
    assert window.desk.search.how.order == "left"


def test_a_sample_shows_some_turns_and_counts_all(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "the")
    panel = hits_of(window)
    panel.tools.sample_chosen.emit(2, 7)
    counted(qtbot, window)
    first = window.desk.search.outcome.ids.tolist()
    assert len(first) == 2
    assert panel.totals.text() == "2 of 5 turns shown · 6 hits · 2 conversations"
    assert panel.tools.sample.text() == "Sample 2 · seed 7 ▾"
    panel.tools._draw_again()
    counted(qtbot, window)
    assert window.desk.search.how.seed == 8
    window.files.choosers.seed = 7
    window.book["search.seed"].trigger()
    counted(qtbot, window)
    assert window.desk.search.outcome.ids.tolist() == first
    panel.tools.sample_chosen.emit(0, 7)
    counted(qtbot, window)
    assert panel.model.total_turns == 5


def test_a_sample_is_drawn_before_it_is_sorted() -> None:
    ascending = np.arange(1, 101, dtype=np.int64)
    ids = array("q", ascending[::-1].tobytes())
    best = arranged(None, ids, ascending, Arrangement("relevance", sample=10, seed=3))
    position = arranged(None, array("q", ascending.tobytes()), ascending, Arrangement(sample=10, seed=3))
    assert best.tolist() == position.tolist()[::-1]


def test_occurrences_keep_the_order_of_their_turns() -> None:
    chosen = HitRows(np.array([3, 3, 5]), np.array([0, 2, 1], dtype=np.int32))
    rows = narrowed(HitRows(np.array([5, 9, 3])), chosen)
    assert (rows.turns.tolist(), rows.occurrences.tolist()) == ([5, 3, 3], [1, 0, 2])
    every = HitRows(np.array([9, 3, 5, 3]), np.array([0, 2, 1, 1], dtype=np.int32))
    kept = among(every, chosen)
    assert (kept.turns.tolist(), kept.occurrences.tolist()) == ([3, 5], [2, 1])


def test_rows_of_picked_hits_step_one_by_one() -> None:
    def never(_ids: object, _deliver: object) -> None:
        raise AssertionError

    model = HitsModel(never)
    model.set_ids([4, 4, 2], np.array([1, 0, 0], dtype=np.int32))
    assert [model.place(row) for row in range(3)] == [(0, 1), (1, 0), (2, 0)]
    assert model.rowCount() == 3
    assert model.row_at(2) == 2


# ---------------------------------------------------------------- groups and facets


def test_groups_have_exact_counts_and_a_click_narrows(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "the")
    panel = hits_of(window)
    panel.tools.group_chosen.emit("speaker")
    counted(qtbot, window)
    groups = panel.groups.model_.grouped.groups
    assert {one.label: (one.hits, one.turns) for one in groups} == {"A": (2, 1), "B": (2, 2), "C": (2, 2)}
    assert panel.groups.isVisible()
    row = [one.label for one in groups].index("B")
    rect = panel.groups.visualRect(panel.groups.model_.index(row, 0))
    qtbot.mouseClick(panel.groups.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    counted(qtbot, window)
    assert window.desk.search.query.text == "the speaker:B"
    assert panel.table.isVisible()
    assert panel.totals.text() == "2 hits · 2 turns · 1 conversation"


def test_a_form_narrows_to_its_own_hits(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "AI")
    panel = hits_of(window)
    panel.tools.group_chosen.emit("form")
    counted(qtbot, window)
    groups = panel.groups.model_.grouped.groups
    assert [(one.label, one.hits, one.turns) for one in groups] == [("AI", 2, 2), ("ai", 1, 1)]
    panel.groups.selectRow(0)
    qtbot.keyClick(panel.groups, Qt.Key.Key_Return)
    counted(qtbot, window)
    assert Counter(node for _s, node, _r in shown(qtbot, window)) == {"AI": 2}
    assert panel.totals.text() == "2 hits · 2 turns · 1 conversation"
    assert panel.chip.text() == "AI · Form"
    bar_of(window).set_order("left", reverse=False)
    counted(qtbot, window)
    assert Counter(node for _s, node, _r in shown(qtbot, window)) == {"AI": 2}
    panel.clear_scope()
    counted(qtbot, window)
    assert Counter(node for _s, node, _r in shown(qtbot, window)) == {"AI": 2, "ai": 1}


def test_facets_stand_beside_the_hits_and_refine_by_a_click(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "the")
    filters = window.layout_.panels["filters"]
    assert isinstance(filters, FiltersPanel)
    facets = {title: {one.label: one for one in group} for title, group in filters.facets()}
    assert {name: one.count for name, one in facets["Speakers"].items()} == {"A": 1, "B": 2, "C": 2}
    assert {name: one.count for name, one in facets["Transcripts"].items()} == {
        "first.txt": 3, "second.txt": 2,
    }  # fmt: skip
    transcript = facets["Transcripts"]["second.txt"]
    if transcript.clause:
        filters._chosen(transcript.clause)
    else:
        filters._entered(transcript)
    counted(qtbot, window)
    assert hits_of(window).totals.text() == "2 hits · 2 turns · 1 conversation"


# ---------------------------------------------------------------- context


def test_context_by_turns_shows_what_was_said_around(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "end")
    panel = hits_of(window)
    low = panel.table.rowHeight(0)
    panel.tools.context_chosen.emit(Context(turns=True))
    shown(qtbot, window)
    kwic = panel.model.kwic(0)
    assert kwic is not None
    assert (kwic.before, kwic.after) == ("A: 周末 zoo the beach and the park", "A: no")
    assert panel.table.rowHeight(0) > 2 * low
    assert window.desk.settings.get(options.CONTEXT_BY_TURNS)
    panel.tools.context_chosen.emit(Context(30))
    shown(qtbot, window)
    assert panel.model.kwic(0).before == ""
    assert panel.table.rowHeight(0) == low
    assert window.desk.settings.get(options.KWIC_CONTEXT) == 30


# ---------------------------------------------------------------- out of the window


def test_selected_rows_are_copied_with_the_ids_that_lead_back(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "the")
    panel = hits_of(window)
    shown(qtbot, window)
    panel.table.setFocus()
    panel.select(0)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    calm(qtbot, window)
    window.book["edit.copy_rows"].trigger()
    calm(qtbot, window)
    head, *lines, end = QGuiApplication.clipboard().text().split("\n")
    assert end == ""
    assert head.split("\t")[:4] == ["transcript", "conversation", "title", "turn_id"]
    assert [(line.split("\t")[5], line.split("\t")[12]) for line in lines] == [("7", "the"), ("21", "the")]


def test_select_all_selects_what_can_be_copied(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    search(qtbot, window, "the")
    shown(qtbot, window)
    table = hits_of(window).table
    monkeypatch.setattr(HitsList, "MOST", 3)
    table.selectAll()
    assert len(table.selectionModel().selectedRows()) == 3
    table.selectionModel().clear()
    table.setCurrentIndex(table.model().index(0, 0))
    command = table.selectionCommand(table.model().index(5, 0))
    assert command & QItemSelectionModel.SelectionFlag.ClearAndSelect


def test_the_concordance_is_exported_as_it_is_shown(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    search(qtbot, window, "the")
    bar_of(window).set_order("right", reverse=False)
    counted(qtbot, window)
    path = tmp_path / "hits.tsv"
    window.files.choosers.concordance = (path, "tsv")
    with qtbot.waitSignal(window.desk.exporting.exported) as told:
        window.book["file.export_concordance"].trigger()
    assert (told.args[0].hits, told.args[0].path) == (6, str(path))
    counted(qtbot, window)
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    assert [row[13].split()[0] for row in rows[1:]] == ["air", "ape", "beach", "end", "park", "zebra"]


def test_a_search_is_kept_run_renamed_and_deleted(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "周末 speaker:A")
    window.book["search.saved"].trigger()
    dialog = window.keeping.dialog
    assert dialog is not None
    assert not dialog.keep.isEnabled()
    qtbot.keyClicks(dialog.name, "weekend")
    dialog.keep.click()
    assert [one.query for one in bar_of(window).saved.all()] == ["周末 speaker:A"]
    dialog.table.item(0, 0).setText("the weekend")
    assert [one.name for one in bar_of(window).saved.all()] == ["the weekend"]
    search(qtbot, window, "")
    dialog.table.selectRow(0)
    dialog.run_button.click()
    calm(qtbot, window)
    assert bar_of(window).field.text() == "周末 speaker:A"
    window.book["search.saved"].trigger()
    again = window.keeping.dialog
    again.table.selectRow(0)
    again.delete_button.click()
    assert bar_of(window).saved.all() == []
    again.close()


def test_a_kept_search_is_offered_before_what_was_typed_lately(qtbot: QtBot, window: MainWindow) -> None:
    bar = bar_of(window)
    bar.saved.save("mine", "the")
    window.desk.settings.set(options.SEARCH_HISTORY, ["other", "zebra park", "zebra"])
    search(qtbot, window, "zebra")
    bar.show_history()
    texts = [action.text() for action in bar._history.actions() if action.text()]
    bar._history.close()
    assert texts[:5] == ["Kept", "mine", "Typed lately", "zebra park", "other"]
    next(action for action in bar._history.actions() if action.text() == "mine").trigger()
    counted(qtbot, window)
    assert bar.field.text() == "the"
    bar.show_history()
    bar._history.close()
    next(action for action in bar._history.actions() if action.data() == "\0forget").trigger()
    assert window.desk.settings.get(options.SEARCH_HISTORY) == []


# ---------------------------------------------------------------- folding, growing


def test_a_switch_says_whether_a_difference_counts_and_changes_the_hits(
    qtbot: QtBot, window: MainWindow
) -> None:
    bar = bar_of(window)
    case = bar.folds.switches["case"]
    search(qtbot, window, "AI")
    counted(qtbot, window)
    assert hits_of(window).totals.text() == "3 hits · 2 turns · 1 conversation"
    assert case.isChecked()
    assert case.toolTip() == "Upper and lower case are the same"
    qtbot.mouseClick(case, Qt.MouseButton.LeftButton)
    counted(qtbot, window)
    assert case.toolTip() == "Upper and lower case differ"
    assert hits_of(window).totals.text() == "2 hits · 2 turns · 1 conversation"
    assert Counter(node for _s, node, _r in shown(qtbot, window)) == {"AI": 2}
    assert window.desk.settings.get(options.FOLDS) == ["width"]


def test_a_search_that_reads_texts_shows_what_it_has_found_so_far(qtbot: QtBot, tmp_path: Path) -> None:
    lines = "".join(f"[A]: word{n} x\n" for n in range(20_000))
    window = open_window(qtbot)
    drop(window, [folder_of(tmp_path, long=lines)])
    counted(qtbot, window)
    seen: list[tuple[bool, int]] = []
    window.desk.search.found.connect(lambda outcome: seen.append((outcome.complete, outcome.total)))
    search(qtbot, window, "/ord[0-9]+/")
    totals = [total for _complete, total in seen]
    assert seen[-1] == (True, 20_000)
    assert totals == sorted(totals)
    assert not any(complete for complete, _total in seen[:-1])


def test_a_line_says_how_a_query_was_read_and_which_forms_matched(qtbot: QtBot, window: MainWindow) -> None:
    line = hits_of(window).explained
    search(qtbot, window, "AI")
    counted(qtbot, window)
    assert line.text() == "Matched AI 2 / ai 1"
    search(qtbot, window, "(周末")
    counted(qtbot, window)
    assert line.text().startswith("Read as 周末")
    search(qtbot, window, "周末")
    counted(qtbot, window)
    assert line.isHidden()
