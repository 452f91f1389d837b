"""What readers write beside a corpus: tags and notes on turns, on stretches of turns and on conversations.

Every change gives back what takes it back. A stretch is counted in code points of the text as it is shown;
the words it had are kept with it, so that it is found again when a repair of the turn moves them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

from app.errors import UserFacingError
from app.i18n import _
from app.model.ids import ConversationId, TurnId
from app.store.tag_undo import TAG, TAGGING, Changes, TaggingRow, TagRow, TagUndo
from app.text.normalize import storable

TABLES: Final = (
    """CREATE TABLE tag(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE,
    colour TEXT NOT NULL, memo TEXT NOT NULL)""",
    """CREATE TABLE tagging(id INTEGER PRIMARY KEY AUTOINCREMENT, tag_id INTEGER REFERENCES tag(id),
    conversation_id INTEGER NOT NULL, turn_id INTEGER, start INTEGER, "end" INTEGER, quote TEXT NOT NULL,
    note TEXT NOT NULL, made_at TEXT NOT NULL)""",
    """CREATE UNIQUE INDEX tagging_once ON tagging(conversation_id, coalesce(turn_id, 0), coalesce(start, -1),
    coalesce("end", -1), coalesce(tag_id, 0))""",
    "CREATE INDEX tagging_turn ON tagging(turn_id) WHERE turn_id IS NOT NULL",
    "CREATE INDEX tagging_tag ON tagging(tag_id)",
)
COLOURS: Final = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "grey")
"""What a tag may look like; the window has a shade of each for light and for dark paper."""
LONGEST_NAME: Final = 100


class Target(NamedTuple):
    """What is tagged: a conversation; with ``turn`` that turn; with ``start`` and ``end`` (code points of
    the shown text, the end excluded) a stretch of it.
    """

    conversation: ConversationId
    turn: TurnId | None = None
    start: int | None = None
    end: int | None = None


def define(
    connection: sqlite3.Connection,
    name: str,
    *,
    colour: str | None = None,
    memo: str | None = None,
    was: str | None = None,
) -> TagUndo:
    """Make the tag ``name``, or change its colour and memo (None: as they are); ``was`` renames that one.

    Upper and lower case are one name. UserFacingError for an empty or too long name, an unknown colour, a
    tag to rename that is not there, a name that another tag has.
    """
    clean = clean_name(name)
    if colour is not None and colour not in COLOURS:
        raise UserFacingError(
            _("There is no colour “{colour}” for tags.").format(colour=colour),
            _("Choose one of: {colours}").format(colours=", ".join(COLOURS)),
        )
    holder = _find(connection, clean)
    old = holder if was is None else required(connection, was)
    if old is not None and holder is not None and holder[0] != old[0]:
        raise UserFacingError(_("There is a tag “{name}” already.").format(name=holder[1]))
    number = old[0] if old is not None else _next(connection, "tag")
    row: TagRow = (
        number,
        old[1] if old is not None and was is None else clean,
        clean.casefold(),
        colour or (old[3] if old is not None else COLOURS[(number - 1) % len(COLOURS)]),
        storable(memo) if memo is not None else (old[4] if old is not None else ""),
    )
    changes = Changes(connection)
    if row != old:
        changes.put_tag(number, row)
        if old is not None:
            changes.touched.update(_turns_with(connection, number))
    return changes.undo()


def delete(connection: sqlite3.Connection, name: str) -> TagUndo:
    """Take a tag off everything and forget it; notes go with it, and come back with the undo."""
    number = required(connection, name)[0]
    changes = Changes(connection)
    changes.put_tag(number, None)
    return changes.undo()


def tag(
    connection: sqlite3.Connection,
    targets: Iterable[Target],
    name: str | None,
    *,
    note: str | None = None,
    colour: str | None = None,
    memo: str | None = None,
) -> TagUndo:
    """Put the tag ``name``, made when there is none, on targets; None for a note without a tag.

    ``note`` None leaves the note of what is tagged already. UserFacingError when a turn is not there or a
    stretch is not in it.
    """
    changes = Changes(connection)
    number: int | None = None
    if name is not None:
        made = define(connection, name, colour=colour, memo=memo)
        changes.tags.update(made.tags)
        changes.touched.update(made.touched)
        number = required(connection, name)[0]
    elif not note:
        raise UserFacingError(_("There is neither a tag nor a note to put there."))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    following = _next(connection, "tagging")
    for target in targets:
        present = _tagging(connection, target, number)
        if present is not None:
            if note is not None and present[7] != note:
                changes.put_tagging(present[0], (*present[:7], storable(note), present[8]))
            continue
        quote = _quote(connection, target)
        row = (following, number, *target, quote, storable(note or ""), now)
        changes.put_tagging(following, row)
        following += 1
    return changes.undo()


def untag(connection: sqlite3.Connection, targets: Iterable[Target], name: str | None) -> TagUndo:
    """Take the tag ``name`` (None: the note without a tag) off targets; passes over those without it."""
    number = None if name is None else required(connection, name)[0]
    changes = Changes(connection)
    for target in targets:
        present = _tagging(connection, target, number)
        if present is not None:
            changes.put_tagging(present[0], None)
    return changes.undo()


def merge(connection: sqlite3.Connection, name: str, into: str) -> TagUndo:
    """Let everything that carries the tag ``name`` carry ``into`` instead, and forget ``name``.

    Where a target has both, its notes are put together. UserFacingError when one of them is not there, or
    both are the same.
    """
    old, new = required(connection, name), required(connection, into)
    if old[0] == new[0]:
        raise UserFacingError(_("A tag cannot be merged with itself."))
    changes = Changes(connection)
    sql = f"SELECT {TAGGING} FROM tagging WHERE tag_id = ? ORDER BY id"
    rows: list[TaggingRow] = connection.execute(sql, (old[0],)).fetchall()
    for row in rows:
        turn = None if row[3] is None else TurnId(row[3])
        present = _tagging(connection, Target(ConversationId(row[2]), turn, row[4], row[5]), new[0])
        if present is None:
            changes.put_tagging(row[0], (row[0], new[0], *row[2:]))
            continue
        changes.put_tagging(row[0], None)
        note = "\n".join(dict.fromkeys(note for note in (present[7], row[7]) if note))
        if note != present[7]:
            changes.put_tagging(present[0], (*present[:7], note, present[8]))
    changes.put_tag(old[0], None)
    return changes.undo()


def clean_name(name: str) -> str:
    """The name as it is stored: one line, no white space at its ends. UserFacingError when none is left."""
    clean = " ".join(storable(name).split())
    if not clean or len(clean) > LONGEST_NAME:
        raise UserFacingError(
            _("A tag needs a name of 1 to {most} characters.").format(most=LONGEST_NAME),
        )
    return clean


def required(connection: sqlite3.Connection, name: str) -> TagRow:
    """The tag of that name in any case; UserFacingError when there is none."""
    found = _find(connection, clean_name(name))
    if found is None:
        raise UserFacingError(_("There is no tag “{name}”.").format(name=name))
    return found


def _find(connection: sqlite3.Connection, name: str) -> TagRow | None:
    sql = f"SELECT {TAG} FROM tag WHERE folded = ?"
    row: TagRow | None = connection.execute(sql, (name.casefold(),)).fetchone()
    return row


def _next(connection: sqlite3.Connection, table: str) -> int:
    """An id that was never used: what is taken back later must not meet another row."""
    sql = "SELECT seq + 1 FROM sqlite_sequence WHERE name = ?"
    row = connection.execute(sql, (table,)).fetchone()
    return int(row[0]) if row is not None else 1


def _turns_with(connection: sqlite3.Connection, tag_id: int) -> Iterable[TurnId]:
    sql = "SELECT turn_id FROM tagging WHERE tag_id = ? AND turn_id IS NOT NULL"
    return [TurnId(turn) for (turn,) in connection.execute(sql, (tag_id,))]


def _tagging(connection: sqlite3.Connection, target: Target, tag_id: int | None) -> TaggingRow | None:
    found: TaggingRow | None = connection.execute(
        f"SELECT {TAGGING} FROM tagging WHERE conversation_id = ? AND coalesce(turn_id, 0) = ?"
        ' AND coalesce(start, -1) = ? AND coalesce("end", -1) = ? AND coalesce(tag_id, 0) = ?',
        (
            target.conversation, target.turn or 0, -1 if target.start is None else target.start,
            -1 if target.end is None else target.end, tag_id or 0,
        ),
    ).fetchone()  # fmt: skip
    return found


def _quote(connection: sqlite3.Connection, target: Target) -> str:
    """The words of a stretch; UserFacingError when the target is not there."""
    if target.turn is None:
        sql = "SELECT '' FROM conversation WHERE id = ?"
        row = connection.execute(sql, (target.conversation,)).fetchone()
    else:
        sql = "SELECT text FROM turn WHERE id = ? AND conversation_id = ?"
        row = connection.execute(sql, (target.turn, target.conversation)).fetchone()
    if row is None:
        raise UserFacingError(_("What was to be tagged is no longer there."))
    if target.start is None or target.end is None:
        return ""
    if target.turn is None or not 0 <= target.start < target.end <= len(row[0]):
        raise UserFacingError(_("This stretch is not in the turn."))
    return str(row[0][target.start : target.end])
