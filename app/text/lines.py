"""Lines out of decoded chunks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_LINE_END = re.compile(r"\r\n|\n|\r")


def iter_lines(chunks: Iterable[str]) -> Iterator[str]:
    """The lines of a text that comes in chunks, without their line ends (LF, CR LF or CR).

    Where chunks are cut does not matter. Memory is bounded by the longest line plus one chunk.
    A final line without a line end is a line; nothing follows a final line end.
    """
    pending: list[str] = []
    carriage = False  # the last chunk ended in CR: an LF at the start of the next belongs to it
    for chunk in chunks:
        text = chunk
        if carriage and text:
            carriage = False
            if text[0] == "\n":
                text = text[1:]
        if not text:
            continue
        carriage = text[-1] == "\r"
        *whole, rest = _LINE_END.split(text) if "\r" in text else text.split("\n")
        if whole:
            pending.append(whole[0])
            whole[0] = "".join(pending)
            pending.clear()
            yield from whole
        if rest:
            pending.append(rest)
    if pending:
        yield "".join(pending)


@lru_cache(maxsize=2)
def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a whole text; asked for again soon after, they need not be cut again."""
    return tuple(iter_lines([text]))
