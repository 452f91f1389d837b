"""Changes to tags and notes as they can be taken back: rows as they were, and whose they were.

Ids of turns are given anew when a transcript was removed or imported again. What is taken back therefore
looks for its turn first: at its id, if that still is the turn it was, else in the transcript of that name.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.errors import UserFacingError
from app.i18n import _
from app.model.ids import TurnId

TagRow = tuple[int, str, str, str, str]
TaggingRow = tuple[int, int | None, int, int | None, int | None, int | None, str, str, str]
TAG: Final = "id, name, folded, colour, memo"
TAGGING: Final = 'id, tag_id, conversation_id, turn_id, start, "end", quote, note, made_at'

_IDENTITY: Final = (
    "SELECT transcript.name, conversation.key, turn.key, turn.position, coalesce(repair.original, turn.text)"
    " FROM turn JOIN conversation ON conversation.id = turn.conversation_id"
    " JOIN transcript ON transcript.id = conversation.transcript_id"
    " LEFT JOIN repair ON repair.turn_id = turn.id WHERE turn.id = ?"
)
_OF_CONVERSATION: Final = (
    "SELECT transcript.name, conversation.key, NULL, 0, '' FROM conversation"
    " JOIN transcript ON transcript.id = conversation.transcript_id WHERE conversation.id = ?"
)
_CONVERSATION: Final = (
    "SELECT conversation.id FROM conversation JOIN transcript ON transcript.id = conversation.transcript_id"
    " WHERE transcript.name = ? AND conversation.key = ?"
)
_BY_TEXT: Final = (
    "SELECT turn.id FROM turn LEFT JOIN repair ON repair.turn_id = turn.id WHERE conversation_id = ?"
    " AND key IS NULL AND coalesce(repair.original, turn.text) = ? ORDER BY abs(position - ?) LIMIT 1"
)


class Owner(NamedTuple):
    """Whose a tag was, by what survives a new import: the transcript's name, the conversation's key, and of
    a turn its own key, its position and its text as it came.
    """

    transcript: str
    conversation: str
    key: str | None
    position: int
    original: str


@dataclass(frozen=True, slots=True)
class TagUndo:
    """Rows as they were before a change (None: there was none), by their ids; see ``take_back``."""

    tags: tuple[tuple[int, TagRow | None], ...] = ()
    taggings: tuple[tuple[int, TaggingRow | None], ...] = ()
    touched: frozenset[TurnId] = frozenset()
    """The turns that look otherwise; empty when only conversations or the tags themselves changed."""
    owners: tuple[tuple[int, Owner], ...] = ()
    """Of every tagging that was there before, whose it was."""

    @property
    def turns(self) -> int:
        """How many rows changed: nothing, when the change found all as it wanted it."""
        return len(self.tags) + len(self.taggings)


class Changes:
    """Writes rows and keeps them as they were before the first change to each."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tags: dict[int, TagRow | None] = {}
        self.taggings: dict[int, TaggingRow | None] = {}
        self.touched: set[TurnId] = set()
        self._owners: dict[int, Owner] = {}

    def put_tag(self, number: int, row: TagRow | None) -> None:
        """Write a tag; None deletes it with all that carries it."""
        before = self.connection.execute(f"SELECT {TAG} FROM tag WHERE id = ?", (number,)).fetchone()
        self.tags.setdefault(number, before)
        if row is None:
            carried = "SELECT id FROM tagging WHERE tag_id = ?"
            for (tagging,) in self.connection.execute(carried, (number,)).fetchall():
                self.put_tagging(tagging, None)
            self.connection.execute("DELETE FROM tag WHERE id = ?", (number,))
        else:
            self.connection.execute(
                f"INSERT INTO tag({TAG}) VALUES (?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET"
                " name = excluded.name, folded = excluded.folded, colour = excluded.colour,"
                " memo = excluded.memo",
                row,
            )

    def put_tagging(self, number: int, row: TaggingRow | None) -> None:
        """Write a tagging; None deletes it."""
        before = tagging_of(self.connection, number)
        if number not in self.taggings:
            self.taggings[number] = before
            owner = _owner(self.connection, before) if before is not None else None
            if owner is not None:
                self._owners[number] = owner
        self.connection.execute("DELETE FROM tagging WHERE id = ?", (number,))
        if row is not None:
            self.connection.execute(f"INSERT INTO tagging({TAGGING}) VALUES (?,?,?,?,?,?,?,?,?)", row)
        for turn in (each[3] for each in (before, row) if each is not None):
            if turn is not None:
                self.touched.add(TurnId(turn))

    def undo(self) -> TagUndo:
        """What takes all of it back."""
        return TagUndo(
            tuple(self.tags.items()), tuple(self.taggings.items()), frozenset(self.touched),
            tuple(self._owners.items()),
        )  # fmt: skip


