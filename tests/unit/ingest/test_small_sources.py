"""Small sources share a commit; a failure in the middle of one costs no other."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ingest import importer
from app.model.corpus import Change
from app.model.progress import Cancelled, CancelToken, Progress
from app.model.reports import LogEntry
from app.store import import_log
from app.store.corpus import Corpus
from tests.helpers.corpora import content
from tests.helpers.importing import assert_sound, chat, run_import, write


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    corpus = Corpus.create(tmp_path / "c.parlance")
    yield corpus
    corpus.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in "abcde":
        write(tmp_path / "in" / f"{name}.txt", chat(f"{name} one", f"{name} two"))
    return tmp_path / "in"


def test_small_sources_are_committed_together(corpus: Corpus, folder: Path) -> None:
    told: list[frozenset[Change]] = []
    corpus.subscribe(told.append)
    assert run_import(corpus, folder).transcripts == 5
    assert sum(Change.TURNS in changes for changes in told) < 5
    assert_sound(corpus)


def test_a_source_that_fails_while_it_is_stored_takes_no_other_along(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = import_log.add

    def faulty(connection: sqlite3.Connection, entry: LogEntry) -> None:
        if entry.outcome == "imported" and entry.name == "c.txt":
            raise ZeroDivisionError("a bug")
        add(connection, entry)

    monkeypatch.setattr(import_log, "add", faulty)
    report = run_import(corpus, folder)
    assert [(Path(item.path).name, item.reason) for item in report.skipped] == [
        ("c.txt", "internal error: ZeroDivisionError: a bug")
    ]
    assert (report.transcripts, report.turns, report.conversations) == (4, 8, 4)
    assert [row[5] for row in content(corpus)] == [
        f"{name} {word}" for name in "abde" for word in ("one", "two")
    ]
    assert_sound(corpus)


def test_what_was_finished_before_a_cancel_stays(corpus: Corpus, folder: Path) -> None:
    token = CancelToken()

    def stop_at_the_fourth(progress: Progress) -> None:
        if progress.detail == "d.txt":
            token.cancel()

    with pytest.raises(Cancelled):
        run_import(corpus, folder, token=token, on_progress=stop_at_the_fourth)
    assert [row[5] for row in content(corpus)][:6] == [
        f"{name} {word}" for name in "abc" for word in ("one", "two")
    ]
    assert_sound(corpus)
    assert run_import(corpus, folder).unchanged >= 3


def test_nobody_waits_for_a_large_source(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "_SMALL", 0)
    told: list[frozenset[Change]] = []
    corpus.subscribe(told.append)
    run_import(corpus, folder)
    assert sum(Change.TURNS in changes for changes in told) >= 5
