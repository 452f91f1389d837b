"""What a metric is: it turns the counts of the selected turns into rows, and bars back into turns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from app.model.progress import CancelToken
from app.registry import Registry
from app.store.facts import Counts, TurnFacts, narrow
from app.store.reader import Reader

Chart = Literal["bar", "stacked-bar", "histogram"]
Cell = str | int | float
Ids = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp] | npt.NDArray[np.int32]
"""Positions of turns in the columns of TurnFacts, ascending."""

TOKENS = "segment() tokens without barriers"
"""How every metric that counts tokens names its unit."""


@lru_cache(maxsize=1)
def _all_places(count: int) -> Places:
    """Every place, made once: all metrics of an unfiltered corpus keep them."""
    places: Places = np.arange(count, dtype=np.int32)
    places.flags.writeable = False
    return places


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The turns that are counted: ids in any order, or None for every turn of the corpus."""

    turn_ids: Ids | array[int] | None = None
    _found: list[tuple[TurnFacts, Places]] = field(default_factory=list, init=False, repr=False)

    def places(self, facts: TurnFacts) -> Places:
        """Where the selected turns stand in the columns; turns that are gone are left out.

        All metrics of one selection share the answer: bars keep it, to name the turns behind them.
        """
        if self.turn_ids is None:
            return _all_places(len(facts))
        if not self._found or self._found[0][0] is not facts:
            wanted = np.asarray(self.turn_ids, dtype=np.int64)
            if wanted.size > 1 and np.any(wanted[1:] <= wanted[:-1]):
                wanted = np.unique(wanted)
            self._found[:] = [(facts, facts.rows_of(wanted).astype(np.int32))]
        return self._found[0][1]


@dataclass(frozen=True, slots=True, eq=False)
class MetricResult:
    """A table. ``columns[0]`` labels the rows; ``series`` are the columns drawn as bars.

    ``members(row, column)`` gives the ids of the turns that the number in that cell counts,
    ascending: the turns behind a bar. ``summary`` are figures of the whole selection, by name.
    """

    metric: str
    unit: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    members: Callable[[int, int], array[int]]
    series: tuple[str, ...]
    summary: tuple[tuple[str, float], ...] = ()

    def records(self) -> list[dict[str, Cell]]:
        """The rows as objects keyed by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Metric(ABC):
    """One metric. Instances are stateless and shared between threads.

    ``name`` is what the command line calls it, ``title`` what people read, ``unit`` what its
    numbers count, in English as programs get it; it is translated where people see it, so it is
    one plain string. ``chart`` is how it is drawn best; a histogram's rows are in order.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    unit: ClassVar[str]
    chart: ClassVar[Chart]

    @abstractmethod
    def compute(
        self, facts: TurnFacts, selection: Selection, reader: Reader, token: CancelToken | None = None
    ) -> MetricResult:
        """The table for the selected turns; raises Cancelled when the token is cancelled."""


METRICS: Registry[Metric] = Registry("app.stats")
"""Every metric; a new one is a new file here with ``@METRICS.register("name")``."""


def share(part: float, whole: float) -> float:
    """part / whole, 0 where there is nothing; rounded to six digits so that output is stable."""
    return round(float(part) / float(whole), 6) if whole else 0.0


def id_vector(facts: TurnFacts, places: Places) -> array[int]:
    """The ids of turns given by their places."""
    return array("q", facts.turn[places].astype(np.int64).tobytes())


def owners(column: Counts) -> tuple[Ids, Counts]:
    """The different ids of a column, ascending, and for every entry the place of its id among them."""
    if not column.size:
        return np.empty(0, dtype=np.int64), column
    ids = np.flatnonzero(np.bincount(column))
    table = np.zeros(int(ids[-1]) + 1, dtype=np.int64)
    table[ids] = np.arange(ids.size)
    return ids, narrow(table)[column]


def speaker_names(reader: Reader, ids: Sequence[int]) -> list[str]:
    """The labels of speakers, in the order of ``ids``."""
    names = {int(speaker.id): speaker.name for speaker in reader.speakers()}
    return [names.get(int(number), "") for number in ids]
