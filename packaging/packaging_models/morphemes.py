"""Words with their classes, and how willingly classes follow each other: wordfreq and a MeCab dictionary.

The dictionary's costs are weights of a conditional model. They become probabilities by iterative scaling
(Sinkhorn): the joint distribution of neighbouring classes that has their frequencies as margins and the
dictionary's preferences inside. Contexts with like preferences are then merged into at most CLASSES.
"""

from __future__ import annotations

import struct
import zlib
from collections import defaultdict
from math import log10
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from packaging_models.letters import write_lines
from packaging_models.mecab import Dictionary, Entry

ZERO = 0x50  # the character for a frequency of 1; every following one is a tenth of log10 less
FIRST_PAIR = 0x100
CLASSES = 160

# wordfreq leaves signs and single digits out; these are rough shares of words of ours.
SIGNS = {
    "、": 0.04, "。": 0.045, "？": 0.008, "！": 0.008, "「": 0.008, "」": 0.008, "・": 0.003, "（": 0.002,
    "）": 0.002, "『": 0.0008, "』": 0.0008, "【": 0.0004, "】": 0.0004, "～": 0.001, "〜": 0.001,
    "：": 0.001, "；": 0.0001, "《": 0.0001, "》": 0.0001, "〈": 0.0001, "〉": 0.0001, "　": 0.001,
    **dict.fromkeys("0123456789", 0.002), **dict.fromkeys("０１２３４５６７８９", 0.0004),
}  # fmt: skip
LEAST_SHARE, MOST_READINGS = 0.02, 4
BOUNDARY_SHARE = 0.12  # of all neighbours one is the end of a clause

_Floats = NDArray[np.float64]


def _wide(word: str) -> str:
    """A single digit in the width that dictionaries have it in."""
    return chr(ord(word) + 0xFEE0) if word.isascii() and word.isdigit() and len(word) == 1 else word


def _readings(dictionary: Dictionary, word: str, unknown: Entry, factor: float) -> list[tuple[Entry, float]]:
    """The readings of a word with the share of each."""
    entries = dictionary.find(word) or dictionary.find(_wide(word)) or [unknown]
    best = min(entry.cost for entry in entries)
    weights = [float(np.exp((best - entry.cost) / factor)) for entry in entries]
    total = sum(weights)
    return [(entry, weight / total) for entry, weight in zip(entries, weights, strict=True)]


def _scaled(costs: NDArray[np.int16], left: _Floats, right: _Floats, factor: float) -> _Floats:
    """The joint distribution of (right context of a word, left context of the next)."""
    kernel = np.exp(-costs.astype(np.float64) / factor)
    columns = np.ones(len(left))
    for _ in range(60):
        rows = right / (kernel @ columns)
        columns = left / (kernel.T @ rows)
    joint: _Floats = rows[:, None] * kernel * columns[None, :]
    return joint


def _clusters(features: _Floats, weights: _Floats, most: int) -> NDArray[np.int64]:
    """k-means, started from the heaviest rows; row 0 stays alone."""
    order = np.argsort(-weights)
    centres = features[order[:most]].copy()
    scale = (features**2).sum(axis=1)
    nearest = np.zeros(len(features), dtype=np.int64)
    for _ in range(25):
        distance = scale[:, None] - 2 * features @ centres.T + (centres**2).sum(axis=1)[None, :]
        nearest = distance.argmin(axis=1)
        for number in range(len(centres)):
            mine = nearest == number
            if weights[mine].sum() > 0:
                centres[number] = np.average(features[mine], axis=0, weights=weights[mine])
    nearest += 1
    nearest[0] = 0
    return nearest


def _merged(
    joint: _Floats, left: _Floats, right: _Floats
) -> tuple[NDArray[np.int64], NDArray[np.int64], _Floats]:
    """Class of each right and of each left context, and log10 of P(classes together) / P(each alone)."""
    worth = np.clip(np.log10(joint / (right[:, None] * left[None, :]) + 1e-9), -5, 3)
    rights = _clusters(worth * np.sqrt(left)[None, :], right, CLASSES)
    lefts = _clusters(worth.T * np.sqrt(right)[None, :], left, CLASSES)
    table: _Floats = np.zeros((rights.max() + 1, lefts.max() + 1))
    np.add.at(table, (rights[:, None], lefts[None, :]), joint)
    margins = table.sum(axis=1)[:, None] * table.sum(axis=0)[None, :]
    return rights, lefts, np.log10(np.maximum(table, 1e-12) / np.maximum(margins, 1e-12))


def write(
    folder: Path, name: str, words: dict[str, float], dictionary: Dictionary, unknown: Entry, factor: float
) -> None:  # fmt: skip
    """Write words-NAME.xz (word, frequency, then pairs of classes and share) and classes-NAME.zz."""
    words = words | {sign: share for sign, share in SIGNS.items() if dictionary.find(_wide(sign))}
    read = {word: _readings(dictionary, word, unknown, factor) for word in sorted(words)}
    rows, columns = dictionary.connections.shape
    left, right = np.full(columns, 1e-9), np.full(rows, 1e-9)
    for word, readings in read.items():
        for entry, share in readings:
            left[entry.left] += words[word] * share
            right[entry.right] += words[word] * share
    share = BOUNDARY_SHARE * left.sum()
    left[0] = right[0] = share
    left, right = left / left.sum(), right / right.sum()
    joint = _scaled(dictionary.connections, left, right, factor)
    rights, lefts, worth = _merged(joint, left, right)
    pairs = {(int(lefts[unknown.left]), int(rights[unknown.right])): 0}  # the first one is of unknown words
    lines = [_line(word, words[word], readings, lefts, rights, pairs) for word, readings in read.items()]
    write_lines(folder / f"words-{name}.xz", lines)
    data = struct.pack("<3H", *worth.shape, len(pairs))
    data += b"".join(struct.pack("<2B", *pair) for pair in pairs)
    data += np.clip(np.round(worth * 20), -127, 127).astype(np.int8).tobytes()
    (folder / f"classes-{name}.zz").write_bytes(zlib.compress(data, 9))


def _line(
    word: str, frequency: float, readings: list[tuple[Entry, float]], lefts: NDArray[Any],
    rights: NDArray[Any], pairs: dict[tuple[int, int], int],
) -> str:  # fmt: skip
    shares: dict[tuple[int, int], float] = defaultdict(float)
    for entry, share in readings:
        shares[(int(lefts[entry.left]), int(rights[entry.right]))] += share
    kept = sorted(shares.items(), key=lambda item: -item[1])[:MOST_READINGS]
    marks = "".join(
        chr(FIRST_PAIR + pairs.setdefault(pair, len(pairs))) + chr(ZERO + round(-10 * log10(share)))
        for pair, share in kept
        if share >= LEAST_SHARE
    )
    return f"{word} {chr(ZERO + min(100, round(-10 * log10(frequency))))}{marks}"
