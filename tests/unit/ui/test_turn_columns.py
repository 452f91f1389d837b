"""The shape of a conversation is the same by one pass over the table and by the index."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from app.errors import CorpusError
from app.store.corpus import Corpus
from app.store.reader import Reader
from app.ui.panels import turn_columns
from app.ui.panels.turn_columns import TurnColumns, read_columns
from tests.helpers.small_corpus import Said, Talk, make_corpus

TIMES = ("2024-05-17T08:03:00", "2024-05-17T23:59:59+02:00", None, "2024-05-18T00:00:00Z", "2024-05-18")


def read_both(corpus: Corpus) -> tuple[TurnColumns | None, TurnColumns]:
    reader = corpus.reader()
    conversation = reader.conversations()[0]
    return turn_columns._in_one_pass(reader, conversation, None), turn_columns._in_order(reader, conversation)


def talk(times: tuple[str | None, ...] = (None, None, None)) -> Talk:
    return Talk([Said("AB"[n % 2], "text " * n, f"k{n}", f"k{n // 2}" if n else None, time=time)
                 for n, time in enumerate(times)])  # fmt: skip


@pytest.mark.parametrize("times", [(None, None, None), ("2024-05-17T08:03:00", None, "2024-05-18T08:03:00")])
def test_both_ways_agree(tmp_path: Path, times: tuple[str | None, ...]) -> None:
    with closing(make_corpus(tmp_path / "a.parlance", {"x": [talk(times), talk()]})) as corpus:
        fast, slow = read_both(corpus)
        assert fast is not None
        for name in ("ids", "parents", "speakers", "sizes", "repaired", "moments", "days"):
            one, other = getattr(fast, name), getattr(slow, name)
            assert (one is None) == (other is None), name
            if one is not None:
                np.testing.assert_array_equal(one, other, err_msg=name)


def test_offsets_of_times_leave_the_days_as_they_are_written(tmp_path: Path) -> None:
    with closing(make_corpus(tmp_path / "a.parlance", {"x": [talk(TIMES)]})) as corpus:
        fast, slow = read_both(corpus)
        assert fast is not None
        assert fast.days is not None
        assert slow.days is not None
        assert fast.days.tolist() == slow.days.tolist()
        assert np.diff(fast.days).tolist()[-1:] == [0]


@pytest.mark.parametrize("time", ["no time", "2024-05-17T08:03:00\x1fx", "17.5.2024"])
def test_a_time_that_is_none_is_left_to_the_slow_way(tmp_path: Path, time: str) -> None:
    with closing(make_corpus(tmp_path / "a.parlance", {"x": [talk((time, None))]})) as corpus:
        fast, slow = read_both(corpus)
        assert fast is None
        reader = corpus.reader()
        columns = read_columns(reader, reader.conversations()[0])
        assert columns.ids.tolist() == slow.ids.tolist()


def test_turns_that_lie_elsewhere_are_found_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "a.parlance"
    make_corpus(path, {"x": [talk(), talk()]}).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE turn SET position = 10 - position WHERE conversation_id = 1")
    with closing(Corpus.open(path)) as corpus:
        fast, slow = read_both(corpus)
        assert fast is None
        assert slow.ids.tolist() == sorted(slow.ids.tolist(), reverse=True)


@pytest.mark.parametrize("times", [(None,) * 9, (*(None,) * 5, "2024-05-17T08:03:00", *(None,) * 3)])
def test_pieces_that_two_threads_share_come_together_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: tuple[str | None, ...]
) -> None:
    with closing(make_corpus(tmp_path / "a.parlance", {"x": [talk(times)]})) as corpus:
        whole, _slow = read_both(corpus)
        assert whole is not None
        monkeypatch.setattr(turn_columns, "_PIECE", 2)
        reader = corpus.reader()
        shared = read_columns(reader, reader.conversations()[0], corpus.another_reader)
        for name in TurnColumns.__slots__:
            np.testing.assert_array_equal(getattr(shared, name), getattr(whole, name), err_msg=name)


def test_what_fails_in_the_second_thread_is_heard_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn_columns, "_PIECE", 1)
    begun = threading.Event()

    class Slow:
        """Leaves the next piece to the other thread."""

        def __init__(self, reader: Reader) -> None:
            self._reader = reader

        def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
            if "BETWEEN" in sql:
                begun.wait(10)
            return self._reader.rows(sql, parameters)

    @contextmanager
    def broken() -> Iterator[Reader]:
        begun.set()
        raise CorpusError("gone")
        yield

    with closing(make_corpus(tmp_path / "a.parlance", {"x": [talk((None,) * 9)]})) as corpus:
        reader = corpus.reader()
        with pytest.raises(CorpusError):
            read_columns(cast("Reader", Slow(reader)), reader.conversations()[0], broken)


def test_pieces_behind_one_that_cannot_be_read_at_once_are_left_alone() -> None:
    read: list[int] = []

    def piece(_reader: Reader, begin: int) -> int | None:
        read.append(begin)
        return None if begin == 2 else begin

    assert turn_columns._shared(piece, range(9), cast("Reader", None), None) is None
    assert read == [0, 1, 2]
