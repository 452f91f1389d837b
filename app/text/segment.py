"""Cuts text into the tokens that are indexed, queried and counted; one function for all three.

Design (the FTS5 table splits these keys at white space only, so a phrase of keys is exact):

* every Han, kana, bopomofo and hangul character is a token, combining marks with it;
* every emoji code point is a token, a pair of regional indicators too; variation selectors, skin
  tones, joiners and other invisible format characters are dropped, so a ZWJ sequence is its parts;
* words are runs of letters, marks and digits of any other script, with ``'`` and ``_`` inside them;
* every other visible character is a barrier with itself as key; white space is a barrier
  (U+E000) only beside a Han/kana/hangul token and where no punctuation barrier stands.

Keys are folded (:func:`fold`), offsets count code points of the original text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.text import classes as cls
from app.text.classes import tables
from app.text.folding import Codes, codes_of, fold_codes
from app.text.pieces import pieces

Flags = npt.NDArray[np.bool_]
Kinds = npt.NDArray[np.uint8]


class TokenKind(Enum):
    """What a token is; barriers are indexed but never counted."""

    WORD = "word"
    CJK = "cjk"
    EMOJI = "emoji"
    BARRIER = "barrier"


class Token(NamedTuple):
    """One token. ``key`` is its folded form in the index; ``text[start:end]`` is where it stands.

    The offsets are code points of the original text. A dropped character (variation selector,
    joiner, skin tone) belongs to the token before it; a white-space barrier covers the white space.
    """

    kind: TokenKind
    key: str
    start: int
    end: int


# One letter per class, in the order of the constants of ``classes``, to write the rules in.
_SIGNS = bytes(b"s~s.mwicer"[number] if number < 10 else 0 for number in range(256))
_RULES = re.compile(rb"[s~]+|cm*|em*|rr?m*|[wm]+(?:iw[wm]*)*|[.i]m*")
_KIND_OF_SIGN = {
    ord("."): TokenKind.BARRIER,
    ord("i"): TokenKind.BARRIER,
    ord("w"): TokenKind.WORD,
    ord("m"): TokenKind.WORD,
    ord("c"): TokenKind.CJK,
    ord("e"): TokenKind.EMOJI,
    ord("r"): TokenKind.EMOJI,
}
_NOTHING = 0
_BLANKS = frozenset(b"s~")
_CJK_SIGN = ord("c")
_BARRIER_SIGNS = frozenset((_NOTHING, *b".i"))
_BARRIER_KEY = chr(cls.BARRIER)
# What NFC can join to the character before it: marks, and medial or final jamo.
_JOINING = r"\u1160-\u11FF\uD7B0-\uD7FF"


@dataclass(frozen=True, slots=True)
class Cut:
    """Folded text without white space, cut into tokens.

    ``codes``: code points; ``kinds``: class of each, marks and inner signs resolved; ``starts``:
    a token begins here; ``barriers``: a white-space barrier stands before it.
    """

    codes: Codes
    kinds: Kinds
    starts: Flags
    barriers: Flags


def fold(text: str) -> str:
    """Width folding, NFC and full case folding: the form in which equal words are equal.

    Full-width ASCII becomes ASCII, half-width kana full (voicing marks composed). Diacritics stay.
    """
    wide = _wide().search(text)
    narrowed = text.translate(cls.width_folds()) if wide else text
    return unicodedata.normalize("NFC", narrowed).casefold()


@lru_cache(maxsize=1)
def _wide() -> re.Pattern[str]:
    return re.compile("[\u3000\uff01-\uffee]")


def index_text(texts: Sequence[str]) -> list[str]:
    """The keys of each text joined by single spaces; the text that FTS5 indexes.

    Equal to ``" ".join(token.key for token in tokenize(text))`` for each text, at the speed of a batch.
    """
    return [keys for piece in pieces(texts) for keys in keys_of(cut_batch(piece))]


def keys_of(cut: Cut) -> list[str]:
    """``index_text`` of texts that were cut."""
    codes, starts = cut.codes, cut.starts
    separator = cut.kinds == cls.SEPARATOR
    after_separator = np.empty_like(separator)
    after_separator[0] = True
    after_separator[1:] = separator[:-1]
    extra = (starts & ~separator & ~after_separator).astype(np.intp)
    extra[cut.barriers] = 3
    at = np.arange(codes.size) + np.cumsum(extra)
    out = np.full(codes.size + int(extra.sum()), ord(" "), "<u4")
    out[at] = codes
    out[at[cut.barriers] - 2] = cls.BARRIER
    return out.tobytes().decode("utf-32-le").split("\0")[:-1]


def words_of(cut: Cut) -> set[str]:
    """The different words of texts that were cut, as keys: no Han, kana, hangul, emoji or barriers."""
    word = cut.kinds == cls.WORD
    codes, starts = cut.codes[word], cut.starts[word]
    out = np.full(codes.size + int(starts.sum()), ord(" "), "<u4")
    out[np.arange(codes.size) + np.cumsum(starts)] = codes
    return set(out.tobytes().decode("utf-32-le").split())


def tokenize(text: str) -> list[Token]:
    """All tokens of a text in order, with their places in it.

    The readable form of the rules, for one text; ``cut_batch`` states them for whole batches, and a
    property test holds the two equal.
    """
    folded, begins, ends = _fold_with_places(text)
    signs = tables().kind[codes_of(folded)].tobytes().translate(_SIGNS)
    tokens: list[Token] = []
    before = _NOTHING  # sign of the token before
    gap = False  # white space that can be a barrier stands before
    until = 0
    for match in _RULES.finditer(signs):
        low, high = match.span()
        sign = signs[low]
        if sign in _BLANKS:
            gap = b"s" in match.group()
            continue
        if gap and _CJK_SIGN in {sign, before} and not (_BARRIER_SIGNS & {sign, before}):
            tokens.append(Token(TokenKind.BARRIER, _BARRIER_KEY, until, begins[low]))
        until = max(ends[high - 1], begins[low])
        tokens.append(Token(_KIND_OF_SIGN[sign], folded[low:high], begins[low], until))
        before, gap = sign, False
    return tokens


def cut_batch(texts: Sequence[str]) -> Cut:
    """Many texts cut at once; each ends in one SEPARATOR (code point 0), which is never a token.

    Nobody else runs meanwhile, so hand over no more than ``pieces`` does.
    """
    joined = "\0".join(texts)
    if joined.count("\0") != len(texts) - 1:
        joined = "\0".join(text.replace("\0", " ") for text in texts)
    codes = codes_of(joined + "\0")
    dropped = tables().dropped[codes]
    if dropped.any():
        codes = codes[~dropped]
    return _cut(fold_codes(codes))


def _fold_with_places(text: str) -> tuple[str, list[int], list[int]]:
    """The folded text, and for each of its code points where it begins and ends in the original."""
    codes = codes_of(text)
    table = tables()
    dropped = table.dropped[codes]
    kept = np.flatnonzero(~dropped) if dropped.any() else np.arange(codes.size)
    narrowed = table.mapped[codes[kept]].tobytes().decode("utf-32-le")
    begins = kept.tolist()
    # A dropped character belongs to the kept one before it, so the ends reach to the next kept one.
    ends = [*begins[1:], len(text)]
    folded = narrowed.casefold()
    if len(folded) == len(narrowed) and unicodedata.is_normalized("NFC", narrowed):
        return folded, begins, ends
    pieces: list[str] = []
    first: list[int] = []
    until: list[int] = []
    for match in _clusters().finditer(narrowed):
        piece = unicodedata.normalize("NFC", match.group()).casefold()
        low, high = match.span()
        pieces.append(piece)
        first.extend([begins[low]] * len(piece))
        until.extend([ends[high - 1]] * len(piece))
    return "".join(pieces), first, until


@lru_cache(maxsize=1)
def _clusters() -> re.Pattern[str]:
    """One character with everything that NFC could join to it or reorder after it."""
    marks = np.flatnonzero(tables().kind == cls.MARK)
    runs = np.split(marks, np.flatnonzero(np.diff(marks) != 1) + 1)
    inside = "".join(f"{re.escape(chr(run[0]))}-{re.escape(chr(run[-1]))}" for run in runs)
    return re.compile(f"(?s:.)[{inside}{_JOINING}]*")


def _cut(codes: Codes) -> Cut:
    """Cut folded code points into tokens; see the module's text for the rules."""
    kinds = tables().kind[codes]
    blank = (kinds == cls.SPACE) | (kinds == cls.SOFT)
    places = np.flatnonzero(~blank)
    hard = np.cumsum(kinds == cls.SPACE)[places]
    gone = np.diff(places, prepend=-1) > 1  # white space of any sort stood before
    spaced = np.diff(hard, prepend=0) > 0  # white space that can be a barrier stood before
    codes, kinds = codes[places], kinds[places]
    joined = np.zeros(codes.size, np.bool_)  # continues the token of the code point before
    if codes.size:
        kinds, joined = _join_marks(kinds, gone)
        kinds = _resolve_inner(kinds, gone)
        word = kinds == cls.WORD
        joined[1:] |= word[1:] & word[:-1] & ~gone[1:]
        _join_flags(kinds, gone, joined)
    separator = kinds == cls.SEPARATOR
    starts = ~joined & ~separator
    barriers = np.zeros(codes.size, np.bool_)
    if codes.size:
        token = (kinds >= cls.WORD) & (kinds != cls.SEPARATOR)
        beside = (kinds[1:] == cls.CJK) | (kinds[:-1] == cls.CJK)
        barriers[1:] = spaced[1:] & token[1:] & token[:-1] & beside & starts[1:]
    return Cut(codes, kinds, starts, barriers)


