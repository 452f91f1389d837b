"""The first hits of a short prefix, from the first texts: FTS5 reads all words of it before it gives any."""

from __future__ import annotations

from array import array
from typing import Final, cast

from app.search.ast import Node, Term
from app.search.folding import Folding
from app.search.phrase import phrase_of
from app.store.reader import Reader
from app.text.segment import index_text

LONGEST: Final = 3
"""Letters of a prefix that may stand for so many words that FTS5 takes long."""
_STEP: Final = 64
_MOST: Final = 640
"""Texts looked at before the index is asked after all: some 10 ms."""
_NEXT: Final = "SELECT id, text FROM turn WHERE id > ? ORDER BY id LIMIT ?"


def glanced(node: Node, folding: Folding) -> str | None:
    """The letters of a query that is nothing but a short prefix, under the folding of the index."""
    if not (isinstance(node, Term) and node.prefix and folding.indexed):
        return None
    phrase = phrase_of(node)
    short = phrase.prefix and len(phrase.keys) == 1 and len(phrase.keys[0]) <= LONGEST
    return phrase.keys[0] if short else None


def first_of(reader: Reader, stem: str, limit: int) -> array[int] | None:
    """The first ``limit`` turns with words that begin so, by position; None where they are too far apart."""
    needle = f" {stem}"
    found: array[int] = array("q")
    last = looked_at = 0
    while looked_at < _MOST:
        rows = reader.rows(_NEXT, (last, _STEP))
        for (number, _text), keys in zip(rows, index_text([str(text) for _, text in rows]), strict=True):
            last = cast("int", number)
            if keys.startswith(stem) or needle in keys:
                found.append(last)
                if len(found) == limit:
                    return found
        if len(rows) < _STEP:
            return found
        looked_at += len(rows)
        if len(found) * _MOST < limit * looked_at:
            return None
    return None
