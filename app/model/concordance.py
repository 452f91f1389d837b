"""A concordance on its way out of the program: one value a hit, with the ids that lead back to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """One hit. ``start`` and ``end`` are code points of the turn's text, ``end`` exclusive; both are 0
    for a turn that was found by its fields alone. ``index`` counts turns of the conversation from 1.

    ``before`` and ``after`` are the turns around ("speaker: text"), empty where they were not asked for.
    ``tags`` and ``notes`` are those of the turn, of stretches of it, and of its conversation.
    """

    transcript: str
    conversation: int
    title: str
    turn: int
    index: int
    start: int
    end: int
    speaker: str
    role: str
    time: str
    repaired: str
    left: str
    node: str
    right: str
    before: str = ""
    after: str = ""
    tags: str = ""
    notes: str = ""
