"""`check` finds damage of every kind and calls a sound corpus sound."""

import sqlite3
from pathlib import Path

import pytest

from app.ingest.drain import drain
from app.model.progress import CancelToken
from app.store.check import CheckReport, check_corpus
from app.store.connections import prepare
from app.store.corpus import Corpus
from app.store.schema import PAGE_SIZE
from tests.helpers.corpora import add, corpus_of, repaired, spec, turn


def checked(path: Path) -> CheckReport:
    corpus = Corpus.open(path)
    try:
        return drain(check_corpus(corpus, CancelToken()))
    finally:
        corpus.close()


def sound_corpus(path: Path) -> None:
    corpus = corpus_of(path)
    add(
        corpus,
        [
            turn("你好 😀", key="1"), turn("hello", "B", parent="1"), turn(repaired("Ã©", "é"), "B", "2"),
        ],
    )  # fmt: skip
    corpus.close()


def test_a_sound_corpus_is_sound(tmp_path: Path) -> None:
    sound_corpus(tmp_path / "c.parlance")
    assert checked(tmp_path / "c.parlance") == CheckReport(3, (), ())


def test_an_interrupted_import_is_no_damage(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "c.parlance")
    with corpus.writer("test") as writer:
        writer.session(spec("half.txt")).write([turn("one", parent="later")])
    corpus.close()
    assert checked(tmp_path / "c.parlance") == CheckReport(1, (), ("half.txt",))


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE turn SET text = 'changed' WHERE id = 1", "full-text index does not match"),
        ("DELETE FROM turn_fts WHERE rowid = 1", "full-text index does not match"),
        ("UPDATE turn SET repaired = 'lost' WHERE id = 3", "full-text index does not match"),
        ("DELETE FROM word", "words of the index are not in the vocabulary"),
        ("DELETE FROM conversation WHERE id = 2", "turns without a conversation"),
        ("DELETE FROM speaker WHERE id = 1", "turns without a speaker"),
        ("DELETE FROM transcript", "conversations without a transcript"),
        ("DELETE FROM fact_block", "turns without counts"),
        ("UPDATE fact_block SET first_turn = 2", "counts of turns that do not exist"),
        ("UPDATE fact_block SET first_turn = 2", "turns with wrong counts"),
        ("UPDATE turn_emoji SET n = 5", "emoji counts do not match"),
        ("INSERT INTO turn_emoji VALUES ('😀', 77, 1)", "emoji of turns that do not exist"),
        ("DELETE FROM repair", "repaired turns without their original"),
        ("UPDATE repair SET original = 'x'", "repairs that do not lead"),
        ("UPDATE repair SET undone = 1", "repairs that do not lead"),
        ("UPDATE turn SET parent_id = 3 WHERE id = 2", "parent is not in their conversation"),
        ("UPDATE conversation SET turn_count = 5 WHERE id = 1", "wrong number of turns"),
        ("UPDATE transcript SET turn_count = 5", "transcripts with wrong counts"),
        ("UPDATE speaker SET turn_count = 5 WHERE id = 1", "speakers with a wrong number"),
        ("UPDATE turn SET position = 7 WHERE id = 2", "not numbered from 1"),
        (
            "INSERT INTO repair(turn_id, original, plan, undone) VALUES (88, 'x', '[]', 0)",
            "repairs of turns that do not exist",
        ),
        ("INSERT INTO choice VALUES (88, 0)", "choices about repairs that do not exist"),
        ("INSERT INTO twin VALUES (1, 88, 'near')", "twins of conversations that do not exist"),
        ("UPDATE repair SET twin = 88", "repairs proved by turns that do not exist"),
    ],
)
def test_each_kind_of_damage_is_named(tmp_path: Path, sql: str, words: str) -> None:
    path = tmp_path / "c.parlance"
    sound_corpus(path)
    connection = prepare(sqlite3.connect(path))
    connection.execute(sql)
    connection.commit()
    connection.close()
    assert any(words in problem for problem in checked(path).problems), checked(path)


def test_pages_that_were_overwritten_are_found(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    corpus = corpus_of(path, *[turn(f"turn {number} " * 40) for number in range(400)])
    (page,) = corpus.reader().rows("SELECT rootpage FROM sqlite_master WHERE name = 'turn_position'")[0]
    corpus.close()
    data = bytearray(path.read_bytes())
    start = (int(str(page)) - 1) * PAGE_SIZE
    data[start : start + PAGE_SIZE] = b"\x0a" * PAGE_SIZE
    path.write_bytes(data)
    assert any("SQLite" in problem for problem in checked(path).problems)
