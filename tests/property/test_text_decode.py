"""Where bytes or text are cut into chunks never matters."""

import io
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.decode import open_decoded
from app.text.lines import iter_lines
from tests.helpers.sources import pieces

ENCODINGS = [
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-32-be",
    "gb18030",
    "big5hkscs",
    "cp932",
    "euc_kr",
    "koi8_r",
    "cp1252",
    "iso2022_jp",
]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60), st.sampled_from(ENCODINGS), st.integers(1, 7))
def test_reading_in_small_chunks_gives_the_same_text(data: bytes, encoding: str, size: int) -> None:
    whole = "".join(open_decoded(io.BytesIO(data), encoding))
    with patch("app.text.decode.CHUNK_BYTES", size):
        assert "".join(open_decoded(io.BytesIO(data), encoding)) == whole


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab\r\n\u2028"), max_size=30), st.lists(st.integers(0, 40), max_size=6))
def test_lines_do_not_depend_on_the_chunks(text: str, cuts: list[int]) -> None:
    assert list(iter_lines(pieces(text, cuts))) == list(iter_lines([text]))
