"""What the tokens of the index's ``facets`` column say, from the columns of counts instead."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.store.facts import TurnFacts

Flags = NDArray[np.bool_]

_FACET: Final = re.compile(r'facets:"(?:([sc])([0-9]+)|(?:l([a-z]+)|(emoji)))"')


def is_facet(match: str) -> bool:
    """True for a MATCH that :func:`facet_rows` answers."""
    return _FACET.fullmatch(match) is not None


def facet_rows(facts: TurnFacts, match: str) -> Flags | None:
    """The rows that a MATCH of one facet finds; None for any other MATCH.

    Half a million ids of a speaker take SQLite 100 ms; here it is one comparison.
    """
    found = _FACET.fullmatch(match)
    if found is None:
        return None
    kind, number, script, emoji = found.groups()
    rows: Flags
    if kind:
        rows = (facts.speaker if kind == "s" else facts.conversation) == int(number)
    else:
        rows = getattr(facts, script or emoji) > 0
    return rows
