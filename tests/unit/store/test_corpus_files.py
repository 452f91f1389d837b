"""Which files are opened as a corpus, and what is said about the others."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import CorpusError
from app.store import schema
from app.store.corpus import Corpus
from app.store.header import read_header
from tests.helpers.corpora import corpus_of, turn


def folder_state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(path: Path) -> str:
    """Opening must fail and leave no trace."""
    before = folder_state(path.parent)
    with pytest.raises(CorpusError) as caught:
        Corpus.open(path)
    assert folder_state(path.parent) == before
    return str(caught.value)


def set_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()


def test_a_new_corpus_carries_its_marks(tmp_path: Path) -> None:
    corpus_of(tmp_path / "c.parlance").close()
    header = read_header(tmp_path / "c.parlance")
    assert header.application_id.to_bytes(4, "big") == b"PARL"
    assert header.user_version == schema.MAJOR * 1000 + schema.MINOR
    assert [path.name for path in tmp_path.iterdir()] == ["c.parlance"]


def test_a_newer_major_version_is_refused_with_nothing_written(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    corpus_of(path, turn("hello")).close()
    set_version(path, (schema.MAJOR + 1) * 1000)
    message = refused(path)
    assert f"Parlance {schema.MAJOR + 1}" in message
    assert "newer" in message


def test_a_newer_minor_version_is_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    corpus_of(path, turn("hello")).close()
    set_version(path, schema.user_version(schema.MAJOR, schema.MINOR + 7))
    corpus = Corpus.open(path)
    with corpus.writer("test") as writer:
        writer.move(writer.transcripts()[0].id, "/elsewhere", "/elsewhere/a.txt")
    assert corpus.reader().counts().turns == 1
    corpus.close()
    assert read_header(path).user_version == schema.user_version(schema.MAJOR, schema.MINOR + 7)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not an SQLite file"),
        (b"[A]: hello\n" * 100, "not an SQLite file"),
        (b"\x00\xff" * 5000, "not an SQLite file"),
        (b"SQLite format 3\x00short", "not an SQLite file"),
    ],
    ids=["empty", "text", "binary", "cut off"],
)
def test_a_file_that_is_not_sqlite_is_named_as_such(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "c.parlance"
    path.write_bytes(data)
    assert words in refused(path)


def test_an_sqlite_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes(x)")
        connection.commit()
    assert "another program" in refused(path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert "no corpus at" in refused(tmp_path / "none.parlance")
    (tmp_path / "folder").mkdir()
    with pytest.raises(CorpusError, match="is a folder"):
        Corpus.open(tmp_path / "folder")


def test_a_damaged_corpus_says_so(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    corpus_of(path, turn("hello")).close()
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xa5" * (len(data) - 100))
    with pytest.raises(CorpusError, match="damaged"):
        Corpus.open(path)


def test_damage_met_while_reading_says_so(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    corpus_of(path, *[turn("hello " * 50) for _ in range(2_000)]).close()
    data = path.read_bytes()
    half = len(data) // 2 // 4096 * 4096
    path.write_bytes(data[:half] + b"\xa5" * (len(data) - half))
    corpus = Corpus.open(path)
    with pytest.raises(CorpusError, match="damaged"):
        corpus.reader().rows("SELECT text FROM turn UNION ALL SELECT plan FROM repair")
    corpus.close()


def test_create_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    path.write_text("precious")
    with pytest.raises(CorpusError, match="already exists"):
        Corpus.create(path)
    assert path.read_text() == "precious"


def test_create_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="does not exist"):
        Corpus.create(tmp_path / "no" / "c.parlance")


def test_open_or_create_takes_an_empty_file_for_none(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    path.touch()
    Corpus.open_or_create(path).close()
    corpus = Corpus.open_or_create(path)
    assert corpus.reader().counts().turns == 0
    corpus.close()


def test_a_name_with_odd_characters_works(tmp_path: Path) -> None:
    path = tmp_path / "100% #1? 语料 &mode=ro.parlance"
    corpus_of(path, turn("hello")).close()
    corpus = Corpus.open(path)
    assert corpus.reader().counts().turns == 1
    corpus.close()
