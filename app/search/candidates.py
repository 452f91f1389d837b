"""Which turns can hold a term: its keys in the index, or the words and variants that count as the same."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from typing import Final

from app.search.ast import Near, Regex, Term, Wildcard
from app.search.checks import Close, Expressed, Stands
from app.search.folding import DEFAULT, Folding, canon_of, is_word, widest
from app.search.literals import chunks, needed
from app.search.patterns import Pattern, fits, patterns_of
from app.search.phrase import Element
from app.search.plan import Checked, Leaf, Matches, Nothing, Plan, intersection, quoted, union
from app.search.variants import written_forms
from app.store.reader import Reader
from app.text.segment import fold

MAX_PHRASE: Final = 64
"""FTS5 opens one cursor for each token of a phrase; of a longer one the rest is compared with the text."""
FEW: Final = 8
"""Up to so many expressions stay in one MATCH."""
MOST_WORDS: Final = 4_000
"""A part of a word that more words hold narrows a regular expression down too little."""
MOST: Final = 60_000
"""A phrase with more readings than this is looked for token by token, then compared with the texts."""


class Candidates:
    """Plans for terms on one revision of a corpus."""

    def __init__(self, reader: Reader, folding: Folding) -> None:
        self._reader = reader
        self._folding = folding
        self._wide = widest(folding)

    def term(self, term: Term | Wildcard) -> Plan:
        """The turns with a term, exactly."""
        base, exact = self._base(term)
        return base if exact else Checked(base, Stands(term, self._folding))

    def near(self, near: Near) -> Plan:
        """The turns with the terms of near(…) close together."""
        base = intersection(self._base(term)[0] for term in near.terms)
        return Checked(base, Close(near, self._folding), self._surely(near))

    def _base(self, term: Term | Wildcard) -> tuple[Plan, bool]:
        """At least the turns with a term, and whether they are all that."""
        patterns = patterns_of(term, self._wide)
        base = union(map(self._pattern, patterns))
        return base, not self._folding.checked and all(map(self._is_exact, patterns))

    def regex(self, regex: Regex) -> Plan:
        """The turns that a regular expression matches."""
        parts = [self._one_of(runs) for runs in needed(regex.pattern)]
        return Checked(intersection(parts), Expressed(regex, self._folding))

    def _one_of(self, runs: tuple[str, ...]) -> Plan:
        return union(self._run(run) for run in runs)

    def _run(self, run: str) -> Plan:
        """At least the turns that hold a run of characters; every turn where the index does not know."""
        cjk, words = chunks(run)
        plans: list[Plan] = []
        for text in cjk:
            keys = fold(text)[:MAX_PHRASE]
            plans.append(Leaf(f"text:{quoted(list(keys))} *"))
        for word in words:
            found = self._reader.vocabulary().matching(("", fold(word), ""))
            if len(found) <= MOST_WORDS:
                plans.append(_any(quoted([one]) for one in found))
        return intersection(plans)

    def _surely(self, near: Near) -> Plan:
        """Where even with all punctuation counted the terms are close: the index says so at once."""
        words = [patterns_of(term, DEFAULT) for term in near.terms]
        keys = [one[0].elements for one in words if len(one) == 1]
        flat = [key for elements in keys for key in elements]
        plain = len(keys) == len(words) and all(isinstance(key, str) for key in flat)
        if not plain or len(set(flat)) < len(flat) or not self._folding.indexed or len(flat) > MAX_PHRASE:
            return Nothing()
        phrases = " ".join(quoted([str(key) for key in elements]) for elements in keys)
        return Leaf(f"text: NEAR({phrases}, {near.distance})")

    def forms(self, element: Element) -> list[str]:
        """The keys of the index that count as one token of a pattern."""
        if self._wide == DEFAULT:
            return [element] if isinstance(element, str) else self._reader.vocabulary().matching(element)
        canon = canon_of(self._wide)
        if isinstance(element, tuple):
            words = self._reader.vocabulary().matching(("", ""))
            return [word for word in words if fits(word if word.isascii() else canon(word), element)]
        if is_word(element):
            return [element, *self._accented(element)] if self._folding.diacritics else [element]
        return [form for form in self._characters(element) if canon(form) == element]

    def _accented(self, element: str) -> list[str]:
        """The words that are ``element`` without their accents."""
        canon = canon_of(self._wide)
        return [word for word in self._reader.vocabulary().alike(canon, element) if word != element]

    def _characters(self, element: str) -> list[str]:
        """A single character with its marks, and its variants."""
        char, marks = element[0], element[1:]
        found = list(written_forms(char)) if self._folding.chinese else [char]
        if self._folding.kana and "\u3041" <= char <= "\u309f":
            found.append(chr(ord(char) + 0x60))
        return [one + marks for one in found]

    def _is_exact(self, pattern: Pattern) -> bool:
        if len(pattern.elements) > MAX_PHRASE:
            return False
        readings = [len(self.forms(one)) for one in pattern.elements if not self._is_open(pattern, one)]
        return len(pattern.elements) == 1 or math.prod(readings) <= MOST

    def _is_open(self, pattern: Pattern, element: Element) -> bool:
        """True for a prefix at the end that FTS5 finds by itself."""
        return (
            isinstance(element, tuple)
            and self._wide == DEFAULT
            and element is pattern.elements[-1]
            and len(element) == 2
            and bool(element[0])
            and not element[1]
        )

    def _pattern(self, pattern: Pattern) -> Plan:
        elements = pattern.elements[:MAX_PHRASE]
        last = elements[-1]
        if self._is_open(pattern, last):
            forms = [self.forms(one) for one in elements[:-1]] + [[str(last[0])]]
            star = " *"
        else:
            forms, star = [self.forms(one) for one in elements], ""
        if len(forms) > 1 and math.prod(map(len, forms)) > MOST:
            return intersection(_any(quoted([form]) for form in some) for some in forms)
        return _any(quoted(keys) + star for keys in itertools.product(*forms))


def _any(phrases: Iterable[str]) -> Plan:
    matches = tuple(f"text:{phrase}" for phrase in phrases)
    if not matches:
        return Nothing()
    return union(map(Leaf, matches)) if len(matches) <= FEW else Matches(matches)
