"""Every n-gram of a trigram model in KenLM's quantized trie with compressed pointers.

KenLM can look an n-gram up but not list them. The layout is that of its lm/trie.cc, lm/bhiksha.cc and
lm/quantize.cc (Heafield, "KenLM: Faster and Smaller Language Model Queries", WMT 2011): unigrams, then for
every last word the words before it, packed to the bit, then the words before those.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_COUNTS, _VOCABULARY = 108, 136
"""Where a file keeps its three counts, and where its table of words begins."""


def _width(most: int) -> int:
    return int(most).bit_length()


def _bits(data: npt.NDArray[np.uint8], positions: Ints, width: int) -> Ints:
    """The numbers of ``width`` bits that begin at these bits."""
    at, shift = positions >> 3, (positions & 7).astype(np.uint64)
    found = np.zeros(len(positions), np.uint64)
    for byte in range(8):
        found |= data[at + byte].astype(np.uint64) << np.uint64(8 * byte)
    return ((found >> shift) & np.uint64((1 << width) - 1)).astype(np.int64)


def _left_out(entries: int, most: int, limit: int) -> int:
    """How many leading bits of a pointer stand in a table of their own: what makes the whole smallest."""
    width = _width(most)
    return min(range(min(width, limit) + 1), key=lambda n: ((most >> (width - n)) * 64 - entries * n, n))


def ngrams(path: Path) -> tuple[list[str], Ints, Ints]:
    """The words of a model, its bigrams and its trigrams as rows of word numbers, in reading order."""
    raw = path.read_bytes()
    data = np.frombuffer(raw + bytes(64), np.uint8)
    one, two, three = struct.unpack_from("<3Q", raw, _COUNTS)
    at = _VOCABULARY + 8 + 8 * one
    probability, backoff = raw[at + 1], raw[at + 2]
    at += 8 + 4 * ((2 << probability) + (1 << backoff))
    unigrams = np.frombuffer(raw, np.dtype([("weights", "<f4", 2), ("next", "<u8")]), one + 1, at)
    at += 16 * (one + 2)

    word = _width(one)
    aligned = (at + 7) // 8 * 8
    chopped = _left_out(two + 1, three, raw[aligned + 1])
    inline = _width(three) - chopped
    blocks = (three >> inline) + 1
    starts = np.frombuffer(raw, "<u8", blocks, aligned + 8).astype(np.int64)
    at += 8 * (1 + blocks) + 7
    row = word + probability + backoff + inline
    entry = np.arange(two + 1, dtype=np.int64)
    middle = _bits(data, at * 8 + entry * row, word)
    pointer = _bits(data, at * 8 + entry * row + word + probability + backoff, inline)
    pointer |= (np.searchsorted(starts, entry, side="right") - 1) << inline
    at += ((1 + two) * row + 7) // 8 + 8
    first = _bits(data, at * 8 + np.arange(three, dtype=np.int64) * (word + probability), word)

    last = np.searchsorted(unigrams["next"].astype(np.int64), entry[:two], side="right") - 1
    parent = np.searchsorted(pointer, np.arange(three), side="right") - 1
    bigrams = np.stack([middle[:two], last], axis=1)
    trigrams = np.stack([first, middle[parent], last[parent]], axis=1)
    words = raw[raw.rindex(b"<unk>\0") :].decode("utf-8").split("\0")[:-1]
    return words, bigrams, trigrams
