"""What is typed into the find line: the last word may be the beginning of one."""

import pytest

from app.ui.panels.finding import open_ended


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("slic", "slic*"),
        ("two wor", "two wor*"),
        ("(two OR thr", "(two OR thr*"),
        ("naïv", "naïv*"),
        ("привет", "привет*"),
        ("x", "x"),
        ("words ", "words "),
        ("周末", "周末"),
        ("this OR", "this OR"),
        ('"a phrase', '"a phrase'),
        ('"a phrase" then', '"a phrase" then*'),
        ("speaker:bob", "speaker:bob"),
        ("-word", "-word"),
        ("ten10", "ten10"),
        ("done*", "done*"),
        ("", ""),
    ],
)
def test_only_a_word_that_is_being_typed_is_left_open(typed: str, read: str) -> None:
    assert open_ended(typed) == read
