"""Change single spans of a repair. A span is known by its place: where it begins in the damaged original.

Places stay the same whatever is made of the spans before, so a decision about one span outlives every
later repair of the turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from app.model.repair import RepairedText, RepairSpan


def places(repaired: RepairedText) -> tuple[int, ...]:
    """Where each span begins in the damaged original, in code points; aligned with the spans."""
    found: list[int] = []
    shift = 0
    for span in repaired.spans:
        found.append(span.start + shift)
        shift += len(span.original) - len(span.repaired)
    return tuple(found)


def relaid(original: str, placed: Iterable[tuple[int, RepairSpan]]) -> RepairedText:
    """The repair that the spans at these places make of ``original``; ValueError when they do not fit."""
    texts: list[str] = []
    spans: list[RepairSpan] = []
    at = length = 0
    for place, span in sorted(placed, key=lambda item: item[0]):
        if place < at or original[place : place + len(span.original)] != span.original:
            raise ValueError(f"a span does not fit the text at {place}")
        length += place - at
        texts += (original[at:place], span.repaired)
        stop = length + len(span.repaired)
        spans.append(span if (span.start, span.end) == (length, stop) else _placed(span, length))
        length += len(span.repaired)
        at = place + len(span.original)
    texts.append(original[at:])
    return RepairedText("".join(texts), tuple(spans))


def _placed(span: RepairSpan, start: int) -> RepairSpan:
    """The span at another place, as long as what it reads; several times as fast as dataclasses.replace."""
    return RepairSpan(
        start, start + len(span.repaired), span.original, span.repaired, span.kind, span.confidence,
        span.candidates,
    )  # fmt: skip


def replaced(repaired: RepairedText, changes: Mapping[int, RepairSpan]) -> RepairedText:
    """The repair with the spans at some places exchanged; only places that hold a span count."""
    placed = zip(places(repaired), repaired.spans, strict=True)
    return relaid(repaired.original, [(place, changes.get(place, span)) for place, span in placed])


def overlaid(fresh: RepairedText, stored: RepairedText, decided: Collection[int]) -> RepairedText | None:
    """A new repair of a turn that keeps what a reader decided about the stored one.

    ``decided`` are places in ``stored``. None when a decided span cannot stand in the new repair, because
    that cuts the turn otherwise; the stored repair is then to be kept whole.
    """
    kept = {place: span for place, span in zip(places(stored), stored.spans, strict=True) if place in decided}
    placed = list(zip(places(fresh), fresh.spans, strict=True))
    for place, span in kept.items():
        stop = place + len(span.original)
        inside = [item for item in placed if item[0] < stop and item[0] + len(item[1].original) > place]
        if any(start < place or start + len(other.original) > stop for start, other in inside):
            return None
        placed = [item for item in placed if item not in inside]
    return relaid(stored.original, [*placed, *kept.items()])
