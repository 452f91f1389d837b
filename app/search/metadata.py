"""Properties that a transcript gave its turns and conversations under names of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from app.search.ast import Value
from app.search.plan import Plan, Rows
from app.search.values import amount_test
from app.store.reader import Reader
from app.text.segment import fold

MAX_KEYS: Final = 500
"""Keys that completion and parsing know of."""

_TEXT: Final = (
    "CASE found.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(found.atom AS TEXT) END"
)
# A key at any depth; of a list every item counts.
_FOUND: Final = (
    "{table}, json_tree({table}.meta) AS found WHERE {table}.meta IS NOT NULL AND found.atom IS NOT NULL"
    " AND (found.key = ? OR (typeof(found.key) = 'integer'"
    " AND (found.path LIKE ? ESCAPE '!' OR found.path LIKE ? ESCAPE '!')))"
)
_TURNS: Final = "SELECT turn.id FROM " + _FOUND.format(table="turn")
_CONVERSATIONS: Final = (
    "SELECT id FROM turn WHERE conversation_id IN (SELECT conversation.id FROM "
    + _FOUND.format(table="conversation")
)


def described(reader: Reader, key: str, values: Sequence[Value]) -> Iterator[Plan]:
    """Plans for the turns, and for the conversations, that have one of ``values`` under ``key``.

    Values are compared with case and width folded; numbers also as ``>5``, ``<=0.5``, ``-2..5``.
    """
    exact = {fold(value.text) for value in values if not value.prefix}
    starts = tuple(fold(value.text) for value in values if value.prefix)
    meant = [test for value in values if (test := amount_test(value.text))]
    for table, sql, end in (("turn", _TURNS, ""), ("conversation", _CONVERSATIONS, ")")):
        distinct = f"SELECT DISTINCT {_TEXT}, found.type FROM " + _FOUND.format(table=table)
        wanted: list[str] = []
        for text, kind in reader.rows(distinct, _bound(key)):
            folded = fold(str(text))
            inside = kind in {"integer", "real"} and any(test(_number(str(text))) for test in meant)
            if folded in exact or folded.startswith(starts) or inside:
                wanted.append(str(text))
        if wanted:
            listed = f" AND {_TEXT} IN (SELECT value FROM json_each(?))"
            yield Rows(f"{sql}{listed}{end}", (*_bound(key), json.dumps(wanted)))


def values_of(reader: Reader, key: str, most: int) -> list[str]:
    """Values that turns and conversations have under ``key``, ``most`` of each at most."""
    found: dict[str, None] = {}
    for table in ("turn", "conversation"):
        sql = f"SELECT DISTINCT {_TEXT} FROM {_FOUND.format(table=table)} LIMIT ?"
        found.update((str(text), None) for (text,) in reader.rows(sql, (*_bound(key), most)))
    return list(found)


def metadata_keys(reader: Reader) -> frozenset[str]:
    """The keys that turns and conversations have, at any depth; some hundred at most."""
    keys: set[str] = set()
    for table in ("turn", "conversation"):
        rows = reader.rows(
            f"SELECT DISTINCT found.key FROM {table}, json_tree({table}.meta) AS found"
            f" WHERE {table}.meta IS NOT NULL AND typeof(found.key) = 'text' LIMIT ?",
            (MAX_KEYS,),
        )
        keys.update(str(key) for (key,) in rows)
    return frozenset(keys)


def _number(written: str) -> float:
    """A number as JSON writes it; a whole one exactly."""
    try:
        return int(written)
    except ValueError:
        return float(written)


def _bound(key: str) -> tuple[str, str, str]:
    """The key, and how the path of a list under it may end."""
    escaped = key.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return key, f"%.{escaped}", f'%."{escaped}"'
