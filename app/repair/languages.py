"""The languages a text seems to be in, told by its letters, and what that says of letters that are in doubt.

A script serves many languages: ہ is a letter of Urdu, ې of Pashto, and where the byte that tells them apart
is lost, the letters that survived around them say which it was.
"""

from __future__ import annotations

import lzma
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, log, log10

from app.paths import resource

ZERO, STEP = 0x30, 0.1
"""How the table writes a share: one character, in tenths of -log10 from "0" on."""

UNSEEN = 1e-5
"""The share of a letter that a language does not write."""

ENOUGH = 60.0
"""Letters of one document count as at most so many: one says little new of what the others have said."""

FEW = 20
"""So many letters must have survived."""

STRANGE = 0.4
"""The share of letters that may be of any language: names, quotes, a second language."""

WORTH_SAYING = 0.1
"""What differs by less (log10) is left out."""

OF_SEVERAL = ("latin", "cyrillic", "arabic", "devanagari", "indic")
"""Blocks that serve several languages."""

Bias = tuple[tuple[str, float], ...]
"""Letters, and how much likelier (log10) each is in a document than in its script as a whole."""


@dataclass(frozen=True, slots=True)
class _Language:
    block: str
    weight: float
    shares: Mapping[str, float]


@cache
def _languages() -> tuple[_Language, ...]:
    """resources/models/languages.xz, read on first need."""
    found = []
    for line in lzma.decompress(resource("models", "languages.xz").read_bytes()).decode("utf-8").splitlines():
        block, _, weight, row = line.split("\t")
        pairs = zip(row[::2], row[1::2], strict=True)
        shares = {char: 10.0 ** ((ZERO - ord(mark)) * STEP) for char, mark in pairs}
        found.append(_Language(block, float(weight), shares))
    return tuple(found)


def bias_of(counts: Mapping[str, Counter[str]]) -> Bias:
    """What the surviving letters of a document, counted by block, say of the letters of their scripts."""
    found: list[tuple[str, float]] = []
    for block, letters in counts.items():
        if letters.total() >= FEW:
            found += _of_block([one for one in _languages() if one.block == block], letters)
    return tuple(sorted(found))


def _of_block(languages: list[_Language], letters: Counter[str]) -> Iterator[tuple[str, float]]:
    scale = min(1.0, ENOUGH / letters.total())
    fits = [
        log(one.weight)
        + scale * sum(n * log(one.shares.get(char, 0.0) + UNSEEN) for char, n in letters.items())
        for one in languages
    ]
    best = max(fits, default=0.0)
    here = [exp(fit - best) for fit in fits]
    total, every = sum(here), sum(one.weight for one in languages)
    for char in sorted({char for one in languages for char in one.shares}):
        general = sum(one.weight * one.shares.get(char, 0.0) for one in languages) / every + UNSEEN
        document = sum(p * one.shares.get(char, 0.0) for p, one in zip(here, languages, strict=True)) / total
        ratio = log10((STRANGE * general + (1 - STRANGE) * (document + UNSEEN)) / general)
        if abs(ratio) >= WORTH_SAYING:
            yield char, round(ratio, 1)
