"""A jump into a tree lands on its turn: deep threads, folded ones, texts of a megabyte, every direction."""

import random

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.ui.conversation import ConversationView, make_outline
from app.ui.theme import SPACING
from tests.helpers.page import BigSource, theme

COUNT = 6_000
CHAIN = 300
TEXTS = (
    "A few words, ",
    "周末我们可以一起去爬山吗？",
    "مرحبا كيف حالك اليوم ",
    "שלום abc 👍🏽👨‍👩‍👧 ",
    "word\n",
)
LONG = 1_000
"""Every so manieth turn has a million characters."""


def words(number: int) -> str:
    """What no estimate can know: a word or a page, from left or from right, and now and then a megabyte."""
    text = TEXTS[number % len(TEXTS)]
    return text * (1_000_000 // len(text) if number % LONG == 0 else 1 + number * 7919 % 29)


def deep(chance: random.Random) -> BigSource:
    """Chains of hundreds of replies, with forks in them."""
    source = BigSource(COUNT, words)
    ids = np.arange(1, COUNT + 1)
    first = (ids - 1) // CHAIN * CHAIN + 1
    back = np.array(chance.choices((1, 2, 5), weights=(7, 2, 1), k=COUNT))
    parents = np.where(ids == first, 0, np.maximum(first, ids - back))
    source.outline = make_outline(ids, parents, 1 + ids % 3, np.full(COUNT, 200.0))
    return source


@pytest.mark.parametrize("seed", range(3))
def test_jumps_land_on_their_turn_and_open_what_hides_it(qtbot: QtBot, seed: int) -> None:
    chance = random.Random(seed)
    view = ConversationView(theme())
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    source = deep(chance)
    view.set_conversation(source)
    for step in range(14):
        long = step % 5 == 4
        turn = chance.randint(1, COUNT // LONG - 1) * LONG if long else chance.randint(2, COUNT - CHAIN)
        if step % 4 == 1:
            view.branches.fold(chance.randrange(len(view.paper.outline)), folded=True)
        elif step % 4 == 3:
            view.branches.fold_all(folded=True)
        source.arrive_all()
        assert view.go_to(turn)
        source.arrive_all()
        row = view.paper.outline.row_of(turn)
        assert row >= 0
        placed = next(one for one in view.paper.visible if one.row == row)
        assert placed.y == pytest.approx(SPACING.m, abs=0.5), (step, turn)
