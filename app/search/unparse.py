"""Writes a query tree as text that reads back as the same tree."""

from __future__ import annotations

import re
from types import UnionType

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
    Value,
    Wildcard,
)

_PLAIN_WORD = re.compile(r"[^\W_][\w'’+#%-]*")
_PLAIN_VALUE = re.compile(r"(?:[<>]=?|\.\.)?[^\W_][\w.-]*")
_KEYWORDS = frozenset({"AND", "OR", "NOT"})


def unparse(node: Node) -> str:
    """Canonical query text: ``parse(unparse(node)).ast == node`` for every tree in normal form
    whose terms hold something to search for."""
    return "" if isinstance(node, Everything) else _written(node)


def _written(node: Node) -> str:
    match node:
        case Not(child):
            return "-" + _inner(child, And | Or | Relation)
        case And(children):
            return " ".join(_inner(child, Or | Relation) for child in children)
        case Or(children):
            return " OR ".join(map(_written, children))
        case Relation():
            return _relation(node)
        case _:
            return _single(node)


def _single(node: Everything | Field | Found) -> str:
    match node:
        case Everything():
            return "*"
        case Term(text, prefix):
            return _text(text, prefix=prefix)
        case Wildcard(text):
            return text
        case Regex(pattern, flags):
            return f"/{pattern}/{flags}"
        case Near(distance, terms):
            return f"near/{distance}({' '.join(map(_written, terms))})"
        case Field(name, values):
            return f"{name}:{','.join(map(_value, values))}"


def _value(value: Value) -> str:
    if _PLAIN_VALUE.fullmatch(value.text) and value.text not in _KEYWORDS:
        return value.text + "*" * value.prefix
    return _text(value.text, prefix=value.prefix)


def _relation(node: Relation) -> str:
    sign = node.sign if node.sign != ">" else f">{node.distance}"
    same = "" if node.same is None else "-" * (not node.same) + "same:speaker"
    right = "" if same and isinstance(node.right, Everything) else _inner(node.right, Or)
    if same and isinstance(node.right, Relation):
        right = _inner(node.right, Relation)
    return " ".join(filter(None, (_inner(node.left, Or | Relation), sign, same, right)))


def _inner(node: Node, grouped: UnionType | type) -> str:
    return f"({_written(node)})" if isinstance(node, grouped) else _written(node)


def _text(text: str, *, prefix: bool) -> str:
    """The text bare where that reads back as it is, else quoted; with its asterisk."""
    if _PLAIN_WORD.fullmatch(text) and text not in _KEYWORDS:
        written = text
    else:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        written = f'"{escaped}"'
    return written + "*" * prefix
