"""The quick way to find places gives exactly what the exact way gives."""

from hypothesis import given
from hypothesis import strategies as st

from app.search.ast import positive_terms
from app.search.parser import parse
from app.search.phrase import phrase_of
from app.search.places import quick_finder
from app.search.spans import find_spans

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
        "a*",
        "'a",
    ]
)


@given(QUERIES, TEXTS)
def test_quick_places_are_the_exact_ones(query: str, text: str) -> None:
    node = parse(query).ast
    phrases = [phrase_of(term) for term in positive_terms(node)]

    def exact(given_text: str) -> tuple[tuple[int, int], ...]:
        return find_spans(phrases, given_text)

    assert quick_finder(parse(query), exact)(text) == exact(text)
