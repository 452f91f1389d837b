"""Every field finds the turns that its words promise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.model.parsed import ParsedConversation, ParsedTurn
from app.model.repair import RepairedText
from app.search.parser import parse
from app.search.searcher import Searcher
from app.search.values import date_range, number_range
from app.store.corpus import Corpus
from tests.helpers.corpora import spec

TURNS = (
    ("a", "Ann", "Where is it?", {"time": "2024-01-31T10:00:00", "role": "user", "key": "1"}),
    ("a", "Bob", "Here: http://x.org/a", {"time": "2024-02-01T10:00:00", "role": "assistant", "parent": "1"}),
    ("a", "Ann", "run `ls -l` now 👍🏽", {"time": "2024-06-30", "meta": {"model": "GPT-4", "score": 7}}),
    ("b", "Ann", "在吗？", {"time": "2025"}),
    ("b", "Ann", "在吗？", {"meta": {"tags": ["Red", "blue"], "deep": {"model": "x"}}}),
    ("b", "Bob", "在 👍", {"meta": {"ok": True}}),
    ("b", "Bob", "还有谁在？", {}),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    corpus = Corpus.create(tmp_path_factory.mktemp("fields") / "a.parlance")
    with corpus.writer("test") as writer:
        session = writer.session(spec("trip/one.json"))
        session.describe(ParsedConversation("a", "Where we go", meta={"topic": "travel"}))
        session.describe(ParsedConversation("b", "谁在"))
        session.write(
            [ParsedTurn(talk, who, RepairedText(text), **more) for talk, who, text, more in TURNS]  # type: ignore[arg-type]  # mixed fields
        )
        session.finish()
    yield Searcher(corpus.reader())
    corpus.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("has:question", [1, 4, 5, 7]),
        ("has:link", [2]),
        ("has:code", [3]),
        ("has:emoji", [3, 6]),
        ("has:code,link", [2, 3]),
        ("is:first", [1, 4]),
        ("is:last", [3, 7]),
        ("is:reply", [2]),
        ("is:question", [1, 4, 5, 7]),
        ("is:answered", [1, 4, 5]),
        ("is:unanswered", [7]),
        ("reply:yes", [2]),
        ("reply:no speaker:Bob", [6, 7]),
        ("reply:Ann", [2]),
        ("reply:Bob", []),
        ("role:USER", [1]),
        ("role:a*", [2]),
        ("date:2024", [1, 2, 3]),
        ("date:2024-01", [1]),
        ("date:2024-02..2024-06", [2, 3]),
        ("date:2024-06-30", [3]),
        ("date:..2024-02-01", [1, 2]),
        ("date:>2024-01", [2, 3, 4]),
        ("date:<=2024-01", [1]),
        ("len:1..3", [1, 4, 5, 6]),
        ("len:>4", [2, 3]),
        ("len:4", [7]),
        ("index:1", [1, 4]),
        ("index:3..", [3, 6, 7]),
        ("file:trip", [1, 2, 3, 4, 5, 6, 7]),
        ("title:谁", [4, 5, 6, 7]),
        ("title:trip", []),
        ("in:where", [1, 2, 3]),
        ("emoji:👍", [3, 6]),
        ("emoji:👍🏽", [3]),
        ("emoji:no has:link", [2]),
        ("emoji:yes", [3, 6]),
        ("inferred:no has:link", [2]),
        ("meta.model:gpt-4", [3]),
        ("meta.model:GPT*,x", [3, 5]),
        ("meta.score:>5", [3]),
        ("meta.score:>7", []),
        ("meta.tags:red", [5]),
        ("meta.ok:true", [6]),
        ("meta.topic:travel speaker:Bob", [2]),
        ("meta.nothing:x", []),
    ],
)
def test_a_field_finds_its_turns(searcher: Searcher, query: str, expected: list[int]) -> None:
    asked = parse(query)
    assert asked.problems == ()
    assert list(searcher.ids(asked)) == expected
    assert searcher.count(asked) == len(expected)


def test_keys_of_the_corpus_are_fields_of_their_own(searcher: Searcher) -> None:
    keys = searcher.keys()
    assert {"model", "score", "tags", "ok", "topic"} <= keys
    assert parse("model:gpt-4", keys=keys).ast == parse("meta.model:gpt-4").ast
    assert parse("http://x", keys=keys).ast == parse("http://x").ast


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7", (7, 7)), (">7", (8, 1 << 31)), ("<=7", (0, 7)), ("2..7", (2, 7)), ("..7", (0, 7)),
     ("＞7", (8, 1 << 31)), ("", None), ("..", None), (">", None), ("x", None), ("-1", None)],
)  # fmt: skip
def test_numbers_and_their_ranges(text: str, expected: tuple[int, int] | None) -> None:
    assert number_range(text) == expected


@pytest.mark.parametrize(
    "text", ["", "..", "2024-13", "2024-02-30", "24", "2024-1", "x..2024", "2024..x", ">"]
)
def test_what_is_no_date_is_said(text: str) -> None:
    assert date_range(text) is None
    if text:
        assert parse(f"date:{text}").problems
