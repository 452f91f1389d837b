"""The conversation page: what is laid out, where it lands, what it marks, what it says."""

import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.model.corpus import RepairState, Turn
from app.model.repair import RepairSpan
from app.ui.conversation import ConversationView, make_outline
from app.ui.conversation.marks import Place, Selection
from tests.helpers.page import BigSource, SlowSource, theme, turn

LONG = "This is a sentence of some length about 周末计划 and hiking 🏞️. " * 6


def words(number: int) -> str:
    return f"{LONG[: 40 + number * 37 % 300]} number {number} 🧠 end"


def dialogue(count: int) -> list[Turn]:
    return [turn(n, words(n), 1 + n % 2) for n in range(1, count + 1)]


def opened(qtbot: QtBot, source: SlowSource | None, mode: str = "light") -> ConversationView:
    view = ConversationView(theme(mode))
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    view.set_conversation(source)
    return view


def picture(view: ConversationView) -> QImage:
    return view.viewport().grab().toImage()


def has_colour(image: QImage, colour: str) -> bool:
    wanted = QColor(colour).rgb()
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return bool((np.frombuffer(plain.constBits(), dtype=np.uint32) == wanted).any())


def test_rows_that_have_not_arrived_are_placeholders_and_only_those_seen_are_asked_for(qtbot: QtBot) -> None:
    source = SlowSource(dialogue(5000))
    view = opened(qtbot, source)
    assert has_colour(picture(view), view.paper._theme.tokens.placeholder)
    assert len(source.asked) == 1
    assert len(source.asked[0]) < 70
    source.arrive_all()
    assert sum(len(ids) for ids in source.asked) < 150
    assert view.visible_turns()[0] == 1


def test_it_lands_exactly_on_a_span_before_anything_arrived(qtbot: QtBot) -> None:
    source = BigSource(100_000, words)
    view = opened(qtbot, source)
    for target in (77_777, 3, 100_000, 50_000, 49_999):
        text = words(target)
        span = (text.index("number"), text.index("number") + 6)
        assert view.go_to(target, span)
        source.arrive_all()
        assert view.span_in_view(target, span), target
        assert target in view.visible_turns()
        assert view.current_turn() == target


def test_an_unknown_turn_is_refused(qtbot: QtBot) -> None:
    view = opened(qtbot, SlowSource(dialogue(3)))
    assert not view.go_to(99)
    assert view.current_turn() is None


def test_a_large_conversation_opens_in_time(qtbot: QtBot) -> None:
    source = BigSource(100_000, words)
    view = opened(qtbot, None)
    picture(view)
    started = time.perf_counter()
    view.set_conversation(source)
    source.arrive_all()
    picture(view)
    assert time.perf_counter() - started < 0.3  # three times the budget, for busy machines


def test_scrolling_asks_for_what_comes_and_memory_stays_flat(qtbot: QtBot) -> None:
    source = SlowSource(dialogue(3000))
    view = opened(qtbot, source)
    source.arrive_all()
    for _ in range(60):
        view.scroll_by(2500)
        source.arrive_all()
    assert view.visible_turns()[0] > 500
    assert len(view.paper._boxes) <= 160
    assert len(view.paper.loader._turns) <= 600
    assert all(view.paper.box(placed.row) is not None for placed in view.paper.visible)


def test_scrolling_up_into_rows_of_unknown_height_does_not_jump(qtbot: QtBot) -> None:
    source = SlowSource(dialogue(400))
    view = opened(qtbot, source)
    view.go_to(300)
    source.arrive_all()
    before = {placed.row: placed.y for placed in view.paper.visible}
    view.scroll_by(-40)
    source.arrive_all()
    after = {placed.row: placed.y for placed in view.paper.visible}
    common = before.keys() & after.keys()
    assert common
    assert {round(after[row] - before[row], 3) for row in common} == {40.0}


def test_a_failed_request_leaves_placeholders_and_can_be_repeated(qtbot: QtBot) -> None:
    source = SlowSource(dialogue(5))
    view = opened(qtbot, source)
    source.arrive(fail=True)
    assert view.paper.box(0) is None
    view.settle()
    source.arrive_all()
    assert view.paper.box(0) is not None


