"""Reads a typed query as a tree: the best reading of whatever is there, never an exception.

Grammar, ``AND`` binding tighter than ``OR`` and nothing but white space meaning ``AND``::

    query  := clause (OR clause)*
    clause := factor (AND? factor)*
    factor := (- | NOT)* (term | field | "(" query ")")
"""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import _
from app.model.hits import QueryProblem
from app.search.ast import Everything, Node, conjunction, disjunction, negation
from app.search.lexer import Kind, Lexeme, Lexer


@dataclass(frozen=True, slots=True)
class Query:
    """A query as typed, as understood, and what could not be understood (places in ``text``)."""

    text: str
    ast: Node
    problems: tuple[QueryProblem, ...] = ()


def parse(text: str) -> Query:
    """The best reading of ``text``. Never raises; takes time in proportion to the length of the text."""
    lexer = Lexer(text).run()
    parser = _Parser(lexer.lexemes)
    ast = parser.query()
    problems = sorted(lexer.problems + parser.problems, key=lambda problem: (problem.start, problem.end))
    return Query(text, ast or Everything(), tuple(problems))


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
            clause = self._clause()
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

    def _clause(self) -> Node | None:
        """Factors side by side, or joined by AND."""
        factors: list[Node] = []
        pending: Lexeme | None = None  # an AND that still lacks its right side
        while (kind := self._peek()) not in (None, Kind.OR, Kind.CLOSE):
            if kind is Kind.AND:
                lexeme = self._next()
                if pending or not factors:
                    self._complain(lexeme, _("Something is missing before this AND."))
                else:
                    pending = lexeme
                continue
            factor = self._factor()
            if factor is not None:
                factors.append(factor)
                pending = None
        if pending is not None:
            self._complain(pending, _("Something is missing after this AND."))
        return conjunction(factors) if factors else None

    def _factor(self) -> Node | None:
        negations: list[Lexeme] = []
        while self._peek() is Kind.NOT:
            negations.append(self._next())
        node = self._primary() if self._peek() in (Kind.OPERAND, Kind.OPEN) else None
        if node is None:
            if negations:
                self._complain(negations[-1], _("There is nothing here to leave out."))
            return None
        return negation(node) if len(negations) % 2 else node

    def _primary(self) -> Node | None:
        lexeme = self._next()
        if lexeme.operand is not None:
            return lexeme.operand
        node = self.query()
        if self._peek() is Kind.CLOSE:
            self._next()
        else:
            self._complain(lexeme, _("This parenthesis is not closed."))
            return node
        if node is None:
            self._complain(lexeme, _("There is nothing between these parentheses."))
        return node
