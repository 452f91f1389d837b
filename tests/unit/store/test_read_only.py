"""A corpus on a medium that cannot be written opens for reading."""

import sqlite3
from pathlib import Path

import pytest

from app.errors import CorpusError
from app.ingest.drain import drain
from app.model.progress import CancelToken
from app.store.check import check_corpus
from app.store.connections import connect_uri
from app.store.corpus import Corpus
from tests.helpers.corpora import content, corpus_of, matching, turn


def read_only_medium(uri: str) -> sqlite3.Connection:
    """What SQLite does there: no log can be made, so only an immutable file opens."""
    if "immutable=1" in uri:
        return connect_uri(uri)
    raise sqlite3.OperationalError("unable to open database file")


def read_only_file(uri: str) -> sqlite3.Connection:
    """A file without write permission in a folder that has it: SQLite falls back to reading."""
    return connect_uri(uri.replace("mode=rw", "mode=ro"))


@pytest.mark.parametrize("connect", [read_only_medium, read_only_file])
def test_it_is_read_and_searched_but_not_written(tmp_path: Path, connect: object) -> None:
    path = tmp_path / "c.parlance"
    corpus = corpus_of(path, turn("周末 chill"), turn("hello"))
    before = content(corpus)
    corpus.close()
    data = path.read_bytes()
    corpus = Corpus.open(path, connect=connect)  # type: ignore[arg-type]
    assert corpus.read_only
    assert content(corpus) == before
    assert matching(corpus, 'text:"周 末"') == [1]
    assert corpus.reader().facts().tokens.tolist() == [3, 1]
    with pytest.raises(CorpusError, match="can only be read"), corpus.writer("test"):
        pass
    assert drain(check_corpus(corpus, CancelToken())).problems == ()
    corpus.close()
    assert path.read_bytes() == data


def test_an_ordinary_corpus_is_not_read_only(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "c.parlance")
    assert not corpus.read_only
    corpus.close()
