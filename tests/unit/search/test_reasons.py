"""Where a field finds nothing it is said what the corpus has instead, and the nearest value is offered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.parsed import ParsedConversation
from app.search.explain import explain
from app.search.searcher import Searcher
from app.store.corpus import Corpus
from tests.helpers.corpora import add, turn


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Two speakers, and nothing else is known of their talk."""
    corpus = Corpus.create(tmp_path_factory.mktemp("reasons") / "plain.parlance")
    add(corpus, [turn("hello there", "Alice"), turn("周末", "小明")])
    yield Searcher(corpus.reader())
    corpus.close()


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Times, roles, replies, titles and properties."""
    corpus = Corpus.create(tmp_path_factory.mktemp("reasons") / "rich.parlance")
    turns = [
        turn("hello?", "Alice", key="1", time="2024-01-31T10:00:00", role="user", meta={"model": "none"}),
        turn("hi there", "Dr. Li", parent="1", time="2024-03-01T10:00:00", role="assistant",
             meta={"model": "gpt-4", "score": 5.5, "ms": 1706745600000, "drop": -3}),
    ]  # fmt: skip
    add(corpus, turns, [ParsedConversation("1", "Where we go")])
    yield Searcher(corpus.reader())
    corpus.close()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("speaker:Zed", "No speaker is called Zed; there are Alice, 小明."),
        ("role:user", "No turn here has a role."),
        ("date:2024", "No turn here has a time."),
        ("reply:yes", "No turn here says what it replies to."),
        ("is:reply", "No turn here says what it replies to."),
        ("hello ^ *", "No turn here says what it replies to."),
        ("tag:x", "There are no tags here yet."),
        ("has:note", "Nobody has written a note here yet."),
        ("title:trip", "No conversation here has a title."),
        ("file:trip", "No transcript's name holds trip; there are a.txt."),
        ("in:trip", "No title and no transcript's name holds trip; there are a.txt."),
        ("len:>10", "No turn is so long; they have from 2 to 2 words and characters."),
        ("index:3", "There is no such place: places begin with 1, and the longest conversation has 2 turns."),
        ("lang:ko", "No turn is written so; there are han, latin."),
        ("emoji:🦄", "No turn here holds an emoji."),
        ("repaired:any", "No text here was repaired."),
        ("twin:yes", "No dialogue here is there twice."),
        ("meta.model:x", "The transcripts here give no properties of their own."),
    ],
)
def test_what_a_corpus_lacks_is_said(plain: Searcher, text: str, said: str) -> None:
    told = explain(plain.read(text), plain)
    assert told.total == 0
    assert told.reasons == (said,)


@pytest.mark.parametrize(
    ("text", "said", "nearest"),
    [
        ("speaker:Alise", "No speaker is called Alise; there are Alice, Dr. Li.", "speaker:Alice"),
        ("hello speaker:alic", "No speaker is called alic; there are Alice, Dr. Li.", "hello speaker:Alice"),
        ("speaker:Li", "No speaker is called Li; there are Alice, Dr. Li.", 'speaker:"Dr. Li"'),
        ("role:users", "No turn has the role users; there are assistant, user.", "role:user"),
        ("date:2024-02", "No turn is from then; they are from 2024-01-31 to 2024-03-01.", "date:2024-01"),
        ("date:2020", "No turn is from then; they are from 2024-01-31 to 2024-03-01.", "date:2024-01"),
        ("reply:小明", "No speaker is called 小明; there are Alice, Dr. Li.", None),
        ('reply:"Dr. Li"', "Nobody replies to Dr. Li.", None),
        ("title:goo", "No title holds goo.", None),
        ("len:>40", "No turn is so long; they have from 1 to 2 words and characters.", "len:>=2"),
        ("model:gpt-5", "model is never gpt-5; it is none, gpt-4.", "meta.model:gpt-4"),
        ("meta.mode:gpt-4", "Nothing here has the property mode; there are drop, model, ms, score.",
         "meta.model:gpt-4"),
    ],
)  # fmt: skip
def test_what_there_is_instead_is_said_and_offered(
    rich: Searcher, text: str, said: str, nearest: str | None
) -> None:
    told = explain(rich.read(text), rich)
    assert told.total == 0
    assert said in told.reasons
    assert (told.nearest.query.text if told.nearest else None) == nearest


def test_a_field_that_finds_something_keeps_its_value(rich: Searcher) -> None:
    told = explain(rich.read("hi speaker:Alice"), rich)
    assert (told.total, told.reasons) == (0, ())
    assert told.nearest is not None
    assert told.nearest.query.text == "hi"


def test_an_empty_corpus_gives_no_reasons(tmp_path: Path) -> None:
    corpus = Corpus.create(tmp_path / "a.parlance")
    searcher = Searcher(corpus.reader())
    assert explain(searcher.read("speaker:A len:>4 date:2024"), searcher).reasons == ()
    corpus.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score:>5", [2]), ("score:>5.5", []), ("score:>=5.5", [2]), ("score:5.4..5.6", [2]),
        ("ms:>1706745599999", [2]), ("ms:1706745600000", [2]), ("drop:<0", [2]), ("drop:-3", [2]),
        ("drop:-5..-1", [2]), ("drop:>0", []),
    ],
)  # fmt: skip
def test_properties_are_numbers_of_any_size(rich: Searcher, text: str, expected: list[int]) -> None:
    query = rich.read(text)
    assert query.problems == ()
    assert list(rich.ids(query)) == expected
