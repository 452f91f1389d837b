"""What a reader gives back."""

import threading
import time
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.errors import UserFacingError
from app.model.ids import ConversationId
from app.model.progress import Cancelled, CancelToken
from app.store.corpus import Corpus
from app.store.facts import TurnFacts
from tests.helpers.corpora import add, corpus_of, turn

ONE = ConversationId(1)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    corpus = corpus_of(tmp_path / "c.parlance")
    yield corpus
    corpus.close()


def test_an_empty_corpus_reads_as_empty(corpus: Corpus) -> None:
    reader = corpus.reader()
    assert reader.counts() == type(reader.counts())(0, 0, 0, 0, 0)
    assert reader.transcripts() == reader.conversations() == reader.speakers() == []
    assert reader.turn_ids(ONE) == array("q")
    assert len(reader.facts()) == 0
    assert reader.facts().rows_of([1, 2]).size == 0
    assert reader.emoji().names == ()
    with pytest.raises(UserFacingError, match="no conversation 1"):
        reader.conversation(ONE)


def test_a_turn_comes_back_as_it_went_in(corpus: Corpus) -> None:
    text = " two\r\nlines\n\n and  space\u3000 é e\u0301 "
    add(corpus, [turn(text, "Ä：", time="2024-05-01T10:00:00Z", role="user", meta={"score": [1, None]})])
    (found,) = corpus.reader().turns(ONE)
    assert (found.text, found.speaker, found.time, found.role) == (
        text,
        "Ä：",
        "2024-05-01T10:00:00Z",
        "user",
    )
    assert found.meta == {"score": [1, None]}
    assert (found.index, found.parent, found.repaired) == (1, None, None)


def test_only_untitled_conversations_among_others_tell_their_first_words(corpus: Corpus) -> None:
    add(corpus, [turn("alone")], name="one.txt")
    long = "Which of the affordable cards would you take for it?"
    said = ("good \n morning", "second talk", long, "很" * 41, "a" * 40)
    add(
        corpus,
        [turn("good \n morning"), turn("hi"), *(turn(text, conversation=text) for text in said[1:])],
        name="two.txt",
    )
    told = {row.opening for row in corpus.reader().conversations() if row.transcript == "two.txt"}
    assert told == {
        "good morning",
        "second talk",
        "Which of the affordable cards would you…",
        "很" * 40 + "…",
        "a" * 40,
    }
    assert {row.opening for row in corpus.reader().conversations() if row.transcript == "one.txt"} == {""}


def test_a_part_of_a_conversation(corpus: Corpus) -> None:
    add(corpus, [turn(str(number)) for number in range(10)])
    assert [found.text for found in corpus.reader().turns(ONE, 3, 2)] == ["3", "4"]
    assert [found.text for found in corpus.reader().turns(ONE, 8)] == ["8", "9"]
    assert corpus.reader().turns(ONE, 10) == []


def test_turns_by_id_keep_the_order_asked_for(corpus: Corpus) -> None:
    add(corpus, [turn(str(number)) for number in range(1200)])
    ids = [*range(1200, 0, -1), 7, 99999]
    assert [found.id for found in corpus.reader().turns_by_id(ids)] == ids[:-1]
    assert corpus.reader().turns_by_id([]) == []


def test_id_vectors_keep_the_order_of_the_query(corpus: Corpus) -> None:
    add(corpus, [turn(str(number)) for number in range(500)])
    found = corpus.reader().ids("SELECT id FROM turn WHERE id > ? ORDER BY id % 7, id DESC", (10,))
    assert list(found) == sorted(range(11, 501), key=lambda number: (number % 7, -number))
    assert corpus.reader().ids("SELECT id FROM turn WHERE id < 0") == array("q")
    assert list(corpus.reader().ids("SELECT id FROM turn ORDER BY id DESC LIMIT 3")) == [500, 499, 498]


