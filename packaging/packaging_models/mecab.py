"""Reading compiled MeCab dictionaries (sys.dic and matrix.bin), as IPADIC and mecab-ko-dic are packaged."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

UNIT = np.dtype([("base", "<i4"), ("check", "<u4")])
TOKEN = np.dtype(
    [("left", "<u2"), ("right", "<u2"), ("pos", "<u2"), ("cost", "<i2"), ("feature", "<u4"), ("more", "<u4")]
)


class Entry(NamedTuple):
    """One reading of a word: its context on both sides, and its cost."""

    left: int
    right: int
    cost: int


class Dictionary:
    """Words of a compiled dictionary and the cost of connecting them."""

    def __init__(self, folder: Path) -> None:
        data = (folder / "sys.dic").read_bytes()
        units, tokens = struct.unpack("<2I", data[24:32])
        self._charset = data[40:72].split(b"\0")[0].decode()
        trie = np.frombuffer(data[72 : 72 + units], dtype=UNIT)
        self._base: list[int] = trie["base"].tolist()
        self._check: list[int] = trie["check"].tolist()
        self._tokens = np.frombuffer(data[72 + units : 72 + units + tokens], dtype=TOKEN)
        costs = (folder / "matrix.bin").read_bytes()
        rows, columns = struct.unpack("<2H", costs[:4])
        self.connections: NDArray[np.int16] = np.frombuffer(costs[4:], dtype="<i2").reshape(columns, rows).T
        """Cost by right context of the first word and left context of the second."""

    def words(self) -> Iterator[tuple[str, int]]:
        """All words with the least cost of their readings; the children of a unit are those that check it."""
        children: dict[int, list[int]] = defaultdict(list)
        for unit, parent in enumerate(self._check):
            children[parent].append(unit)
        rows = [(self._base[0], b"")]
        costs = self._tokens["cost"].tolist()
        while rows:
            base, prefix = rows.pop()
            for unit in children.get(base, ()):
                if unit == base and self._base[unit] < 0:
                    value = -self._base[unit] - 1
                    first = value >> 8
                    yield prefix.decode(self._charset), min(costs[first : first + (value & 0xFF)])
                elif unit > base:
                    rows.append((self._base[unit], prefix + bytes([unit - base - 1])))

    def find(self, word: str) -> list[Entry]:
        """All readings of a word, none when the dictionary does not have it (a double array by Darts)."""
        at = self._base[0]
        for byte in word.encode(self._charset, "replace"):
            unit = at + byte + 1
            if unit >= len(self._base) or self._check[unit] != at:
                return []
            at = self._base[unit]
        if self._check[at] != at or self._base[at] >= 0:
            return []
        value = -self._base[at] - 1
        rows = self._tokens[value >> 8 : (value >> 8) + (value & 0xFF)]
        return [Entry(int(row["left"]), int(row["right"]), int(row["cost"])) for row in rows]
