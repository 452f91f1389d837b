"""What a term looks like among the tokens of a text, under one folding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.search.ast import Near, Term, Wildcard
from app.search.folding import Canon, Folding, canon_of
from app.search.phrase import ANY, SPACE, Element, parts_of, phrase_of
from app.search.variants import word_forms
from app.text import classes as cls
from app.text.classes import tables
from app.text.segment import Token, index_text, tokenize

_BARRIERS: Final = frozenset({cls.PUNCT, cls.INNER, cls.SPACE, cls.SOFT})


@dataclass(frozen=True, slots=True)
class Pattern:
    """Tokens that must follow one another; each a text in the folding's form, or the parts of one."""

    elements: tuple[Element, ...]


@lru_cache(maxsize=4096)
def patterns_of(term: Term | Wildcard, folding: Folding) -> tuple[Pattern, ...]:
    """The ways in which a term may stand in a text; none when it holds nothing to search for."""
    elements = _elements(term, folding)
    if not elements:
        return ()
    if not folding.chinese or not all(isinstance(one, str) for one in elements):
        return (Pattern(elements),)
    return tuple(Pattern(form) for form in word_forms([one for one in elements if isinstance(one, str)]))


def _elements(term: Term | Wildcard, folding: Folding) -> tuple[Element, ...]:
    """The index's keys where the folding is the index's, else the tokens as they are written, folded so."""
    if isinstance(term, Wildcard):
        parts = parts_of(term) or ()
        if folding.indexed:
            return parts
        return _folded_parts(term, folding)
    phrase = phrase_of(term)
    if folding.indexed:
        if phrase.prefix:
            return (*phrase.keys[:-1], (phrase.keys[-1], ""))
        return phrase.keys
    canon = canon_of(folding)
    text = term.text
    tokens = tokenize(text)[: len(phrase.keys)]
    folded: list[Element] = [_compared(token, text, canon) for token in tokens]
    if phrase.prefix and len(tokens) == len(phrase.keys):
        folded[-1] = (str(folded[-1]), "")
    return tuple(folded)


def _folded_parts(wildcard: Wildcard, folding: Folding) -> tuple[Element, ...]:
    """The parts between asterisks, each folded alone."""
    canon = canon_of(folding)
    marked = wildcard.text.replace("*", ANY)
    out: list[Element] = []
    for token in tokenize(marked):
        written = marked[token.start : token.end]
        pieces = tuple(canon(piece) for piece in written.split(ANY))
        out.append(pieces if len(pieces) > 1 else pieces[0])
    return tuple(out)


def _compared(token: Token, text: str, canon: Canon) -> str:
    """What a token is compared by; white space of any kind is one barrier."""
    return token.key if token.key == SPACE else canon(text[token.start : token.end])


class Keys:
    """What the tokens of a text are compared by."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        self._places: dict[str, list[int]] = {}
        for at, key in enumerate(self.keys):
            self._places.setdefault(key, []).append(at)

    def starts(self, pattern: Pattern) -> Iterator[int]:
        """Positions of tokens where the pattern begins, each once."""
        elements = pattern.elements
        if not elements:
            return
        first = elements[0]
        if isinstance(first, str):
            begins: Sequence[int] = self._places.get(first, ())
        else:
            begins = [at for key, places in self._places.items() if fits(key, first) for at in places]
        for start in begins:
            if start + len(elements) <= len(self.keys) and all(
                fits(self.keys[start + by], elements[by]) for by in range(1, len(elements))
            ):
                yield start

    def occurrences(self, term: Term | Wildcard, folding: Folding) -> set[tuple[int, int]]:
        """Ranges of tokens in which a term stands."""
        return {
            (start, start + len(pattern.elements))
            for pattern in patterns_of(term, folding)
            for start in self.starts(pattern)
        }

    def counted(self) -> list[int]:
        """How many tokens that are no barriers stand before each token, and in the whole text."""
        kinds = tables().kind
        before = [0]
        for key in self.keys:
            before.append(before[-1] + (kinds[ord(key[0])] not in _BARRIERS))
        return before


class Tokens(Keys):
    """A text cut into tokens, with what each is compared by and where it stands."""

    def __init__(self, text: str, folding: Folding) -> None:
        self.tokens: Sequence[Token] = tokenize(text)
        if folding.indexed:
            super().__init__([token.key for token in self.tokens])
        else:
            canon = canon_of(folding)
            super().__init__([_compared(token, text, canon) for token in self.tokens])


def keys_of(texts: Sequence[str], folding: Folding) -> Iterator[Keys]:
    """Each text cut; under the index's own folding all of them at once, many times faster."""
    if folding.indexed:
        return (Keys(keys.split(" ") if keys else []) for keys in index_text(texts))
    return (Tokens(text, folding) for text in texts)


def fits(key: str, element: Element) -> bool:
    """True when a token is what the element asks for."""
    if isinstance(element, str):
        return key == element
    first, last = element[0], element[-1]
    if len(key) < len(first) + len(last) or not (key.startswith(first) and key.endswith(last)):
        return False
    at, stop = len(first), len(key) - len(last)
    for part in element[1:-1]:
        found = key.find(part, at, stop)
        if found < 0:
            return False
        at = found + len(part)
    return True


def terms_of(near: Near) -> dict[Term | Wildcard, int]:
    """The terms of near(…) and how many places each needs."""
    needed: dict[Term | Wildcard, int] = {}
    for term in near.terms:
        needed[term] = needed.get(term, 0) + 1
    return needed