def test_id_vectors_keep_the_order_of_relevance(corpus: Corpus) -> None:
    add(corpus, [turn("x " + "y " * (number * 7 % 40)) for number in range(40)])
    sql = "SELECT rowid FROM turn_fts WHERE turn_fts MATCH 'x' ORDER BY rank"
    assert list(corpus.reader().ids(sql)) == [row[0] for row in corpus.reader().rows(sql)]


def test_an_interrupted_query_counts_as_cancelled(corpus: Corpus) -> None:
    reader = corpus.reader()
    stop = threading.Event()

    def interrupt() -> None:
        while not stop.wait(0.01):
            reader.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        reader.ids(
            "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n LIMIT 1000000000) SELECT v FROM n"
        )
    stop.set()
    thread.join()
    assert time.monotonic() - started < 10
    assert reader.counts().turns == 0


def as_lists(facts: TurnFacts) -> dict[str, list[int]]:
    return {name: getattr(facts, name).tolist() for name in TurnFacts.__dataclass_fields__}


def test_facts_are_counted_at_import(corpus: Corpus) -> None:
    add(corpus, [turn("你好 hello world 😀😀"), turn("カナ 한글", "B"), turn("привет, سلام 42", "A", "2")])
    facts = corpus.reader().facts()
    assert facts.turn.dtype == np.int64
    assert facts.tokens.dtype == facts.conversation.dtype == np.int16
    assert as_lists(facts) == {
        "turn": [1, 2, 3], "conversation": [1, 1, 2], "conversation_turns": [2, 2, 1], "speaker": [1, 2, 1],
        "index": [1, 2, 1], "tokens": [6, 4, 3], "han": [2, 0, 0], "kana": [0, 2, 0], "hangul": [0, 2, 0],
        "latin": [2, 0, 0], "cyrillic": [0, 0, 1], "arabic": [0, 0, 1], "other": [0, 0, 1],
        "emoji": [2, 0, 0],
    }  # fmt: skip


def test_facts_follow_every_commit(corpus: Corpus) -> None:
    first = add(corpus, [turn("one"), turn("two")])
    reader = corpus.reader()
    old = reader.facts()
    assert reader.facts() is old
    add(corpus, [turn("three four")], name="b.txt")
    assert reader.facts().tokens.tolist() == [1, 1, 2]
    with corpus.writer("test") as writer:
        writer.remove(first)
    assert reader.facts().tokens.tolist() == [2]
    add(corpus, [turn("a b c")], name="c.txt")
    fresh = Corpus.open(corpus.path)
    assert as_lists(reader.facts()) == as_lists(fresh.reader().facts())
    fresh.close()


def test_reading_facts_can_be_cancelled(corpus: Corpus) -> None:
    add(corpus, [turn("one")])
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        corpus.reader().facts(token)
    assert len(corpus.reader().facts()) == 1


def test_rows_of_finds_turns_and_passes_over_strangers(corpus: Corpus) -> None:
    add(corpus, [turn("a"), turn("b"), turn("c")])
    assert corpus.reader().facts().rows_of([3, 1, 9, 0]).tolist() == [2, 0]


def test_emoji_are_counted_by_turn(corpus: Corpus) -> None:
    add(corpus, [turn("😀😀 👍🏽"), turn("none"), turn("😀 👨‍👩‍👧")])
    found = corpus.reader().emoji()
    pairs = {
        (found.names[kind], number): n
        for kind, number, n in zip(found.emoji.tolist(), found.turn.tolist(), found.n.tolist(), strict=True)
    }
    assert pairs == {("😀", 1): 2, ("👍🏽", 1): 1, ("😀", 3): 1, ("👨‍👩‍👧", 3): 1}


def test_a_copy_holds_the_same(corpus: Corpus, tmp_path: Path) -> None:
    add(corpus, [turn("one"), turn("two", "B")])
    corpus.copy_to(tmp_path / "copy.parlance")
    copy = Corpus.open(tmp_path / "copy.parlance")
    assert copy.reader().turns(ONE) == corpus.reader().turns(ONE)
    copy.close()
