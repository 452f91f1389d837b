"""Context by turns: what was said just before and just after a hit turn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from app.model.hits import KwicRow
from app.search.kwic import one_line
from app.store.reader import Reader

SHOWN: Final = 400
"""Characters shown of a neighbouring turn: its end before the hit, its beginning after it."""

_FIRST, _SECOND = "json_extract(wanted.value, '$[0]')", "json_extract(wanted.value, '$[1]')"
_TURNS = (
    f"SELECT {_FIRST}, {_SECOND}, speaker.name, turn.text FROM json_each(?) AS wanted"
    f" JOIN turn ON turn.conversation_id = {_FIRST} AND turn.position = {_SECOND}"
    " JOIN speaker ON speaker.id = turn.speaker_id"
)

Spoken = tuple[str, str]
"""Speaker and text."""


def neighbours(reader: Reader, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Spoken]:
    """Who said what at places (conversation id, index from 1); places where there is no turn are left out."""
    rows = reader.rows(_TURNS, (json.dumps(sorted(set(places))),))
    return {(cast("int", c), cast("int", at)): (str(name), str(text)) for c, at, name, text in rows}


def with_neighbours(reader: Reader, rows: Sequence[KwicRow]) -> list[KwicRow]:
    """The rows with the turns before and after theirs."""
    places = [(int(row.hit.turn.conversation_id), row.hit.turn.index) for row in rows]
    found = neighbours(reader, [(c, at + by) for c, at in places for by in (-1, 1)])
    return [
        replace(row, before=_said(found.get((c, at - 1)), -1), after=_said(found.get((c, at + 1)), 1))
        for row, (c, at) in zip(rows, places, strict=True)
    ]


def _said(spoken: Spoken | None, side: int) -> str:
    if spoken is None:
        return ""
    speaker, text = spoken
    shown = text[:SHOWN] if side > 0 or len(text) <= SHOWN else "…" + text[-SHOWN:]
    return one_line(f"{speaker}: {shown}")
