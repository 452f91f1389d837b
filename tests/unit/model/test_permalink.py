"""Links to turns: what is written is read, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.permalink import Permalink, is_link, permalink, read_permalink

DIGEST = "ab" * 32


@given(st.text(), st.integers(1, 9_999_999_999), st.text())
def test_what_is_written_is_read(key: str, index: int, name: str) -> None:
    link = permalink(DIGEST, key, index, name)
    assert read_permalink(str(link)) == link
    assert read_permalink(f"  {link}\n") == link


def test_a_link_says_nothing_of_names() -> None:
    words = str(permalink(DIGEST, "secret-channel", 7, "clinic/patient.txt"))
    assert "secret" not in words
    assert "patient" not in words


@pytest.mark.parametrize(
    "words",
    [
        "",
        "parlance://",
        "parlance:///etc/passwd",
        "parlance://turn/../../etc/passwd",
        "parlance://turn/" + "a" * 32 + "/" + "b" * 16 + "/0",
        "parlance://turn/" + "a" * 32 + "/" + "b" * 16 + "/1?name=../../x",
        "parlance://turn/" + "a" * 32 + "/" + "b" * 16 + "/1?open=/bin/sh",
        "parlance://turn/" + "A" * 32 + "/" + "b" * 16 + "/1",
        "parlance://turn/" + "a" * 32 + "/" + "b" * 16 + "/١",
        "parlance://turn/" + "a" * 32 + "/" + "b" * 16 + "/" + "9" * 500,
        "https://turn/" + "a" * 32 + "/" + "b" * 16 + "/1",
    ],
)
def test_anything_else_is_no_link(words: str) -> None:
    assert read_permalink(words) is None


def test_what_wants_to_be_a_link_is_never_a_path() -> None:
    assert is_link("parlance:/etc/passwd")
    assert is_link("PARLANCE://turn")
    assert not is_link("parlance.parlance")
    assert not is_link("/home/x/parlance:1")


def test_a_link_may_leave_the_name_out() -> None:
    link = Permalink("a" * 32, "b" * 16, 3)
    assert str(link) == f"parlance://turn/{'a' * 32}/{'b' * 16}/3"
    assert read_permalink(str(link)) == link
