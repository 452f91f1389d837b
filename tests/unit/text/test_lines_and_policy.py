"""Lines out of chunks, and what stored text may hold."""

from app.text.lines import iter_lines
from app.text.normalize import storable


def test_every_line_end_ends_a_line() -> None:
    assert list(iter_lines(["a\nb\r\nc\rd"])) == ["a", "b", "c", "d"]


def test_a_line_end_cut_in_two_is_one() -> None:
    assert list(iter_lines(["a\r", "\nb", "\r", "", "c\n"])) == ["a", "b", "c"]


def test_only_real_line_ends_count() -> None:
    assert list(iter_lines(["a\u2028b\x0bc\x85d"])) == ["a\u2028b\x0bc\x85d"]


def test_nothing_gives_no_line_and_an_empty_line_is_kept() -> None:
    assert list(iter_lines([])) == []
    assert list(iter_lines(["\n\n"])) == ["", ""]


def test_what_cannot_be_stored_is_replaced_one_for_one() -> None:
    assert storable("a\0b\ud800c\r\n😀é\u0301") == "a\ufffdb\ufffdc\r\n😀é\u0301"
    assert storable("plain") == "plain"
