"""What is damaged in a folder, file by file, and how near a repair comes to a known clean text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from app.errors import UserFacingError
from app.ingest.discover import discover
from app.ingest.repair_file import FileRepair, repair_file
from app.model.progress import CancelToken, Progress
from app.model.reports import SkippedFile
from app.repair.engine import RepairEngine
from app.store.repairs import plan_counts

_LONGEST = 5_000
"""Longer differing lines are compared in pieces: the comparison takes quadratic time."""


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """A row of the map. ``exact``, ``inferred`` and ``lost`` count stretches; ``worst`` is the lowest
    confidence of an inferred one, None without any. ``channel`` None: damaged in no known way, or sound.
    ``disagreements`` counts stretches of the result that the channel does not turn back into the file.
    """

    path: str
    channel: str | None
    runner_up: str | None
    exact: int
    inferred: int
    lost: int
    worst: float | None
    disagreements: int = 0


@dataclass(frozen=True, slots=True)
class DamageMap:
    """All readable files in the order of their paths, and those that could not be read."""

    files: tuple[DamagedFile, ...]
    skipped: tuple[SkippedFile, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A repaired text against the clean one: ``wrong`` characters by class, of ``characters`` clean ones."""

    characters: int
    wrong: dict[str, int]

    @property
    def total(self) -> int:
        """All wrong characters."""
        return sum(self.wrong.values())

    @property
    def accuracy(self) -> float:
        """The share of right characters, 0..1."""
        return max(0.0, 1 - self.total / self.characters) if self.characters else float(not self.total)


def damage_map(
    paths: Sequence[Path], engine: RepairEngine, token: CancelToken
) -> Generator[Progress, None, DamageMap]:
    """Repair every file under ``paths`` and keep the counts only; hidden files are passed over."""
    found = list(discover(paths, corpus=None, claim=lambda _listing: frozenset()))
    files: list[DamagedFile] = []
    skipped: list[SkippedFile] = []
    for done, item in enumerate(found):
        yield Progress("looking for damage", done, len(found), "files")
        token.raise_if_cancelled()
        if isinstance(item, SkippedFile):
            skipped.append(item)
            continue
        try:
            files.append(_row(item.name, repair_file(item.path, engine, token=token)))
        except UserFacingError as error:
            skipped.append(SkippedFile(str(item.path), error.message))
    return DamageMap(tuple(files), tuple(skipped))


def _row(name: str, repaired: FileRepair) -> DamagedFile:
    counts = plan_counts(repaired.spans)
    return DamagedFile(name, repaired.channel, repaired.runner_up, *counts, len(repaired.disagreements))


def agreement(clean: str, repaired: str) -> Agreement:
    """Compare a repair with the clean text, line by line where both have as many lines."""
    wrong: Counter[str] = Counter()
    lines, others = clean.splitlines(), repaired.splitlines()
    if len(lines) != len(others):
        lines, others = [clean], [repaired]
    for left, right in zip(lines, others, strict=True):
        if left != right:
            wrong.update(_differing(left, right))
    return Agreement(len(clean), dict(sorted(wrong.items())))


def _differing(clean: str, repaired: str) -> Iterable[str]:
    """The classes of the wrong characters: of the clean one, or "surplus" for what should not be there."""
    for start in range(0, max(len(clean), len(repaired)), _LONGEST):
        left, right = clean[start : start + _LONGEST], repaired[start : start + _LONGEST]
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        for tag, begin, end, first, last in matcher.get_opcodes():
            if tag != "equal":
                yield from map(class_of, left[begin:end])
                yield from ["surplus"] * max(0, (last - first) - (end - begin))


_BLOCKS = (
    ("emoji", 0x1F000, 0x1FFFF), ("emoji", 0x2600, 0x27BF), ("han", 0x3400, 0x9FFF), ("han", 0xF900, 0xFAFF),
    ("han", 0x20000, 0x3FFFF), ("kana", 0x3040, 0x30FF), ("hangul", 0xAC00, 0xD7AF),
    ("hangul", 0x1100, 0x11FF),
)  # fmt: skip


def class_of(char: str) -> str:
    """han, kana, hangul, emoji (with joiners and selectors), ascii, letter or other."""
    code = ord(char)
    if code < 0x80:
        return "ascii"
    if char in "\u200d\ufe0f":
        return "emoji"
    named = next((name for name, first, last in _BLOCKS if first <= code <= last), None)
    return named or ("letter" if unicodedata.category(char)[0] in "LM" else "other")
