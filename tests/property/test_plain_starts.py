"""Lines that begin like one before are not looked at again, and are read all the same."""

import contextlib
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInputError
from app.formats import _plain_style
from app.formats.base import FORMATS
from app.formats.labels import LabelStarts
from tests.helpers.sources import MemorySource

PLAIN = FORMATS["plain"]
STARTS = [
    "[A]: ", "[B]:", "[A]:  ", "A: ", "B：", "B : ", "【小明】: ", "[12]: ",
    "**A:** ", "(A) ", "[A: b]: ", "1: ", "",
]  # fmt: skip
RESTS = [
    "hi", "http://x", "12:30", "", " ", "\\", "\\[A]: x", "---",
    "a: b", ": c", "\tq", "(", "D ", "A: x", "[B]: y",
]  # fmt: skip
LINES = st.builds(lambda start, rest: start + rest, st.sampled_from(STARTS), st.sampled_from(RESTS))
LABELLED = st.builds(
    lambda start, lines: [start + "one", *lines, start + "two", *lines[::-1], start + "three"],
    st.sampled_from(STARTS[:8]),
    st.lists(LINES, max_size=12),
)


def events(text: str) -> list[object]:
    _plain_style._decided.cache_clear()
    with contextlib.suppress(BadInputError):
        return list(PLAIN.parse(MemorySource(text)))
    return []


@given(LABELLED)
def test_known_starts_change_nothing(lines: list[str]) -> None:
    text = "\n".join(lines)
    quick = events(text)
    with patch.object(LabelStarts, "label", lambda _self, _line: None):
        assert events(text) == quick
