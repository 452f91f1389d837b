"""The trigram model of the SunPinyin input method, which knows punctuation, as an ARPA file."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Iterator
from math import log10
from pathlib import Path

from app.repair.han import FOREIGN
from packaging_models import arpa

NEVER = -99.0


def _words(dictionary: Path) -> list[str]:
    """The words of the pinyin dictionary by their number; spaces for numbers of no word."""
    data = dictionary.read_bytes()
    (at,) = struct.unpack_from("<I", data, 8)
    return data[at:].decode("utf-32-le", "replace").split("\0")


def _log(probability: str) -> float:
    value = float(probability)
    return log10(value) if value > 0 else NEVER


def write(data: Path, tool: Path, libraries: Path, target: Path) -> None:
    """Write the model below ``data`` as ``target``; ``tool`` is tslminfo, which prints it."""
    printed = subprocess.run(
        [str(tool), "-p", "-v", str(data / "lm_sc.t3g")],
        check=True, capture_output=True, text=True, env={"LD_LIBRARY_PATH": str(libraries)},
    ).stdout  # fmt: skip
    words = _words(data / "pydict_sc.bin")
    orders: list[list[tuple[str, float, float]]] = [[], [], []]
    for order, numbers, weights in _rows(printed):
        row = [words[number].strip() if number else FOREIGN for number in numbers]
        if all(row):
            backoff = _log(weights[1]) if len(weights) > 1 else 0.0
            orders[order - 1].append((" ".join(row), _log(weights[0]), backoff))
    arpa.write(target, orders)


def _rows(printed: str) -> Iterator[tuple[int, list[int], list[str]]]:
    """Order, word numbers and weights of every line; the weights are probability and back-off factor."""
    order = 0
    for line in printed.splitlines():
        if line.startswith("\\"):
            order = int(line[1])
        elif order:
            fields = line.partition("(")[0].split()
            yield order, [int(field) for field in fields[:order]], fields[order:]
