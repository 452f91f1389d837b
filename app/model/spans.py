"""Spans of a repair: one repaired stretch each, and a compact sequence for the very many of a long text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, overload

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


_KINDS: tuple[SpanKind, ...] = ("exact", "inferred", "lost")
_NUMBER = {kind: number for number, kind in enumerate(_KINDS)}

SHARES = 10_000
"""Confidences are kept as whole numbers of so many parts; a span with another one is kept as it is."""

FEW = 4_000
"""So few spans stay what they are."""

_CHUNK = 4_096


class _Columns:
    """What PackedSpans keeps of its spans, column by column."""

    __slots__ = (
        "choices", "ends", "kept", "kinds", "listed", "originals", "parts", "shares", "starts", "text",
        "until", "worths",
    )  # fmt: skip

    def __init__(self) -> None:
        self.text = self.originals = ""
        self.starts, self.ends = array("I"), array("I")
        self.until = array("I")
        """Where the original of each span ends among all originals."""
        self.kinds = bytearray()
        self.parts = array("H")
        self.choices: list[tuple[str, ...]] = [()]
        self.listed = array("I")
        """Which of the choices each span has."""
        self.shares = array("H")
        """The confidences of the candidates of all spans."""
        self.worths = array("I")
        """Where those of each span begin."""
        self.kept: dict[int, RepairSpan] = {}
        """Spans that do not fit into columns."""


class PackedSpans(Sequence[RepairSpan]):
    """The spans of one long text in a fraction of the memory: each is made anew when it is looked at.

    Made by a SpanPacker, never changed afterwards; equal to any sequence of equal spans.
    """

    __slots__ = ("_columns",)

    def __init__(self, columns: _Columns) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns.starts)

    @overload
    def __getitem__(self, number: int) -> RepairSpan: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[RepairSpan, ...]: ...

    def __getitem__(self, number: int | slice) -> RepairSpan | tuple[RepairSpan, ...]:
        if isinstance(number, slice):
            return tuple(map(self._span, range(len(self))[number]))
        return self._span(range(len(self))[number])

    def __iter__(self) -> Iterator[RepairSpan]:
        return map(self._span, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _span(self, number: int) -> RepairSpan:
        columns = self._columns
        kept = columns.kept.get(number)
        if kept is not None:
            return kept
        start, end = columns.starts[number], columns.ends[number]
        texts = columns.choices[columns.listed[number]]
        first = columns.worths[number]
        shares = columns.shares[first : first + len(texts)] if texts else ()
        return RepairSpan(
            start,
            end,
            columns.originals[columns.until[number - 1] if number else 0 : columns.until[number]],
            columns.text[start:end],
            _KINDS[columns.kinds[number]],
            columns.parts[number] / SHARES,
            tuple([Candidate(text, share / SHARES) for text, share in zip(texts, shares, strict=True)]),
        )


class SpanPacker:
    """Collects the spans of a text piece by piece, in their order."""

    def __init__(self) -> None:
        self._few: list[RepairSpan] = []
        self._columns = _Columns()
        self._chunks: list[str] = []
        self._originals: list[str] = []
        self._length = 0
        self._known: dict[tuple[str, ...], int] = {(): 0}

    def add(self, spans: Iterable[RepairSpan], by: int = 0) -> None:
        """Add the spans of a piece that begins ``by`` code points further right in the whole."""
        if self._columns.starts:
            self._pack(spans, by)
            return
        self._few += [span.shifted(by) for span in spans] if by else spans
        if len(self._few) > FEW:
            self._pack(self._few, 0)
            self._few = []

    def spans(self, text: str) -> Sequence[RepairSpan]:
        """All spans; ``text`` is the whole repaired text, in which they stand."""
        if not self._columns.starts:
            return tuple(self._few)
        self._columns.text, self._columns.originals = text, "".join([*self._chunks, *self._originals])
        return PackedSpans(self._columns)

    def _pack(self, spans: Iterable[RepairSpan], by: int) -> None:
        columns = self._columns
        for span in spans:
            worths = [round(one.confidence * SHARES) for one in span.candidates]
            part = round(span.confidence * SHARES)
            if not _is_whole(span, part, worths):
                columns.kept[len(columns.starts)] = span.shifted(by)
                part, worths = 0, []
            columns.starts.append(span.start + by)
            columns.ends.append(span.end + by)
            columns.kinds.append(_NUMBER[span.kind])
            columns.parts.append(part)
            columns.listed.append(
                self._number(tuple([one.text for one in span.candidates]) if worths else ())
            )
            columns.worths.append(len(columns.shares))
            columns.shares.extend(worths)
            self._length += len(span.original)
            columns.until.append(self._length)
            self._originals.append(span.original)
        if len(self._originals) > _CHUNK:
            self._chunks.append("".join(self._originals))
            self._originals = []

    def _number(self, texts: tuple[str, ...]) -> int:
        """The number of a list of candidates; equal lists have one."""
        number = self._known.get(texts)
        if number is None:
            number = self._known[texts] = len(self._columns.choices)
            self._columns.choices.append(texts)
        return number


def _is_whole(span: RepairSpan, part: int, worths: Sequence[int]) -> bool:
    """Whether nothing of a span is lost when it is packed."""
    return (
        span.end - span.start == len(span.repaired)
        and 0 <= part <= SHARES
        and part / SHARES == span.confidence
        and all(
            0 <= n <= SHARES and n / SHARES == one.confidence
            for n, one in zip(worths, span.candidates, strict=True)
        )
    )
