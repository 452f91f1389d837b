"""Words with classes, and how willingly a word of one class follows one of another."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.paths import resource
from app.repair.lexicon import STEP, ZERO, Lexicon

FIRST_PAIR = 0x100
"""The character that stands for the first pair of classes."""

TWENTIETHS = 20
"""How a table writes the worth of two classes: in so many parts of log10."""

BOUNDARY, SPACE, UNCERTAIN = 0, -2, -1
"""The end of a clause; a space, which is half of that; a neighbour nothing is known about."""


class Reading(NamedTuple):
    """A word as one class: its class to the left, its class to the right, log10 P(word, class)."""

    left: int
    right: int
    log_p: float


class Classes(Lexicon):
    """A word list whose words have classes on both sides, and the worth of every two neighbours."""

    def __init__(self, name: str, words: Path, table: Path) -> None:
        super().__init__(name, words)
        data = zlib.decompress(table.read_bytes())
        rights, lefts, pairs = struct.unpack("<3H", data[:6])
        self._pairs = list(struct.iter_unpack("<2B", data[6 : 6 + 2 * pairs]))
        values = [(code - 256 if code > 127 else code) / TWENTIETHS for code in range(256)]
        cells = data[6 + 2 * pairs :]
        self.worth = [
            [values[code] for code in cells[row * lefts : (row + 1) * lefts]] for row in range(rights)
        ]
        self.worth.append([value / 2 for value in self.worth[BOUNDARY]])
        self.worth.append([0.0] * lefts)
        """By right class (BOUNDARY, SPACE, UNCERTAIN too) log10 of how much likelier each left class is
        after it than anywhere."""
        self.readings = _Readings(self._read)
        """The readings of a word, () when it is not in the list."""
        self.other = self._pairs[0]
        """The classes of a word that is not in the list."""

    def _read(self, word: str) -> tuple[Reading, ...]:
        line = self.line(word)
        if line is None or line[len(word)] != " ":
            return ()
        log_p = (ZERO - ord(line[len(word) + 1])) * STEP
        marks = line[len(word) + 2 :]
        return tuple(
            Reading(left, right, log_p + (ZERO - ord(share)) * STEP)
            for pair, share in zip(marks[::2], marks[1::2], strict=True)
            for left, right in (self._pairs[ord(pair) - FIRST_PAIR],)
        )


class _Readings(dict[str, tuple[Reading, ...]]):
    """Fills itself; the words of the list bound it."""

    def __init__(self, read: Callable[[str], tuple[Reading, ...]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, word: str) -> tuple[Reading, ...]:
        found = self[word] = self._read(word)
        return found


@cache
def classes(name: str) -> Classes | None:
    """A shipped list with classes, read on first need; None when there is none of that name."""
    words, table = resource("models", f"words-{name}.xz"), resource("models", f"classes-{name}.zz")
    return Classes(name, words, table) if words.is_file() and table.is_file() else None
