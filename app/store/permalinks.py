"""From a turn to its link and back; which of several corpora holds what a link names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.errors import CorpusError, UserFacingError
from app.model.ids import ConversationId, TurnId
from app.model.permalink import Permalink, hashed, permalink
from app.store.connections import connect_uri, open_reading, plain_words
from app.store.header import check_header, read_header
from app.store.reader import Reader

_OF_TURN = (
    "SELECT digest, conversation.key, turn.position, transcript.name FROM turn"
    " JOIN conversation ON conversation.id = turn.conversation_id"
    " JOIN transcript ON transcript.id = conversation.transcript_id WHERE turn.id = ?"
)
_BY_DIGEST = "SELECT id FROM transcript WHERE digest >= ?1 AND digest < ?1 || 'g' ORDER BY id"
_NAMES = "SELECT id, name FROM transcript"
_KEYS = "SELECT id, key FROM conversation WHERE transcript_id = ? ORDER BY id"
_AT = "SELECT id FROM turn WHERE conversation_id = ? AND position = ?"


@dataclass(frozen=True, slots=True)
class Linked:
    """Where a link leads in one corpus; ``changed`` when the transcript is another one by now."""

    conversation: ConversationId
    turn: TurnId
    changed: bool = False


def link_to(reader: Reader, turn: TurnId) -> Permalink:
    """The link to a turn; UserFacingError when there is no such turn."""
    found = reader.rows(_OF_TURN, (turn,))
    if not found:
        raise UserFacingError(f"There is no turn {turn} in this corpus.")
    digest, key, position, name = found[0]
    return permalink(str(digest), str(key), int(str(position)), str(name))


def follow(reader: Reader, link: Permalink) -> Linked | None:
    """The turn that a link names, or None when this corpus does not have it.

    A transcript of the same name stands in for one whose bytes are not here: files that are watched grow.
    """
    for same in reader.ids(_BY_DIGEST, (link.transcript,)):
        found = _within(reader, same, link)
        if found is not None:
            return found
    if link.name:
        for transcript, name in reader.rows(_NAMES):
            if hashed(str(name)) == link.name:
                like = _within(reader, int(str(transcript)), link)
                return None if like is None else Linked(like.conversation, like.turn, changed=True)
    return None


def _within(reader: Reader, transcript: int, link: Permalink) -> Linked | None:
    for conversation, key in reader.rows(_KEYS, (transcript,)):
        if hashed(str(key)) == link.conversation:
            turns = reader.ids(_AT, (conversation, link.index))
            return Linked(ConversationId(int(str(conversation))), TurnId(turns[0])) if turns else None
    return None


def corpus_with(paths: Iterable[Path], link: Permalink) -> Path | None:
    """The first of the corpora that holds the transcript of a link byte for byte, else the first that holds
    one of its name. Nothing is written, and what cannot be read is passed over.
    """
    named: Path | None = None
    for path in paths:
        holds = _holds(path, link)
        if holds == "bytes":
            return path
        if holds == "name" and named is None:
            named = path
    return named


def _holds(path: Path, link: Permalink) -> str:
    try:
        check_header(path, read_header(path))
        with plain_words(path), closing(open_reading(path, connect_uri)) as connection:
            if connection.execute(_BY_DIGEST, (link.transcript,)).fetchone():
                return "bytes"
            names = connection.execute(_NAMES).fetchall() if link.name else ()
    except (CorpusError, sqlite3.Error, OSError):
        return ""
    return "name" if any(hashed(name) == link.name for _id, name in names) else ""
