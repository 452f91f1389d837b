"""The searcher answers for the corpus as it is now, stops when told, and never stops anybody else."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.ids import TurnId
from app.model.progress import Cancelled, CancelToken
from app.model.repair import RepairedText, RepairSpan
from app.search.parser import parse
from app.search.plan import Statement
from app.search.reference import query_help
from app.search.searcher import PAGE, Searcher
from app.store.corpus import Corpus
from tests.helpers.small_corpus import Said, Talk, make_corpus

DAMAGED = RepairedText("周末 plan", (RepairSpan(0, 2, "å‘¨æœ«", "周末", "inferred"),))


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    talks = [
        Talk(
            [Said("A", DAMAGED), ("B", "周 周 周 周"), ("A", "一 周 and a great many other words here")],
            "One",
        ),
        Talk([("B", f"filler {n}") for n in range(3 * PAGE)]),
    ]
    made = make_corpus(tmp_path / "a.parlance", {"a.txt": talks})
    yield made
    made.close()


def test_relevance_puts_dense_turns_first_and_position_keeps_their_order(corpus: Corpus) -> None:
    searcher = Searcher(corpus.reader())
    query = parse("周")
    assert list(searcher.ids(query)) == [1, 2, 3]
    assert list(searcher.ids(query, "relevance")) == [2, 1, 3]
    assert list(searcher.first(query, "relevance", 1)) == [2]


def test_fields_do_not_weigh_in_relevance(corpus: Corpus) -> None:
    searcher = Searcher(corpus.reader())
    assert list(searcher.ids(parse("周 speaker:A,B lang:zh"), "relevance")) == [2, 1, 3]


def test_a_result_holds_the_first_page_and_the_whole_total(corpus: Corpus) -> None:
    result = Searcher(corpus.reader()).search("filler")
    assert (result.total, len(result.hits), result.problems) == (3 * PAGE, PAGE, ())
    assert result.elapsed_ms > 0
    hit = result.hits[0]
    assert (hit.title, hit.transcript, hit.spans, hit.turn.index) == ("", "a.txt", ((0, 6),), 1)


def test_concordance_rows_come_in_the_order_of_the_ids(corpus: Corpus) -> None:
    searcher = Searcher(corpus.reader())
    rows = searcher.kwic(parse("周"), [2, 1], 2, 2)
    assert [(row.hit.turn.id, row.left, row.node, row.right) for row in rows] == [
        (2, "", "周", " 周"), (2, "周 ", "周", " 周"), (2, "周 ", "周", " 周"), (2, "周 ", "周", ""),
        (1, "", "周", "末 "),
    ]  # fmt: skip


def test_hits_follow_undo_and_redo_of_a_repair(corpus: Corpus) -> None:
    searcher = Searcher(corpus.reader())
    query, state = parse("周末"), parse("repaired:undone")
    assert list(searcher.ids(query)) == [1]
    with corpus.writer("test") as writer:
        writer.undo_repair(TurnId(1))
    assert list(searcher.ids(query)) == []
    assert list(searcher.ids(state)) == [1]
    assert list(searcher.ids(parse("repaired:yes"))) == []
    assert list(searcher.ids(parse("repaired:any"))) == [1]
    with corpus.writer("test") as writer:
        writer.redo_repair(TurnId(1))
    assert list(searcher.ids(query)) == [1]
    assert list(searcher.ids(parse("repaired:inferred"))) == [1]


def test_names_are_read_again_after_a_change(corpus: Corpus) -> None:
    searcher = Searcher(corpus.reader())
    query = parse("speaker:a in:one")
    assert searcher.count(query) == 2
    with corpus.writer("test") as writer:
        writer.remove(writer.transcripts()[0].id)
    assert searcher.count(query) == 0
    assert searcher.hits(query, [1, 2]) == []


def test_a_cancelled_token_stops_before_anything_is_asked(corpus: Corpus) -> None:
    token = CancelToken()
    token.cancel()
    searcher = Searcher(corpus.reader())
    for ask in (searcher.ids, searcher.count, searcher.conversations):
        with pytest.raises(Cancelled):
            ask(parse("周"), token=token)


def test_a_running_query_is_interrupted(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = corpus.reader()
    searcher = Searcher(reader)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    monkeypatch.setattr(Statement, "count", endless)
    token = CancelToken()
    timer = threading.Timer(0.1, token.cancel)
    timer.start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        searcher.count(parse(""), token)
    timer.join()
    assert time.monotonic() - started < 5


def test_a_token_cancelled_later_leaves_the_reader_alone(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = corpus.reader()
    calls: list[int] = []
    monkeypatch.setattr(reader, "interrupt", lambda: calls.append(1))
    token = CancelToken()
    Searcher(reader).count(parse("周"), token)
    token.cancel()
    assert calls == []


def test_every_example_of_the_help_is_a_query_without_problems() -> None:
    entries = query_help()
    assert len({entry.example for entry in entries}) == len(entries)
    for entry in entries:
        assert parse(entry.example).problems == ()
        assert entry.meaning
