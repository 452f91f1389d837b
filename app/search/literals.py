"""What every match of a regular expression must hold: the words by which the index narrows it down.

Deliberately modest: whatever is not understood narrows nothing. A requirement is a conjunction of
alternatives of runs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from app.text import classes as cls
from app.text.classes import tables
from app.text.folding import codes_of

Need = tuple[tuple[str, ...], ...]
"""All of these; of each at least one run."""

_MOST: Final = 64
_COUNT: Final = re.compile(r"\{([0-9]+)(?:,[0-9]*)?\}")
_ZERO_WIDTH: Final = "bBAz"
_GROUP: Final = re.compile(r"\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?:)|")
_SWITCH: Final = re.compile(r"\(\?[imsU]*(?:-[imsU]+)?\)")


def needed(pattern: str) -> Need:
    """The runs of characters that stand in every text the expression matches."""
    try:
        return _Reader(pattern).alternatives(0)
    except (_NotUnderstood, RecursionError):
        return ()


class _NotUnderstood(Exception):  # noqa: N818 - never leaves this file
    pass


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    def alternatives(self, depth: int) -> Need:
        """Everything up to the closing parenthesis or the end."""
        branches = [self._sequence(depth)]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence(depth))
        if depth == 0 and self._peek():
            raise _NotUnderstood
        if len(branches) == 1:
            return branches[0]
        # Of each branch its most telling run; a branch that needs nothing frees the whole.
        if not all(branches):
            return ()
        picked = [max(branch, key=_worth) for branch in branches]
        runs = tuple(dict.fromkeys(run for any_of in picked for run in any_of))
        return (runs,) if len(runs) <= _MOST else ()

    def _sequence(self, depth: int) -> Need:
        out: list[tuple[str, ...]] = []
        run = ""
        while (char := self._peek()) not in {"", "|", ")"}:
            literal, need = self._atom(char, depth)
            least = self._least()
            if literal is None or least != 1:
                kept = run + (literal or "") if literal and least else run
                if kept:
                    out.append((kept,))
                run = ""
                if least:
                    out.extend(need)
                continue
            run += literal
        if run:
            out.append((run,))
        return tuple(out)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _atom(self, char: str, depth: int) -> tuple[str | None, Need]:
        """One atom: the literal that it is, or None and what it needs."""
        if char == "(":
            return None, self._group(depth)
        if char == "[":
            self._class()
            return None, ()
        self._at += 1
        if char == "\\":
            return self._escape(), ()
        if char in ".^$":
            return None, ()
        if char in "*+?{}]":
            raise _NotUnderstood
        return char, ()

    def _group(self, depth: int) -> Need:
        if depth > 50 or self._text.startswith("(?i", self._at):
            raise _NotUnderstood
        if switch := _SWITCH.match(self._text, self._at):
            self._at = switch.end()
            return ()
        self._at += 1
        kind = _GROUP.match(self._text, self._at)
        if kind is None or (self._peek() == "?" and not kind[0]):
            raise _NotUnderstood
        self._at = kind.end()
        found = self.alternatives(depth + 1)
        if self._peek() != ")":
            raise _NotUnderstood
        self._at += 1
        return found

    def _class(self) -> None:
        """Step over [...]."""
        self._at += 1
        self._at += self._peek() == "^"
        self._at += self._peek() == "]"
        while self._peek() != "]":
            if not self._peek():
                raise _NotUnderstood
            if self._text.startswith("[:", self._at):
                end = self._text.find(":]", self._at)
                if end < 0:
                    raise _NotUnderstood
                self._at = end + 2
                continue
            self._at += 2 if self._peek() == "\\" else 1
        self._at += 1

    def _escape(self) -> str | None:
        char = self._peek()
        self._at += 1
        if not char:
            raise _NotUnderstood
        if char in "pP":
            if self._peek() == "{":
                end = self._text.find("}", self._at)
                if end < 0:
                    raise _NotUnderstood
                self._at = end + 1
            else:
                self._at += 1
            return None
        if char in "dDsSwW" + _ZERO_WIDTH:
            return None
        if char.isalnum():
            raise _NotUnderstood
        return char

    def _least(self) -> int:
        """Read a quantifier; how often the atom before it stands at least (2 for once or more)."""
        char = self._peek()
        least = 1
        if char in {"*", "?"} and char:
            self._at, least = self._at + 1, 0
        elif char == "+":
            self._at, least = self._at + 1, 2
        elif count := _COUNT.match(self._text, self._at):
            self._at, least = count.end(), 2 if int(count[1]) else 0
        elif char == "{":
            raise _NotUnderstood
        if self._peek() == "?" and least != 1:
            self._at += 1
        return least


def _worth(any_of: tuple[str, ...]) -> float:
    return min((sum(2.0 if char > "\u2e80" else 1.0 for char in run) for run in any_of), default=0)


def chunks(run: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parts of a run that the index knows: texts of Han, kana and hangul, and parts of words.

    A character that may change with what stands behind it (accents compose) is left out at the end.
    """
    cjk: list[str] = []
    words: list[str] = []
    table = tables()
    before, text = -1, ""
    for char in [*run, "\0"]:
        code = codes_of(char)[0]
        kind = int(table.kind[table.mapped[code]])
        known = kind in {cls.CJK, cls.WORD} and not table.dropped[code] and not _joins(char)
        if known and kind == before:
            text += char
            continue
        stem = text[:-1] if text and text[-1] in _composing() else text
        if stem and before == cls.CJK:
            cjk.append(stem)
        elif stem:
            words.append(stem)
        before, text = (kind, char) if known else (-1, "")
    return tuple(cjk), tuple(words)


def _joins(char: str) -> bool:
    return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff" or "\uff66" <= char <= "\uff9f"


@lru_cache(maxsize=1)
def _composing() -> frozenset[str]:
    """Characters that NFC may join to what stands behind them."""
    firsts: set[str] = set()
    for code in range(0x20000):
        parts = unicodedata.decomposition(chr(code)).split(" ")
        if len(parts) == 2 and not parts[0].startswith("<"):
            firsts.add(chr(int(parts[0], 16)))
    syllables = (chr(code) for code in range(0xAC00, 0xD7A4, 28))
    wide = {chr(ord(char) + 0xFEE0) for char in firsts if "!" <= char <= "~"}
    return frozenset((*firsts, *wide, *syllables, *map(chr, range(0x1100, 0x1113))))
