"""A transcript that is removed can be put back as it was, until that is forgotten."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import CorpusError
from app.ingest.drain import drain
from app.model.ids import TranscriptId
from app.model.progress import CancelToken
from app.store import trash
from app.store.check import check_corpus
from app.store.connections import prepare
from app.store.corpus import Corpus
from app.store.trash import runs
from app.store.untrash import Numbers
from tests.helpers.corpora import add, content, corpus_of, matching, repaired, spec, turn

TABLES = (
    "transcript", "conversation", "speaker", "speaker_meta", "turn", "repair", "choice", "twin", "turn_emoji",
)  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    """Two transcripts that share a speaker; the second has replies, a repair, emoji and a proved repair."""
    made = corpus_of(tmp_path / "c.parlance")
    add(made, [turn("你好", key="1"), turn(repaired("Ã©", "é"), "B")], name="a.txt")
    add(
        made,
        [turn("hello 😀", "B", key="1"), turn(repaired("Ã¤", "ä"), "C", parent="1"), turn("bye", "C")],
        name="b.txt",
    )
    with made.writer("test") as writer:
        writer.connection.execute("UPDATE repair SET twin = 3 WHERE turn_id = 2")
        writer.connection.execute("INSERT INTO twin VALUES (1, 2, 'near')")
        writer.connection.execute("UPDATE transcript SET duplicate_of = 'b.txt', revisited = 1 WHERE id = 1")
        writer.choose(4, 0, "å")  # type: ignore[arg-type]
    yield made
    made.close()


def everything(corpus: Corpus) -> dict[str, list[tuple[object, ...]]]:
    reader = corpus.reader()
    rows = {table: reader.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}
    facts = reader.facts()
    rows["facts"] = [tuple(column.tolist()) for column in (facts.turn, facts.speaker, facts.tokens)]
    return rows


def problems(corpus: Corpus) -> tuple[str, ...]:
    return drain(check_corpus(corpus, CancelToken())).problems


def removed(corpus: Corpus, transcript: int) -> int:
    with corpus.writer("test") as writer:
        return writer.remove(TranscriptId(transcript))


def test_what_is_put_back_is_what_was_removed_with_its_ids(corpus: Corpus) -> None:
    before = everything(corpus)
    assert problems(corpus) == ()
    number = removed(corpus, 2)
    assert problems(corpus) == ()
    assert matching(corpus, "bye") == []
    assert len(content(corpus)) == 2
    with corpus.writer("test") as writer:
        assert writer.restore(number) == 2
    assert problems(corpus) == ()
    assert everything(corpus) == before
    assert matching(corpus, "bye") == [5]


@pytest.mark.parametrize("first", [1, 2])
def test_ids_that_others_took_meanwhile_are_left_to_them(corpus: Corpus, first: int) -> None:
    before = content(corpus)
    number = removed(corpus, first)
    other = removed(corpus, 3 - first)
    add(corpus, [turn("new", "D"), turn("newer", "B"), turn("newest", "E")], name="c.txt")
    new = content(corpus)
    for back in (number, other):
        with corpus.writer("test") as writer:
            writer.restore(back)
        assert problems(corpus) == ()
    assert content(corpus) == before + new
    assert corpus.reader().rows("SELECT count(*) FROM repair WHERE twin > 0 OR turn_id = 0") in (
        [(0,)],
        [(1,)],
    )


def test_replies_and_choices_move_with_their_turns(corpus: Corpus) -> None:
    number = removed(corpus, 2)
    add(corpus, [turn("new"), turn("newer")], name="c.txt")
    with corpus.writer("test") as writer:
        moved = writer.restore(number)
    rows = corpus.reader().rows(
        "SELECT turn.id - parent.id, choice.place, parent.text FROM turn JOIN turn AS parent"
        " ON parent.id = turn.parent_id JOIN conversation ON conversation.id = turn.conversation_id"
        " JOIN choice ON choice.turn_id = turn.id WHERE transcript_id = ?", (moved,),
    )  # fmt: skip
    assert rows == [(1, 0, "hello 😀")]


def test_a_name_that_was_imported_again_is_not_put_back_over_it(corpus: Corpus) -> None:
    number = removed(corpus, 2)
    add(corpus, [turn("again")], name="b.txt")
    before = everything(corpus)
    with corpus.writer("test") as writer, pytest.raises(CorpusError, match=r"b\.txt was imported again"):
        writer.restore(number)
    assert everything(corpus) == before


def test_what_is_forgotten_cannot_be_put_back(corpus: Corpus) -> None:
    number = removed(corpus, 2)
    with corpus.writer("test") as writer:
        (kept,) = trash.listed(writer.connection.execute)
        assert (kept.id, kept.name, kept.turns) == (number, "b.txt", 3)
        assert writer.forget_removed() == 1
        assert trash.listed(writer.connection.execute) == []
        assert writer.connection.execute("SELECT count(*) FROM removed_part").fetchone() == (0,)
        with pytest.raises(CorpusError, match="no such removed transcript"):
            writer.restore(number)
    assert problems(corpus) == ()


def test_an_unfinished_import_goes_on_after_it_was_put_back(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "c.parlance")
    with corpus.writer("test") as writer:
        writer.session(spec("half.txt")).write([turn("one", key="1"), turn("two", parent="3")])
        writer.restore(writer.remove(TranscriptId(1)))
        session = writer.session(spec("half.txt", continues=TranscriptId(1)))
        assert session.turns_done == 2
        session.finish([turn("three", key="3")])
    assert problems(corpus) == ()
    assert corpus.reader().rows("SELECT parent_id FROM turn WHERE id = 2") == [(3,)]
    corpus.close()


def test_rows_of_tables_nobody_here_knows_go_and_come_back(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        connection = writer.connection
        connection.execute("CREATE TABLE later(id INTEGER PRIMARY KEY, turn_id INTEGER, data BLOB)")
        connection.execute("INSERT INTO later VALUES (1, 1, x'00ff'), (2, 5, x'ff00')")
        number = writer.remove(TranscriptId(2))
        assert connection.execute("SELECT id FROM later").fetchall() == [(1,)]
        writer.restore(number)
        assert connection.execute("SELECT * FROM later").fetchall() == [(1, 1, b"\0\xff"), (2, 5, b"\xff\0")]


def test_m010_removed_makes_the_places_for_what_is_kept(corpus: Corpus) -> None:
    with sqlite3.connect(corpus.path) as connection:
        prepare(connection)
        assert connection.execute("SELECT count(*) FROM removed JOIN removed_part").fetchone() == (0,)
    connection.close()


def test_stretches_and_moved_numbers() -> None:
    assert runs([1, 2, 5, 6, 9]) == [(1, 2), (5, 6), (9, 9)]
    assert [Numbers([(1, 2), (5, 6)], 10).of(number) for number in (0, 1, 3, 6, 7)] == [0, 11, 3, 16, 7]
