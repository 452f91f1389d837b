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
class Wildcard:
    """A word with asterisks, each for any letters or none: ``*ing``, ``c*t``."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """All ``terms`` in one stretch: from the end of the first to the start of the last at most
    ``distance`` words or characters (punctuation and white space do not count), in any order."""

    distance: int
    terms: tuple[Term | Wildcard, ...]


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression (RE2) that matches somewhere in the turn; ``flags`` out of ``ims``."""

    pattern: str
    flags: str = ""


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


@dataclass(frozen=True, slots=True)
class Relation:
    """The turns of ``left`` that a turn of ``right`` comes after in the same conversation.

    ``sign`` is ``>``: within ``distance`` turns; ``>>``: anywhere later; ``^``: it replies to the left
    turn. ``same`` True asks for the same speaker, False for another one.
    """

    left: Node
    sign: str
    distance: int
    right: Node
    same: bool | None = None


Found = Term | Wildcard | Near | Regex
"""What has places in a text."""
Node = Everything | Term | Wildcard | Near | Regex | Field | Not | And | Or | Relation


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


def positive(node: Node) -> Iterator[Found]:
    """What makes a turn match by standing in it: all but what is negated or asked of a later turn."""
    match node:
        case Term() | Wildcard() | Near() | Regex():
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from positive(child)
        case Relation(left):
            yield from positive(left)
        case _:
            return


def positive_terms(node: Node) -> Iterator[Term]:
    """The plain terms among :func:`positive`."""
    for found in positive(node):
        if isinstance(found, Term):
            yield found
