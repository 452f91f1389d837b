"""All occurrences of a query: counted slice by slice, grouped by form, sorted by their context."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from app.model.progress import CancelToken
from app.search.contexts import NUMBERS, Keys, left_key, order_of, pack, right_key
from app.search.places import Finder
from app.store.reader import Reader

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Side = Literal["left", "right"]

SLICE: Final = 400
"""Turns between two reports: some milliseconds, so that nobody waits for a cancelled count."""
_FORM_CHARS: Final = 200
"""Of a longer matched text the beginning names the form."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a count has come: hits found in the first ``turns`` of ``of`` matching turns."""

    hits: int
    turns: int
    of: int

    @property
    def complete(self) -> bool:
        """True when ``hits`` is the exact total."""
        return self.turns == self.of


@dataclass(frozen=True, slots=True)
class Concordance:
    """Every occurrence in the order of the turns that were asked about.

    ``turns`` are those turns and ``counts`` their occurrences (at least one each: a turn found without a
    place in its text is one hit). ``turn``, ``occurrence`` (from 0 in its turn) and ``form`` have one
    entry a hit; ``forms`` are the texts that matched, as they stand in the turns ("" for no place).
    ``keys`` are packed contexts where they were asked for.
    """

    turns: Ints
    counts: Small
    turn: Ints
    occurrence: Small
    form: Small
    forms: tuple[str, ...]
    keys: Keys | None = None

    @property
    def hits(self) -> int:
        """The exact total of occurrences."""
        return len(self.turn)

    def by_context(self) -> Concordance:
        """The same occurrences sorted by their keys; equal ones keep their order."""
        return self if self.keys is None else self._taken(order_of(self.keys))

    def of_form(self, form: int) -> Concordance:
        """The occurrences of one form alone."""
        return self._taken(np.flatnonzero(self.form == form))

    def reversed(self) -> Concordance:
        """The other way round."""
        return self._taken(np.arange(len(self.turn))[::-1])

    def _taken(self, at: NDArray[np.intp]) -> Concordance:
        keys = None if self.keys is None else self.keys[at]
        return Concordance(
            self.turns, self.counts, self.turn[at], self.occurrence[at], self.form[at], self.forms, keys
        )


class _Parts:
    """Columns that grow by slices."""

    def __init__(self, side: Side | None) -> None:
        self.key_of = {"left": left_key, "right": right_key, None: None}[side]
        self.forms: dict[str, int] = {}
        self.slices: list[tuple[Ints, Small, Small, Keys]] = []

    def add(self, texts: list[tuple[int, str]], find: Finder) -> int:
        counts: list[int] = []
        form: list[int] = []
        keys: list[str] = []
        for _turn, text in texts:
            spans = find(text) or ((0, 0),)
            counts.append(len(spans))
            for span in spans:
                name = text[span[0] : min(span[1], span[0] + _FORM_CHARS)]
                form.append(self.forms.setdefault(name, len(self.forms)))
                if self.key_of is not None:
                    keys.append(self.key_of(text, span))
        turns = np.array([turn for turn, _text in texts], dtype=np.int64)
        packed = pack(keys) if self.key_of is not None else np.empty((0, NUMBERS), dtype=np.uint64)
        self.slices.append((turns, np.array(counts, np.int32), np.array(form, np.int32), packed))
        return len(form)

    def whole(self) -> Concordance:
        turns = _joined([part[0] for part in self.slices], np.int64)
        counts = _joined([part[1] for part in self.slices], np.int32).astype(np.int32)
        form = _joined([part[2] for part in self.slices], np.int32).astype(np.int32)
        keys = np.concatenate([part[3] for part in self.slices]) if self.slices else None
        starts = np.cumsum(counts) - counts
        occurrence = (np.arange(len(form)) - np.repeat(starts, counts)).astype(np.int32)
        return Concordance(
            turns, counts, np.repeat(turns, counts), occurrence, form, tuple(self.forms),
            keys if self.key_of is not None else None,
        )  # fmt: skip


def _joined(parts: list[NDArray[np.int64]] | list[Small], kind: type) -> NDArray[np.int64]:
    joined: NDArray[np.int64] = np.concatenate(parts) if parts else np.empty(0, dtype=kind)
    return joined


def concordance(
    reader: Reader, find: Finder, ids: Ints, side: Side | None = None, token: CancelToken | None = None
) -> Generator[Tally, None, Concordance]:
    """Look at the texts of the turns ``ids``; every yield is a growing count and a place to stop.

    ``side`` asks for the contexts on that side as sort keys. Turns that are gone are left out.
    Raises Cancelled soon after the token was cancelled.
    """
    parts = _Parts(side)
    hits = done = 0
    for texts, asked in _texts(reader, ids):
        if token is not None:
            token.raise_if_cancelled()
        hits += parts.add(texts, find)
        done += asked
        yield Tally(hits, done, len(ids))
    return parts.whole()


def _texts(reader: Reader, ids: Ints) -> Iterator[tuple[list[tuple[int, str]], int]]:
    """Ids and texts by slices, in the order of ``ids``."""
    for start in range(0, len(ids), SLICE):
        part = ids[start : start + SLICE].tolist()
        low, high = min(part), max(part)
        if high - low < 3 * len(part):  # close together: cheaper to read than to look up
            rows = reader.rows("SELECT id, text FROM turn WHERE id BETWEEN ? AND ?", (low, high))
        else:
            marks = ",".join("?" * len(part))
            rows = reader.rows(f"SELECT id, text FROM turn WHERE id IN ({marks})", part)
        found: dict[object, object] = dict(rows)  # type: ignore[arg-type]  # rows of two columns
        yield [(turn, str(found[turn])) for turn in part if turn in found], len(part)
