"""Where in a turn's original text the terms of a query stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.model.hits import Span
from app.search.phrase import Phrase
from app.text.segment import Token, TokenKind, tokenize

_JOINER = "\u200d"


def find_spans(phrases: Sequence[Phrase], text: str) -> tuple[Span, ...]:
    """The places of ``phrases`` in ``text``: code points, sorted, disjoint; overlapping ones merged.

    Phrases are compared with the tokens of the text, so a place is exactly what the index matched.
    A hit on a part of an emoji sequence covers the whole sequence.
    """
    if not phrases:
        return ()
    tokens = tokenize(text)
    keys = [token.key for token in tokens]
    places: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        places.setdefault(key, []).append(at)
    found = {
        _covered(tokens, text, start, start + len(phrase.keys))
        for phrase in phrases
        for start in _starts(phrase, keys, places)
    }
    return _merged(sorted(found))


def _starts(phrase: Phrase, keys: Sequence[str], places: dict[str, list[int]]) -> Iterator[int]:
    """Token positions where a phrase begins."""
    last = len(phrase.keys) - 1
    if phrase.prefix and not last:
        stem = phrase.keys[0]
        for key, starts in places.items():
            if key.startswith(stem):
                yield from starts
        return
    wanted = list(phrase.keys[:last]) if phrase.prefix else list(phrase.keys)
    for start in places.get(phrase.keys[0], ()):
        if keys[start : start + len(wanted)] != wanted:
            continue
        if not phrase.prefix or (
            start + last < len(keys) and keys[start + last].startswith(phrase.keys[last])
        ):
            yield start


def _covered(tokens: Sequence[Token], text: str, first: int, after: int) -> Span:
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


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
