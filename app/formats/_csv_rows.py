"""Rows of a table of text, streamed, with the lines on which they begin; what is broken is told."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final

_LARGEST_CELL: Final = 64 << 20


def read_rows(chunks: Iterable[str], sign: str = ",") -> Iterator[tuple[str, list[str] | str]]:
    """The place of every row, the header among them, with its cells, or with why it cannot be read."""
    csv.field_size_limit(_LARGEST_CELL)
    lines = _Told(whole_lines(chunks))
    reader = csv.reader(lines, delimiter=sign)
    begin = 1
    try:
        for cells in reader:
            if lines.ended:
                lost = reader.line_num - begin + 1
                yield f"line {begin}", f"a quote that is never closed; lines left out: {lost}"
            else:
                yield f"line {begin}", cells
            begin = reader.line_num + 1
    except csv.Error as error:
        yield f"line {begin}", f"not a row, nor is what follows: {error}"


class _Told:
    """Lines, and whether more were asked for than there are: a row is complete before that happens."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.ended = False
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            return line
        self.ended = True
        raise StopIteration


def whole_lines(chunks: Iterable[str]) -> Iterator[str]:
    """Lines with their ends, which belong to the text inside quotes; NULs are none of it."""
    rest = ""
    for number, chunk in enumerate(chunks):
        rest += (chunk.removeprefix("\ufeff") if number == 0 else chunk).replace("\0", "")
        *whole, rest = rest.split("\n")
        yield from (line + "\n" for line in whole)
    if rest:
        yield rest
