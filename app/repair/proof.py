"""The check that is always on: does the output, pushed through the channel, give the input back?

Where it does not, the plan lists the place. That is no error: text that never was damaged and could not have
come out of the channel (an emoji beside mojibake), escapes that stood around mojibake, or another channel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain

from app.model.repair import RepairedText
from app.repair.channels import CHANNELS, damage

Ranges = tuple[tuple[int, int], ...]
"""Stretches of a repaired text in code points, ascending and disjoint."""

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def pushed(text: str, channel: str) -> str:
    """Text damaged in a channel, or through several, the outermost named first ("cp1252-keep+mac-roman")."""
    for name in reversed(channel.split("+")):
        text = damage(text, name)
    return text


def disagreements(
    repaired: RepairedText, channel: str | None, plain: Callable[[str], str] | None = None
) -> Ranges:
    """Where pushing the repaired text through the channel does not give the original back.

    Empty for a text that was damaged as a whole. Without a channel only spans are looked at: those that no
    channel of the table explains are listed. ``plain`` takes the escapes out of spans of a structured file.
    """
    if not channel:
        return tuple(
            (span.start, span.end) for span in repaired.spans if not explained(span.repaired, span.original)
        )
    if plain is None and pushed(repaired.text, channel) == repaired.original:
        return ()
    found = list(_by_stretch(repaired, channel, plain))
    return tuple(found if plain else _with_lines(repaired, channel, found))


def _by_stretch(
    repaired: RepairedText, channel: str, plain: Callable[[str], str] | None
) -> Iterator[tuple[int, int]]:
    """Spans, and rows of characters beyond ASCII between them, that do not go back."""
    known: dict[str, str] = {}

    def agrees(text: str, original: str) -> bool:
        if text not in known:
            known[text] = pushed(text, channel)
        return known[text] == original

    at = 0
    for span in chain(repaired.spans, (None,)):
        between = repaired.text[at : span.start if span else None]
        if not between.isascii():
            for match in BEYOND_ASCII.finditer(between):
                if not agrees(match[0], match[0]):
                    yield at + match.start(), at + match.end()
        if span:
            if not agrees(span.repaired, span.original) and not (
                plain and agrees(plain(span.repaired), plain(span.original))
            ):
                yield span.start, span.end
            at = span.end


def _with_lines(repaired: RepairedText, channel: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines too that go back stretch by stretch, but not whole: codecs of several bytes join neighbours."""
    lines, originals = repaired.text.split("\n"), repaired.original.split("\n")
    if len(lines) != len(originals):
        return found or [(0, len(repaired.text))]
    listed: list[tuple[int, int]] = []
    at = begin = 0
    for line, original in zip(lines, originals, strict=True):
        stop = begin + len(line)
        own = at
        while at < len(found) and found[at][0] <= stop:
            at += 1
        if own < at:
            listed += found[own:at]
        elif pushed(line, channel) != original:
            listed.append((begin, stop))
        begin = stop + 1
    return listed


@lru_cache(maxsize=4096)
def explained(text: str, original: str) -> bool:
    """Whether some channel of the table makes the one of the other."""
    return text == original or any(damage(text, name) == original for name in CHANNELS)
