"""Counts of turns, packed and unpacked."""

import sqlite3
import zlib
from pathlib import Path

import numpy as np
import pytest

from app.model.progress import Cancelled, CancelToken
from app.store import fact_blocks
from app.store.connections import plain_words
from app.store.index_check import index_problems
from tests.helpers.corpora import corpus_of, turn


def test_blocks_hold_any_number_and_older_blocks_are_read() -> None:
    values = np.array([[0, 1, 255, 256, 65_536, 2**31 - 1]] * len(fact_blocks.COLUMNS), dtype="<i4")
    assert np.array_equal(fact_blocks._unpacked(fact_blocks._packed(values), 6), values)
    assert np.array_equal(fact_blocks._unpacked(zlib.compress(values.tobytes(), 1), 6), values)


def test_comparing_the_index_can_be_cancelled(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "c.parlance", *(turn(f"你好 {number} word") for number in range(3_000)))
    token = CancelToken()
    with corpus.writer("test") as writer:
        assert index_problems(writer.connection, token) == []
        token.cancel()
        with pytest.raises(Cancelled), plain_words(corpus.path):
            index_problems(writer.connection, token)
        assert isinstance(writer.connection, sqlite3.Connection)
        assert index_problems(writer.connection, CancelToken()) == []
    corpus.close()
