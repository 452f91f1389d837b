"""A turn and its twin: proof where one explains the other, guidance where they differ.

The proof is per turn: the twin's text, pushed through the channel, gives the damaged turn character for
character; then the twin says what every lost byte was. Where the turns differ, or the twin is damaged
itself in another way, single stretches are still settled by what the twin has in that place, if it could
have become what stands there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from app.model.repair import Candidate, RepairedText, RepairSpan
from app.repair.channels import CHANNELS, damage
from app.repair.edits import places, relaid
from app.repair.proof import pushed
from app.repair.sketches import mark_of
from app.repair.spans import Piece, assemble

GUIDED = 0.99
"""Confidence of a reading that a differing twin has in the same place and that fits the damage there."""

HIGHEST = 0.999
LONGEST = 4_000
"""Longer turns that differ are not compared character by character: that takes quadratic time."""

ALIKE = 0.5
"""Turns in the same place of both dialogues are one turn, changed, when so much of the shorter agrees."""


@dataclass(frozen=True, slots=True)
class TwinTurn:
    """A turn for comparison: its repair (a sound turn has no spans) and the channel it was damaged in."""

    repaired: RepairedText
    channel: str | None = None

    @property
    def doubtful(self) -> bool:
        """True when some stretch was inferred or is lost."""
        return any(span.kind != "exact" for span in self.repaired.spans)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a twin made of a turn; ``proved``: it explains the damage of the whole turn."""

    repaired: RepairedText
    proved: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which turns of two dialogues belong together, as pairs of positions, ascending in both.

    ``same`` have the same mark; ``beside`` stand in the same place between such turns.
    """

    same: tuple[tuple[int, int], ...]
    beside: tuple[tuple[int, int], ...]


def marks(turns: Sequence[TwinTurn]) -> list[int]:
    """The marks of turns, by which they are aligned."""
    return [mark_of(turn.repaired.text) for turn in turns]


def align(left: Sequence[int], right: Sequence[int]) -> Alignment:
    """Align two dialogues by the marks of their turns: turns that are alone of their kind on both sides
    first (patience diff), then their neighbours. Time n log n.
    """
    same: list[tuple[int, int]] = []
    beside: list[tuple[int, int]] = []
    before = (-1, -1)
    for anchor in (*_anchors(left, right), (len(left), len(right))):
        equal, other = _between(left, right, before, anchor)
        same += equal
        beside += other
        if anchor[0] < len(left):
            same.append(anchor)
        before = anchor
    return Alignment(tuple(same), tuple(beside))


def _anchors(left: Sequence[int], right: Sequence[int]) -> list[tuple[int, int]]:
    """Turns whose mark occurs once on either side, in the longest order that both sides share."""
    once = [{mark for mark, n in Counter(side).items() if n == 1} for side in (left, right)]
    common = once[0] & once[1]
    at = {mark: place for place, mark in enumerate(right) if mark in common}
    pairs = [(place, at[mark]) for place, mark in enumerate(left) if mark in common]
    ends: list[int] = []  # smallest last position of an ascending run, by its length
    rows: list[int] = []
    before: list[int] = []
    for row, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(rows[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        rows[length : length + 1] = [row]
    kept: list[tuple[int, int]] = []
    row = rows[-1] if rows else -1
    while row >= 0:
        kept.append(pairs[row])
        row = before[row]
    return kept[::-1]


def _between(
    left: Sequence[int], right: Sequence[int], start: tuple[int, int], stop: tuple[int, int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Equal turns next to either anchor; the rest side by side if there are as many on both sides."""
    first, second = start[0] + 1, start[1] + 1
    last, end = stop
    equal: list[tuple[int, int]] = []
    while first < last and second < end and left[first] == right[second]:
        equal.append((first, second))
        first, second = first + 1, second + 1
    tail: list[tuple[int, int]] = []
    while first < last and second < end and left[last - 1] == right[end - 1]:
        last, end = last - 1, end - 1
        tail.append((last, end))
    rest = zip(range(first, last), range(second, end), strict=True) if last - first == end - second else ()
    return equal + tail[::-1], list(rest)


def settle(turn: TwinTurn, twin: TwinTurn) -> Settled | None:
    """What the twin says about a doubtful turn; None when it says nothing new."""
    if not turn.doubtful:
        return None
    if not twin.doubtful:
        channel = _explains(twin.repaired.text, turn)
        if channel is not None:
            return Settled(_as(replace(turn, channel=channel), twin.repaired.text), proved=True)
    elif twin.repaired.original == turn.repaired.original:
        return None
    return _guided(turn, twin)


