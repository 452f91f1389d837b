"""How a query is answered: a small algebra over sets of turns, simplified, then written as SQL.

A plan without row sets becomes one FTS5 MATCH over the columns ``text`` and ``facets``. The rest
(a field that names more conversations or speakers than a MATCH should list, a nesting deeper than
FTS5's parser takes) becomes a chain of common table expressions. Whatever a user typed travels
inside bound parameters: a MATCH holds nothing but quoted phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

MAX_MATCH_HEIGHT: Final = 8
"""FTS5's own parser overflows its stack near 20 levels; each level here is at most two of its."""
_MAX_PARTS: Final = 100
"""Parts of one SQL step; SQLite limits the depth of an expression and the parts of a compound."""


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
    """The turns whose ids a SELECT gives, with its bound parameters."""

    sql: str
    parameters: tuple[str | int, ...]


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


Plan = Every | Nothing | Leaf | Rows | Without | Both | Either


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
        case Rows() | Nothing():
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
    """A SELECT of turn ids in no promised order, with its parameters; ``head`` are its WITH clauses.

    ``column`` is the name of the id, ``source`` what follows FROM.
    """

    head: str
    column: str
    source: str
    parameters: tuple[str | int, ...]

    @property
    def ids(self) -> str:
        """The ids, ascending: the order of the transcripts. The index gives them so; nothing is sorted."""
        return f"{self.head}SELECT {self.column} AS id FROM {self.source} ORDER BY {self.column}"

    @property
    def count(self) -> str:
        """How many ids there are."""
        return f"{self.head}SELECT count(*) FROM {self.source}"

    def within(self, before: str, after: str) -> str:
        """A statement around the ids as a subquery."""
        return f"{self.head}{before}(SELECT {self.column} FROM {self.source}){after}"


def as_sql(plan: Plan) -> Statement:
    """The plan as a SELECT of turn ids."""
    if isinstance(plan, Every):
        return Statement("", "id", "turn", ())
    if isinstance(plan, Nothing):
        return Statement("", "id", "turn WHERE 0", ())
    match = as_match(plan)
    if match is not None:
        return Statement("", "rowid", "turn_fts WHERE turn_fts MATCH ?", (match,))
    steps = _Steps()
    last = steps.add(plan)
    return Statement(f"WITH {', '.join(steps.clauses)} ", "id", last, tuple(steps.parameters))


@dataclass(slots=True)
class _Steps:
    """Common table expressions, each a set of ids made from the ones before it; nothing is nested."""

    clauses: list[str] = field(default_factory=list)
    parameters: list[str | int] = field(default_factory=list)

    def add(self, plan: Plan) -> str:
        """Write a plan and the plans it needs; gives the name of its set."""
        match = as_match(plan)
        if match is not None:
            return self._name("SELECT rowid FROM turn_fts WHERE turn_fts MATCH ?", (match,))
        match plan:
            case Rows(sql, parameters):
                return self._name(sql, parameters)
            case Without(part):
                return self._name(f"SELECT id FROM turn WHERE id NOT IN (SELECT id FROM {self.add(part)})")
            case Both(parts):
                return self._both(parts)
            case Either(parts):
                return self._either(parts)
            case _:
                return self._name("SELECT id FROM turn WHERE 0")

    def _name(self, sql: str, parameters: Sequence[str | int] = ()) -> str:
        name = f"s{len(self.clauses)}"
        self.clauses.append(f"{name}(id) AS ({sql})")
        self.parameters.extend(parameters)
        return name

    def _both(self, parts: Sequence[Plan]) -> str:
        indexed, others = _split(parts)
        base = self.add(intersection(indexed)) if indexed else "turn"
        for start in range(0, len(others), _MAX_PARTS):
            tests: list[str] = []
            for part in others[start : start + _MAX_PARTS]:
                negated = isinstance(part, Without)
                name = self.add(part.part if isinstance(part, Without) else part)
                tests.append(f"id {'NOT ' * negated}IN (SELECT id FROM {name})")
            base = self._name(f"SELECT id FROM {base} WHERE {' AND '.join(tests)}")
        return base

    def _either(self, parts: Sequence[Plan]) -> str:
        indexed, others = _split(parts)
        names = [self.add(union(indexed))] if indexed else []
        names += [self.add(part) for part in others]
        while len(names) > 1:
            group, names = names[:_MAX_PARTS], names[_MAX_PARTS:]
            names.append(self._name(" UNION ".join(f"SELECT id FROM {name}" for name in group)))
        return names[0]


def _split(parts: Sequence[Plan]) -> tuple[list[Plan], list[Plan]]:
    """The parts that can share one MATCH, and the others."""
    indexed: list[Plan] = []
    others: list[Plan] = []
    for part in parts:
        (indexed if _height(part) < MAX_MATCH_HEIGHT else others).append(part)
    return indexed, others
