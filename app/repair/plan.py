"""Plans: the spans of a repair as JSON, to be stored, replayed and undone.

A plan is a list of spans. Where the repair does not go back through its channel, it is an object instead that
lists those places beside the spans; see proof.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from app.model.repair import Candidate, RepairedText, RepairSpan
from app.repair.proof import Ranges


def dump(spans: Iterable[RepairSpan], disagreements: Ranges = ()) -> str:
    """Spans as compact JSON; offsets in code points of the repaired text. Lone surrogates survive."""
    rows = [
        [span.start, span.end, span.original, span.repaired, span.kind, span.confidence,
         [[candidate.text, candidate.confidence] for candidate in span.candidates]]
        for span in spans
    ]  # fmt: skip
    listed = {"spans": rows, "disagreements": disagreements} if disagreements else rows
    return json.dumps(listed, ensure_ascii=True, separators=(",", ":"))


def load(plan: str) -> tuple[RepairSpan, ...]:
    """The spans of ``dump``; ValueError for anything else."""
    rows = _rows(json.loads(plan))
    try:
        return tuple(
            RepairSpan(
                start, end, original, repaired, kind, confidence,
                tuple(Candidate(text, share) for text, share in candidates),
            )
            for start, end, original, repaired, kind, confidence, candidates in rows
        )  # fmt: skip
    except TypeError as problem:
        raise ValueError("not a repair plan") from problem


def stretches(plan: str) -> list[tuple[int, str, str]]:
    """Start in the repaired text, damaged and repaired form of every span: ten times as fast as ``load``."""
    return [(row[0], row[2], row[3]) for row in _rows(json.loads(plan))]


def disagreements(plan: str) -> Ranges:
    """The places a plan lists where the repair does not go back; ValueError for what is no plan."""
    found = json.loads(plan) if plan.startswith("{") else {}
    try:
        return tuple((int(start), int(end)) for start, end in found.get("disagreements", ()))
    except TypeError as problem:
        raise ValueError("not a repair plan") from problem


def _rows(plan: Any) -> Any:
    return plan.get("spans", ()) if isinstance(plan, dict) else plan


def replay(original: str, spans: Iterable[RepairSpan]) -> RepairedText:
    """Apply a plan to the damaged text it was made for; ValueError when it does not fit."""
    out: list[str] = []
    at = length = 0
    kept = tuple(spans)
    for span in kept:
        gap = span.start - length
        out.append(original[at : at + gap])
        at += gap
        if gap < 0 or original[at : at + len(span.original)] != span.original:
            raise ValueError(f"the plan does not fit the text at {at}")
        out.append(span.repaired)
        at += len(span.original)
        length = span.start + len(span.repaired)
    out.append(original[at:])
    return RepairedText("".join(out), kept)


def undo(repaired: RepairedText) -> str:
    """The damaged text a repair began with."""
    return repaired.original
