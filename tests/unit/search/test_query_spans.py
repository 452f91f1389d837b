"""Spans are places in the original text, and concordance rows are cut from it."""

from __future__ import annotations

import itertools

import pytest

from app.model.corpus import Turn
from app.model.hits import Hit
from app.model.ids import ConversationId, SpeakerId, TurnId
from app.search.kwic import kwic_rows, splits_grapheme
from app.search.marker import marker
from app.search.parser import parse


def found(query: str, text: str) -> list[str]:
    spans = marker(parse(query))(text)
    assert list(spans) == sorted(spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("周末", "😀周末，过周末", ["周末", "周末"]),
        ("是的", "是，的 是 的 是的", ["是的"]),
        ('"是，的"', "是，的 是的", ["是，的"]),
        ("ai", "用ＡＩ做 AI, air", ["ＡＩ", "AI"]),
        ("用AI做", "我用ＡＩ做", ["用ＡＩ做"]),
        ("strasse", "Straße STRASSE", ["Straße", "STRASSE"]),
        ("café", "cafe\u0301 café cafe", ["cafe\u0301", "café"]),
        ("ガ", "ｶﾞ カ\u3099 ガ カ", ["ｶﾞ", "カ\u3099", "ガ"]),
        ("chill*", "Chill chilling achill", ["Chill", "chilling"]),
        ("don'*", "don't don’ts don", ["don't", "don’ts"]),
        ("中国*", "中国人", ["中国"]),
        ('"good mor"*', "Good  morning good mood", ["Good  morning"]),
        ('"hello world"', "hello\n world, hello, world", ["hello\n world"]),
        ("foo-bar", "foo-bar foo bar", ["foo-bar"]),
        ("C++", "C++ and C", ["C++"]),
        ("😂", "😂😂 😂\ufe0f", ["😂", "😂", "😂\ufe0f"]),
        ("👍", "👍🏽 👍", ["👍🏽", "👍"]),
        ("👍🏿", "👍🏽", ["👍🏽"]),
        ("👩", "👨‍👩‍👧!", ["👨‍👩‍👧"]),
        ("👩‍👧", "👨‍👩‍👧!", ["👨‍👩‍👧"]),
        ("1", "1️⃣ 11", ["1️⃣"]),
        ("哈哈", "哈哈哈", ["哈哈哈"]),
        ("哈", "哈哈", ["哈", "哈"]),
        ("a -b", "a b", ["a"]),
        ("-a", "a", []),
        ("a OR b", "b a", ["b", "a"]),
        ("speaker:A", "A", []),
        ("", "text", []),
        ("absent", "text", []),
    ],
)
def test_positive_terms_are_found_in_the_original(query: str, text: str, expected: list[str]) -> None:
    assert found(query, text) == expected


def make_hit(text: str, *spans: tuple[int, int]) -> Hit:
    turn = Turn(TurnId(1), ConversationId(1), 1, None, SpeakerId(1), "A", text)
    return Hit(turn, "title", "a.txt", spans)


def test_one_row_an_occurrence_with_line_ends_as_spaces() -> None:
    text = "one\r\ntwo three\nfour"
    rows = list(kwic_rows(make_hit(text, (5, 8), (15, 19)), 60, 60))
    assert [(row.left, row.node, row.right) for row in rows] == [
        ("one ", "two", " three four"),
        ("one two three ", "four", ""),
    ]
    assert [row.span for row in rows] == [(5, 8), (15, 19)]


def test_a_hit_without_places_shows_how_the_turn_begins() -> None:
    (row,) = kwic_rows(make_hit("abcdef"), 3, 4)
    assert (row.span, row.left, row.node, row.right) == ((0, 0), "", "", "abcd")


def test_context_never_cuts_a_character_in_two() -> None:
    text = "x👩🏽‍💻e\u0301 周 🇨🇳🇺🇸 각y"
    at = text.index("周")
    for width in range(len(text)):
        (row,) = kwic_rows(make_hit(text, (at, at + 1)), width, width)
        assert not splits_grapheme(text, at - len(row.left))
        assert not splits_grapheme(text, at + 1 + len(row.right))
        assert len(row.left) <= width
        assert len(row.right) <= width


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("e\u0301x", {1}),
        ("\r\n", {1}),
        ("👩🏽‍💻!", {1, 2, 3}),
        ("❤\ufe0f", {1}),
        ("🇨🇳🇺🇸", {1, 3}),
        ("\u1112\u1161\u11abx", {1, 2}),
        ("가\u11a8", {1}),
        ("ab周末", set()),
    ],
)
def test_places_inside_a_character(text: str, places: set[int]) -> None:
    assert {at for at in range(len(text) + 1) if splits_grapheme(text, at)} == places
