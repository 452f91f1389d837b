"""Reads a typed query as a tree: the best reading of whatever is there, never an exception.

Grammar, ``AND`` binding tighter than ``OR`` and nothing but white space meaning ``AND``::

    query    := sequence (OR sequence)*
    sequence := clause (relation clause)*        relation: > >N >> ^, grouped from the right
    clause   := factor (AND? factor)*
    factor   := (- | NOT)* (term | field | regex | near "(" term* ")" | "(" query ")")
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from app.i18n import _
from app.model.hits import QueryProblem
from app.search.ast import (
    Everything,
    Near,
    Node,
    Relation,
    Term,
    Wildcard,
    conjunction,
    disjunction,
    negation,
)
from app.search.folding import DEFAULT, Folding
from app.search.lexer import Kind, Lexeme, Lexer


@dataclass(frozen=True, slots=True)
class Query:
    """A query as typed, as understood, and what could not be understood (places in ``text``)."""

    text: str
    ast: Node
    problems: tuple[QueryProblem, ...] = ()
    folding: Folding = DEFAULT


def parse(text: str, folding: Folding = DEFAULT, keys: Collection[str] = ()) -> Query:
    """The best reading of ``text``. Never raises; takes time in proportion to the length of the text.

    ``keys`` are the metadata keys of the corpus: ``model:x`` then reads as ``meta.model:x``.
    """
    lexer = Lexer(text, keys).run()
    parser = _Parser(lexer.lexemes)
    ast = parser.query()
    problems = sorted(lexer.problems + parser.problems, key=lambda problem: (problem.start, problem.end))
    return Query(text, ast or Everything(), tuple(problems), folding)


MAX_NEAR: Final = 16
"""Terms of one near(…)."""
MAX_CHAIN: Final = 16
"""Relations in a row; what comes after them is left out."""


class _Parser:
    """Recursive descent; as deep as parentheses are nested, which the lexer limits."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self.problems: list[QueryProblem] = []
        self._lexemes = lexemes
        self._at = 0

    def _peek(self) -> Kind | None:
        return self._lexemes[self._at].kind if self._at < len(self._lexemes) else None

    def _next(self) -> Lexeme:
        lexeme = self._lexemes[self._at]
        self._at += 1
        return lexeme

    def _complain(self, lexeme: Lexeme, message: str) -> None:
        self.problems.append(QueryProblem(lexeme.start, lexeme.end, message))

    def query(self) -> Node | None:
        """Clauses joined by OR; None when there is not one operand."""
        clauses: list[Node] = []
        pending: Lexeme | None = None  # an OR that still lacks its right side
        while True:
            clause = self._sequence()
            if clause is not None:
                clauses.append(clause)
                pending = None
            if self._peek() is not Kind.OR:
                break
            if clause is None:
                self._complain(self._next(), _("Something is missing before this OR."))
                continue
            pending = self._next()
        if pending is not None:
            self._complain(pending, _("Something is missing after this OR."))
        return disjunction(clauses) if clauses else None

    def _sequence(self) -> Node | None:
        """Clauses joined by relations, grouped from the right: ``a > b > c`` is ``a > (b > c)``."""
        left, same = self._clause()
        if same is not None:
            self._complain(same, _("same:speaker belongs after >, >> or ^."))
        clauses: list[Node] = [left] if left is not None else []
        signs: list[tuple[Lexeme, bool | None]] = []
        while self._peek() is Kind.RELATION:
            lexeme = self._next()
            right, said = self._clause()
            if right is None and said is not None:
                right = Everything()
            if right is None:
                self._complain(lexeme, _("Something is missing after {sign}.").format(sign=lexeme.sign))
            elif not clauses:
                self._complain(lexeme, _("Something is missing before {sign}.").format(sign=lexeme.sign))
                clauses.append(right)
            elif len(signs) == MAX_CHAIN:
                self._complain(lexeme, _("Too many relations in a row; the rest is ignored."))
            else:
                clauses.append(right)
                signs.append((lexeme, None if said is None else not said.number))
        if not clauses:
            return None
        node = clauses.pop()
        while signs:
            lexeme, speaker = signs.pop()
            node = Relation(clauses.pop(), lexeme.sign, lexeme.number, node, speaker)
        return node

    def _clause(self) -> tuple[Node | None, Lexeme | None]:
        """Factors side by side, or joined by AND; and ``same:speaker`` where it stands among them."""
        factors: list[Node] = []
        same: Lexeme | None = None
        pending: Lexeme | None = None  # an AND that still lacks its right side
        while (kind := self._peek()) not in (None, Kind.OR, Kind.CLOSE, Kind.RELATION):
            if kind is Kind.AND:
                lexeme = self._next()
                if pending or not factors:
                    self._complain(lexeme, _("Something is missing before this AND."))
                else:
                    pending = lexeme
                continue
            if kind is Kind.SAME:
                same, pending = self._next(), None
                continue
            factor = self._factor()
            if factor is not None:
                factors.append(factor)
                pending = None
        if pending is not None:
            self._complain(pending, _("Something is missing after this AND."))
        return (conjunction(factors) if factors else None), same

    def _factor(self) -> Node | None:
        negations: list[Lexeme] = []
        while self._peek() is Kind.NOT:
            negations.append(self._next())
        node = self._primary() if self._peek() in (Kind.OPERAND, Kind.OPEN, Kind.NEAR) else None
        if node is None:
            if negations:
                self._complain(negations[-1], _("There is nothing here to leave out."))
            return None
        return negation(node) if len(negations) % 2 else node

    def _primary(self) -> Node | None:
        lexeme = self._next()
        if lexeme.operand is not None:
            return lexeme.operand
        if lexeme.kind is Kind.NEAR:
            return self._near(lexeme)
        node = self.query()
        if self._peek() is Kind.CLOSE:
            self._next()
        else:
            self._complain(lexeme, _("This parenthesis is not closed."))
            return node
        if node is None:
            self._complain(lexeme, _("There is nothing between these parentheses."))
        return node

    def _near(self, opening: Lexeme) -> Node | None:
        """Words and phrases up to the closing parenthesis; anything else in there is left out."""
        terms: list[Term | Wildcard] = []
        depth = 1
        while depth and self._peek() is not None:
            lexeme = self._next()
            depth += {Kind.OPEN: 1, Kind.NEAR: 1, Kind.CLOSE: -1}.get(lexeme.kind, 0)
            if isinstance(lexeme.operand, Term | Wildcard):
                terms.append(lexeme.operand)
            elif lexeme.kind is not Kind.CLOSE:
                self._complain(lexeme, _("Only words and phrases can stand in near(…)."))
        if depth:
            self._complain(opening, _("This parenthesis is not closed."))
        if len(terms) > MAX_NEAR:
            self._complain(opening, _("near(…) takes at most {n} words.").format(n=MAX_NEAR))
        if len(terms) > 1:
            return Near(opening.number, tuple(terms[:MAX_NEAR]))
        if not terms:
            self._complain(opening, _("There is nothing between these parentheses."))
            return None
        self._complain(opening, _("near(…) needs two words or more."))
        return terms[0]
