"""The writer's side of tags and notes: each call is one transaction and gives back what takes it back."""

from __future__ import annotations

from collections.abc import Iterable

from app.model.corpus import Change
from app.store import tags
from app.store.tag_undo import TagUndo
from app.store.tags import Target
from app.store.transactions import Transactions


class TagDesk:
    """Made by Writer.tags. Errors and meanings are those of the functions in app.store.tags."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def define(
        self, name: str, *, colour: str | None = None, memo: str | None = None, was: str | None = None
    ) -> TagUndo:
        """Make a tag, or change its colour and memo; ``was`` renames that one."""
        with self._transactions.transaction(Change.TAGS) as connection:
            return tags.define(connection, name, colour=colour, memo=memo, was=was)

    def delete(self, name: str) -> TagUndo:
        """Take a tag off everything and forget it."""
        with self._transactions.transaction(Change.TAGS) as connection:
            return tags.delete(connection, name)

    def tag(
        self,
        targets: Iterable[Target],
        name: str | None,
        *,
        note: str | None = None,
        colour: str | None = None,
        memo: str | None = None,
    ) -> TagUndo:
        """Put a tag, with or without a note, on targets; None for a note without a tag."""
        with self._transactions.transaction(Change.TAGS) as connection:
            return tags.tag(connection, targets, name, note=note, colour=colour, memo=memo)

    def untag(self, targets: Iterable[Target], name: str | None) -> TagUndo:
        """Take a tag (None: the note without one) off targets."""
        with self._transactions.transaction(Change.TAGS) as connection:
            return tags.untag(connection, targets, name)

    def merge(self, name: str, into: str) -> TagUndo:
        """Let everything with the tag ``name`` have ``into`` instead."""
        with self._transactions.transaction(Change.TAGS) as connection:
            return tags.merge(connection, name, into)
