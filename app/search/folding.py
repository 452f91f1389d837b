"""What counts as the same when a text is compared with a query: one switch for each difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.search.variants import simplified
from app.text import classes as cls
from app.text.classes import tables

Canon = Callable[[str], str]
"""Gives tokens that count as the same the same text."""


@dataclass(frozen=True, slots=True)
class Folding:
    """Which differences do not count.

    ``case``: upper and lower case. ``width``: full and half width. ``diacritics``: accents, vowel
    points. ``chinese``: simplified and traditional characters and the words of either side
    (软件, 軟體). ``kana``: hiragana and katakana.
    """

    case: bool = True
    width: bool = True
    diacritics: bool = False
    chinese: bool = False
    kana: bool = False

    @property
    def indexed(self) -> bool:
        """True when the index folds just so."""
        return self == DEFAULT

    @property
    def checked(self) -> bool:
        """True when the index folds more than this: its answers are compared with the originals."""
        return not (self.case and self.width)


DEFAULT: Final = Folding()
FOLDS: Final = ("case", "width", "diacritics", "chinese", "kana")
"""The names of the switches, in their order."""


def folding_of(names: Iterable[str]) -> Folding:
    """The folding in which the named switches are on and all others off; other names are passed over."""
    on = set(names)
    return Folding(*(name in on for name in FOLDS))


_DIACRITICS: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_LETTERS: Final = str.maketrans("øłđħıŧØŁĐĦŦ", "oldhitOLDHT")
_KATAKANA: Final = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}


@lru_cache(maxsize=64)
def canon_of(folding: Folding) -> Canon:
    """The comparison of one folding, for one token of a text as it is written (or of the index)."""

    @lru_cache(maxsize=20_000)
    def canon(written: str) -> str:
        kept = written if written.isascii() else _kept(written, width=folding.width)
        kept = unicodedata.normalize("NFC", kept)
        if folding.case:
            kept = kept.casefold()
        if folding.diacritics and is_word(kept):
            kept = without_diacritics(kept)
        if folding.chinese:
            kept = simplified(kept)
        return kept.translate(_KATAKANA) if folding.kana else kept

    return canon


def without_diacritics(text: str) -> str:
    """The text with accents and vowel points left out."""
    if text.isascii():
        return text
    bare = _DIACRITICS.sub("", unicodedata.normalize("NFD", text)) or text
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


def widest(folding: Folding) -> Folding:
    """The folding with what the index always folds: it finds at least as much."""
    return Folding(diacritics=folding.diacritics, chinese=folding.chinese, kana=folding.kana)


def is_word(token: str) -> bool:
    """True for a token of letters and digits: not a Han character, an emoji, a sign."""
    return bool(token) and tables().kind[ord(token[0])] in {cls.WORD, cls.MARK}


def _kept(written: str, *, width: bool) -> str:
    """The characters that count, as the index maps them; with their own width unless that is folded."""
    table, wide = tables(), cls.width_folds()
    return "".join(
        char if not width and ord(char) in wide else chr(table.mapped[ord(char)])
        for char in written
        if not table.dropped[ord(char)]
    )
