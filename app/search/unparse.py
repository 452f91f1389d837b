"""Writes a query tree as text that reads back as the same tree."""

from __future__ import annotations

import re

from app.search.ast import And, Everything, Field, Node, Not, Or, Term

_PLAIN_WORD = re.compile(r"[^\W_][\w'’+#%-]*")
_KEYWORDS = frozenset({"AND", "OR", "NOT"})


def unparse(node: Node) -> str:
    """Canonical query text: ``parse(unparse(node)).ast == node`` for every tree in normal form
    whose terms hold something to search for."""
    match node:
        case Everything():
            return ""
        case Term(text, prefix):
            return _text(text, prefix=prefix)
        case Field(name, values):
            return f"{name}:{','.join(_text(value.text, prefix=value.prefix) for value in values)}"
        case Not(child):
            return "-" + _inner(child)
        case And(children):
            return " ".join(_inner(child) if isinstance(child, Or) else unparse(child) for child in children)
        case Or(children):
            return " OR ".join(unparse(child) for child in children)


def _inner(node: Node) -> str:
    return f"({unparse(node)})" if isinstance(node, And | Or) else unparse(node)


def _text(text: str, *, prefix: bool) -> str:
    """The text bare where that reads back as it is, else quoted; with its asterisk."""
    if _PLAIN_WORD.fullmatch(text) and text not in _KEYWORDS:
        written = text
    else:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        written = f'"{escaped}"'
    return written + "*" * prefix
