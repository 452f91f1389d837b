"""What stands beside a character: typographic punctuation and emoji sequences have their own grammar."""

from __future__ import annotations

from dataclasses import dataclass

from app.repair.blocks import block_of
from app.repair.lattice import Scored

SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
OPENING = frozenset("“‘„«‹(")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text on both sides of a unit, as far as it is known."""

    left: str
    right: str


def weigh_in_context(scored: Scored, around: Surroundings) -> Scored:
    """Add to every candidate's score what its neighbours say about it; best first again."""
    weighed = [(text, score + _adjustment(text, around)) for text, score in scored]
    return sorted(weighed, key=lambda item: (-item[1], item[0]))


def _adjustment(text: str, around: Surroundings) -> float:
    before, after = around.left[-1:], text[1:] or around.right[:1]
    text = text[0]
    after_emoji = bool(before) and block_of(before) == "emoji"
    if text == "\u200d":
        joins = after_emoji and bool(after) and block_of(after) == "emoji"
        return 2.0 if joins else -4.0
    if text in SKIN_TONES:
        return 1.0 if after_emoji and before not in SKIN_TONES else -2.5
    if text == "\ufe0f":
        return 0.0 if after_emoji or before in "#*0123456789©®" else -1.0
    if text in "“‘„":
        return _opens(before, after)
    if text in "”’":
        return -_opens(before, after)
    return 0.0


def _opens(before: str, after: str) -> float:
    """Positive where a quotation can begin, negative where one can end."""
    starts = not before or before.isspace() or before in OPENING
    ends = not after or after.isspace() or after in ".,;:!?)"
    if starts and not ends:
        return 1.5
    if ends and not starts:
        return -1.5
    return 0.0
