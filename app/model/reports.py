"""Results of long work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was not imported, and why.

    ``header``: it is a table with these columns, and can be imported when somebody says which is what.
    """

    path: str
    reason: str
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartWarning:
    """A part of an imported file that could not be read; the rest was kept."""

    path: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of one import run; ``transcripts`` were new or changed, ``unchanged`` were left alone.

    ``settled`` turns, old or new, got a better repair from a twin; ``twins`` conversations were found to
    repeat another one; ``left_out`` sources were not taken because the user once chose so.
    """

    transcripts: int = 0
    conversations: int = 0
    turns: int = 0
    repaired_turns: int = 0
    unchanged: int = 0
    duplicates: int = 0
    settled: int = 0
    twins: int = 0
    left_out: int = 0
    skipped: tuple[SkippedFile, ...] = ()
    warnings: tuple[PartWarning, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What happened to one source, as the corpus keeps it.

    ``at`` is UTC in ISO 8601, ``name`` the transcript's, ``path`` where it was read. ``outcome`` is
    "imported", "updated" (an older version was replaced), "continued" (after an interruption), "skipped",
    "left out" (by the user's choice), "removed", "restored" or "gone" (its file is not there any more).
    ``turns`` and ``conversations`` are those the transcript has in the end, ``repaired`` how many of the
    turns were repaired; ``exact``, ``inferred`` and ``lost`` count stretches. ``problems`` are pairs of a
    place in the source (a line or byte) and what was wrong there, ``more`` counts further ones. ``seconds``
    is how long taking it in lasted.
    """

    at: str
    name: str
    path: str
    outcome: str
    format: str | None = None
    encoding: str | None = None
    channel: str | None = None
    conversations: int = 0
    turns: int = 0
    repaired: int = 0
    exact: int = 0
    inferred: int = 0
    lost: int = 0
    seconds: float = 0.0
    problems: tuple[tuple[str, str], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class PreviewGroup:
    """Files that would be imported the same way: as one format, in one encoding, damaged in one channel.

    ``files`` are paths as they would be stored, ``size`` their bytes together. ``columns`` are parts of a
    table and the names of their columns, when the user said so, now or of the header before.
    ``left_out``: not imported before by choice, and not now unless the user says so.
    """

    format: str
    encoding: str
    channel: str | None
    files: tuple[str, ...]
    size: int
    columns: tuple[tuple[str, str], ...] = ()
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would take, the largest group first, and what it would skip and why."""

    groups: tuple[PreviewGroup, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    unmatched: tuple[str, ...] = ()
    """Patterns of the user's that match no file."""

    @property
    def files(self) -> int:
        """How many transcripts there would be."""
        return sum(len(group.files) for group in self.groups if not group.left_out)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """Counts of one export and the file it wrote."""

    path: str
    conversations: int
    turns: int


@dataclass(frozen=True, slots=True)
class ConcordanceReport:
    """How many hits an exported concordance holds, and its file."""

    path: str
    hits: int
