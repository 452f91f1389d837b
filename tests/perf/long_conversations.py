"""Corpora with one very long conversation each, written straight into the tables: to open, not to search."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

from app.store.corpus import Corpus

Shape = Literal["line", "deep", "wide"]
"""Nobody replies; chains of a thousand with forks in them; thousands of replies to one turn."""

_CHAIN = 1000
_SENTENCES = (
    "It depends on what you mean by soon. ",
    "周末我们可以一起去爬山吗？ ",
    "Could you send me the second version again, with the figures? ",
    "👍🏽 ",
    "`make test` fails with exit status 2, see https://example.org/log?id=7 for all of it. ",
    "Не знаю, посмотрим. ",
)
_START = 1_700_000_000


def write(path: Path, turns: int, shape: Shape = "line") -> Path:
    """A corpus with one conversation of ``turns`` turns by five people; equal arguments, equal texts."""
    Corpus.create(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO transcript(id, name, root, path, digest, complete, turns_done, format, imported_at,"
            " conversation_count, turn_count, repaired_count)"
            " VALUES (1, 'long.txt', '', '', ?, 1, ?, 'labelled', '2026-01-01T00:00:00', 1, ?, 0)",
            ["0" * 64, turns, turns],
        )
        connection.execute(
            "INSERT INTO conversation(id, transcript_id, key, title, turn_count, repaired_count, threaded)"
            " VALUES (1, 1, '1', 'A very long conversation', ?, 0, ?)",
            [turns, shape != "line"],
        )
        connection.executemany(
            "INSERT INTO speaker(id, name, turn_count) VALUES (?, ?, 0)",
            [(number, f"Speaker {number}") for number in range(1, 6)],
        )
        connection.executemany(
            "INSERT INTO turn(id, conversation_id, position, parent_id, speaker_id, time, text)"
            " VALUES (?, 1, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%S', ?, 'unixepoch'), ?)",
            _rows(turns, shape),
        )
    return path


def _rows(turns: int, shape: Shape) -> Iterator[tuple[int, int, int | None, int, int, str]]:
    chance = random.Random(turns)
    for number in range(1, turns + 1):
        words = "".join(chance.choices(_SENTENCES, k=chance.randint(1, 12)))
        yield (
            number,
            number,
            _parent(number, shape, chance),
            chance.randint(1, 5),
            _START + number * 40,
            words,
        )


def _parent(number: int, shape: Shape, chance: random.Random) -> int | None:
    if shape == "line" or number % _CHAIN == 1:
        return None
    if shape == "wide":
        return number - (number - 1) % _CHAIN
    return max(1, number - chance.choice((1, 1, 1, 1, 1, 2)))
