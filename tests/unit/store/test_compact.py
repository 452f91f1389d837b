"""Compacting makes the file smaller, forgets what was removed, and changes nothing that can be asked."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from app.errors import CorpusError
from app.ingest.drain import drain
from app.model.ids import TranscriptId
from app.model.progress import CancelToken
from app.store import trash
from app.store.compact import compact
from app.store.corpus import Corpus
from tests.helpers.corpora import content
from tests.helpers.importing import assert_sound, chat, run_import, write


def filled(tmp_path: Path) -> Corpus:
    write(
        tmp_path / "in" / "a.txt", chat(*(f"turn {number} 你好 " + "word " * 30 for number in range(2_000)))
    )
    write(tmp_path / "in" / "b.txt", chat("stays", "here"))
    corpus = Corpus.create(tmp_path / "c.parlance")
    run_import(corpus, tmp_path / "in")
    with corpus.writer("test") as writer:
        writer.remove(TranscriptId(1))
    return corpus


def test_the_file_shrinks_and_the_rest_stays_while_a_reader_is_open(tmp_path: Path) -> None:
    corpus = filled(tmp_path)
    before = content(corpus)
    report = drain(compact(corpus, CancelToken(), "test"))
    assert report.forgotten == 1
    assert report.after < report.before
    assert report.after == corpus.path.stat().st_size
    assert trash.listed(corpus.reader().rows) == []
    assert content(corpus) == before
    assert_sound(corpus)
    again = drain(compact(corpus, CancelToken(), "test"))
    assert again.forgotten == 0
    corpus.close()


def test_without_room_on_the_disk_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = filled(tmp_path)
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - stands for shutil's own
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10, 9, 1))
    with pytest.raises(CorpusError, match="MB are free"):
        drain(compact(corpus, CancelToken(), "test"))
    assert len(trash.listed(corpus.reader().rows)) == 1
    corpus.close()
