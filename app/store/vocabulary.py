"""The different words of a corpus, kept beside the index: what a wildcard stands for is found in no time.

The table is a superset: a word whose last turn was removed or changed stays until the index is built anew.
Han, kana, hangul and emoji are no words here: any part of such text is found as a phrase.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Sequence

import numpy as np

from app.text import classes as cls
from app.text.classes import tables

_MANY = 16
"""Where one word in so many holds the needle, looking at all words costs less than jumping."""

_REMEMBERED = 300_000
"""About 30 MB; what comes after is offered to SQLite again and again, which costs time only."""


_BEYOND_ASCII = re.compile(r"[^\n]*[^\x00-\x7f][^\n]*")


class Vocabulary:
    """All words as folded keys (segment.fold), in the order of their code points; may hold dead ones."""

    def __init__(self, words: str) -> None:
        """``words`` stand each between two line ends."""
        self._words = words
        self._alike: dict[Callable[[str], str], dict[str, list[str]]] = {}

    def __len__(self) -> int:
        """The number of words."""
        return max(0, self._words.count("\n") - 1)

    def matching(self, parts: Sequence[str]) -> list[str]:
        """The words made of these parts with anything between them, ascending.

        ``*ing`` is ``("", "ing")``, ``in*fix`` is ``("in", "fix")``, ``*war*`` is ``("", "war", "")``;
        a single part is a whole word. The parts must be folded.
        """
        if any("\n" in part for part in parts):
            return []
        region = self._beginning_with(parts[0])
        if len(parts) > 1 and not any(parts[1:]):
            return region.split("\n")[1:-1]
        found = _holding(region, _needle(parts))
        if sum(map(bool, parts)) == 1 and len(parts) > 1:
            return found
        return [word for word in found if _fits(word, parts)]

    def alike(self, canon: Callable[[str], str], word: str) -> list[str]:
        """The words beyond ASCII for which ``canon`` gives ``word``, ascending.

        All of them are put in order by the first question about a ``canon``, which takes some 30 ms.
        """
        known = self._alike.get(canon)
        if known is None:
            known = {}
            for one in _BEYOND_ASCII.findall(self._words):
                known.setdefault(canon(one), []).append(one)
            self._alike[canon] = known
        return known.get(word, [])

    def _beginning_with(self, prefix: str) -> str:
        """The words with a prefix, each between two line ends: being sorted, they stand together."""
        if not prefix:
            return self._words
        first = self._words.find(f"\n{prefix}")
        if first < 0:
            return ""
        last = self._words.rfind(f"\n{prefix}")
        return self._words[first : self._words.index("\n", last + 1) + 1]


def _needle(parts: Sequence[str]) -> str:
    """What the words are looked for by: the longest part, an end of the word counting as a sign."""
    return max((*parts[1:-1], f"{parts[-1]}\n" if parts[-1] else ""), key=len)


def _holding(region: str, needle: str) -> list[str]:
    """The words of a region that hold a needle."""
    if not needle or region.count(needle) * _MANY > region.count("\n"):
        words = region.split("\n")[1:-1]
        if needle.endswith("\n"):
            return [word for word in words if word.endswith(needle[:-1])]
        return [word for word in words if needle in word]
    found: list[str] = []
    at = region.find(needle)
    while at >= 0:
        end = region.index("\n", at)
        found.append(region[region.rindex("\n", 0, at) + 1 : end])
        at = region.find(needle, end)
    return found


def _fits(word: str, parts: Sequence[str]) -> bool:
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return word == first
    if not (word.startswith(first) and word.endswith(last)):
        return False
    at, stop = len(first), len(word) - len(last)
    for part in parts[1:-1]:
        found = word.find(part, at, max(at, stop))
        if found < 0:
            return False
        at = found + len(part)
    return at <= stop


def load_vocabulary(connection: sqlite3.Connection) -> Vocabulary:
    """Read all words; SQLite joins them in C with the interpreter free."""
    (words,) = connection.execute(
        "SELECT group_concat(word, char(10)) FROM (SELECT word FROM word ORDER BY word)"
    ).fetchone()
    return Vocabulary(f"\n{words}\n" if words else "")


class KnownWords:
    """Words that this writer has stored, so that each is handed to SQLite once and not in every batch."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._last: set[str] | None = None

    def take_in(self, words: set[str]) -> set[str]:
        """Those of the words that may be new; batches prepared together hand in the same set, and soon."""
        if words is self._last:
            return set()
        self._last = words
        fresh = words - self._known
        if len(self._known) < _REMEMBERED:
            self._known |= fresh
        return fresh

    def forget(self) -> None:
        """After a rollback nothing is certain."""
        self._known.clear()
        self._last = None


def add_words(connection: sqlite3.Connection, words: Collection[str]) -> None:
    """Take in the words of new turns, inside the caller's transaction."""
    if not words:
        return
    connection.executemany("INSERT OR IGNORE INTO word VALUES (?)", [(word,) for word in sorted(words)])


def words_among(keys: Sequence[str]) -> set[str]:
    """Which keys of the index are words, told by their first character."""
    kinds = tables().kind[[ord(key[0]) for key in keys]]
    return {keys[at] for at in np.flatnonzero((kinds == cls.WORD) | (kinds == cls.MARK)).tolist()}


def indexed_words(connection: sqlite3.Connection) -> set[str]:
    """The words that the full-text index holds; reads all of it."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.index_term USING fts5vocab(main, turn_fts, 'col')"
    )
    keys = connection.execute("SELECT term FROM temp.index_term WHERE col = 'text'").fetchall()
    return words_among([key for (key,) in keys])
