"""Offsets between Python and Qt."""

from app.model.ids import CodePoint, Utf16Offset
from app.text.offsets import Utf16Map, from_utf16, to_utf16


def test_an_astral_character_counts_twice_in_utf16() -> None:
    text = "ab😀cd"
    assert [to_utf16(text, CodePoint(at)) for at in range(6)] == [0, 1, 2, 4, 5, 6]
    assert [from_utf16(text, Utf16Offset(at)) for at in range(7)] == [0, 1, 2, 2, 3, 4, 5]


def test_offsets_outside_are_clamped() -> None:
    places = Utf16Map("😀")
    assert places.to_utf16(CodePoint(9)) == 2
    assert places.to_utf16(CodePoint(-1)) == 0
    assert places.from_utf16(Utf16Offset(9)) == 1
