"""Save As: a checked copy, or nothing at all."""

from pathlib import Path

import pytest

from app.errors import CorpusError
from app.store.corpus import Corpus
from app.store.save_as import save_as


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "a.parlance"
    Corpus.create(path).close()
    return path


def test_the_copy_opens_and_nothing_else_is_left(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    copy = save_as(corpus, folder / "b.parlance")
    opened = Corpus.open(copy)
    assert opened.reader().counts().turns == 0
    opened.close()
    assert {path.name for path in folder.iterdir()} <= {"b.parlance", "b.parlance-wal", "b.parlance-shm"}


def test_a_corpus_is_not_copied_onto_itself(corpus: Path) -> None:
    before = corpus.read_bytes()
    with pytest.raises(CorpusError, match="itself"):
        save_as(corpus, corpus)
    assert corpus.read_bytes() == before


def test_a_copy_that_cannot_be_made_leaves_the_target_as_it_was(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        save_as(corpus, tmp_path / "no such folder" / "b.parlance")
    damaged = tmp_path / "damaged.parlance"
    damaged.write_bytes(corpus.read_bytes()[:5000])
    target = tmp_path / "old.parlance"
    target.write_bytes(b"keep me")
    with pytest.raises(CorpusError):
        save_as(damaged, target)
    assert target.read_bytes() == b"keep me"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
