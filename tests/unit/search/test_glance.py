"""The first hits of a prefix, found in the texts, are those that the index finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.search.glance import PLAIN, first_of
from app.search.parser import parse
from app.search.searcher import PAGE, Searcher
from app.text.classes import tables
from app.text.segment import fold
from tests.helpers.small_corpus import Talk, make_corpus

ODD = [
    "Ｃｏmmon",
    "co\u00admputer",
    "co\u200bmet",
    "c\U0001f3fdomma",
    "COM",
    "x com",
    "周com",
    "compañero",
    "telecom",
    "sitcom_x",
    "com'mon",
    "-com",
    "cömp",
    "e\u0301com",
    "co\u0308m",
    "\ufb01com",
    "\u0130com",
    "\u2102om",
]


def test_plain_characters_neither_vanish_nor_become_ascii() -> None:
    dropped = tables().dropped
    every = "".join(chr(code) for code in range(128, 0x11_0000) if not 0xD800 <= code < 0xE000)
    plain = "".join(re.findall(f"[{PLAIN}]", every))
    assert not dropped[[ord(char) for char in plain]].any()
    assert not re.search("[0-9A-Za-z]", fold(plain))
    assert not any(dropped[code] for code in range(1, 128))


@pytest.mark.parametrize("query", ["com*", "co*", "c*", "COM*", "ｃｏ*", "fi*", "i*", "周*", "comp*"])
def test_odd_spellings_are_found_among_the_first(tmp_path: Path, query: str) -> None:
    talk = Talk([("A", text) for text in [*ODD, *("common ground",) * (2 * PAGE)]])
    corpus = make_corpus(tmp_path / "a.parlance", {"a.txt": [talk]})
    try:
        searcher = Searcher(corpus.reader())
        every = searcher.ids(parse(query))
        assert every
        assert searcher.first(parse(query)) == every[:PAGE]
    finally:
        corpus.close()


def test_a_rare_prefix_is_left_to_the_index(tmp_path: Path) -> None:
    talk = Talk([("A", text) for text in [*("filler",) * 1_000, "common"]])
    corpus = make_corpus(tmp_path / "a.parlance", {"a.txt": [talk]})
    try:
        reader = corpus.reader()
        assert first_of(reader, "com", PAGE) is None
        assert list(Searcher(reader).first(parse("com*"))) == [1_001]
    finally:
        corpus.close()
