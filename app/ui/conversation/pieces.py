"""A turn's text cut into pieces that are laid out one by one: lines, blank lines and fenced code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["text", "code", "blank"]

MAX_PIECE = 3_000
"""Code points laid out at once; longer lines are cut, at a space where there is one."""

_LINE = re.compile(r"[^\r\n\u2028\u2029\x85]*(\r\n|[\r\n\u2028\u2029\x85]|$)")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A, 0x0D}} | {0x7F: 0x2421}


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` in code points, line end left out. ``opens`` is the fence of a code block."""

    kind: PieceKind
    start: int
    end: int


def displayable(text: str) -> str:
    """The text with control characters as their pictures (U+2400…), none invisible; same length."""
    return text.translate(_CONTROLS)


def split(text: str, limit: int | None = None) -> list[Piece]:
    """Pieces of the first ``limit`` code points (all by default), in order; an empty text has one blank."""
    stop = len(text) if limit is None else min(limit, len(text))
    pieces: list[Piece] = []
    fence = ""
    at = 0
    while at < stop:
        match = _LINE.match(text, at, stop)
        if match is None:  # the pattern matches everywhere; only for the type checker
            break
        end = match.end() - len(match.group(1))
        opening = _FENCE.match(text, at, end)
        if opening and not fence:
            fence = opening.group(1)
            kind: PieceKind = "code"
        elif opening and opening.group(1) == fence:
            fence, kind = "", "code"
        else:
            kind = "code" if fence else "text" if text[at:end].strip() else "blank"
        pieces.extend(_cut(text, kind, at, end))
        at = match.end()
    return pieces or [Piece("blank", 0, 0)]


def _cut(text: str, kind: PieceKind, start: int, end: int) -> list[Piece]:
    """One line as pieces of at most ``MAX_PIECE`` code points."""
    pieces: list[Piece] = []
    while end - start > MAX_PIECE:
        cut = text.rfind(" ", start + MAX_PIECE // 2, start + MAX_PIECE) + 1
        cut = cut or start + MAX_PIECE
        pieces.append(Piece(kind, start, cut))
        start = cut
    pieces.append(Piece(kind, start, end))
    return pieces