def _join_marks(kinds: Kinds, gone: Flags) -> tuple[Kinds, Flags]:
    """Give each mark the class of its base; a mark without one begins a word."""
    mark = kinds == cls.MARK
    joined = np.zeros(kinds.size, np.bool_)
    if not mark.any():
        return kinds, joined
    joined[1:] = mark[1:] & ~gone[1:] & (kinds[:-1] != cls.SEPARATOR)
    kinds = np.where(mark & ~joined, np.uint8(cls.WORD), kinds)
    base = np.maximum.accumulate(np.where(joined, 0, np.arange(kinds.size)))
    resolved = kinds[base]
    # The sign of an inner apostrophe that carries a mark is not inner any more.
    marked = np.zeros(kinds.size, np.bool_)
    marked[base[joined]] = True
    return np.where((resolved == cls.INNER) & (marked | joined), np.uint8(cls.PUNCT), resolved), joined


def _resolve_inner(kinds: Kinds, gone: Flags) -> Kinds:
    """An apostrophe or underscore between two characters of a word is part of it, else punctuation."""
    inner = np.flatnonzero(kinds == cls.INNER)
    if not inner.size:
        return kinds
    kinds = kinds.copy()
    padded = np.concatenate(([cls.PUNCT], kinds, [cls.PUNCT])).astype(np.uint8)
    cut_after = np.append(gone[1:], True)
    within = (padded[inner] == cls.WORD) & (padded[inner + 2] == cls.WORD)
    within &= ~gone[inner] & ~cut_after[inner]
    kinds[inner] = np.where(within, cls.WORD, cls.PUNCT)
    return kinds


def _join_flags(kinds: Kinds, gone: Flags, joined: Flags) -> None:
    """Join the second regional indicator of each pair to the first."""
    regional = np.flatnonzero((kinds == cls.REGIONAL) & ~joined)
    if not regional.size:
        return
    fresh = np.diff(regional, prepend=-2) > 1
    fresh |= gone[regional]
    run_first = np.maximum.accumulate(np.where(fresh, np.arange(regional.size), 0))
    second = (np.arange(regional.size) - run_first) % 2 == 1
    joined[regional[second]] = True
