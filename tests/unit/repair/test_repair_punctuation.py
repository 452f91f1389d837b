"""Punctuation around a damaged stretch speaks for one reading of it."""

from __future__ import annotations

import pytest

from app.repair.blocks import Profile
from app.repair.characters import CharacterModel
from app.repair.han import MARKS, han_model
from app.repair.lattice import Lattice


@pytest.fixture(scope="module")
def lattice() -> Lattice:
    return Lattice(CharacterModel(Profile()), han_model())


def test_the_model_knows_every_mark() -> None:
    model = han_model()
    assert model is not None
    unknown = model.log_p("<unk>")
    assert all(model.log_p(mark) > unknown for mark in MARKS.values())


def test_a_mark_is_chosen_by_the_words_before_it(lattice: Lattice) -> None:
    row = [(char,) for char in "你吃饭了吗"]
    assert lattice.decode([*row, ("？", "，", "：")])[-1][0][0] == "？"


def test_words_are_chosen_by_the_mark_after_them(lattice: Lattice) -> None:
    def share(mark: str) -> float:
        scored = dict(lattice.decode([("好",), ("的",), ("吗", "妈"), (mark,)])[2])
        return scored["吗"] - scored["妈"]

    assert share("？") > share("、")
