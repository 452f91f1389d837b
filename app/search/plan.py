"""How a query is answered: a small algebra over sets of turns, simplified.

A plan of leaves alone becomes one FTS5 MATCH over the columns ``text`` and ``facets``; every other
one is worked out over columns, one flag a turn (``evaluate``). Whatever a user typed travels inside
bound parameters: a MATCH holds nothing but quoted phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

MAX_MATCH_HEIGHT: Final = 8
"""FTS5's own parser overflows its stack near 20 levels; each level here is at most two of its."""


@dataclass(frozen=True, slots=True)
class Every:
    """All turns."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No turn."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The turns of an FTS5 expression that stands for itself, such as ``text:"a b"``."""

    match: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The turns whose ids a SELECT gives, once or more, with its bound parameters."""

    sql: str
    parameters: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """The turns of any of many FTS5 expressions; one OR of them would look at each for every turn."""

    matches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The turns with one of these ids in a column of TurnFacts."""

    column: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """The turns whose value in a column of TurnFacts is in a range, both ends included; ``last`` is the
    column ``index`` counted from the end of the conversation.
    """

    column: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Checked:
    """The turns of ``base`` whose text passes ``check``; those of ``sure`` need not be looked at."""

    base: Plan
    check: Check
    sure: Plan = Nothing()


@dataclass(frozen=True, slots=True)
class Related:
    """The turns of ``left`` that one of ``right`` stands in a relation to; see ast.Relation."""

    left: Plan
    sign: str
    distance: int
    right: Plan
    same: bool | None


@dataclass(frozen=True, slots=True)
class Without:
    """The turns that are not in ``part``."""

    part: Plan


@dataclass(frozen=True, slots=True)
class Both:
    """The turns that are in every one of two or more parts."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """The turns that are in at least one of two or more parts."""

    parts: tuple[Plan, ...]


class Check(Protocol):
    """Looks at texts; a value, so that equal questions are asked once."""

    def __hash__(self) -> int: ...

    @property
    def encoded(self) -> bool:
        """True when texts are looked at as UTF-8, three times as fast: they are not even decoded."""

    def passing(self, texts: Sequence[Any]) -> Iterable[object]:
        """Something true for every text that passes, in their order."""


Plan = Every | Nothing | Leaf | Rows | Matches | Listed | Range | Checked | Related | Without | Both | Either


def intersection(parts: Iterable[Plan]) -> Plan:
    """The turns in all of ``parts``, simplified; equal parts count once."""
    kept: dict[Plan, None] = {}
    for part in parts:
        if isinstance(part, Nothing):
            return part
        if isinstance(part, Both):
            kept.update(dict.fromkeys(part.parts))
        elif not isinstance(part, Every):
            kept[part] = None
    return _joined(kept, Every(), Both)


def union(parts: Iterable[Plan]) -> Plan:
    """The turns in any of ``parts``, simplified; equal parts count once."""
    kept: dict[Plan, None] = {}
    for part in parts:
        if isinstance(part, Every):
            return part
        if isinstance(part, Either):
            kept.update(dict.fromkeys(part.parts))
        elif not isinstance(part, Nothing):
            kept[part] = None
    return _joined(kept, Nothing(), Either)


def _joined(kept: dict[Plan, None], empty: Plan, many: type[Both | Either]) -> Plan:
    if not kept:
        return empty
    return next(iter(kept)) if len(kept) == 1 else many(tuple(kept))


def complement(part: Plan) -> Plan:
    """The turns not in ``part``, simplified."""
    match part:
        case Every():
            return Nothing()
        case Nothing():
            return Every()
        case Without(inner):
            return inner
        case _:
            return Without(part)


def quoted(keys: Sequence[str]) -> str:
    """An FTS5 string: whatever the keys hold is text, not syntax."""
    return '"' + " ".join(keys).replace('"', '""') + '"'


def as_match(plan: Plan) -> str | None:
    """The plan as one FTS5 expression, or None when it has to be SQL."""
    return _match(plan) if _height(plan) <= MAX_MATCH_HEIGHT else None


def _height(plan: Plan) -> int:
    """Levels of the expression; above every limit where there are row sets."""
    match plan:
        case Rows() | Nothing() | Matches() | Listed() | Range() | Checked() | Related():
            return MAX_MATCH_HEIGHT + 1
        case Without(part):
            return 1 + _height(part)
        case Both(parts) | Either(parts):
            return 1 + max(_height(part) for part in parts)
        case _:
            return 1


_EVERY_MATCH: Final = 'facets:"all"'


def _match(plan: Plan) -> str:
    match plan:
        case Leaf(text):
            return text
        case Without(part):
            return f"({_EVERY_MATCH} NOT {_match(part)})"
        case Either(parts):
            return f"({' OR '.join(map(_match, parts))})"
        case Both(parts):
            wanted = [_match(part) for part in parts if not isinstance(part, Without)]
            unwanted = [_match(part.part) for part in parts if isinstance(part, Without)]
            found = " AND ".join(wanted or [_EVERY_MATCH])
            if not unwanted:
                return f"({found})"
            return f"(({found}) NOT ({' OR '.join(unwanted)}))"
        case _:
            return _EVERY_MATCH


@dataclass(frozen=True, slots=True)
class Statement:
    """A SELECT of turn ids with its parameters: the name of the id, and what follows FROM."""

    column: str
    source: str
    parameters: tuple[str | int, ...]

    @property
    def ids(self) -> str:
        """The ids, ascending: the order of the transcripts. The index gives them so; nothing is sorted."""
        return f"SELECT {self.column} AS id FROM {self.source} ORDER BY {self.column}"

    @property
    def count(self) -> str:
        """How many ids there are."""
        return f"SELECT count(*) FROM {self.source}"

    def within(self, before: str, after: str) -> str:
        """A statement around the ids as a subquery."""
        return f"{before}(SELECT {self.column} FROM {self.source}){after}"


def as_sql(plan: Plan) -> Statement | None:
    """The plan as a SELECT of turn ids, or None when it has to be worked out over columns."""
    if isinstance(plan, Every):
        return Statement("id", "turn", ())
    if isinstance(plan, Nothing):
        return Statement("id", "turn WHERE 0", ())
    match = as_match(plan)
    return None if match is None else Statement("rowid", "turn_fts WHERE turn_fts MATCH ?", (match,))


def is_costly(plan: Plan) -> bool:
    """True when texts have to be looked at."""
    match plan:
        case Checked():
            return True
        case Without(part):
            return is_costly(part)
        case Both(parts) | Either(parts):
            return any(map(is_costly, parts))
        case _:
            return False
