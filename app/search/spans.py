"""Places in an original text: from tokens to characters."""

from __future__ import annotations

from collections.abc import Sequence

from app.model.hits import Span
from app.text.segment import Token, TokenKind

_JOINER = "\u200d"


def covered(tokens: Sequence[Token], text: str, first: int, after: int) -> Span:
    """The characters of ``tokens[first:after]``, widened to whole emoji sequences."""
    last = after - 1
    while first and _joined(tokens, text, first - 1):
        first -= 1
    while last + 1 < len(tokens) and _joined(tokens, text, last):
        last += 1
    return tokens[first].start, tokens[last].end


def _joined(tokens: Sequence[Token], text: str, at: int) -> bool:
    """True when an emoji and the token after it are one sequence."""
    token = tokens[at]
    return token.kind is TokenKind.EMOJI and text[token.end - 1 : token.end] == _JOINER


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Sorted spans with overlapping ones joined."""
    out: list[Span] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
