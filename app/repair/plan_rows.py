"""Plans read and edited as text, row by row: to exchange single spans without making values of all of them.

A decision about all like places of a corpus edits thousands of plans, and of each a row or two. Reading such
plans to values and writing them again takes five times as long as cutting their text into its rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from operator import add, sub
from typing import NamedTuple

_ROW = re.compile(r'\[(\d+),(\d+),"([^"]*)","([^"]*)","(exact|inferred|lost)",([^,"\[]+),')
"""A row up to its candidates. Plans with a quotation mark inside a string (an escaped one) are not read so;
in the others every quotation mark is the end of a string."""

_GROUPS = 7
_FORM = '[%d,%d,"%s","%s","%s",%s,%s]'
_LISTED = '],"disagreements":['
"""What ends the spans of a plan that lists places."""


class Row(NamedTuple):
    """What a plan says of a span beside where it stands: JSON texts, strings without quotation marks."""

    original: str
    repaired: str
    kind: str
    confidence: str
    candidates: str

    def decided(self, text: str) -> Row:
        """The span as a reader wants it; candidates keep their order and shares, to be compared."""
        wanted = encoded(text)
        kind = "inferred" if self.kind == "lost" and wanted != self.original else self.kind
        sure = self.confidence if kind == "lost" else "1.0"
        return Row(self.original, wanted, kind, sure, self.candidates)


class PlanRows:
    """The spans of a plan as columns: ``starts`` and ``ends`` in the repaired text, ``places`` in the damaged
    one (see edits.py), and the fields of their rows."""

    __slots__ = (
        "_plan", "candidates", "confidences", "ends", "kinds", "listed", "originals", "places", "repaired",
        "starts",
    )  # fmt: skip

    def __init__(self, plan: str) -> None:
        """ValueError for what is no plan."""
        self.listed = plan.startswith("{")
        """The plan lists places that do not go back through the channel."""
        parts = _parts(plan) if '\\"' not in plan else _parsed(plan)
        self.starts = list(map(int, parts[1::_GROUPS]))
        self.ends = list(map(int, parts[2::_GROUPS]))
        self.originals, self.repaired = parts[3::_GROUPS], parts[4::_GROUPS]
        self.kinds, self.confidences = parts[5::_GROUPS], parts[6::_GROUPS]
        self.candidates = [tail[:-2] for tail in parts[7::_GROUPS]]
        self.places = list(map(add, self.starts, accumulate(self._growths(plan), initial=0)))[: len(self)]
        self._plan: str | None = plan

    def _growths(self, plan: str) -> Iterator[int]:
        """By how much each damaged form is longer than what was made of it."""
        if "\\ud" not in plan and plan.count("\\") == plan.count("\\u"):  # six signs for a character
            lengths: Iterable[int] = [len(text) - 5 * text.count("\\") for text in self.originals]
        else:
            lengths = map(length, self.originals)
        return map(sub, lengths, map(sub, self.ends, self.starts))

    def __len__(self) -> int:
        """The number of spans."""
        return len(self.starts)

    def row(self, number: int) -> Row:
        """One span."""
        return Row(
            self.originals[number], self.repaired[number], self.kinds[number], self.confidences[number],
            self.candidates[number],
        )  # fmt: skip

    def exchange(self, changes: Mapping[int, Row]) -> None:
        """Put other rows in the place of some, by their number; what stands behind moves along."""
        plan = self._plan  # kept up to date as long as nothing moves: no two rows begin with the same numbers
        for number in sorted(changes):
            row = changes[number]
            grown = length(row.repaired) - (self.ends[number] - self.starts[number])
            if grown:
                plan = None
            elif plan is not None:
                start, end = self.starts[number], self.ends[number]
                plan = plan.replace(_FORM % (start, end, *self.row(number)), _FORM % (start, end, *row), 1)
            if grown:
                self.ends[number:] = [end + grown for end in self.ends[number:]]
                self.starts[number + 1 :] = [start + grown for start in self.starts[number + 1 :]]
            (
                self.originals[number], self.repaired[number], self.kinds[number], self.confidences[number],
                self.candidates[number],
            ) = row  # fmt: skip
        self._plan = plan

    def dump(self, disagreements: tuple[tuple[int, int], ...] = ()) -> str:
        """The plan as ``plan.dump`` writes it."""
        if self._plan is not None and not disagreements and not self.listed:
            return self._plan
        columns = (
            self.starts, self.ends, self.originals, self.repaired, self.kinds, self.confidences,
            self.candidates,
        )  # fmt: skip
        spans = ",".join([_FORM % row for row in zip(*columns, strict=True)])
        if not disagreements:
            return f"[{spans}]"
        listed = json.dumps(disagreements, separators=(",", ":"))
        return f'{{"spans":[{spans}],"disagreements":{listed}}}'

    def replay(self, original: str) -> str:
        """The repaired text of a damaged one."""
        pieces: list[str] = []
        at = 0
        for place, damaged, repaired in zip(self.places, self.originals, self.repaired, strict=True):
            pieces += (original[at:place], decoded(repaired))
            at = place + length(damaged)
        pieces.append(original[at:])
        return "".join(pieces)


def _parts(plan: str) -> list[str]:
    """A plan cut at its rows: before each the rest of the one before."""
    parts = _ROW.split(plan)
    if len(parts) > 1:
        listed = parts[-1].rfind(_LISTED) if plan.startswith("{") else -1
        parts[-1] = parts[-1][:listed] + ","
        return parts
    return _parsed(plan)


def _parsed(plan: str) -> list[str]:
    """The same of a plan with quotation marks inside strings."""
    found = json.loads(plan)
    if not isinstance(found, list) and "spans" not in found:
        raise ValueError("not a repair plan")
    parts = [""]
    for start, end, original, repaired, kind, share, candidates in (
        found["spans"] if isinstance(found, dict) else found
    ):
        listed = json.dumps(candidates, separators=(",", ":"))
        parts += (
            str(start),
            str(end),
            json.dumps(original)[1:-1],
            json.dumps(repaired)[1:-1],
            kind,
            repr(share),
            listed + "],",
        )
    return parts


@lru_cache(maxsize=64)
def encoded(text: str) -> str:
    """A string as plans write it, without quotation marks."""
    return json.dumps(text)[1:-1]


@lru_cache(maxsize=1 << 14)
def decoded(text: str) -> str:
    """The string that a JSON text without its quotation marks stands for."""
    value: str = json.loads(f'"{text}"')
    return value


def length(text: str) -> int:
    """Code points of the string that a JSON text stands for."""
    escapes = text.count("\\")
    if escapes and ("\\ud" in text or escapes != text.count("\\u")):  # halves of a pair, or other escapes
        return len(decoded(text))
    return len(text) - 5 * escapes
