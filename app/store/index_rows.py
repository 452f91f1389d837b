"""What the full-text index and the count tables hold for a turn; pure values, whole batches at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from app.store.fact_blocks import FactRow
from app.store.schema import SCRIPTS
from app.text.scripts import ScriptCounts, emoji_in, index_and_count


class IndexedTurn(NamedTuple):
    """The part of a turn that is indexed and counted."""

    id: int
    transcript: int
    conversation: int
    speaker: int
    position: int
    repaired: str | None
    text: str


def facets(turn: IndexedTurn, counts: ScriptCounts) -> str:
    """The space-joined tokens of the ``facets`` column."""
    present = _present(tuple(map(bool, counts)))
    out = f"all c{turn.conversation} t{turn.transcript} s{turn.speaker}{present}"
    return f"{out} rany r{turn.repaired}" if turn.repaired else out


@lru_cache(maxsize=1024)
def _present(columns: tuple[bool, ...]) -> str:
    """The tokens for the scripts of a turn, and for emoji; there are few different ones."""
    counts = ScriptCounts(*columns)
    scripts = "".join(f" l{script}" for script in SCRIPTS if getattr(counts, script))
    return f"{scripts} emoji" if counts.emoji else scripts


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
    indexed, counted, words = index_and_count(texts)
    for turn, keys, counts in zip(turns, indexed, counted, strict=True):
        fts.append((turn.id, keys, facets(turn, counts)))
        facts.append((turn.id, turn.conversation, turn.speaker, turn.position, *counts))
        if counts.emoji:
            emoji.extend((sign, turn.id, n) for sign, n in Counter(emoji_in(turn.text)).items())
    return IndexRows(fts, facts, emoji, words)
