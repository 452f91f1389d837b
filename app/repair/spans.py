"""Building and composing repair spans. Spans end where words end, so that labels fall between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from app.model.repair import Candidate, RepairedText, RepairSpan, SpanKind


@dataclass(frozen=True, slots=True)
class Piece:
    """One decided stretch of a line: what stood there, what it becomes, and how sure that is.

    ``original == repaired`` and kind None: text that was not damaged.
    """

    original: str
    repaired: str
    kind: SpanKind | None = None
    confidence: float = 1.0
    candidates: tuple[Candidate, ...] = ()


@lru_cache(maxsize=1 << 14)
def is_boundary(char: str) -> bool:
    """True for punctuation, symbols but emoji parts, white space and controls: spans end there."""
    return unicodedata.category(char)[0] in "PZC" and char != "\u200d"


def assemble(pieces: Iterable[Piece]) -> RepairedText:
    """Join pieces to a text; neighbouring exact letters become one span, the rest keep their own."""
    texts: list[str] = []
    spans: list[RepairSpan] = []
    at = 0
    open_original: list[str] = []
    open_repaired: list[str] = []

    def close() -> None:
        if open_original:
            repaired = "".join(open_repaired)
            spans.append(RepairSpan(at - len(repaired), at, "".join(open_original), repaired, "exact"))
            open_original.clear()
            open_repaired.clear()

    for piece in pieces:
        boundary = len(piece.repaired) == 1 and is_boundary(piece.repaired)
        if piece.kind != "exact" or boundary:
            close()
        texts.append(piece.repaired)
        at += len(piece.repaired)
        if piece.kind is None:
            continue
        if piece.kind == "exact" and not boundary:
            open_original.append(piece.original)
            open_repaired.append(piece.repaired)
        else:
            spans.append(
                RepairSpan(
                    at - len(piece.repaired), at, piece.original, piece.repaired,
                    piece.kind, piece.confidence, piece.candidates,
                )
            )  # fmt: skip
    close()
    return RepairedText("".join(texts), tuple(spans))


def aligned(original: str, repaired: str) -> Iterator[Piece]:
    """Pieces that turn ``original`` into ``repaired``, for a repair known only by its result."""
    matcher = SequenceMatcher(None, original, repaired, autojunk=False)
    for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
        if tag == "equal":
            yield from (Piece(char, char) for char in original[start:stop])
        else:
            yield Piece(original[start:stop], repaired[new_start:new_stop], "exact")


def compose(first: RepairedText, second: RepairedText) -> RepairedText:
    """The repair that does ``first`` and then ``second`` (a repair of ``first.text``), as one.

    Where a later span overlaps earlier ones they become one span; its kind is the weakest of them.
    """
    if not second.spans:
        return first
    if not first.spans:
        return second
    merged: list[RepairSpan] = []
    earlier = list(first.spans)
    shift = 0  # what second's spans so far have added to the length
    index = 0
    for span in second.spans:
        # Coordinates of ``span`` in first.text.
        start = span.start - shift
        stop = start + len(span.original)
        while index < len(earlier) and earlier[index].end <= start and earlier[index].start < start:
            merged.append(earlier[index].shifted(shift))
            index += 1
        overlapping = []
        while index < len(earlier) and earlier[index].start < stop:
            overlapping.append(earlier[index])
            index += 1
        merged.append(_merge(first.text, span, start, stop, overlapping, shift))
        shift += len(span.repaired) - len(span.original)
    merged.extend(span.shifted(shift) for span in earlier[index:])
    return RepairedText(second.text, tuple(merged))


_RANK = {"exact": 0, "inferred": 1, "lost": 2}


def _merge(
    text: str, span: RepairSpan, start: int, stop: int, earlier: list[RepairSpan], shift: int
) -> RepairSpan:
    """``span`` widened to whole earlier spans; ``text`` is what stood between the two repairs."""
    if not earlier:
        return span
    left, right = min(start, earlier[0].start), max(stop, earlier[-1].end)
    between = RepairedText(text, tuple(earlier)).slice(left, right)
    repaired = text[left:start] + span.repaired + text[stop:right]
    kinds = [span, *earlier]
    return RepairSpan(
        left + shift,
        left + shift + len(repaired),
        between.original,
        repaired,
        max((item.kind for item in kinds), key=_RANK.__getitem__),
        min(item.confidence for item in kinds),
        (),
    )
