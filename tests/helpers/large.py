"""Large corpora for measurements, made of the sample's own lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from tests.helpers.tree import ROOT

_NAMES = ("weekend-hike.txt", "newsroom-sourcing.txt", "duet-rehearsal.txt", "standup-two-days.txt")


def sentences() -> Iterator[str]:
    """The sample's lines, over and over."""
    folder = ROOT / "resources" / "sample"
    lines = [
        line.partition(": ")[2]
        for name in _NAMES
        for line in (folder / name).read_text(encoding="utf-8").splitlines()
        if ": " in line
    ]
    return itertools.cycle(lines)


def transcripts(folder: Path, turns: int, files: int) -> Path:
    """A new folder with so many turns in so many files, four speakers taking turns."""
    folder.mkdir(parents=True, exist_ok=True)
    line = sentences()
    for number in range(files):
        written = (f"[{'ABCD'[turn % 4]}]: {next(line)} #{number}\n" for turn in range(turns // files))
        (folder / f"{number:03}.txt").write_text("".join(written), encoding="utf-8")
    return folder
