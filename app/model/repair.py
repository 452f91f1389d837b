"""Values that describe a repair: the text after it, and for every changed span what stood there before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.model.spans import Candidate, RepairSpan, SpanKind, SpanPacker

__all__ = ["Candidate", "RepairSpan", "RepairedText", "SpanKind"]


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A text with the repairs that made it; spans are disjoint, sorted, and account for every change.

    ``spans`` is immutable: a tuple, or for a long text a PackedSpans.
    """

    text: str
    spans: Sequence[RepairSpan] = ()

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
        for number in range(first, len(self.spans)):
            span = self.spans[number]
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
        first: RepairedText | None = None
        texts: list[str] = []
        spans = SpanPacker()
        at = 0
        for piece in pieces:
            if texts:
                at += len(separator)
            first = piece if first is None else first
            texts.append(piece.text)
            spans.add(piece.spans, at)
            at += len(piece.text)
        if first is not None and len(texts) == 1:
            return first
        text = separator.join(texts)
        return RepairedText(text, spans.spans(text))
