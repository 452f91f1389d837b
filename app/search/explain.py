"""How a query was read, what it matched, and why it found nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from app.model.progress import CancelToken
from app.search.ast import And, Node, Relation
from app.search.folding import Folding
from app.search.marker import marker
from app.search.nearest import Nearest, nearest
from app.search.parser import Query
from app.search.present import Present
from app.search.reasons import reasons
from app.search.searcher import Searcher
from app.search.unparse import unparse

LOOKED_AT: Final = 2_000
"""Turns whose places tell the forms."""
_FORM_CHARS: Final = 80


@dataclass(frozen=True, slots=True)
class Form:
    """A text that matched, as it stands in the turns, and how often."""

    text: str
    hits: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """``reading`` is the query in canonical form ("" for every turn), ``folding`` what does not count.

    ``forms`` are the texts that matched in the first ``looked_at`` of ``total`` turns, the most frequent
    first. ``missing`` are the parts that find nothing even alone, as queries, ``reasons`` sentences about
    what the corpus has in their place, and ``nearest`` is a query that finds something. All three only
    where the whole finds nothing.
    """

    reading: str
    folding: Folding
    total: int
    forms: tuple[Form, ...]
    looked_at: int
    missing: tuple[str, ...] = ()
    nearest: Nearest | None = None
    reasons: tuple[str, ...] = ()


def explain(query: Query, searcher: Searcher, token: CancelToken | None = None) -> Explanation:
    """Explain a query on the searcher's corpus as it is now."""
    ids = searcher.ids(query, token=token)
    mark = marker(query)
    found: Counter[str] = Counter()
    for turn in searcher.turns(ids[:LOOKED_AT]):
        found.update(turn.text[start : min(end, start + _FORM_CHARS)] for start, end in mark(turn.text))
    forms = tuple(Form(text, hits) for text, hits in found.most_common())
    reading = unparse(query.ast)
    looked_at = min(len(ids), LOOKED_AT)
    if len(ids):
        return Explanation(reading, query.folding, len(ids), forms, looked_at)
    return why_nothing(query, searcher, token)


def why_nothing(query: Query, searcher: Searcher, token: CancelToken | None = None) -> Explanation:
    """Explain a query that is known to find nothing."""
    parts = [Query("", part, (), query.folding) for part in _parts(query.ast)]
    missing = [part.ast for part in parts if not searcher.first(part, n=1, token=token)]
    present = Present(searcher.reader, searcher.keys)
    near = nearest(searcher, query, token, present)
    why = reasons(missing, query.ast, present)
    return Explanation(unparse(query.ast), query.folding, 0, (), 0, tuple(map(unparse, missing)), near, why)


def _parts(node: Node) -> list[Node]:
    """The parts that all have to find something."""
    match node:
        case And(children):
            return [part for child in children for part in _parts(child)]
        case Relation(left=left, right=right):
            return [*_parts(left), *_parts(right)]
        case _:
            return [node]
