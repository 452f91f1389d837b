"""What is said about a query: how it was read, which forms it matched, why it found nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.search.explain import Form, explain
from app.search.folding import Folding
from app.search.parser import parse
from app.search.reference import query_help
from app.search.searcher import Searcher
from app.store.corpus import Corpus
from tests.helpers.small_corpus import Talk, make_corpus

TALK = [
    ("A", "你用什么软件？ good morning"), ("B", "軟體 AI"), ("A", "软体 ai, a warm café"),
    ("B", "coffee. the colour of morning is good"), ("A", "周末 see a chilling movie ＡＩ"),
]  # fmt: skip


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    corpus: Corpus = make_corpus(tmp_path_factory.mktemp("explain") / "a.parlance", {"a.txt": [Talk(TALK)]})
    yield Searcher(corpus.reader())
    corpus.close()


def test_the_forms_of_a_word_are_told_with_their_counts(searcher: Searcher) -> None:
    told = explain(parse("ai"), searcher)
    assert told.forms == (Form("AI", 1), Form("ai", 1), Form("ＡＩ", 1))
    assert (told.total, told.looked_at, told.missing, told.nearest) == (3, 3, (), None)


def test_simplified_and_traditional_words_are_one_when_asked(searcher: Searcher) -> None:
    told = explain(parse("软件", Folding(chinese=True)), searcher)
    assert {form.text for form in told.forms} == {"软件", "軟體", "软体"}
    assert explain(parse("软件"), searcher).total == 1
    assert explain(parse("軟件", Folding(chinese=True)), searcher).total == 3


def test_case_counts_when_asked(searcher: Searcher) -> None:
    assert [form.text for form in explain(parse("AI", Folding(case=False)), searcher).forms] == ["AI", "ＡＩ"]
    assert [form.text for form in explain(parse("AI", Folding(width=False)), searcher).forms] == ["AI", "ai"]


def test_the_reading_is_the_canonical_query(searcher: Searcher) -> None:
    assert explain(parse("a   AND (b"), searcher).reading == "a b"


@pytest.mark.parametrize(
    ("text", "missing", "nearest"),
    [
        ("coffee tea", ("tea",), "coffee"),
        ("cafe", ("cafe",), "cafe"),
        ("chillin", ("chillin",), "chillin*"),
        ('"morning good"', ('"morning good"',), "near/5(morning good)"),
        ("near/1(the good)", ("near/1(the good)",), "near/8(the good)"),
        ("软件 > coffee", (), "软件 >1 coffee"),
        ("coffee > 周末 > 软件", (), "coffee >1 周末"),
        ("硬软件", ("硬软件",), "软件"),
        ("qqq", ("qqq",), None),
    ],
)
def test_why_there_is_nothing_and_what_is_nearest(
    searcher: Searcher, text: str, missing: tuple[str, ...], nearest: str | None
) -> None:
    told = explain(parse(text), searcher)
    assert told.total == 0
    assert told.missing == missing
    assert (told.nearest.query.text if told.nearest else None) == nearest
    if told.nearest:
        assert searcher.count(told.nearest.query) == told.nearest.total > 0


def test_every_example_of_the_help_is_answered(searcher: Searcher) -> None:
    for entry in query_help():
        query = parse(entry.example)
        ids = searcher.ids(query)
        assert len(ids) == searcher.count(query)
        assert parse(explain(query, searcher).reading).ast == query.ast


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text", ["%" * 10_000, "周" * 10_000, "😂" * 10_000, '"' + "周末 " * 3_000 + '"', "/" + "(a|" * 3_000]
)
def test_no_hint_is_looked_for_among_all_the_parts_of_a_long_text(searcher: Searcher, text: str) -> None:
    told = explain(parse(text), searcher)
    assert (told.total, told.nearest) == (0, None)
