"""When nothing is found: the queries nearest to it that find something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.model.progress import CancelToken
from app.search.ast import (
    And,
    Everything,
    Field,
    Near,
    Node,
    Not,
    Or,
    Regex,
    Relation,
    Term,
    Wildcard,
    conjunction,
    disjunction,
    positive,
)
from app.search.closest import closest
from app.search.folding import Folding
from app.search.parser import Query
from app.search.present import Present
from app.search.searcher import Searcher
from app.search.unparse import unparse
from app.text.segment import TokenKind, tokenize

TRIED: Final = 32
"""Queries tried at most: nobody waits for a hint."""
_LONGEST_QUERY: Final = 1_000
"""Longer queries were pasted, not typed: there is no hint for them, as each one tried takes its time."""
_SHORTEST: Final = 2
_LONGEST: Final = 64
"""Texts longer than this are left as they are: of their parts there are the square of their length."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A query that finds something, and how many turns it finds. Its folding may be another one."""

    query: Query
    total: int


def nearest(
    searcher: Searcher, query: Query, token: CancelToken | None = None, present: Present | None = None
) -> Nearest | None:
    """The closest query that matches at least one turn; None when none of those tried does."""
    if len(unparse(query.ast)) > _LONGEST_QUERY:
        return None
    closer = _Closer(searcher, present or Present(searcher.reader, searcher.keys), token)
    tried: set[tuple[Node, Folding]] = {(query.ast, query.folding)}
    for node, folding in _candidates(query, closer):
        if (node, folding) in tried or isinstance(node, Everything):
            continue
        if len(tried) > TRIED:
            return None
        tried.add((node, folding))
        if token is not None:
            token.raise_if_cancelled()
        candidate = Query(unparse(node), node, (), folding)
        if not _reads_all(candidate) and (total := searcher.count(candidate, token)):
            return Nearest(candidate, total)
    return None


def _reads_all(query: Query) -> bool:
    """True when too many texts might have to be read for a hint."""
    return query.folding.checked or any(isinstance(one, Regex) for one in positive(query.ast))


@dataclass(frozen=True, slots=True)
class _Closer:
    """Another value for a field that finds nothing even alone."""

    searcher: Searcher
    present: Present
    token: CancelToken | None

    def __call__(self, node: Node) -> Iterator[Node]:
        if isinstance(node, Field) and not self.searcher.first(Query("", node), n=1, token=self.token):
            yield from closest(node, self.present)


Change = Callable[[Node], Iterator[Node]]


def _candidates(query: Query, closer: Change) -> Iterator[tuple[Node, Folding]]:
    """In falling closeness: other differences overlooked, another value of a field, one part loosened,
    one part left out.
    """
    usual = replace(query.folding, case=True, width=True)
    yield query.ast, usual
    yield query.ast, replace(usual, diacritics=True)
    yield query.ast, replace(usual, chinese=True)
    yield query.ast, replace(usual, kana=True)
    yield query.ast, Folding(*[True] * 5)
    for change in (closer, _looser, _shorter):
        for node in _changed(query.ast, change):
            yield node, query.folding


def _changed(node: Node, change: Change) -> Iterator[Node]:
    """The tree with one of its parts changed, or left out where it is one of several."""
    match node:
        case And(children) | Or(children):
            join = conjunction if isinstance(node, And) else disjunction
            for at in range(len(children) - 1, -1, -1):
                for other in _changed(children[at], change):
                    yield join([*children[:at], other, *children[at + 1 :]])
            if change is _shorter and isinstance(node, And):
                for at in range(len(children) - 1, -1, -1):
                    yield conjunction([*children[:at], *children[at + 1 :]])
        case Relation():
            for other in _changed(node.right, change):
                yield replace(node, right=other)
            for other in _changed(node.left, change):
                yield replace(node, left=other)
            if change is _looser:
                yield from _looser_relation(node)
            elif change is _shorter:
                yield node.left
        case Not() | Everything():
            return
        case _:
            yield from change(node)


def _looser_relation(node: Relation) -> Iterator[Node]:
    if node.same is not None:
        yield replace(node, same=None)
    if node.sign == ">":
        yield replace(node, distance=node.distance * 3)
        yield replace(node, sign=">>", distance=0)


def _looser(node: Node) -> Iterator[Node]:
    """The same words with more room between or around them."""
    match node:
        case Term(text) if len(text) > _LONGEST:
            return
        case Term(text, prefix):
            words = text.split()
            if len(words) > 1:
                yield Near(5, tuple(Term(word) for word in words))
                yield conjunction([Term(word) for word in words])
            elif not prefix and _is_word(text):
                yield Term(text, prefix=True)
                yield Wildcard(f"*{text}*")
        case Near(distance, terms):
            yield Near(distance * 4 + 4, terms)
            yield conjunction(terms)
        case _:
            return


def _shorter(node: Node) -> Iterator[Node]:
    """Parts of a Han, kana or hangul text, the longest first; beginnings of a word."""
    if not isinstance(node, Term) or len(node.text) > _LONGEST:
        return
    text = node.text
    if _is_word(text):
        for length in range(len(text) - 1, _SHORTEST, -1):
            yield Term(text[:length], prefix=True)
        return
    for length in range(len(text) - 1, 0, -1):
        for start in range(len(text) - length + 1):
            part = text[start : start + length]
            if part.strip() == part and any(token.kind is not TokenKind.BARRIER for token in tokenize(part)):
                yield Term(part)


def _is_word(text: str) -> bool:
    tokens = tokenize(text)
    return len(tokens) == 1 and tokens[0].kind is TokenKind.WORD and text.isalnum()
