"""What hits can be counted by, and the words of the query language that narrow to one value of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.search.ast import Field
from app.search.columns import REPAIR_STATES, Codes, Columns
from app.search.parser import parse
from app.text.segment import fold

SCRIPTS: Final = ("han", "kana", "hangul", "latin", "cyrillic", "arabic", "other")
"""Values of the field ``lang``, each a column of TurnFacts; a turn can have several."""
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "speaker": ("speaker_names",),
    "script": (),
    "repaired": ("repaired",),
    "role": ("roles", "role"),
    "month": ("month",),
    "transcript": ("transcript", "transcript_names"),
    "tag": ("tags",),
}
"""Every dimension in the order in which they are offered, with the columns that it reads."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One dimension: for every turn the number of its value (0 for none), and what the numbers mean.

    Values that the query language cannot tell apart (speakers ``Ann`` and ``ANN``) share a number.
    """

    codes: Codes
    labels: Mapping[int, str]


def coded(columns: Columns, name: str) -> Coded:
    """A dimension with one value a turn, which is every one but "script" and "tag"; KeyError for others."""
    return _CODED[name](columns)


def _speaker(columns: Columns) -> Coded:
    return _merged(columns.facts.speaker, columns.speaker_names)


def _transcript(columns: Columns) -> Coded:
    return Coded(columns.transcript, columns.transcript_names)


def _month(columns: Columns) -> Coded:
    months = np.unique(columns.month)
    return Coded(columns.month, {m: f"{m // 100:04}-{m % 100:02}" for m in months.tolist() if m})


def _role(columns: Columns) -> Coded:
    return _merged(columns.role, dict(enumerate(columns.roles, 1)))


def _repaired(columns: Columns) -> Coded:
    return Coded(columns.repaired, dict(enumerate(REPAIR_STATES, 1)))


_CODED: Final[dict[str, Callable[[Columns], Coded]]] = {
    "speaker": _speaker, "transcript": _transcript, "month": _month, "role": _role, "repaired": _repaired,
}  # fmt: skip


def _merged(codes: Codes, names: Mapping[int, str]) -> Coded:
    """Names that fold to the same are one value, under the number of the first."""
    first: dict[str, int] = {}
    table = np.zeros(max(names, default=0) + 1, dtype=np.int64)
    for number in sorted(names):
        table[number] = first.setdefault(fold(names[number]), number)
    return Coded(table.astype(np.int32)[codes], {number: names[number] for number in first.values()})


_FIELDS: Final = {
    "speaker": "speaker", "script": "lang", "month": "date", "role": "role", "repaired": "repaired",
    "transcript": "file", "tag": "tag",
}  # fmt: skip


def clause(name: str, label: str, others: Mapping[int, str] | None = None) -> str | None:
    """The words that narrow a query to one value, such as ``speaker:A``.

    None where the query language has none that mean exactly that: a label that cannot be quoted,
    or a transcript whose name is part of another's (``others`` are the names of all).
    """
    words = f"{_FIELDS[name]}:{quoted(label)}"
    query = parse(words)
    if query.problems or not isinstance(query.ast, Field) or query.ast.name != _FIELDS[name]:
        return None
    if '"' in label or (name == "transcript" and _ambiguous(label, others or {})):
        return None
    return words


def quoted(value: str) -> str:
    """A field's value as it is typed: in quotes where white space or signs would end it."""
    plain = re.fullmatch(r"\w+|\d{4}-\d{2}", value)
    return value if plain else '"' + value.replace('"', " ") + '"'


def _ambiguous(label: str, others: Mapping[int, str]) -> bool:
    wanted = fold(label)
    return sum(wanted in fold(name) for name in others.values()) > 1