def _explains(text: str, turn: TwinTurn) -> str | None:
    """The channel in which ``text`` becomes the damaged turn: its transcript's, or its own if they differ."""
    original = turn.repaired.original
    if turn.channel is not None and pushed(text, turn.channel) == original:
        return turn.channel
    return next((name for name in CHANNELS if damage(text, name) == original), None)


def _as(turn: TwinTurn, text: str) -> RepairedText:
    """The turn's repair with the text that is proved; spans stay where they were if they can."""
    original = turn.repaired.original
    forms = [pushed(char, turn.channel or "") for char in text]
    if "".join(forms) != original:  # a channel in which characters do not stand for themselves
        return relaid(original, [(0, RepairSpan(0, 0, original, text, "exact"))])
    starts: list[int] = []
    at = 0
    for form in forms:
        starts.append(at)
        at += len(form)
    starts.append(at)
    placed: list[tuple[int, RepairSpan]] = []
    for place, span in zip(places(turn.repaired), turn.repaired.spans, strict=True):
        reading = text[bisect_left(starts, place) : bisect_left(starts, place + len(span.original))]
        placed.append((place, _proved(span, reading)))
    result = relaid(original, placed)
    if result.text == text:
        return result
    return assemble(
        Piece(form, char, None if form == char else "exact") for form, char in zip(forms, text, strict=True)
    )


def _proved(span: RepairSpan, reading: str) -> RepairSpan:
    if span.kind == "exact" and span.repaired == reading:
        return span
    others = tuple(candidate for candidate in span.candidates if candidate.text != reading)
    known = (Candidate(reading, 1.0), *others) if span.candidates else ()
    return replace(span, repaired=reading, kind="exact", confidence=1.0, candidates=known)


def _guided(turn: TwinTurn, twin: TwinTurn) -> Settled | None:
    """Settle single stretches of a turn by what stands in the same place of a twin that differs."""
    text, other = turn.repaired.text, twin.repaired.text
    if turn.channel is None or max(len(text), len(other)) > LONGEST:
        return None
    matcher = SequenceMatcher(None, _leads(text), _leads(other), autojunk=False)
    blocks = matcher.get_matching_blocks()
    if sum(block.size for block in blocks) < ALIKE * min(len(text), len(other)):
        return None
    doubts = [span for span in twin.repaired.spans if span.kind != "exact"]
    placed: list[tuple[int, RepairSpan]] = []
    certain = True
    for place, span in zip(places(turn.repaired), turn.repaired.spans, strict=True):
        found = span
        if span.kind == "inferred":
            at = _facing(blocks, span)
            found = span if at is None else _faced(span, turn.channel, other, at, doubts)
            certain = certain and found.confidence == GUIDED
        placed.append((place, found))
    result = relaid(turn.repaired.original, placed)
    if result.spans == turn.repaired.spans:
        return None
    if certain and twin.channel and pushed(result.text, twin.channel) == twin.repaired.original:
        return Settled(_as(turn, result.text), proved=True)
    return Settled(result, proved=False)


def _leads(text: str) -> str:
    """One character for each: ASCII itself, of others the first byte of their UTF-8 form."""
    return "".join(char if char.isascii() else chr(char.encode("utf-8", "surrogatepass")[0]) for char in text)


def _facing(blocks: Sequence[tuple[int, int, int]], span: RepairSpan) -> int | None:
    """Where the stretch that stands in the place of a span begins in the other text."""
    for left, right, size in blocks:
        if left <= span.start and span.end <= left + size:
            return right + span.start - left
    return None


def _faced(span: RepairSpan, channel: str, other: str, at: int, doubts: Sequence[RepairSpan]) -> RepairSpan:
    stop = at + len(span.repaired)
    there = next((doubt for doubt in doubts if doubt.start < stop and doubt.end > at), None)
    if there is None:
        reading = other[at:stop]
        if pushed(reading, channel) != span.original:
            return span
        others = tuple(item for item in span.candidates if item.text != reading)
        return replace(
            span, repaired=reading, confidence=GUIDED, candidates=(Candidate(reading, GUIDED), *others)
        )
    if (there.start, there.end) != (at, stop):
        return span
    return _common(span, there)


def _common(span: RepairSpan, other: RepairSpan) -> RepairSpan:
    """Two damaged forms of one character: the readings that both allow, by the product of their shares."""
    shares = {candidate.text: candidate.confidence for candidate in other.candidates}
    both = [
        Candidate(item.text, item.confidence * shares[item.text])
        for item in span.candidates
        if item.text in shares
    ]
    total = sum(item.confidence for item in both)
    if not total:
        return span
    ranked = sorted(both, key=lambda item: (-item.confidence, item.text))
    known = tuple(Candidate(item.text, min(HIGHEST, item.confidence / total)) for item in ranked)
    return replace(span, repaired=known[0].text, confidence=known[0].confidence, candidates=known)
