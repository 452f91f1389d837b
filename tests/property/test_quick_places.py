"""The quick way to find places gives exactly what the exact way gives."""

from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.hits import Span
from app.search.parser import parse
from app.search.places import quick_finder
from app.search.searcher import Searcher
from app.store.reader import Reader

SEARCHER = Searcher(cast("Reader", None))
"""Places are found in texts alone; no corpus is asked."""
ALPHABET = st.sampled_from(
    [
        *"aAbB周末哈，。 '_-.\n1",
        "ａ",
        "é",
        "e\u0301",
        "\u200d",
        "😂",
        "\ufe0f",
        "カ",
        "ß",
        "İ",
        "É",
        "’",
        "·",
        "＿",
        "＇",
        "—",
        "…",
        "🏽",
        "❤",
        "・",
        "々",
        "〇",
        "￥",
        "～",
        "\u0307",
    ]
)
TEXTS = st.lists(ALPHABET, max_size=24).map("".join)
QUERIES = st.sampled_from(
    [
        "a",
        "周",
        "周末",
        "哈哈",
        "ab",
        "a OR 周",
        "a 哈",
        "a1",
        "哈 -a",
        "(b OR 末) lang:han",
        '"a b"',
        '"a b a"',
        '"b 1"',
        "😂",
        "哈😂",
        "😂❤",
        "❤ OR 周",
        "a*",
        "b* OR 末",
        "*a",
        "a*b",
        "*1*",
        "周末*",
        '"a b"*',
        "'a",
    ]
)


@settings(deadline=None)
@given(QUERIES, TEXTS)
def test_quick_places_are_the_exact_ones(query: str, text: str) -> None:
    asked = parse(query)

    def exact(given_text: str) -> tuple[Span, ...]:
        return SEARCHER.spans(asked, given_text)

    assert quick_finder(asked, exact)(text) == exact(text)
