"""Building and composing repair spans. Spans end where words end, so that labels fall between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from app.model.repair import Candidate, RepairedText, RepairSpan, SpanKind
from app.model.spans import SpanPacker


class Piece(NamedTuple):
    """One decided stretch of a line: what stood there, what it becomes, and how sure that is.

    ``original == repaired`` and kind None: text that was not damaged.
    """

    original: str
    repaired: str
    kind: SpanKind | None = None
    confidence: float = 1.0
    candidates: tuple[Candidate, ...] = ()


class Joined:
    """Collects a long text piece by piece, its spans packed as they come."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._spans = SpanPacker()
        self._length = 0
        self._changed = False

    def keep(self, text: str) -> None:
        """Add text that stays as it is."""
        self._texts.append(text)
        self._length += len(text)

    def add(self, repaired: RepairedText) -> None:
        """Add a repaired piece."""
        self._spans.add(repaired.spans, self._length)
        self._changed = self._changed or bool(repaired.spans)
        self.keep(repaired.text)

    def repaired_of(self, original: str) -> RepairedText:
        """The whole; ``original`` itself where no piece has a span."""
        if not self._changed:
            return RepairedText(original)
        text = "".join(self._texts)
        self._texts = []
        return RepairedText(text, self._spans.spans(text))


@lru_cache(maxsize=1 << 14)
def is_boundary(char: str) -> bool:
    """True for punctuation, symbols but emoji parts, white space and controls: spans end there."""
    return unicodedata.category(char)[0] in "PZC" and char != "\u200d"


@lru_cache(maxsize=1 << 14)
def _ends_a_span(text: str) -> bool:
    return any(map(is_boundary, text))


def assemble(pieces: Iterable[Piece]) -> RepairedText:
    """Join pieces to a text; neighbouring exact letters become one span, the rest keep their own."""
    texts: list[str] = []
    spans: list[RepairSpan] = []
    at = begin = 0
    run: list[Piece] = []
    for piece in pieces:
        repaired, kind = piece.repaired, piece.kind
        end = at + len(repaired)
        if kind == "exact" and not _ends_a_span(repaired):
            if not run:
                begin = at
            run.append(piece)
        else:
            if run:
                spans.append(_together(run, begin, at))
                run = []
            if kind is not None:
                spans.append(
                    RepairSpan(at, end, piece.original, repaired, kind, piece.confidence, piece.candidates)
                )
        texts.append(repaired)
        at = end
    if run:
        spans.append(_together(run, begin, at))
    return RepairedText("".join(texts), tuple(spans))


def _together(run: Sequence[Piece], start: int, stop: int) -> RepairSpan:
    """Exact letters in a row as one span."""
    original = "".join([piece.original for piece in run])
    return RepairSpan(start, stop, original, "".join([piece.repaired for piece in run]), "exact")


def aligned(original: str, repaired: str) -> Iterator[Piece]:
    """Pieces that turn ``original`` into ``repaired``, for a repair known only by its result.

    No piece is empty on one side: "Â£" became "£", not "Â" nothing.
    """
    at = 0
    for start, stop, new_start, new_stop in _changes(original, repaired):
        yield from (Piece(char, char) for char in original[at:start])
        yield Piece(original[start:stop], repaired[new_start:new_stop], "exact")
        at = stop
    yield from (Piece(char, char) for char in original[at:])


def _changes(original: str, repaired: str) -> list[list[int]]:
    """Disjoint changed ranges of both texts: start and stop in the one, start and stop in the other."""
    found: list[list[int]] = []
    for tag, *change in SequenceMatcher(None, original, repaired, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if change[0] == change[1] or change[2] == change[3]:  # one side empty: take in a neighbour
            if change[1] < len(original) and change[3] < len(repaired):
                change[1], change[3] = change[1] + 1, change[3] + 1
            elif change[0] and change[2]:
                change[0], change[2] = change[0] - 1, change[2] - 1
        if found and found[-1][1] >= change[0]:
            found[-1][1], found[-1][3] = change[1], change[3]
        else:
            found.append(change)
    return found


def compose(first: RepairedText, second: RepairedText) -> RepairedText:
    """The repair that does ``first`` and then ``second`` (a repair of ``first.text``), as one.

    Where spans of the two overlap they become one span; its kind is the weakest of them.
    """
    if not second.spans:
        return first
    if not first.spans:
        return second
    between = first.text
    merged: list[RepairSpan] = []
    shift = 0  # what the later spans so far have added to the length
    for cluster in _clusters(first, second):
        if not cluster.later:
            merged.extend(span.shifted(shift) for span in cluster.earlier)
            continue
        left, right = cluster.start, cluster.stop
        repaired, at = "", left
        for start, span in cluster.later:
            repaired += between[at:start] + span.repaired
            at = start + len(span.original)
        repaired += between[at:right]
        if len(cluster.later) == 1 and not cluster.earlier:
            merged.append(cluster.later[0][1])
        else:
            original = RepairedText(between, tuple(cluster.earlier)).slice(left, right).original
            kinds = [*cluster.earlier, *(span for _, span in cluster.later)]
            begin = left + shift
            merged.append(
                RepairSpan(
                    begin,
                    begin + len(repaired),
                    original,
                    repaired,
                    max((item.kind for item in kinds), key=_RANK.__getitem__),
                    min(item.confidence for item in kinds),
                )
            )
        shift += len(repaired) - (right - left)
    return RepairedText(second.text, tuple(merged))


_RANK = {"exact": 0, "inferred": 1, "lost": 2}


@dataclass(slots=True)
class _Cluster:
    """Overlapping spans of two repairs, in coordinates of the text between them."""

    start: int
    stop: int
    earlier: list[RepairSpan]
    later: list[tuple[int, RepairSpan]]


def _clusters(first: RepairedText, second: RepairedText) -> Iterator[_Cluster]:
    """Group the spans of both repairs so that spans of different groups do not overlap."""
    intervals: list[tuple[int, int, bool, RepairSpan]] = [
        (span.start, span.end, False, span) for span in first.spans
    ]
    shift = 0
    for span in second.spans:
        start = span.start - shift
        intervals.append((start, start + len(span.original), True, span))
        shift += len(span.repaired) - len(span.original)
    current: _Cluster | None = None
    for start, stop, later, span in sorted(intervals, key=lambda item: item[:3]):
        if current is None or start >= current.stop:
            if current is not None:
                yield current
            current = _Cluster(start, stop, [], [])
        current.stop = max(current.stop, stop)
        if later:
            current.later.append((start, span))
        else:
            current.earlier.append(span)
    if current is not None:
        yield current
