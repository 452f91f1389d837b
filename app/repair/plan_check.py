"""The check of proof.py for a plan of which a few spans were exchanged: the same answer, mostly at once.

Channels that show every byte by itself damage a text piece by piece: the damaged form of a whole is that of
its parts, joined. There the spans and what stands between them can be looked at one by one, and remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from app.model.repair import RepairedText
from app.repair import plan
from app.repair.channels import BY_NAME
from app.repair.plan_rows import PlanRows, Row, decoded, length
from app.repair.proof import BEYOND_ASCII, Ranges, disagreements, explained, pushed


def disagreements_after(
    rows: PlanRows, text: str, channel: str, changed: Mapping[int, Row], *, listed: bool
) -> Ranges:
    """What ``disagreements`` gives for the plan after ``exchange``.

    ``text`` is the repaired text by now, ``changed`` the rows that were exchanged as they were before,
    ``listed`` whether the plan listed anything then.
    """
    if not channel:
        columns = zip(rows.starts, rows.ends, rows.repaired, rows.originals, strict=True)
        return tuple((start, end) for start, end, new, old in columns if not _explained(new, old))
    if not byte_by_byte(channel):
        return _in_full(rows, text, channel)
    if not listed and all(
        _goes_back(channel, old.repaired, old.original)
        and _goes_back(channel, rows.repaired[number], old.original)
        for number, old in changed.items()
    ):
        return ()
    found, surplus = _by_stretch(rows, text, channel)
    if not found:
        return ()
    if surplus and not any("\\n" in row for row in rows.repaired + rows.originals):
        return found
    return _in_full(rows, text, channel)


def _by_stretch(rows: PlanRows, text: str, channel: str) -> tuple[Ranges, int]:
    """The stretches that do not go back, and by how much their damaged forms are longer than the original."""
    found: list[tuple[int, int]] = []
    surplus = at = 0
    columns = zip(rows.starts, rows.ends, rows.repaired, rows.originals, strict=True)
    for start, end, repaired, original in chain(columns, ((len(text), 0, "", ""),)):
        if start > at and not (between := text[at:start]).isascii():
            for match in BEYOND_ASCII.finditer(between):
                damaged = _pushed(channel, match[0])
                if damaged != match[0]:
                    found.append((at + match.start(), at + match.end()))
                    surplus += len(damaged) - len(match[0])
        if not _goes_back(channel, repaired, original):
            found.append((start, end))
            surplus += len(_pushed(channel, decoded(repaired))) - length(original)
        at = end
    return tuple(found), surplus


def _in_full(rows: PlanRows, text: str, channel: str) -> Ranges:
    return disagreements(RepairedText(text, plan.load(rows.dump())), channel)


@lru_cache(maxsize=256)
def byte_by_byte(channel: str) -> bool:
    """True when no part of a channel joins several bytes to one character."""
    return not any(BY_NAME[name].several_bytes for name in channel.split("+"))


@lru_cache(maxsize=1 << 15)
def _goes_back(channel: str, repaired: str, original: str) -> bool:
    """Whether the channel makes the one of the other; both as JSON texts."""
    return pushed(decoded(repaired), channel) == decoded(original)


@lru_cache(maxsize=1 << 13)
def _pushed(channel: str, text: str) -> str:
    return pushed(text, channel)


def _explained(repaired: str, original: str) -> bool:
    return repaired == original or explained(decoded(repaired), decoded(original))
