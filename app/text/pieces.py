"""Parts of a batch that are small enough for one call: C code over them holds every other thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

PIECE_CHARS: Final = 64 * 1024
"""About two milliseconds of segmentation, a quarter of a megabyte as code points."""


def pieces(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in order, in runs of at most PIECE_CHARS characters; a longer text is a run of its own."""
    start = size = 0
    for at, text in enumerate(texts):
        size += len(text)
        if size > PIECE_CHARS and at > start:
            yield texts[start:at]
            start, size = at, len(text)
    if start < len(texts):
        yield texts[start:]
