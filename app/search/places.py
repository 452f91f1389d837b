"""Where a query stands in texts, by the million: a quick look at plain texts, the exact way for the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from app.model.hits import Span
from app.search.ast import (
    And,
    Everything,
    Field,
    Found,
    Node,
    Not,
    Or,
    Relation,
    Term,
    Wildcard,
    positive,
)
from app.search.parser import Query
from app.search.phrase import phrase_of

Finder = Callable[[str], tuple[Span, ...]]

_HAN: Final = "\u4e00-\u9fff"
_LATIN: Final = "\u00c0-\u00d6\u00d8-\u00de\u00e0-\u00f6\u00f8-\u00ff"
_SIGNS: Final = (
    "\n -~\u00b7\u2010-\u2027\u2030-\u2037\u3001-\u3003\u3008-\u301f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_EMOJI: Final = "\u2600-\u27bf\U0001f300-\U0001f3fa\U0001f400-\U0001faff"
_DRESS: Final = "\ufe0f\U0001f3fb-\U0001f3ff"
# Texts in which one character is one token or part of one word, lower case keeps every place, and nothing
# is joined to a Han character or a word by what stands after it.
_PLAIN: Final = re.compile(
    f"[{_SIGNS}{_HAN}{_LATIN}]*+(?:[{_EMOJI}][{_DRESS}]?+[{_SIGNS}{_HAN}{_LATIN}]*+)*+"
)
_WORD: Final = re.compile("[a-z0-9]+")
_CHARACTER: Final = re.compile(f"[{_HAN}{_EMOJI}]")
_STARRED: Final = re.compile(r"[a-z0-9*]+")
_LETTERS: Final = f"[a-z0-9{_LATIN}]*"
_WHOLE: Final = f"(?<![a-z0-9{_LATIN}])(?=({{}})(?![a-z0-9{_LATIN}]))"
_BESIDE: Final = frozenset("'_\u2018\u2019\uff07\uff3f\u00b7\u2027")
"""Beside a word these may belong to it."""


def has_places(node: Node) -> bool:
    """False for a query that says nothing about the text, such as ``speaker:A`` or the empty one."""
    match node:
        case And(children) | Or(children):
            return any(map(has_places, children))
        case Everything() | Field() | Not():
            return False
        case Relation(left):
            return has_places(left)
        case _:
            return True


def quick_finder(query: Query, exact: Finder) -> Finder:
    """A finder that gives what ``exact`` gives, many times faster on most texts.

    Only for queries of ASCII words, their beginnings, wildcards and phrases, of Han characters and emoji;
    any other takes the slow way, and so does every text in which anything but ASCII, Han, accented Latin
    letters, their punctuation and emoji stands.
    """
    patterns = _patterns(query.ast) if query.folding.indexed else ()
    if not patterns:
        return exact
    parted = any(isinstance(found, Wildcard) for found in positive(query.ast))

    def find(text: str) -> tuple[Span, ...]:
        if not _PLAIN.fullmatch(text):
            return exact(text)
        lowered = text.lower()
        if parted and not _BESIDE.isdisjoint(lowered):
            return exact(text)
        found = [match.span(1) for pattern in patterns for match in pattern.finditer(lowered)]
        if not found:
            return ()
        if any(lowered[max(0, a - 1) : a] in _BESIDE or lowered[b : b + 1] in _BESIDE for a, b in found):
            return exact(text)
        return _merged(sorted(set(found)))

    return find


def _patterns(node: Node) -> tuple[re.Pattern[str], ...]:
    """A pattern for each positive part; none when one of them is not that simple."""
    if not _simple(node):
        return ()
    found = [_pattern(part) for part in dict.fromkeys(positive(node))]
    return tuple(one for one in found if one is not None) if None not in found else ()


def _simple(node: Node) -> bool:
    """True for trees of terms, fields and their combinations, where places are those of the terms."""
    match node:
        case And(children) | Or(children):
            return all(map(_simple, children))
        case Not(child):
            return _simple(child)
        case _:
            return type(node) in {Term, Wildcard, Field, Everything}


def _pattern(part: Found) -> re.Pattern[str] | None:
    """Matches every place, overlapping ones too, which is group 1; None for what is not all words, or all
    Han characters and emoji.
    """
    if isinstance(part, Wildcard):
        wildcard = part.text.lower()
        return (
            re.compile(_WHOLE.format(wildcard.replace("*", _LETTERS)))
            if _STARRED.fullmatch(wildcard)
            else None
        )
    if not isinstance(part, Term):
        return None
    phrase = phrase_of(part)
    if phrase.keys and all(map(_WORD.fullmatch, phrase.keys)):
        if phrase.prefix and len(phrase.keys) > 1:
            return None
        return re.compile(_WHOLE.format("[ \\n]+".join(phrase.keys) + _LETTERS * phrase.prefix))
    if phrase.keys and all(map(_CHARACTER.fullmatch, phrase.keys)):
        characters = (key if "\u4e00" <= key <= "\u9fff" else f"{key}[{_DRESS}]?+" for key in phrase.keys)
        return re.compile(f"(?=({''.join(characters)}))")
    return None


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
