"""What a query means, as a tree; nothing here knows how it was typed or how it is answered.

Normal form, kept by the parser and by :func:`conjunction`, :func:`disjunction` and :func:`negation`:
``And`` and ``Or`` have two children or more, none of them of the same kind; ``Not`` never holds a
``Not``; ``Everything`` stands alone. Two queries of equal meaning and shape are equal values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query: every turn."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase: ``text`` occurs in the turn. With ``prefix`` its last word may go on."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field. With ``prefix`` the field's own text may go on after it."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """``name:a,b``: the named property of the turn is one of the values. ``name`` is canonical."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The turns that ``child`` does not match."""

    child: Node


@dataclass(frozen=True, slots=True)
class And:
    """The turns that all children match."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """The turns that at least one child matches."""

    children: tuple[Node, ...]


Node = Everything | Term | Field | Not | And | Or


def conjunction(nodes: Sequence[Node]) -> Node:
    """All of ``nodes``, in normal form; none at all is everything."""
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, And):
            flat.extend(node.children)
        elif not isinstance(node, Everything):
            flat.append(node)
    if not flat:
        return Everything()
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def disjunction(nodes: Sequence[Node]) -> Node:
    """Any of ``nodes`` (at least one), in normal form."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, Or) else (node,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def negation(node: Node) -> Node:
    """Not ``node``; two negations cancel."""
    return node.child if isinstance(node, Not) else Not(node)


def positive_terms(node: Node) -> Iterator[Term]:
    """The terms that make a turn match by being there: all but those under a negation."""
    match node:
        case Term():
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from positive_terms(child)
        case _:
            return