def test_answers_for_an_older_conversation_are_dropped(qtbot: QtBot) -> None:
    first, second = SlowSource(dialogue(5)), SlowSource([turn(50, "other")])
    view = opened(qtbot, first)
    view.set_conversation(second)
    first.arrive_all()
    assert view.paper.box(0) is None
    second.arrive_all()
    box = view.paper.box(0)
    assert box is not None
    assert box.turn.text == "other"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_hits_are_marked_and_the_current_one_stronger(qtbot: QtBot, mode: str) -> None:
    source = SlowSource([turn(1, "😀 first 周末 second 周末", 1), turn(2, "nothing", 2)])
    view = opened(qtbot, source, mode)
    source.arrive_all()
    tokens = theme(mode).tokens
    assert not has_colour(picture(view), tokens.hit)
    view.set_hits({1: [(8, 10), (18, 20)]})
    assert has_colour(picture(view), tokens.hit)
    assert not has_colour(picture(view), tokens.hit_current)
    view.go_to(1, (8, 10))
    shown = picture(view)
    assert has_colour(shown, tokens.hit)
    assert has_colour(shown, tokens.hit_current)
    view.set_hits({1: [(18, 20)]})
    assert not has_colour(picture(view), tokens.hit_current)


def test_two_speakers_stand_on_two_sides_and_more_on_one(qtbot: QtBot) -> None:
    two = SlowSource([turn(1, "hi", 1), turn(2, "ho", 2)])
    view = opened(qtbot, two)
    two.arrive_all()
    assert [view.paper.page.slot(row).side for row in range(2)] == ["left", "right"]
    three = SlowSource([turn(1, "hi", 1), turn(2, "ho", 2), turn(3, "hum", 3)])
    view.set_conversation(three)
    three.arrive_all()
    assert {view.paper.page.slot(row).side for row in range(3)} == {"left"}


def test_replies_are_indented_under_their_parent(qtbot: QtBot) -> None:
    source = SlowSource(
        [turn(1, "a"), turn(2, "b", 2, parent=1), turn(3, "c", 3, parent=1), turn(4, "d", parent=2)]
    )
    view = opened(qtbot, source)
    source.arrive_all()
    assert view.visible_turns() == [1, 2, 4, 3]
    xs = [view.paper.page.slot(row).x for row in range(4)]
    assert xs[0] < xs[1] < xs[2]
    assert xs[1] == xs[3]


def test_a_very_long_turn_is_offered_in_part_and_found_whole(qtbot: QtBot) -> None:
    text = "word 汉字 " * 120_000
    source = SlowSource([turn(1, "before"), turn(2, text, 2), turn(3, "after")])
    view = opened(qtbot, source)
    started = time.perf_counter()
    source.arrive_all()
    picture(view)
    assert time.perf_counter() - started < 1.0
    box = view.paper.box(1)
    assert box is not None
    assert "MB" in box.more_text
    span = (len(text) - 9, len(text) - 5)
    started = time.perf_counter()
    view.go_to(2, span)
    picture(view)
    assert time.perf_counter() - started < 2.0
    assert view.span_in_view(2, span)
    whole = view.paper.box(1)
    assert whole is not None
    assert not whole.hidden
    assert len(whole.body._laid) < 40


def test_scrolling_inside_a_very_long_turn_moves_by_what_was_asked(qtbot: QtBot) -> None:
    text = "\n".join(f"line {n} " + "汉字 word " * (n % 60) for n in range(4000))
    source = SlowSource([turn(1, text)])
    view = opened(qtbot, source)
    source.arrive_all()
    view.show_whole(0)
    view.go_to(1, (text.index("line 2000"), text.index("line 2000") + 9))
    for by in (-200, -350, 90, -500, 410):
        box = view.paper.box(0)
        assert box is not None
        place = view.paper.place_at(view.viewport().rect().center().toPointF())
        assert place is not None
        before = box.body.place(place.at, place.at + 1).y() + view.paper.visible[0].y
        view.scroll_by(by)
        after = box.body.place(place.at, place.at + 1).y() + view.paper.visible[0].y
        assert before - after == pytest.approx(by, abs=0.01)


def test_selection_is_copied_with_labels_though_turns_are_not_here(qtbot: QtBot) -> None:
    turns = dialogue(300)
    source = SlowSource(turns)
    view = opened(qtbot, source)
    source.arrive_all()
    view.select_all()
    with qtbot.waitSignal(view.copyReady) as copied:
        view.copy()
        source.arrive_all()
    lines = copied.args[0].split("\n")
    assert len(lines) == 300
    assert lines[0] == f"[B]: {turns[0].text}"
    assert lines[299] == f"[A]: {turns[299].text}"


