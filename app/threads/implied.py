"""Links that nobody wrote down: for every turn the one it most likely answers, and how sure that is.

A log-linear choice among the turns before and "none of them", over the evidence of evidence.py. The
weights were fitted to the ten development logs of Kummerfeld et al. (2019), "A Large-Scale Corpus for
Conversation Disentanglement" (CC BY 4.0), 2,500 messages with links; ``tests/perf/implied_replies.py``
fits and measures them anew. The logs quote nothing: the weight of a quotation was set by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from app.model.progress import CancelToken
from app.threads.evidence import NAMES, Evidence, Floats, Said

WEIGHTS: Final = {
    "start": 0.03, "start_first": 1.75, "start_question": 0.79, "start_addresses": -0.52, "start_event": 3.64,
    "start_recent": -0.78, "start_long_gap": -0.33, "next": -0.06, "two": 0.37, "three": 0.29, "near": 0.31,
    "log_distance": -0.99, "long_gap": -0.15, "log_gap": -0.73, "same_minute": -0.23, "same_speaker": 0.87,
    "same_speaker_next": 0.96, "same_speaker_last": 1.33, "same_speaker_asks": 0.25, "addresses": 2.91,
    "addresses_first": 1.71, "addresses_last": 0.32, "addresses_other": -0.61, "addressed_by": 1.48,
    "addressed_by_last": 0.51, "both_address": 2.97, "other_addressed": -1.41, "last_of_speaker": -0.63,
    "event": -2.84, "question_answered": 0.25, "question_by_two": -0.07, "echo": 1.77, "rare_echo": 2.66,
    "quote": 4.0, "turns_between": -0.81, "talks_with": 1.31, "no_names_adjacent": 0.23,
}  # fmt: skip
"""What each kind of evidence counts, in natural logarithms."""

BETWEEN_TWO: Final = WEIGHTS | {
    "same_speaker": -4.0, "same_speaker_next": 0.0, "same_speaker_last": 0.0, "same_speaker_asks": 0.0,
    "next": 0.5, "last_of_speaker": 2.0,
}  # fmt: skip
"""The same where only two speak. The logs have no such talk: set by hand, so that one answers what the
other said last unless a quotation or a strong echo says otherwise, and nobody answers himself."""

Reason = Literal["quote", "mention", "echo", "time", "adjacency"]
REASONS: Final[dict[Reason, tuple[str, ...]]] = {
    "quote": ("quote",),
    "mention": ("addresses", "addresses_first", "addresses_last", "addressed_by", "both_address"),
    "echo": ("echo", "rare_echo"),
    "time": ("same_minute",),
    "adjacency": ("next", "two", "three"),
}
"""By which evidence a link is explained to people; what comes first says more."""
_PLACES: Final = {reason: [NAMES.index(name) for name in names] for reason, names in REASONS.items()}
_ECHO: Final = 0.4
"""Echoes weaker than this are words that everybody uses."""
_TURNS_PER_CHECK: Final = 64


class Suggestion(NamedTuple):
    """Turn number ``turn`` (from 0) answers ``parent`` with this probability; -1: it answers nobody.

    ``reasons`` are what speaks for it, the strongest kind first.
    """

    turn: int
    parent: int
    confidence: float
    reasons: tuple[Reason, ...] = ()


def suggest(
    turns: Sequence[Said],
    token: CancelToken | None = None,
    *,
    start: int = 0,
    speakers: Sequence[str] = (),
    weights: Floats | None = None,
) -> Iterator[Suggestion]:
    """The likeliest parent of every turn from number ``start`` on, in order. Takes time linear in the turns.

    Turns before ``start`` are only read, which costs little. ``speakers`` may be named and speak elsewhere.
    Raises Cancelled soon after ``token`` was cancelled.
    """
    if weights is None:
        counts = BETWEEN_TWO if between_two(turns, speakers) else WEIGHTS
        weights = np.array([counts[name] for name in NAMES])
    evidence = Evidence()
    evidence.know([*speakers, *(said.speaker for said in turns if not said.event)])
    for number, said in enumerate(turns):
        if token is not None and number % _TURNS_PER_CHECK == 0:
            token.raise_if_cancelled()
        evidence.read(said)
        if number < start:
            evidence.close()
            continue
        reach, rows = evidence.of()
        scores = rows @ weights
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        best = int(scores.argmax())
        parent = -1 if best == 0 else reach[best - 1]
        yield Suggestion(number, parent, float(shares[best]), _reasons(rows[best]) if best else ())
        evidence.close()


def between_two(turns: Sequence[Said], speakers: Sequence[str] = ()) -> bool:
    """Whether no more than two people speak."""
    return len({*speakers, *(said.speaker for said in turns if not said.event)}) <= 2


def follows_from_order(turns: Sequence[Said], found: Suggestion) -> bool:
    """Whether a turn answers what was last said by anybody else, which between two goes without saying."""
    own = turns[found.turn].speaker
    others = (at for at in reversed(range(found.turn)) if turns[at].speaker != own and not turns[at].event)
    return next(others, -1) == found.parent


def _reasons(evidence: Floats) -> tuple[Reason, ...]:
    """The kinds of evidence that a link has."""
    found = {reason: float(evidence[places].sum()) for reason, places in _PLACES.items()}
    return tuple(reason for reason, much in found.items() if much > (_ECHO if reason == "echo" else 0.0))
