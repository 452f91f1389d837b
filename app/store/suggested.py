"""Suggested replies of conversations whose source names none, a block of turns at a time.

What the window shows for a screenful and what the command line lists for everything is the same: blocks
begin at fixed turns, and each is judged by itself after a lead of turns that are only read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from app.model.ids import ConversationId, TurnId
from app.model.progress import CancelToken
from app.store.reader import Reader
from app.store.replies import LISTED
from app.threads.evidence import Said
from app.threads.implied import Reason, between_two, follows_from_order, suggest

BLOCK: Final = 500
"""Turns that are judged together."""
_LEAD: Final = 800
"""Turns read before a block: nearly all that its judgement depends on (350 of 350 links of a log agree)."""
_LONGEST: Final = 4_000
"""Characters of a turn that are looked at; a pasted megabyte says no more of whom it answers."""

_NAMES_NONE: Final = (
    "SELECT NOT EXISTS (SELECT 1 FROM turn LEFT JOIN reply_choice ON turn_id = turn.id"
    " WHERE conversation_id = ?"
    " AND CASE WHEN turn_id IS NULL THEN turn.parent_id ELSE parent_before END IS NOT NULL)"
)
_SAID: Final = (
    "SELECT turn.id, speaker.name, substr(text, 1, ?), unixepoch(time), coalesce(role = 'event', 0)"
    " FROM turn JOIN speaker ON speaker.id = speaker_id"
    " WHERE conversation_id = ? AND position > ? AND position <= ? ORDER BY position"
)
_SPEAKERS: Final = (
    "SELECT name FROM speaker WHERE id IN (SELECT speaker_id FROM turn WHERE conversation_id = ?"
    " AND role IS NOT 'event') ORDER BY id"
)


_Row = tuple[int, str, str, float | None, int]


class Suggested(NamedTuple):
    """The turn at ``position`` (from 0) seems to answer that at ``parent_position``; see ``Suggestion``."""

    turn: TurnId
    position: int
    parent: TurnId
    parent_position: int
    confidence: float
    reasons: tuple[Reason, ...]


def names_no_replies(reader: Reader, conversation: ConversationId) -> bool:
    """Whether the source says of no turn what it answers; what readers chose does not count."""
    return bool(reader.ids(_NAMES_NONE, (conversation,))[0])


def chosen_replies(reader: Reader, conversation: ConversationId) -> dict[TurnId, TurnId | None]:
    """What readers chose: the turn that each answers, or None for nobody."""
    rows: list[tuple[int, int | None]] = reader.rows(LISTED, (conversation,))  # type: ignore[assignment]  # its columns
    return {TurnId(turn): None if parent is None else TurnId(parent) for turn, parent in rows}


def speakers_of(reader: Reader, conversation: ConversationId) -> list[str]:
    """The names that turns of a conversation may call somebody by."""
    return [str(row[0]) for row in reader.rows(_SPEAKERS, (conversation,))]


def suggested(
    reader: Reader,
    conversation: ConversationId,
    number: int,
    speakers: list[str],
    token: CancelToken | None = None,
) -> list[Suggested]:
    """The suggestions for the turns of block ``number`` (from 0) that seem to answer somebody.

    Turns that readers decided are among them. Between two speakers only what departs from their taking turns
    is suggested. Raises Cancelled soon after ``token`` was cancelled.
    """
    first = number * BLOCK
    begin = max(0, first - _LEAD)
    asked = (_LONGEST, conversation, begin, first + BLOCK)
    rows: list[_Row] = reader.rows(_SAID, asked)  # type: ignore[assignment]  # the columns of the query
    said = [Said(name, text, moment, bool(event)) for _id, name, text, moment, event in rows]
    found = suggest(said, token, start=first - begin, speakers=speakers)
    by_turns = between_two(said, speakers)
    return [
        Suggested(
            TurnId(rows[one.turn][0]),
            begin + one.turn,
            TurnId(rows[one.parent][0]),
            begin + one.parent,
            one.confidence,
            one.reasons,
        )
        for one in found
        if one.parent >= 0 and not said[one.turn].event and not (by_turns and follows_from_order(said, one))
    ]


def all_suggested(
    reader: Reader, conversation: ConversationId, token: CancelToken | None = None
) -> Iterator[Suggested]:
    """Every suggestion of a conversation in the order of its turns, block by block."""
    speakers = speakers_of(reader, conversation)
    turns = reader.conversation(conversation).turn_count
    for number in range(-(-turns // BLOCK)):
        yield from suggested(reader, conversation, number, speakers, token)
