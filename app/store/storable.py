"""A repaired text made fit for storage without moving its spans."""

from __future__ import annotations

from dataclasses import replace

from app.model.repair import RepairedText
from app.text.normalize import storable


def storable_repaired(text: RepairedText) -> RepairedText:
    """The same text with what cannot be stored replaced, in the text and in its spans alike."""
    clean = storable(text.text)
    if clean is text.text and not text.spans:
        return text
    spans = tuple(
        replace(
            span,
            original=storable(span.original),
            repaired=storable(span.repaired),
            candidates=tuple(replace(found, text=storable(found.text)) for found in span.candidates),
        )
        for span in text.spans
    )
    return RepairedText(clean, spans)
