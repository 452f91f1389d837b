"""Compare the full-text index with the texts at the speed of batches.

FTS5 walks through the content view by itself and asks for the tokens of one turn after another; here they
are computed for many turns ahead, in the order in which they will be asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from app.model.progress import CancelToken
from app.store.connections import prepare
from app.store.facet_tokens import facets, present_tokens
from app.text.scripts import index_and_count

_BATCH = 2_000
_INSTRUCTIONS = 100_000
"""Steps of SQLite's machine between two looks at the token; some milliseconds."""

_Tokens = tuple[str, str]
"""The text as it is indexed, and the tokens for its scripts."""


def index_problems(connection: sqlite3.Connection, token: CancelToken) -> list[str]:
    """What FTS5 finds when it compares all of its index with the content view (rank = 1)."""
    with _batched(connection, token):
        try:
            connection.execute("INSERT INTO turn_fts(turn_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if "malformed" not in str(error):
                raise
            return ["the full-text index does not match the texts"]
    return []


@contextmanager
def _batched(connection: sqlite3.Connection, token: CancelToken) -> Iterator[None]:
    """Inside, the functions of the content view look ahead, and a cancelled token interrupts."""
    ahead = _Ahead(connection)
    connection.create_function("parlance_index_text", 1, ahead.text, deterministic=True)
    connection.create_function("parlance_facets", 5, ahead.facets, deterministic=True)
    connection.set_progress_handler(lambda: int(token.cancelled), _INSTRUCTIONS)
    try:
        yield
    finally:
        ahead.close()
        connection.set_progress_handler(None, 0)
        prepare(connection)


class _Ahead:
    """Answers for turns in ascending order; for any other text too, only slower."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._texts: sqlite3.Cursor | None = None  # functions are not registered while a query is running
        self._ready: dict[str, _Tokens] = {}
        self._before: dict[str, _Tokens] = {}

    def text(self, text: str | None) -> str:
        """What parlance_index_text gives."""
        return self._of(text or "")[0]

    def facets(
        self, conversation: int, transcript: int, speaker: int, repaired: str | None, text: str | None
    ) -> str:
        """What parlance_facets gives."""
        return facets(conversation, transcript, speaker, self._of(text or "")[1], repaired)

    def _of(self, text: str) -> _Tokens:
        found = self._ready.get(text) or self._before.get(text)
        if found is None:
            self._before, self._ready = self._ready, _tokens(self._next())
            found = self._ready.get(text) or _tokens([text])[text]
        return found

    def _next(self) -> list[str]:
        if self._texts is None:
            self._texts = self._connection.execute("SELECT text FROM turn ORDER BY id")
        return [text or "" for (text,) in self._texts.fetchmany(_BATCH)]

    def close(self) -> None:
        """End the query."""
        if self._texts is not None:
            self._texts.close()


def _tokens(texts: list[str]) -> dict[str, _Tokens]:
    keys, counts, _words = index_and_count(texts)
    return dict(zip(texts, zip(keys, present_tokens(counts), strict=True), strict=True))
