"""Values that describe a repair: the text after it, and for every changed span what stood there before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

SpanKind = Literal["exact", "inferred", "lost"]
"""exact: the bytes survived, or an undamaged twin in the corpus proves what they were; inferred: bytes were
lost and a model (or a reader) chose; lost: nothing can be known."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible reading of a damaged span, with its probability in 0..1."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RepairSpan:
    """One repaired stretch: ``text[start:end] == repaired`` of the text it belongs to, in code points.

    ``original`` is the damaged form. ``kind`` "lost" leaves the damaged form standing
    (``repaired == original``) and only marks it. ``candidates`` are in falling order of
    confidence, the chosen one first; exact spans have none, unless a twin made them exact. A span that
    a reader decided keeps its kind and candidates, has confidence 1.0, and may read ``repaired == original``.
    """

    start: int
    end: int
    original: str
    repaired: str
    kind: SpanKind
    confidence: float = 1.0
    candidates: tuple[Candidate, ...] = ()

    def shifted(self, by: int) -> RepairSpan:
        """The same span ``by`` code points further right."""
        return RepairSpan(
            self.start + by, self.end + by, self.original, self.repaired, self.kind, self.confidence,
            self.candidates,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A text with the repairs that made it; spans are disjoint, sorted, and account for every change."""

    text: str
    spans: tuple[RepairSpan, ...] = ()

    @property
    def original(self) -> str:
        """The text before repair, rebuilt from the spans."""
        if not self.spans:
            return self.text
        out: list[str] = []
        at = 0
        for span in self.spans:
            out.append(self.text[at : span.start])
            out.append(span.original)
            at = span.end
        out.append(self.text[at:])
        return "".join(out)

    @property
    def changed(self) -> bool:
        """True when at least one span stands in the text, a lost one included."""
        return bool(self.spans)

    def slice(self, start: int, end: int | None = None) -> RepairedText:
        """The part ``text[start:end]`` with its spans.

        The engine ends spans at punctuation and white space, so labels and line ends fall
        between spans. Should a cut go through a span all the same, its damaged form goes
        whole to the left piece, so that the pieces' originals still join to the original.
        """
        stop = len(self.text) if end is None else end
        if not self.spans:
            return RepairedText(self.text[start:stop])
        kept: list[RepairSpan] = []
        first = max(0, bisect_right(self.spans, start, key=lambda span: span.start) - 1)
        for span in self.spans[first:]:
            if span.start >= stop and not (span.start == span.end == stop == len(self.text)):
                break
            if span.end <= start and not (span.start == span.end == start):
                continue
            left, right = max(span.start, start), min(span.end, stop)
            original = span.original if span.start >= start else ""
            kept.append(
                replace(span, start=left - start, end=right - start, original=original,
                        repaired=self.text[left:right])
            )  # fmt: skip
        return RepairedText(self.text[start:stop], tuple(kept))

    @staticmethod
    def join(pieces: Iterable[RepairedText], separator: str = "") -> RepairedText:
        """Concatenate pieces with an undamaged separator between them."""
        pieces = tuple(pieces)
        if len(pieces) == 1:
            return pieces[0]
        if not any(piece.spans for piece in pieces):
            return RepairedText(separator.join([piece.text for piece in pieces]))
        texts: list[str] = []
        spans: list[RepairSpan] = []
        at = 0
        for number, piece in enumerate(pieces):
            if number:
                texts.append(separator)
                at += len(separator)
            texts.append(piece.text)
            spans += [span.shifted(at) for span in piece.spans] if at else piece.spans
            at += len(piece.text)
        return RepairedText("".join(texts), tuple(spans))
