"""A jump lands on its turn, whatever was measured, resized or enlarged before, and stays there."""

import random

import pytest
from pytestqt.qtbot import QtBot

from app.ui.conversation import ConversationView
from app.ui.theme import SPACING
from tests.helpers.page import BigSource, theme

COUNT = 20_000
SIZES = ((420, 300), (700, 600), (1100, 900))


def words(number: int) -> str:
    """Now a few words, now many lines, as no estimate can know."""
    return (
        "周末 and some words more. " * (1 + (number * 7919) % 23) + ("\n" * (number % 5)) + f"number {number}"
    )


def stands_at(view: ConversationView, turn: int) -> float:
    row = view.paper.outline.row_of(turn)
    return next(placed.y for placed in view.paper.visible if placed.row == row)


@pytest.mark.parametrize("seed", range(6))
def test_it_lands_where_it_should_whatever_came_before(qtbot: QtBot, seed: int) -> None:
    chance = random.Random(seed)
    view = ConversationView(theme())
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    source = BigSource(COUNT, words)
    view.set_conversation(source)
    size = view._theme.reading_size
    try:
        for _step in range(12):
            turn = chance.randint(1, COUNT - 200)
            assert view.go_to(turn)
            source.arrive_all()
            assert stands_at(view, turn) == pytest.approx(
                SPACING.m if turn > 1 else stands_at(view, 1), abs=0.5
            )
            kind = chance.choice(("scroll", "resize", "size", "far"))
            if kind == "scroll":
                view.scroll_by(chance.uniform(-3000, 3000))
            elif kind == "resize":
                view.resize(*chance.choice(SIZES))
            elif kind == "size":
                view._theme.set_reading_size(chance.choice((9.0, 12.0, 18.0)))
            else:
                view.scroll_to_end(start=chance.random() < 0.5)
            source.arrive_all()
            if kind in {"resize", "size"}:
                assert turn in view.visible_turns(), kind
    finally:
        view._theme.set_reading_size(size)
