"""The first turns that a table makes with a mapping, to look at while the mapping is being chosen."""

from __future__ import annotations

from collections.abc import Iterator

from app.formats._rows import Rows
from app.formats.base import Source
from app.formats.mapping import Columns, TableHead
from app.model.parsed import ParsedTurn
from app.model.repair import RepairedText


class _AsItStands(Source):
    """Nothing to read from, and nothing repaired."""

    def lines(self) -> Iterator[RepairedText]:
        return iter(())

    def chunks(self, member: str | None = None) -> Iterator[str]:  # noqa: ARG002 - there are no members
        return iter(())

    def member_names(self) -> tuple[str, ...]:
        return ()

    def repair(self, text: str) -> RepairedText:
        return RepairedText(text)


def first_turns(head: TableHead, columns: Columns) -> list[ParsedTurn]:
    """The turns of the first rows; none while the mapping is not enough to make any."""
    if not columns.enough:
        return []
    rows = Rows(columns, _AsItStands())
    events = (event for place, row in enumerate(head.rows, 1) for event in rows.read(str(place), row))
    return [event for event in events if isinstance(event, ParsedTurn)]