def take_back(connection: sqlite3.Connection, undo: TagUndo) -> TagUndo:
    """Put rows back as they were; gives what does the change again.

    Passes over turns that are gone, and over what stands there already. UserFacingError when somebody made
    another tag of a name that would come back.
    """
    changes = Changes(connection)
    owners = dict(undo.owners)
    for number, row in undo.tags:
        if row is not None:
            _require_free(connection, row)
            changes.put_tag(number, row)
    for tagging, before in undo.taggings:
        if before is None:
            if tagging_of(connection, tagging) is not None:
                changes.put_tagging(tagging, None)
            continue
        row_now = _present(connection, before, owners.get(tagging))
        if row_now is not None and not _stands(connection, row_now):
            changes.put_tagging(tagging, row_now)
    for number, row in undo.tags:
        if row is None:
            changes.put_tag(number, None)
    done = changes.undo()
    if not undo.tags:
        return done
    recoloured = frozenset(turn for turn in undo.touched if _owner_of_turn(connection, turn) is not None)
    return TagUndo(done.tags, done.taggings, done.touched | recoloured, done.owners)


def tagging_of(connection: sqlite3.Connection, number: int) -> TaggingRow | None:
    """The tagging of that id."""
    row: TaggingRow | None = connection.execute(
        f"SELECT {TAGGING} FROM tagging WHERE id = ?", (number,)
    ).fetchone()
    return row


def _require_free(connection: sqlite3.Connection, row: TagRow) -> None:
    sql = "SELECT name FROM tag WHERE folded = ? AND id <> ?"
    taken = connection.execute(sql, (row[2], row[0])).fetchone()
    if taken is not None:
        raise UserFacingError(_("There is a tag “{name}” already.").format(name=taken[0]))


def _present(connection: sqlite3.Connection, before: TaggingRow, owner: Owner | None) -> TaggingRow | None:
    """The row with the ids that its conversation and its turn have now; None when they are gone."""
    if owner is None:
        return None
    number, tag, conversation, turn, *rest = before
    sql = "SELECT 1 FROM tag WHERE id = ?"
    if tag is not None and connection.execute(sql, (tag,)).fetchone() is None:
        return None
    if _owner(connection, before) != owner:
        found = connection.execute(_CONVERSATION, (owner.transcript, owner.conversation)).fetchone()
        if found is None:
            return None
        (conversation,) = found
        if turn is not None:
            turn = _turn(connection, conversation, owner)
            if turn is None:
                return None
    return (number, tag, conversation, turn, *rest)  # type: ignore[return-value]  # the rest is as it was


def _turn(connection: sqlite3.Connection, conversation: int, owner: Owner) -> int | None:
    """The turn of the same key; without keys the nearest one that came with the same text."""
    if owner.key is not None:
        sql = "SELECT id FROM turn WHERE conversation_id = ? AND key = ?"
        row = connection.execute(sql, (conversation, owner.key)).fetchone()
    else:
        row = connection.execute(_BY_TEXT, (conversation, owner.original, owner.position)).fetchone()
    return int(row[0]) if row is not None else None


def _stands(connection: sqlite3.Connection, row: TaggingRow) -> bool:
    """True when another row says the same already."""
    sql = (
        "SELECT 1 FROM tagging WHERE id <> ? AND conversation_id = ? AND coalesce(turn_id, 0) = ?"
        ' AND coalesce(start, -1) = ? AND coalesce("end", -1) = ? AND coalesce(tag_id, 0) = ?'
    )
    start, end = (-1 if place is None else place for place in row[4:6])
    place = (row[0], row[2], row[3] or 0, start, end, row[1] or 0)
    return connection.execute(sql, place).fetchone() is not None


def _owner(connection: sqlite3.Connection, row: TaggingRow) -> Owner | None:
    if row[3] is not None:
        owner = _owner_of_turn(connection, row[3])
    else:
        found = connection.execute(_OF_CONVERSATION, (row[2],)).fetchone()
        owner = Owner(*found) if found is not None else None
    return owner


def _owner_of_turn(connection: sqlite3.Connection, turn: int) -> Owner | None:
    found = connection.execute(_IDENTITY, (turn,)).fetchone()
    if found is None:
        return None
    transcript, conversation, key, position, original = found
    # A grown file moves nothing, but a turn with a key of its own may have another text and place.
    return Owner(transcript, conversation, key, 0 if key else position, "" if key else original)
