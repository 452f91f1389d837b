"""Answers queries on one corpus: exact totals, id vectors, hits with their places, concordance rows."""

from __future__ import annotations

import json
import threading
import time
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, cast

import numpy as np

from app.model.corpus import Turn
from app.model.hits import Hit, KwicRow, Order, QueryProblem, Span
from app.model.ids import ConversationId
from app.model.progress import CancelToken
from app.search.compile import Compiled, compile_query
from app.search.directory import Directory
from app.search.evaluate import Evaluation, Partial
from app.search.folding import DEFAULT, Folding
from app.search.glance import first_of
from app.search.kwic import kwic_rows
from app.search.marker import marker
from app.search.metadata import metadata_keys
from app.search.parser import Query, parse
from app.search.places import quick_finder
from app.search.plan import is_costly
from app.search.related import Links
from app.store.reader import Reader

PAGE: Final = 50
"""Hits of a first page: what a reader sees before anything else is asked for."""
GLANCED: Final = 4 * PAGE
"""The most hits that are looked for in the first texts."""

# Words alone are weighed: which speaker or script a turn has says nothing about its relevance.
_RANKED: Final = (
    "SELECT rowid AS id FROM turn_fts WHERE turn_fts MATCH ? AND rank MATCH 'bm25(1.0, 0.0)' ORDER BY rank"
)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one query. ``total`` counts all matching turns, ``hits`` are the first of them.

    ``elapsed_ms`` runs from the parsed query to the first page with its spans plus the exact total.
    """

    query: Query
    total: int
    elapsed_ms: float
    hits: tuple[Hit, ...]

    @property
    def problems(self) -> tuple[QueryProblem, ...]:
        """What could not be read of the query."""
        return self.query.problems


class Searcher:
    """Searches through one reader, in that reader's thread.

    Every method that takes a token raises Cancelled soon after the token is cancelled.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._directory = Directory(reader)
        self._compiled: tuple[Query, int, Compiled] | None = None
        self._keys: tuple[int, frozenset[str]] | None = None
        self._links: tuple[int, Links] | None = None
        self._evaluated: tuple[Compiled, Evaluation] | None = None
        self._whole: tuple[Compiled, array[int]] | None = None
        self._titles: tuple[int, dict[int, tuple[str, str]]] = (-1, {})

    @property
    def reader(self) -> Reader:
        """What it searches through."""
        return self._reader

    def compiled(self, query: Query) -> Compiled:
        """The query compiled for the corpus as it is now."""
        revision = self._reader.revision()
        if self._compiled is None or self._compiled[:2] != (query, revision):
            self._compiled = (query, revision, compile_query(query, self._reader, self._directory))
        return self._compiled[2]

    def keys(self) -> frozenset[str]:
        """Keys of the corpus's own properties, for ``parse``; looked up again after a change."""
        revision = self._reader.revision()
        if self._keys is None or self._keys[0] != revision:
            self._keys = (revision, metadata_keys(self._reader))
        return self._keys[1]

    def read(self, text: str, folding: Folding = DEFAULT) -> Query:
        """What is typed, read with the corpus's own keys, which are looked up where it could name one."""
        keys: Collection[str] = self.keys() if ":" in text or "：" in text else ()
        return parse(text, folding, keys)

    def count(self, query: Query, token: CancelToken | None = None) -> int:
        """How many turns match, exactly."""
        statement = self.compiled(query).statement
        if statement is None:
            return len(self.ids(query, token=token))
        with _interruptible(self._reader, token):
            return cast("int", self._reader.rows(statement.count, statement.parameters)[0][0])

    def stream(self, query: Query, token: CancelToken | None = None) -> Iterator[Partial]:
        """The answer in order of position as it grows, with how far the search has come."""
        compiled = self.compiled(query)
        with _interruptible(self._reader, token):
            yield from self._evaluation(compiled, token).stream(compiled.plan)

    def is_slow(self, query: Query) -> bool:
        """True when texts have to be read, so that the total may take its time: see :meth:`stream`."""
        return is_costly(self.compiled(query).plan)

    def ids(
        self,
        query: Query,
        order: Order = "position",
        limit: int | None = None,
        token: CancelToken | None = None,
    ) -> array[int]:
        """Ids of the matching turns, at most ``limit``, in the order asked for.

        "position" is the order in which transcripts were imported and turns stand in them;
        "relevance" is falling bm25 of the query's positive terms, ties and queries without
        terms in order of position.
        """
        compiled = self.compiled(query)
        with _interruptible(self._reader, token):
            if order == "relevance" and compiled.ranking is not None:
                return self._ranked(compiled, compiled.ranking, limit, token)
            return self._ascending(compiled, limit, token)

    def first(
        self, query: Query, order: Order = "position", n: int = PAGE, token: CancelToken | None = None
    ) -> array[int]:
        """The first ``n`` ids; in order of position this does not wait for the rest."""
        return self.ids(query, order, n, token)

    def conversations(self, query: Query, token: CancelToken | None = None) -> list[ConversationId]:
        """Ids of the conversations that contain a matching turn, ascending."""
        statement = self.compiled(query).statement
        if statement is None:
            ids = self.ids(query, token=token)
            facts = self._reader.facts(token)
            found = np.unique(facts.conversation[facts.rows_of(np.asarray(ids, dtype=np.int64))])
            return [ConversationId(number) for number in found.tolist()]
        sql = statement.within(
            "SELECT DISTINCT conversation_id FROM turn WHERE id IN ", " ORDER BY conversation_id"
        )
        with _interruptible(self._reader, token):
            rows = self._reader.rows(sql, statement.parameters)
        return [ConversationId(cast("int", row[0])) for row in rows]

    def spans(self, query: Query, text: str) -> tuple[Span, ...]:
        """Where what the query asks for stands in a turn's text; see :func:`marker`."""
        return marker(query)(text)

    def turns(self, ids: Sequence[int]) -> Iterator[Turn]:
        """The turns of ``ids`` in that order, read as they are asked for."""
        for start in range(0, len(ids), 500):
            yield from self._reader.turns_by_id(ids[start : start + 500])

    def hits(self, query: Query, ids: Sequence[int]) -> list[Hit]:
        """The turns of ``ids`` as hits, in that order; ids that no longer exist are left out."""
        mark = quick_finder(query, marker(query))
        turns = self._reader.turns_by_id(ids)
        titles = self._titles_of({turn.conversation_id for turn in turns})
        return [
            Hit(turn, *titles[turn.conversation_id], mark(turn.text))
            for turn in turns
            if turn.conversation_id in titles
        ]

    def kwic(self, query: Query, ids: Sequence[int], left: int = 60, right: int = 60) -> list[KwicRow]:
        """Concordance rows of the turns of ``ids``: one row an occurrence, one for a turn without any."""
        return [row for hit in self.hits(query, ids) for row in kwic_rows(hit, left, right)]

    def search(
        self,
        text: str,
        order: Order = "position",
        limit: int = PAGE,
        token: CancelToken | None = None,
        folding: Folding = DEFAULT,
    ) -> SearchResult:
        """Parse and answer a query; ``limit`` hits, 0 for all."""
        query = self.read(text, folding)
        started = time.perf_counter()
        page = min(limit, PAGE) if limit else PAGE
        hits = self.hits(query, self.first(query, order, page, token))
        total = self.count(query, token)
        elapsed = (time.perf_counter() - started) * 1000
        if total > page and limit != page:
            hits += self._rest(query, self.ids(query, order, limit or None, token)[page:], token)
        return SearchResult(query, total, round(elapsed, 3), tuple(hits))

    def _rest(self, query: Query, ids: Sequence[int], token: CancelToken | None) -> Iterator[Hit]:
        for start in range(0, len(ids), 1000):
            if token is not None:
                token.raise_if_cancelled()
            yield from self.hits(query, ids[start : start + 1000])

    def _evaluation(self, compiled: Compiled, token: CancelToken | None) -> Evaluation:
        """The columns and parts already worked out for a query, of the revision that it was compiled for."""
        revision = self._reader.revision()
        if self._links is None or self._links[0] != revision:
            self._links = (revision, Links(self._reader.facts(token), self._reader))
        if self._evaluated is None or self._evaluated[0] is not compiled:
            self._evaluated = (compiled, Evaluation(self._reader, self._links[1]))
        return self._evaluated[1].watched_by(token)

    def _ascending(
        self, compiled: Compiled, limit: int | None, token: CancelToken | None = None
    ) -> array[int]:
        statement = compiled.statement
        if statement is None:
            return self._worked_out(compiled, limit, token)
        if limit is None:
            return self._reader.ids(statement.ids, statement.parameters)
        if compiled.glanced is not None and limit <= GLANCED:
            found = first_of(self._reader, compiled.glanced, limit)
            if found is not None:
                return found
        return self._reader.ids(f"{statement.ids} LIMIT ?", (*statement.parameters, limit))

    def _worked_out(self, compiled: Compiled, limit: int | None, token: CancelToken | None) -> array[int]:
        if self._whole is not None and self._whole[0] is compiled:
            return self._whole[1][:limit]
        ids = self._evaluation(compiled, token).ids(compiled.plan, limit)
        if limit is None or len(ids) < limit:
            self._whole = (compiled, ids)
        return ids[:]

    def _ranked(
        self, compiled: Compiled, ranking: str, limit: int | None, token: CancelToken | None
    ) -> array[int]:
        if compiled.match is not None:
            if limit is None:
                return self._reader.ids(_RANKED, (ranking,))
            return self._reader.ids(f"{_RANKED} LIMIT ?", (ranking, limit))
        matching = np.asarray(self._ascending(compiled, None, token), dtype=np.int64)
        ranked = np.asarray(self._reader.ids(_RANKED, (ranking,)), dtype=np.int64)
        ranked = ranked[np.isin(ranked, matching)]
        ordered = np.concatenate([ranked, np.setdiff1d(matching, ranked)])
        return array("q", ordered[:limit].tobytes())

    def _titles_of(self, conversations: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Title and transcript of conversations, kept until the corpus changes."""
        revision = self._reader.revision()
        if self._titles[0] != revision:
            self._titles = (revision, {})
        known = self._titles[1]
        missing = [number for number in conversations if number not in known]
        if missing:
            rows = self._reader.rows(
                "SELECT conversation.id, title, name FROM conversation"
                " JOIN transcript ON transcript.id = transcript_id"
                " WHERE conversation.id IN (SELECT value FROM json_each(?))",
                (json.dumps(missing),),
            )
            known.update((cast("int", key), (str(title), str(name))) for key, title, name in rows)
        return known


@contextmanager
def _interruptible(reader: Reader, token: CancelToken | None) -> Iterator[None]:
    """Let ``token`` stop the reader while the block runs, and never after: the reader goes on to others."""
    if token is None:
        yield
        return
    token.raise_if_cancelled()
    guard = threading.Lock()
    running = True

    def stop() -> None:
        with guard:
            if running:
                reader.interrupt()

    token.on_cancel(stop)
    try:
        yield
    finally:
        with guard:
            running = False
