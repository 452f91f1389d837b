"""Deep threads keep their width, their lines meet, and the line above a turn says whole facts only."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QTextLayout
from pytestqt.qtbot import QtBot

from app.ui.conversation import ConversationView
from app.ui.conversation.header import Head
from app.ui.conversation.minimap import Minimap
from app.ui.conversation.outline import MAX_DEPTH, make_outline
from app.ui.conversation.page import Fonts, Page
from tests.helpers.page import SlowSource, theme, turn

LEVELS = range(MAX_DEPTH + 1)


def ladder(levels: int) -> list[int]:
    """Parents of turns each of which has two answers: the next one, and a last one."""
    return [0, *range(1, levels + 1), *range(levels, 0, -1)]


@pytest.mark.parametrize("width", [320, 560, 900, 1600])
def test_the_deepest_level_keeps_most_of_the_column(qtbot: QtBot, width: int) -> None:
    outline = make_outline(range(1, 2 * MAX_DEPTH + 2), ladder(MAX_DEPTH))
    page = Page(outline, Fonts.of(theme()), width)
    by_level = [page.slot(int(np.flatnonzero(outline.depth == level)[0])) for level in LEVELS]
    starts = [slot.x for slot in by_level]
    assert starts == sorted(set(starts))
    assert starts[-1] - starts[0] <= 0.17 * page.column
    assert by_level[-1].width >= 0.7 * page.column


def test_the_line_of_a_level_runs_below_the_bar_of_the_turn_that_is_answered(qtbot: QtBot) -> None:
    view = ConversationView(theme())
    qtbot.addWidget(view)
    view.resize(600, 1400)
    view.show()
    parents = ladder(3)
    source = SlowSource([turn(n, parent=parent) for n, parent in enumerate(parents, start=1)])
    view.set_conversation(source)
    source.arrive_all()
    for row in range(4):
        box = view.paper.box(row)
        assert box is not None
        assert view.paper.page.rail_x(row + 1) == pytest.approx(box.bar().center().x())


def test_facts_that_have_no_room_go_whole(qtbot: QtBot) -> None:
    view = ConversationView(theme())
    qtbot.addWidget(view)
    view.show()
    turns = [turn(1), turn(2, parent=1), turn(3, parent=1)]
    named = [replace(one, speaker="Ada Lovelace", time="2024-05-17T08:03:00") for one in turns]
    source = SlowSource(named)
    view.set_conversation(source)
    said = []
    for width in range(700, 200, -10):
        view.resize(width, 500)
        source.arrive_all()
        view.grab()
        box = view.paper.box(1)
        assert box is not None
        assert isinstance(box.head, Head)
        said.append((box.head.name.text(), box.head.facts.text()))
    facts = [words for _name, words in said]
    assert list(dict.fromkeys(facts)) == ["2 · 2024-05-17 08:03", "2 · 2024-05-17", "2"]
    assert all(name == "Ada Lovelace" for name, words in said if words != "2")


def test_turns_of_every_level_have_their_line_on_the_map(qtbot: QtBot) -> None:
    drawn = Minimap(theme())
    qtbot.addWidget(drawn)
    outline = make_outline(range(1, 2 * MAX_DEPTH + 2), ladder(MAX_DEPTH), np.full(2 * MAX_DEPTH + 1, 3))
    drawn.resize(26, 10 * len(outline))
    drawn.set_shape(np.arange(len(outline)) / len(outline), outline)
    picture = drawn.grab().toImage()
    ground = QColor(theme().tokens.page)
    lengths = []
    for level in LEVELS:
        row = int(np.flatnonzero(outline.depth == level)[0])
        inked = [picture.pixelColor(x, 10 * row + 4) != ground for x in range(2, 26)]
        assert not any(inked[12:])
        lengths.append(sum(inked))
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] >= 2


def test_names_of_every_script_stand_on_the_line_of_their_facts(qtbot: QtBot) -> None:
    names = ("Ada", "王小明", "Ada 王", "مريم")
    view = ConversationView(theme())
    qtbot.addWidget(view)
    view.resize(700, 700)
    view.show()
    source = SlowSource([replace(turn(n, speaker=n), speaker=name) for n, name in enumerate(names, start=1)])
    view.set_conversation(source)
    source.arrive_all()
    view.grab()
    fonts = view.paper.page.fonts
    for row in range(len(names)):
        box = view.paper.box(row)
        assert box is not None
        assert isinstance(box.head, Head)
        standing = []
        for place, words, font in (
            (box.head.name_place, box.head.name.text(), fonts.name),
            (box.head.facts_place, box.head.facts.text(), fonts.small),
        ):
            layout = QTextLayout(words, font)
            layout.beginLayout()
            line = layout.createLine()
            layout.endLayout()
            standing.append(place.y() + line.ascent())
        assert standing[0] == pytest.approx(standing[1], abs=1.6), names[row]
