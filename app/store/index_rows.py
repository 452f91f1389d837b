"""What the full-text index and the count tables hold for a turn; pure values, whole batches at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.store.facet_tokens import facets, present_tokens
from app.store.fact_blocks import FactRow
from app.text.scripts import emoji_in, index_and_count


class IndexedTurn(NamedTuple):
    """The part of a turn that is indexed and counted."""

    id: int
    transcript: int
    conversation: int
    speaker: int
    position: int
    repaired: str | None
    text: str


@dataclass(frozen=True, slots=True)
class IndexRows:
    """Rows for ``turn_fts`` (rowid, text, facets), ``turn_emoji`` (emoji, turn, n), the counts, the words.

    A row of counts is a turn's id followed by the values of fact_blocks.COLUMNS.
    """

    fts: list[tuple[int, str, str]]
    facts: list[FactRow]
    emoji: list[tuple[str, int, int]]
    words: set[str]


def index_rows(turns: Sequence[IndexedTurn]) -> IndexRows:
    """All derived rows of a batch of turns."""
    texts = [turn.text for turn in turns]
    fts: list[tuple[int, str, str]] = []
    facts: list[FactRow] = []
    emoji: list[tuple[str, int, int]] = []
    indexed, counts, words = index_and_count(texts)
    columns = (indexed, present_tokens(counts), counts.tolist())
    for turn, keys, present, counted in zip(turns, *columns, strict=True):
        tokens = facets(turn.conversation, turn.transcript, turn.speaker, present, turn.repaired)
        fts.append((turn.id, keys, tokens))
        facts.append((turn.id, turn.conversation, turn.speaker, turn.position, *counted))
        if counted[-1]:
            emoji.extend((sign, turn.id, n) for sign, n in Counter(emoji_in(turn.text)).items())
    return IndexRows(fts, facts, emoji, words)
