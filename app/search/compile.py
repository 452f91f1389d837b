"""From a query tree to the statements that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.search.ast import And, Everything, Field, Node, Not, Or, Term, positive_terms
from app.search.directory import Directory
from app.search.fields import NO_TWIN, NOT_REPAIRED, REPAIRED_NAMES, SCRIPT_NAMES, TWIN_NAMES
from app.search.parser import Query
from app.search.phrase import Phrase, phrase_of
from app.search.plan import (
    Every,
    Leaf,
    Nothing,
    Plan,
    Rows,
    Statement,
    as_match,
    as_sql,
    complement,
    intersection,
    quoted,
    union,
)
from app.store.reader import Reader

MAX_PHRASE: Final = 64
"""FTS5 opens one cursor for each token of a phrase; of a longer one the rest is compared with the text."""


@dataclass(frozen=True)
class Compiled:
    """A query ready to run. ``phrases`` are its positive terms, for highlighting and for ranking."""

    plan: Plan
    phrases: tuple[Phrase, ...]

    @cached_property
    def statement(self) -> Statement:
        """Gives the ids of all matching turns."""
        return as_sql(self.plan)

    @property
    def match(self) -> str | None:
        """The whole query as one FTS5 MATCH, where it is one."""
        return as_match(self.plan)

    @property
    def ranking(self) -> str | None:
        """A MATCH to rank by: it finds at least every turn that holds a positive term.

        None when there are no words to rank by. Where the query is one MATCH, it is that.
        """
        leaves = [phrase_leaf(phrase) for phrase in self.phrases]
        if not leaves or isinstance(self.plan, Nothing):
            return None
        return self.match or as_match(union(leaves))


def compile_query(query: Query, reader: Reader, directory: Directory | None = None) -> Compiled:
    """Compile a query for the corpus of ``reader``; ``directory`` is kept between queries for speed."""
    names = directory or Directory(reader)
    phrases = dict.fromkeys(phrase_of(term) for term in positive_terms(query.ast))
    return Compiled(_plan(query.ast, names), tuple(phrase for phrase in phrases if phrase.keys))


def _plan(node: Node, names: Directory) -> Plan:
    match node:
        case Everything():
            return Every()
        case Term():
            return _term(phrase_of(node))
        case Field():
            return _field(node, names)
        case Not(child):
            return complement(_plan(child, names))
        case And(children):
            return intersection(_plan(child, names) for child in children)
        case Or(children):
            return union(_plan(child, names) for child in children)


def phrase_leaf(phrase: Phrase) -> Leaf:
    """The turns that FTS5 finds for (the first tokens of) a phrase."""
    whole = len(phrase.keys) <= MAX_PHRASE
    star = " *" if phrase.prefix and whole else ""
    return Leaf(f"text:{quoted(phrase.keys[:MAX_PHRASE])}{star}")


def _term(phrase: Phrase) -> Plan:
    if not phrase.keys:
        return Every()
    leaf = phrase_leaf(phrase)
    if len(phrase.keys) <= MAX_PHRASE:
        return leaf
    needle = " " + " ".join(phrase.keys) + " " * (not phrase.prefix)
    return Rows(
        "SELECT id FROM turn WHERE id IN (SELECT rowid FROM turn_fts WHERE turn_fts MATCH ?)"
        " AND instr(' ' || parlance_index_text(text) || ' ', ?) > 0",
        (leaf.match, needle),
    )


def _field(field: Field, names: Directory) -> Plan:
    match field.name:
        case "speaker":
            return names.spoken_by(field.values)
        case "in":
            return names.inside(field.values)
        case "lang":
            return union(_language(value.text) for value in field.values)
        case "twin":
            return union(_twin(value.text, names) for value in field.values)
        case _:
            return union(_repaired(value.text) for value in field.values)


def _language(name: str) -> Plan:
    script = SCRIPT_NAMES.get(name.casefold())
    return Leaf(f'facets:"l{script}"') if script else Nothing()


def _twin(name: str, names: Directory) -> Plan:
    folded = name.casefold()
    if folded == NO_TWIN:
        return complement(_twin("yes", names))
    return names.repeating(TWIN_NAMES.get(folded, ()))


def _repaired(name: str) -> Plan:
    folded = name.casefold()
    if folded == NOT_REPAIRED:
        return complement(_repaired("yes"))
    if folded == "any":
        return Leaf('facets:"rany"')
    return union(Leaf(f'facets:"r{state}"') for state in REPAIRED_NAMES.get(folded, ()))
