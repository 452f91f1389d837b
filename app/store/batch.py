"""A batch of parsed turns as rows, ready for executemany."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.model.parsed import Metadata, ParsedTurn
from app.store.index_rows import IndexedTurn
from app.store.repairs import plan_counts, plan_of, state_of
from app.store.storable import storable_repaired
from app.text.normalize import storable


@dataclass(slots=True)
class ConversationRow:
    """A conversation being written: its row id and how many turns it has so far."""

    id: int
    turns: int


@dataclass(slots=True)
class BatchRows:
    """Rows for ``turn``, ``repair`` and ``pending_parent``, the turns to index, and counts to add.

    ``tally`` maps a conversation's row id to its new turns and new turns with changed text.
    """

    turns: list[tuple[object, ...]] = field(default_factory=list)
    indexed: list[IndexedTurn] = field(default_factory=list)
    repairs: list[tuple[object, ...]] = field(default_factory=list)
    pending: list[tuple[int, int, str]] = field(default_factory=list)
    tally: dict[int, list[int]] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many turns have a text that repair changed."""
        return sum(changed for _, changed in self.tally.values())


@dataclass(frozen=True, slots=True)
class BatchContext:
    """What the rows of a batch refer to; ``first_id`` is the id of its first turn."""

    transcript: int
    channel: str | None
    first_id: int
    speaker_ids: dict[str, int]
    conversation: Callable[[str], ConversationRow]


def batch_rows(turns: Sequence[ParsedTurn], context: BatchContext) -> BatchRows:
    """All rows of a batch; counts the conversations on."""
    rows = BatchRows()
    for number, turn in enumerate(turns, start=context.first_id):
        conversation = context.conversation(turn.conversation)
        conversation.turns += 1
        text = storable_repaired(turn.text)
        state = state_of(text)
        repaired = state.value if state else None
        speaker = context.speaker_ids[storable(turn.speaker)]
        rows.turns.append(
            (
                number, conversation.id, conversation.turns, speaker, _optional(turn.role),
                _optional(turn.time), text.text, repaired, _optional(turn.key), dump_meta(turn.meta),
            )
        )  # fmt: skip
        rows.indexed.append(
            IndexedTurn(
                number, context.transcript, conversation.id, speaker, conversation.turns, repaired, text.text
            )
        )
        tally = rows.tally.setdefault(conversation.id, [0, 0])
        tally[0] += 1
        if repaired:
            original = text.original
            tally[1] += original != text.text
            kept = plan_of(text, context.channel)
            rows.repairs.append((number, original, context.channel, *kept, *plan_counts(text.spans)))
        if turn.parent is not None:
            rows.pending.append((number, conversation.id, storable(turn.parent)))
    return rows


def _optional(value: str | None) -> str | None:
    return None if value is None else storable(value)


def dump_meta(meta: Metadata) -> str | None:
    """Metadata as JSON that SQLite can hold; None for none."""
    return storable(json.dumps(dict(meta), ensure_ascii=False)) if meta else None
