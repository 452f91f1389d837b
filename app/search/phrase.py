"""A term as the index sees it: the keys of its tokens, in order."""

from __future__ import annotations

from dataclasses import dataclass

from app.search.ast import Term, Wildcard
from app.text.classes import BARRIER
from app.text.segment import tokenize

_PROBE = "a"
SPACE = chr(BARRIER)
ANY = "\ua7f7"
"""A letter that stands for an asterisk while a wildcard is cut into tokens."""

Element = str | tuple[str, ...]
"""A key, or the parts of one with anything between them."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Token keys that must follow one another; with ``prefix`` the last may be the start of a longer key."""

    keys: tuple[str, ...]
    prefix: bool = False


def phrase_of(term: Term) -> Phrase:
    """The keys of a term; none when its text holds nothing that is indexed.

    A prefix is cut with a letter put after it, so that what would be inside the longer word is
    read as inside (``don'*`` finds don't). A prefix that ends in a Han, kana or hangul character,
    an emoji or punctuation is that text itself: such a token never goes on.
    """
    if not term.prefix:
        return Phrase(tuple(token.key for token in tokenize(term.text)))
    keys = [token.key for token in tokenize(term.text + _PROBE)]
    stem = keys.pop()[: -len(_PROBE)]
    if stem:
        return Phrase((*keys, stem), prefix=True)
    while keys and keys[-1] == SPACE:
        keys.pop()
    return Phrase(tuple(keys))


def parts_of(wildcard: Wildcard) -> tuple[Element, ...] | None:
    """The keys of a wildcard in order, those with asterisks in parts.

    None when an asterisk stands where no word is, between Han characters, or nothing else is there.
    """
    out: list[Element] = []
    for token in tokenize(wildcard.text.replace("*", ANY)):
        if ANY not in token.key:
            out.append(token.key)
            continue
        parts = tuple(token.key.split(ANY))
        if not any(parts):
            return None
        out.append(parts)
    return tuple(out) if any(isinstance(one, tuple) for one in out) else None
