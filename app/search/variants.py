"""Simplified and traditional Chinese: which characters, and which words, count as the same."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from app.paths import resource

MOST_FORMS: Final = 32
"""Forms of one phrase; a longer phrase with more is looked for in the first of them."""


class _Variants(NamedTuple):
    """``simple`` gives each traditional character its simplified one, ``written`` the way back."""

    simple: dict[int, int]
    written: dict[str, str]
    words: dict[str, tuple[str, ...]]
    longest: int


def simplified(text: str) -> str:
    """The text in simplified characters, one for one."""
    return text if text.isascii() else text.translate(_variants().simple)


def written_forms(char: str) -> str:
    """All characters that are ``char`` (simplified) in simplified characters, itself first."""
    return char + _variants().written.get(char, "")


def word_forms(chars: Sequence[str]) -> list[tuple[str, ...]]:
    """The sequence (simplified) and what the other side says instead of the words in it, itself first.

    软件 is 软体 in Taiwan. Items that are longer than a character stand for themselves.
    """
    table = _variants()
    forms: list[list[tuple[str, ...]]] = [[()] for _ in range(len(chars) + 1)]
    for at, char in enumerate(chars):
        ways: list[tuple[int, tuple[str, ...]]] = [(1, (char,))]
        for length in range(2, min(table.longest, len(chars) - at) + 1):
            for other in table.words.get("".join(chars[at : at + length]), ()):
                ways.append((length, tuple(other)))  # noqa: PERF401 - two loops read better
        for length, instead in ways:
            known = [] if forms[at + length] == [()] else forms[at + length]
            fresh = [(*before, *instead) for before in forms[at]]
            forms[at + length] = list(dict.fromkeys([*known, *fresh]))[:MOST_FORMS]
    plain = tuple(chars)
    return [plain, *(form for form in forms[-1] if form != plain)]


@lru_cache(maxsize=1)
def _variants() -> _Variants:
    lines = zlib.decompress(resource("models", "variants.zz").read_bytes()).decode("utf-8").splitlines()
    simple = {ord(one): ord(other) for one, other in zip(lines[0], lines[1], strict=True)}
    written: dict[str, str] = {}
    for one, other in zip(lines[0], lines[1], strict=True):
        written[other] = written.get(other, "") + one
    words: dict[str, tuple[str, ...]] = {}
    for line in lines[2:]:
        equal = line.split(" ")
        for word in equal:
            others = tuple(other for other in equal if other != word)
            words[word] = tuple(dict.fromkeys((*words.get(word, ()), *others)))
    return _Variants(simple, written, words, max(map(len, words), default=0))
