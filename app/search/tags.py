"""Which turns a reader's tags and notes stand for: those that carry them and those of whole conversations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from app.search.ast import Value
from app.search.plan import Nothing, Plan, Rows
from app.store.reader import Reader
from app.text.segment import fold

_TURNS: Final = (
    "SELECT turn_id FROM tagging WHERE turn_id IS NOT NULL AND {which}"
    " UNION SELECT turn.id FROM tagging JOIN turn ON turn.conversation_id = tagging.conversation_id"
    " WHERE tagging.turn_id IS NULL AND {which}"
)
_WITH_TAG: Final = _TURNS.format(which="tag_id IN (SELECT value FROM json_each(?1))")
NOTED: Final = Rows(_TURNS.format(which="note <> ''"), ())
"""The turns with a note on them or on their conversation."""


def tagged(reader: Reader, values: Sequence[Value]) -> Plan:
    """The turns with one of these tags; names are compared with case and width folded."""
    exact = {fold(value.text) for value in values if not value.prefix}
    starts = tuple(fold(value.text) for value in values if value.prefix)
    names = [(number, fold(str(name))) for number, name in reader.rows("SELECT id, name FROM tag")]
    found = [number for number, name in names if name in exact or name.startswith(starts)]
    return Rows(_WITH_TAG, (json.dumps(found),)) if found else Nothing()
