"""From a query tree to the statements that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from app.search.ast import (
    And,
    Everything,
    Field,
    Found,
    Near,
    Node,
    Not,
    Or,
    Regex,
    Relation,
    Term,
    Wildcard,
    positive_terms,
)
from app.search.candidates import Candidates
from app.search.directory import Directory
from app.search.field_plans import FieldPlans
from app.search.glance import glanced
from app.search.parser import Query
from app.search.phrase import phrase_of
from app.search.plan import (
    Every,
    Nothing,
    Plan,
    Related,
    Statement,
    as_match,
    as_sql,
    complement,
    intersection,
    union,
)
from app.store.reader import Reader


@dataclass(frozen=True)
class Compiled:
    """A query ready to run. ``ranking`` is a MATCH to rank by: it finds turns that hold a positive term.

    It is None when there are no words to rank by. Where the query is one MATCH, it is that. ``glanced`` are
    the letters of a short prefix: its first hits are found sooner in the texts than by the index.
    """

    plan: Plan
    ranking: str | None
    glanced: str | None = None

    @cached_property
    def statement(self) -> Statement | None:
        """Gives the ids of all matching turns; None when they have to be worked out (evaluate)."""
        return as_sql(self.plan)

    @property
    def match(self) -> str | None:
        """The whole query as one FTS5 MATCH, where it is one."""
        return as_match(self.plan)


def compile_query(query: Query, reader: Reader, directory: Directory | None = None) -> Compiled:
    """Compile a query for the corpus of ``reader``; ``directory`` is kept between queries for speed."""
    compiler = _Compiler(
        FieldPlans(directory or Directory(reader), reader), Candidates(reader, query.folding)
    )
    plan = compiler.plan(query.ast)
    leaves = [
        leaf
        for term in dict.fromkeys(positive_terms(query.ast))
        if phrase_of(term).keys and as_match(leaf := compiler.candidates.term(term)) is not None
    ]
    ranking = None
    if leaves and not isinstance(plan, Nothing):
        ranking = as_match(plan) or as_match(union(leaves))
    return Compiled(plan, ranking, glanced(query.ast, query.folding))


@dataclass(frozen=True, slots=True)
class _Compiler:
    fields: FieldPlans
    candidates: Candidates

    def plan(self, node: Node) -> Plan:
        match node:
            case Not(child):
                return complement(self.plan(child))
            case And(children):
                return intersection(map(self.plan, children))
            case Or(children):
                return union(map(self.plan, children))
            case Relation(left, sign, distance, right, same):
                return Related(self.plan(left), sign, distance, self.plan(right), same)
            case _:
                return self._single(node)

    def _single(self, node: Everything | Field | Found) -> Plan:
        match node:
            case Term() if not phrase_of(node).keys:
                return Every()
            case Term() | Wildcard():
                return self.candidates.term(node)
            case Near():
                return self.candidates.near(node)
            case Regex():
                return self.candidates.regex(node)
            case Field():
                return self.fields.plan(node)
            case Everything():
                return Every()
