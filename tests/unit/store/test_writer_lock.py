"""One writer at a time; a second one waits, then says who is writing."""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import CorpusBusyError, CorpusError
from app.model.corpus import Change
from app.store import lock
from app.store.corpus import Corpus
from tests.helpers.corpora import add, corpus_of, spec, turn


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    corpus = corpus_of(tmp_path / "c.parlance", turn("hello"))
    yield corpus
    corpus.close()


def put_lock(corpus: Corpus, *, pid: int, host: str, heartbeat: float) -> None:
    with corpus.writer("test") as writer:
        writer.connection.execute(
            "UPDATE writer_lock SET token = 'other', holder = 'parlance import', pid = ?, host = ?,"
            " heartbeat = ?",
            (pid, host, heartbeat),
        )


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_second_writer_is_told_who_holds_the_corpus(corpus: Corpus) -> None:
    second = Corpus.open(corpus.path)
    with corpus.writer("the window"), pytest.raises(CorpusBusyError) as caught, second.writer("x", wait=0.2):
        pass
    second.close()
    message = str(caught.value)
    assert "the window" in message
    assert f"process {os.getpid()}" in message
    assert time.strftime("%Y-%m-%d") in message


def test_a_second_writer_waits_for_the_first(corpus: Corpus) -> None:
    entered = threading.Event()

    def first() -> None:
        with corpus.writer("first"):
            entered.set()
            time.sleep(0.3)

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait()
    with corpus.writer("second", wait=5) as writer:
        assert lock.read_lock(writer.connection).holder == "second"  # type: ignore[union-attr]
    thread.join()


def test_the_lock_is_given_back(corpus: Corpus) -> None:
    with pytest.raises(ZeroDivisionError), corpus.writer("first"):
        raise ZeroDivisionError
    assert corpus.reader().rows("SELECT * FROM writer_lock") == []


def test_the_lock_of_a_dead_process_is_taken_over(corpus: Corpus) -> None:
    put_lock(corpus, pid=dead_pid(), host=socket.gethostname(), heartbeat=time.time())
    with corpus.writer("heir", wait=0):
        pass


def test_the_lock_of_a_living_process_elsewhere_holds_until_it_falls_silent(corpus: Corpus) -> None:
    put_lock(corpus, pid=1, host="another-computer", heartbeat=time.time())
    with pytest.raises(CorpusBusyError, match="another-computer"), corpus.writer("x", wait=0):
        pass
    connection = sqlite3.connect(corpus.path)
    connection.execute("UPDATE writer_lock SET heartbeat = heartbeat - ?", (lock.STALE_SECONDS + 1,))
    connection.commit()
    connection.close()
    with corpus.writer("heir", wait=0):
        pass


def test_a_writer_that_lost_its_lock_writes_nothing_more(corpus: Corpus) -> None:
    other = Corpus.open(corpus.path)
    with corpus.writer("sleeper") as writer:
        session = writer.session(spec("b.txt"))
        session.write([turn("one")])
        writer.connection.execute("UPDATE writer_lock SET heartbeat = 0")
        with other.writer("the heir", wait=0), pytest.raises(CorpusBusyError, match="the heir"):
            session.write([turn("two")])
    assert [found.turn_count for found in other.reader().transcripts()] == [1, 1]
    other.close()


def test_sqlites_own_lock_is_respected_too(corpus: Corpus) -> None:
    outside = sqlite3.connect(corpus.path, isolation_level=None)
    outside.execute("BEGIN IMMEDIATE")
    with pytest.raises(CorpusBusyError, match="another program"), corpus.writer("x", wait=0.2):
        pass
    outside.execute("ROLLBACK")
    outside.close()
    with corpus.writer("x", wait=0.2):
        pass


def test_a_commit_is_seen_by_others_and_announced_to_listeners(corpus: Corpus) -> None:
    heard: list[frozenset[Change]] = []
    end = corpus.subscribe(heard.append)
    outside = Corpus.open(corpus.path)
    before = outside.data_version()
    assert outside.data_version() == before
    add(corpus, [turn("new")], name="b.txt")
    assert outside.data_version() > before
    assert Change.TURNS in frozenset().union(*heard)
    end()
    heard.clear()
    add(corpus, [turn("new")], name="c.txt")
    assert heard == []
    outside.close()


def test_readers_of_other_threads_are_closed_with_the_corpus(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "c.parlance", turn("hello"))
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(corpus.reader().counts().turns)) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    reader = corpus.reader()
    assert reader is corpus.reader()
    corpus.close()
    assert seen == [1, 1, 1]
    with pytest.raises(sqlite3.ProgrammingError):
        reader.counts()
    (tmp_path / "c.parlance").rename(tmp_path / "moved.parlance")
    assert [path.name for path in tmp_path.iterdir()] == ["moved.parlance"]


def test_readers_cannot_write(corpus: Corpus) -> None:
    with pytest.raises(CorpusError, match="read-only"):
        corpus.reader().rows("DELETE FROM turn")


def test_a_full_disk_keeps_what_was_committed(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        session = writer.session(spec("big.txt"))
        session.write([turn("one")])
        (pages,) = writer.connection.execute("PRAGMA page_count").fetchone()
        writer.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CorpusError, match="disk is full"):
            session.write([turn("two " * 10_000)])
    (big,) = (found for found in corpus.reader().transcripts() if found.name == "big.txt")
    assert (big.turn_count, big.complete) == (1, False)
    with corpus.writer("test") as writer:
        session = writer.session(spec("big.txt", continues=big.id))
        assert session.turns_done == 1
        session.write([turn("two " * 10_000)])
        session.finish()
    assert corpus.reader().counts().turns == 3
