"""The first hits of a prefix, from the first texts: FTS5 reads all words of it before it gives any."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, cast

from app.search.ast import Node, Term
from app.search.folding import Folding
from app.search.phrase import phrase_of
from app.store.reader import Reader
from app.text.segment import index_text

LONGEST: Final = 4
"""Letters of a prefix that may stand for so many words that FTS5 takes long."""
_STEP: Final = 128
_MOST: Final = 1024
"""Texts looked at before the index is asked after all: as long as it takes for a prefix just too rare."""
_MOST_CUT: Final = 640
"""The same where every text has to be cut into tokens."""
_NEXT: Final = "SELECT id, lower(text) FROM turn WHERE id > ? ORDER BY id LIMIT ?"
"""The letters of ASCII alone are made small, which folding does as well."""

PLAIN: Final = (
    "\\x01-\\x7f\u00c0-\u00de\u00e0-\u00ff\u0391-\u03c9\u0400-\u045f\u2010-\u2027\u2500-\u27bf"
    "\u3001-\u303f\u3041-\u3096\u30a1-\u30fc\u3400-\u9fff\uac00-\ud7a3"
    "\uff01-\uff0f\uff1a-\uff20\U0001f300-\U0001f3fa\U0001f400-\U0001faff"
)
"""Characters that folding neither drops nor turns into letters or digits of ASCII, as ranges of a pattern."""


def glanced(node: Node, folding: Folding) -> str | None:
    """The letters of a query that is nothing but a short prefix, under the folding of the index."""
    if not (isinstance(node, Term) and node.prefix and folding.indexed):
        return None
    phrase = phrase_of(node)
    short = phrase.prefix and len(phrase.keys) == 1 and len(phrase.keys[0]) <= LONGEST
    return phrase.keys[0] if short else None


def first_of(reader: Reader, stem: str, limit: int) -> array[int] | None:
    """The first ``limit`` turns with words that begin so, by position; None where they are too far apart."""
    most = _MOST if stem.isascii() else _MOST_CUT
    found: array[int] = array("q")
    last = looked_at = 0
    while looked_at < most:
        step = max(_STEP, looked_at)
        rows = cast("list[tuple[int, str]]", reader.rows(_NEXT, (last, step)))
        found.extend(_beginning(rows, stem))
        if len(found) >= limit:
            return found[:limit]
        if len(rows) < step:
            return found
        last = rows[-1][0]
        looked_at += len(rows)
        wanted = limit * looked_at / most
        if len(found) < wanted - math.sqrt(wanted):
            return None
    return None


def _beginning(rows: Sequence[tuple[int, str]], stem: str) -> list[int]:
    """The turns that have a word beginning with ``stem``; only texts that may are cut into tokens."""
    if stem.isascii():
        odd = _odd().search
        rows = [row for row in rows if stem in row[1] or odd(row[1])]
    if not rows:
        return []
    needle = f" {stem}"
    cut = index_text([text for _number, text in rows])
    return [
        number
        for (number, _text), keys in zip(rows, cut, strict=True)
        if keys.startswith(stem) or needle in keys
    ]


@lru_cache(maxsize=1)
def _odd() -> re.Pattern[str]:
    return re.compile(f"[^{PLAIN}]")
