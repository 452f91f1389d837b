"""What a text's words and other emoji tell of an emoji, whether it is of work, and how its writer feels."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from math import log10
from typing import NamedTuple

from app.paths import resource
from app.repair.emoji_terms import terms

ZERO, STEP = 0x50, 0.1
"""How emoji.zz writes a number: one character, in tenths from "P" on."""

OF_EMOJI, OF_WORK = 0.5, 0.7
"""What other emoji in messages and words at work say is worth this much: they do not speak independently."""

SMOOTHING = 8.0
"""So many messages were added on both sides when those of an emoji were counted."""

LEAST, MOST = -0.3, 1.5
"""What all of it says together is bounded: the messages are not of the text's kind."""

FIRST_SHARE, SHARE = 0.7, -0.5
"""log10 odds that an emoji at the beginning of a line, and elsewhere, is used as at work."""

NAMED = -1.0
"""The same for a text that names people or topics as messages do: @name, #topic."""

CLEAR = 2.0
"""Words change those odds by this much at most (log10)."""

FELT = 0.5

_NAMES = re.compile(r"(?<![\w/])[@#][A-Za-z]")

Told = dict[str, tuple[float, dict[str, float]]]
"""Of each word or emoji log10 of how often it was seen, and what it says of emoji (log10)."""


class Tables(NamedTuple):
    """The tables of emoji.zz: lines of emoji; what is told of them; words of work and of feelings."""

    emoji: tuple[str, ...]
    in_messages: dict[str, str]
    at_work: dict[str, str]
    of_work: dict[str, float]
    feelings: dict[str, float]


def _pairs(lines: list[str]) -> dict[str, str]:
    return {key: says for key, _, says in (line.partition("\t") for line in lines)}


def value(mark: str) -> float:
    """The number a mark stands for."""
    return (ord(mark) - ZERO) * STEP


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The shipped tables, read on first need."""
    text = zlib.decompress(resource("models", "emoji.zz").read_bytes()).decode("utf-8")
    emoji, messages, work, words, feelings = (part.split("\n") for part in text.rstrip("\n").split("\n\n"))
    good, bad = (frozenset(line.split()) for line in feelings)
    return Tables(
        tuple(emoji),
        _pairs(messages),
        _pairs(work),
        {line[:-1]: value(line[-1]) for line in words},
        {**dict.fromkeys(good, FELT), **dict.fromkeys(bad, -FELT)},
    )


@lru_cache(maxsize=1 << 13)
def _told(key: str, *, work: bool) -> tuple[float, dict[str, float]] | None:
    """log10 of how often a word or emoji was seen, and what it says of emoji; None when nothing is known."""
    says = (tables().at_work if work else tables().in_messages).get(key)
    if says is None:
        return None
    values = [value(mark) for mark in says[::2]]
    return values[0], dict(zip(says[1::2], values[1:], strict=True))


def told(char: str, share: float, text: str, others: frozenset[str], work: float) -> float:
    """log10 of how much likelier ``char`` is in a text with these words and emoji.

    ``share`` is log10 of the share of messages that have it, ``work`` how much the text is of work (0..1).
    """
    in_messages = OF_EMOJI * sum(_says(other, char, share) for other in others)
    if not work:
        return max(LEAST, min(MOST, in_messages))
    known = (_told(stem, work=True) for stem in terms(text)[0])
    at_work = min(MOST, OF_WORK * sum(says[1].get(char, 0.0) for says in known if says))
    return (1 - work) * max(LEAST, min(MOST, in_messages)) + work * at_work


def _says(key: str, char: str, share: float) -> float:
    """log10 of how much oftener ``char`` stands beside the emoji ``key`` than by chance."""
    says = _told(key, work=False)
    if says is None:
        return 0.0
    found = says[1].get(char)
    return -log10(1.0 + 10.0 ** (says[0] + share) / SMOOTHING) if found is None else found


@lru_cache(maxsize=4096)
def work_share(text: str, *, first: bool) -> float:
    """How much of their commonness emoji beside ``text`` owe to use at work, 0..1 in twentieths."""
    of_work = tables().of_work
    odds = sum(of_work.get(stem, 0.0) for stem in terms(text)[0])
    odds += NAMED if _NAMES.search(text) else 0.0
    odds = max(-CLEAR, min(CLEAR, odds)) + (FIRST_SHARE if first else SHARE)
    share: float = 1 / (1 + 10.0**-odds)
    return round(20 * share) / 20


@lru_cache(maxsize=4096)
def feeling(text: str) -> float:
    """How its writer feels, by the Chinese words of a text, -1..1."""
    known = tables().feelings
    return max(-1.0, min(1.0, sum(known.get(word, 0.0) for word in terms(text)[1])))
