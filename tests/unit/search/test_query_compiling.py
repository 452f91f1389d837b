"""Queries become one full-text match wherever possible, and SQL sets with bound parameters elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.search import directory
from app.search.candidates import MAX_PHRASE
from app.search.compile import compile_query
from app.search.evaluate import Evaluation
from app.search.parser import parse
from app.search.plan import (
    MAX_MATCH_HEIGHT,
    Both,
    Either,
    Every,
    Leaf,
    Nothing,
    Plan,
    Rows,
    Without,
    as_match,
    as_sql,
    complement,
    intersection,
    union,
)
from app.search.related import Links
from app.search.searcher import Searcher
from app.store.corpus import Corpus
from app.store.schema import TOKENIZE
from tests.helpers.small_corpus import Talk, make_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    talks = [Talk([(f"S{n % 7}", f"word{n} 周末 x"), ("B", f"other {n}")], f"talk {n}") for n in range(30)]
    made = make_corpus(
        tmp_path_factory.mktemp("compiling") / "a.parlance", {"a.txt": talks, "b.txt": talks[:3]}
    )
    yield made
    made.close()


@pytest.mark.parametrize(
    "text",
    [
        "周末",
        "a b",
        "a OR b",
        "-a",
        "a -b",
        "speaker:B 周末",
        "lang:zh -speaker:B OR chill*",
        "repaired:no",
        "a twin:no",
        "in:b.txt",
    ],
)
def test_words_and_fields_are_one_match(corpus: Corpus, text: str) -> None:
    compiled = compile_query(parse(text), corpus.reader())
    assert compiled.match is not None
    assert compiled.statement is not None
    assert compiled.statement.source == "turn_fts WHERE turn_fts MATCH ?"


def test_without_twins_counting_dialogues_once_costs_nothing(corpus: Corpus) -> None:
    reader = corpus.reader()
    assert compile_query(parse("twin:no"), reader) == compile_query(parse(""), reader)
    assert compile_query(parse("twin:yes"), reader).plan == Nothing()


def test_a_phrase_of_keys_is_quoted_whatever_it_holds(corpus: Corpus) -> None:
    compiled = compile_query(parse(r'"a \"b\" NEAR(c) text: * ^x"'), corpus.reader())
    assert compiled.match == 'text:"a "" b "" near ( c ) text : * ^ x"'


def test_equal_parts_are_asked_for_once() -> None:
    assert intersection([Leaf("x"), Leaf("x"), Every()]) == Leaf("x")
    assert union([Leaf("x"), Nothing(), Leaf("x")]) == Leaf("x")
    assert intersection([Leaf("x"), Nothing()]) == Nothing()
    assert union([Leaf("x"), Every()]) == Every()
    assert complement(complement(Leaf("x"))) == Leaf("x")


def test_fields_with_many_values_leave_the_match_and_count_the_same(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = Searcher(corpus.reader())
    texts = [
        "in:talk 周末",
        "speaker:S*",
        "word1* OR in:talk",
        "-in:talk",
        "x -in:talk",
        "in:a.txt,talk speaker:S1",
    ]
    listed = [list(searcher.ids(parse(text))) for text in texts]
    monkeypatch.setattr(directory, "MAX_LISTED", 1)
    fresh = Searcher(corpus.reader())
    for text, expected in zip(texts, listed, strict=True):
        query = parse(text)
        assert fresh.compiled(query).match is None
        assert list(fresh.ids(query)) == expected
        assert fresh.count(query) == len(expected)
        assert sorted(fresh.ids(query, "relevance")) == expected


def test_a_field_that_names_everything_is_no_condition(corpus: Corpus) -> None:
    assert compile_query(parse("in:.txt"), corpus.reader()).plan == Every()
    assert compile_query(parse("speaker:nobody"), corpus.reader()).plan == Nothing()


def test_a_long_phrase_is_compared_with_the_text(tmp_path: Path) -> None:
    inside = "哈" * (MAX_PHRASE + 40)
    made = make_corpus(
        tmp_path / "a.parlance",
        {"a.txt": [Talk([("A", inside), ("A", "哈" * (MAX_PHRASE + 39) + "嘿"), ("A", inside + "！")])]},
    )
    searcher = Searcher(made.reader())
    assert list(searcher.ids(parse(inside))) == [1, 3]
    assert list(searcher.ids(parse("-" + inside))) == [2]
    assert list(searcher.ids(parse(inside), "relevance")) in ([1, 3], [3, 1])
    made.close()


def _wrapped(plan: Plan, level: int, shape: str) -> Plan:
    word = Leaf(f'text:"b{level}"')
    match shape:
        case "negations":
            return Both((word, Without(plan)))
        case "alternatives":
            return Either((word, Both((Leaf('text:"c"'), plan))))
        case _:
            return Either((word, Both((word, Without(plan)))))


@pytest.mark.parametrize("shape", ["negations", "alternatives", "both"])
def test_the_highest_match_is_one_that_fts5_takes(shape: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(f'CREATE VIRTUAL TABLE turn_fts USING fts5(text, facets, tokenize="{TOKENIZE}")')
    plan: Plan = Leaf('text:"a"')
    level = 0
    while (match := as_match(plan)) is not None:
        connection.execute("SELECT count(*) FROM turn_fts WHERE turn_fts MATCH ?", (match,)).fetchone()
        plan = _wrapped(plan, level := level + 1, shape)
    assert level > MAX_MATCH_HEIGHT // 4
    connection.close()


def test_deeper_queries_are_answered_by_steps(corpus: Corpus) -> None:
    text = "word1"
    expected = set(Searcher(corpus.reader()).ids(parse("word1")))
    every = set(Searcher(corpus.reader()).ids(parse("")))
    other = set(Searcher(corpus.reader()).ids(parse("other")))
    for _level in range(7):
        text, expected = f"-(other OR ({text}))", every - (other | expected)
    searcher = Searcher(corpus.reader())
    query = parse(text)
    assert query.problems == ()
    assert searcher.compiled(query).match is None
    assert set(searcher.ids(query)) == expected
    assert searcher.count(query) == len(expected)


def test_hundreds_of_row_sets_are_joined(corpus: Corpus) -> None:
    reader = corpus.reader()
    turns = len(reader.facts())
    rows: list[Plan] = [Rows("SELECT id FROM turn WHERE id <> ?", (number,)) for number in range(1, 51)]
    evaluation = Evaluation(reader, Links(reader.facts(), reader))
    assert as_sql(intersection(rows)) is None
    assert len(evaluation.ids(intersection(rows))) == turns - 50
    assert len(evaluation.ids(union(rows))) == turns
