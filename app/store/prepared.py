"""A batch of parsed turns as columns, with everything derived from their texts, but without row ids.

All that costs time is done here and needs no database, so it may be done in another process; the columns
are lists, numbers and bytes that travel cheaply.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from app.model.parsed import Metadata, ParsedTurn
from app.store.facet_tokens import present_tokens
from app.store.fact_blocks import pack_counts
from app.store.marks import pack_marks
from app.store.repairs import plan_counts, plan_of, state_of
from app.store.storable import storable_repaired
from app.text.normalize import all_storable, storable
from app.text.scripts import emoji_in, index_and_count

Extra = tuple[str | None, str | None, str | None, str | None]
"""Role, time, key in the source, metadata as JSON."""
NO_EXTRA: Extra = (None, None, None, None)


@dataclass(slots=True)
class PreparedBatch:
    """Columns of a batch. A turn is known by its place in the batch.

    One entry a turn: ``conversation`` and ``speaker``, places in ``conversations`` and ``speakers``, which
    list the keys and labels in the order of their first turn; ``texts``; ``keys``, the text as it is
    indexed; ``present``, the tokens for its scripts; ``counts`` and ``marks``, packed for their blocks.
    Only some turns have the rest: ``extras`` is None if no turn has any; ``emoji`` holds (sign, turn, n),
    ``repairs`` (turn, state, changed, columns of its repair from ``original`` on), ``pending`` (turn, key of
    the parent). ``words`` are all words of the texts.
    """

    conversations: list[str] = field(default_factory=list)
    conversation: list[int] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    speaker: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    counts: bytes = b""
    marks: bytes = b""
    words: set[str] = field(default_factory=set)
    extras: list[Extra] | None = None
    emoji: list[tuple[str, int, int]] = field(default_factory=list)
    repairs: list[tuple[int, str, bool, tuple[object, ...]]] = field(default_factory=list)
    pending: list[tuple[int, str]] = field(default_factory=list)

    def __len__(self) -> int:
        """The number of turns."""
        return len(self.texts)

    def __reduce__(self) -> tuple[object, ...]:
        """What travels between processes by the thousand is not packed field by field."""
        return PreparedBatch, (
            self.conversations, self.conversation, self.speakers, self.speaker, self.texts, self.keys,
            self.present, self.counts, self.marks, self.words, self.extras, self.emoji, self.repairs,
            self.pending,
        )  # fmt: skip


def prepare(turns: Sequence[ParsedTurn], channel: str | None) -> PreparedBatch:
    """The columns of turns of a transcript that was damaged in ``channel``."""
    batch = PreparedBatch()
    prepare_all([(batch, turns, channel)])
    return batch


def prepare_all(asked: Sequence[tuple[PreparedBatch, Sequence[ParsedTurn], str | None]]) -> None:
    """Fill empty batches, each with its turns and their channel; for short ones cheaper than one by one.

    They share the set of their words, which may then hold words of the others.
    """
    for batch, turns, channel in asked:
        if turns:
            _columns(batch, turns, channel)
    filled = [batch for batch, turns, _channel in asked if turns]
    if not filled:
        return
    texts = (
        filled[0].texts if len(filled) == 1 else list(chain.from_iterable(batch.texts for batch in filled))
    )
    keys, counts, words = index_and_count(texts)
    present, marks = present_tokens(counts), pack_marks(texts)
    width = len(marks) // len(texts)
    begin = 0
    for batch in filled:
        end = begin + len(batch)
        batch.keys, batch.present, batch.words = keys[begin:end], present[begin:end], words
        batch.counts = pack_counts(counts[begin:end])
        batch.marks = marks[begin * width : end * width]
        batch.emoji = list(_emoji(batch.texts, counts[begin:end, -1].nonzero()[0].tolist()))
        begin = end


def _columns(batch: PreparedBatch, turns: Sequence[ParsedTurn], channel: str | None) -> None:
    """All that is told of turns one by one."""
    _texts(batch, turns, channel)
    batch.conversations, batch.conversation = _places([turn.conversation for turn in turns])
    batch.speakers, batch.speaker = _places([turn.speaker for turn in turns])
    batch.pending = [(at, storable(turn.parent)) for at, turn in enumerate(turns) if turn.parent is not None]
    extras = [_extra(turn) for turn in turns]
    if any(extra is not NO_EXTRA for extra in extras):
        batch.extras = extras


def _emoji(texts: Sequence[str], places: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """The emoji of the texts at some places, with how often each stands there."""
    for at in places:
        found = emoji_in(texts[at])
        if len(found) == 1:
            yield found[0], at, 1
        elif found:
            yield from ((sign, at, n) for sign, n in Counter(found).items())


def _texts(batch: PreparedBatch, turns: Sequence[ParsedTurn], channel: str | None) -> None:
    """The texts, and the repairs of those that have one."""
    batch.texts = [turn.text.text for turn in turns]
    clean = all_storable(batch.texts)
    for at, turn in enumerate(turns):
        if clean and not turn.text.spans:
            continue
        text = storable_repaired(turn.text)
        batch.texts[at] = text.text
        state = state_of(text)
        if state is not None:
            original = text.original
            row = (original, *plan_of(text, channel), *plan_counts(text.spans))
            batch.repairs.append((at, state.value, original != text.text, row))


def _places(names: list[str]) -> tuple[list[str], list[int]]:
    """The different names, made storable, in the order of their first use; and for each name its place."""
    stored = {name: storable(name) for name in dict.fromkeys(names)}
    order = {name: place for place, name in enumerate(dict.fromkeys(stored.values()))}
    place_of = {name: order[kept] for name, kept in stored.items()}
    return list(order), [place_of[name] for name in names]


def _extra(turn: ParsedTurn) -> Extra:
    if turn.role is None and turn.time is None and turn.key is None and not turn.meta:
        return NO_EXTRA
    return _optional(turn.role), _optional(turn.time), _optional(turn.key), dump_meta(turn.meta)


def _optional(value: str | None) -> str | None:
    return None if value is None else storable(value)


def dump_meta(meta: Metadata) -> str | None:
    """Metadata as JSON that SQLite can hold; None for none."""
    return storable(json.dumps(dict(meta), ensure_ascii=False)) if meta else None
