"""When nothing is found: the nearest queries that would find something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.model.progress import CancelToken
from app.search.parser import parse
from app.search.searcher import Searcher

SHOWN = 4
"""Hints offered at most."""
TRIED = 24
"""Queries tried at most: nobody waits for a hint."""

_PIECE = re.compile(r'[-\w]*:?"[^"]*"?|\S+')


@dataclass(frozen=True, slots=True)
class Hint:
    """A query that finds something, and how many turns it finds."""

    text: str
    total: int


def nearest_hints(searcher: Searcher, text: str, token: CancelToken) -> tuple[Hint, ...]:
    """Queries close to ``text`` that match at least one turn, the closest first."""
    hints: list[Hint] = []
    for tried, candidate in enumerate(candidates(text)):
        if tried == TRIED or len(hints) == SHOWN:
            break
        token.raise_if_cancelled()
        query = parse(candidate)
        if not query.problems and (total := searcher.count(query)):
            hints.append(Hint(candidate, total))
    return tuple(hints)


def candidates(text: str) -> Iterator[str]:
    """Variations of a query in falling closeness: one part left out, then one part shortened."""
    pieces = _PIECE.findall(text)
    seen = {text.strip()}
    for candidate in (*_without_one(pieces), *_shortened(pieces)):
        if candidate and candidate not in seen:
            seen.add(candidate)
            yield candidate


def _without_one(pieces: list[str]) -> Iterator[str]:
    if len(pieces) > 1:
        for left_out in range(len(pieces) - 1, -1, -1):
            yield " ".join(piece for number, piece in enumerate(pieces) if number != left_out)


def _shortened(pieces: list[str]) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        for shorter in _shorter(piece):
            yield " ".join([*pieces[:number], shorter, *pieces[number + 1 :]])


def _shorter(piece: str) -> Iterator[str]:
    field, colon, value = piece.partition(":")
    if colon:
        return
    quoted = value or field
    bare = quoted.strip('"').lstrip("-").rstrip("*")
    if any("\u2e80" <= char <= "\U0003ffff" for char in bare):
        # A CJK query is a substring: try its longest parts.
        for length in range(len(bare) - 1, 0, -1):
            for start in range(len(bare) - length + 1):
                yield bare[start : start + length]
    elif quoted.startswith('"'):
        yield bare
    else:
        for length in (len(bare), len(bare) - 1, len(bare) - 2, len(bare) - 3):
            if length >= 2:
                yield f"{bare[:length]}*"
