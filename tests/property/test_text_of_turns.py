"""Labelled text: any text fits behind a label, and where the source is cut does not matter."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import BadInputError
from app.formats.base import FORMATS
from app.formats.labels import escape_line, escape_text, label_prefix, unescape_line
from app.model.parsed import ParsedTurn, ParseEvent
from tests.helpers.sources import MemorySource, sample_of

PIECES = ["[A]: ", "[B]：", "A: ", "小明：", "【x】", "(y) ", "---", "\n", "\n\n", "\r\n", " ", "\\", "text"]
PIECES += ["1.定义：", "http://x", "😀"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def events(text: str, size: int) -> list[ParseEvent] | str:
    try:
        return list(FORMATS["plain"].parse(MemorySource(text, chunk_size=size)))
    except BadInputError as error:
        return str(error)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.integers(1, 9))
def test_chunks_do_not_change_what_is_read(text: str, size: int) -> None:
    assert events(text, size) == events(text, 1 << 16)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_text_makes_any_format_fail_in_an_unclear_way(text: str) -> None:
    for name in FORMATS:
        assert 0.0 <= FORMATS[name].score(sample_of(text)) <= 1.0
        with suppress(BadInputError):
            list(FORMATS[name].parse(MemorySource(text)))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=20), TEXTS).map(lambda line: line.replace("\n", "").replace("\r", "")))
def test_escaping_a_line_is_undone(line: str) -> None:
    assert unescape_line(escape_line(line)) == line


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS.map(lambda text: text.replace("\r", "")), min_size=1, max_size=4))
def test_any_text_comes_back_from_behind_its_label(texts: list[str]) -> None:
    lines = "".join(f"{label_prefix('AB'[n % 2], text)}{escape_text(text)}\n" for n, text in enumerate(texts))
    read = [
        event.text.text
        for event in FORMATS["plain"].parse(MemorySource(lines))
        if isinstance(event, ParsedTurn)
    ]
    assert read == texts