def test_a_selected_part_is_painted(qtbot: QtBot) -> None:
    source = SlowSource([turn(1, "some words to select")])
    view = opened(qtbot, source)
    source.arrive_all()
    view.set_selection(Selection(Place(0, 5), Place(0, 10)))
    assert has_colour(picture(view), theme().tokens.selection)
    view.set_selection(Selection(Place(0, 5), Place(0, 5)))
    assert view.selection() is None


def test_a_changed_turn_is_brought_again(qtbot: QtBot) -> None:
    source = SlowSource([turn(1, "repaired", repaired=RepairState.EXACT)])
    view = opened(qtbot, source)
    source.arrive_all()
    source.turns[1] = turn(1, "dÃ©gÃ¢t", repaired=RepairState.UNDONE)
    view.reload([1])
    source.arrive_all()
    box = view.paper.box(0)
    assert box is not None
    assert box.turn.text == "dÃ©gÃ¢t"


def test_repairs_are_marked_by_kind(qtbot: QtBot) -> None:
    text = "exact words, inferred words, lost words"
    spans = (
        RepairSpan(0, 5, "Ã", "exact", "exact"),
        RepairSpan(13, 21, "Ã", "inferred", "inferred", 0.5),
        RepairSpan(29, 33, "lost", "lost", "lost", 0.0),
    )
    plain = SlowSource([turn(1, text)])
    view = opened(qtbot, plain)
    plain.arrive_all()
    clean = picture(view)
    marked = SlowSource([turn(1, text)], {1: spans})
    view.set_conversation(marked)
    marked.arrive_all()
    changed = picture(view)
    box = view.paper.box(0)
    assert box is not None
    assert [span.kind for span, _rect in box.repair_rects(0, box.body.height)] == [
        "exact",
        "inferred",
        "lost",
    ]
    for _span, rect in box.repair_rects(0, box.body.height):
        area = rect.translated(box.text_x, view.paper.visible[0].y + box.body_top).toAlignedRect()
        assert clean.copy(area) != changed.copy(area)


def test_the_reading_size_changes_the_page_around_what_is_read(qtbot: QtBot) -> None:
    look = theme()
    source = SlowSource(dialogue(200))
    view = opened(qtbot, source)
    view.go_to(120)
    source.arrive_all()
    small = view.paper.scroll.heights[119]
    try:
        look.set_reading_size(18)
        source.arrive_all()
        assert view.paper.scroll.heights[119] > small
        assert 120 in view.visible_turns()
    finally:
        look.set_reading_size(11.5)


def test_a_narrower_view_lays_out_again_around_what_is_read(qtbot: QtBot) -> None:
    source = SlowSource(dialogue(200))
    view = opened(qtbot, source)
    view.go_to(90)
    source.arrive_all()
    view.resize(360, 500)
    source.arrive_all()
    assert 90 in view.visible_turns()
    for placed in view.paper.visible:
        box = view.paper.box(placed.row)
        assert box is not None
        assert box.ground().left() >= 0
        assert box.ground().right() <= view.viewport().width()


def test_the_empty_state_says_what_to_do(qtbot: QtBot) -> None:
    view = opened(qtbot, None)
    view.set_conversation(None, empty_text="Nothing here yet")
    assert view.accessibleDescription() == "Nothing here yet"
    assert picture(view).pixel(QPoint(2, 2)) == QColor(theme().tokens.page).rgb()
    source = SlowSource([])
    source.outline = make_outline(())
    view.set_conversation(source)
    view.scroll_by(10)
    view.scroll_to_end(start=False)
    view.select_all()
    assert view.selection() is None


def test_the_current_turn_is_said_to_screen_readers(qtbot: QtBot) -> None:
    source = SlowSource([turn(1, "first words"), turn(2, "<b>second</b>", 2)])
    view = opened(qtbot, source)
    source.arrive_all()
    view.go_to(2)
    assert "B: <b>second</b>" in view.accessibleDescription()
    assert view.accessibleName() == "Test conversation"


def test_what_nobody_said_is_set_quieter(qtbot: QtBot) -> None:
    said = turn(1, "█████ " * 9, 1)
    shown = {}
    for role in ("event", "service", None):
        source = SlowSource([replace(said, role=role)])
        view = opened(qtbot, source)
        source.arrive_all()
        shown[role] = has_colour(picture(view), view.paper._theme.tokens.text)
    assert shown == {"event": False, "service": False, None: True}
