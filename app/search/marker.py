"""Where a query stands in an original text, whatever its parts are and whatever counts as the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.model.hits import Span
from app.search.ast import Near, Regex, Term, Wildcard, positive
from app.search.expression import compiled, places
from app.search.folding import Folding
from app.search.nearness import near_occurrences
from app.search.parser import Query
from app.search.patterns import Tokens
from app.search.spans import covered, merged

Marker = Callable[[str], tuple[Span, ...]]


def marker(query: Query) -> Marker:
    """A function that gives the places of the query in a text: code points, sorted, disjoint."""
    wanted = tuple(dict.fromkeys(positive(query.ast)))
    folding = query.folding
    expressions = [one for one in wanted if isinstance(one, Regex)]
    others = [one for one in wanted if not isinstance(one, Regex)]

    def mark(text: str) -> tuple[Span, ...]:
        found = {span for one in expressions for span in expression_places(one, text, folding)}
        if others:
            found.update(_token_places(others, text, folding))
        return merged(sorted(found))

    return mark


def expression_places(regex: Regex, text: str, folding: Folding) -> Iterator[Span]:
    """Where a regular expression matches."""
    return places(compiled(regex.pattern, regex.flags, fold_case=folding.case), text)


def _token_places(wanted: Sequence[Term | Wildcard | Near], text: str, folding: Folding) -> Iterator[Span]:
    tokens = Tokens(text, folding)
    for one in wanted:
        if isinstance(one, Near):
            ranges = near_occurrences(tokens, one, folding)
        else:
            ranges = tokens.occurrences(one, folding)
        for first, after in ranges:
            yield covered(tokens.tokens, text, first, after)
