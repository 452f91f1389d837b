"""Counts of one import run, as they grow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from app.model.reports import ImportReport, PartWarning, SkippedFile

_WARNINGS_PER_FILE = 20


@dataclass(slots=True)
class Tally:
    """Becomes an ImportReport at the end."""

    transcripts: int = 0
    conversations: int = 0
    turns: int = 0
    repaired_turns: int = 0
    unchanged: int = 0
    duplicates: int = 0
    left_out: int = 0
    skipped: list[SkippedFile] = field(default_factory=list)
    warnings: list[PartWarning] = field(default_factory=list)

    def copy(self) -> Tally:
        """The counts as they are now."""
        return replace(self, skipped=[*self.skipped], warnings=[*self.warnings])

    def skip(self, path: str, reason: str, header: tuple[str, ...] = ()) -> None:
        """Note a file that was not imported; ``header`` of a table that only wants to be mapped."""
        self.skipped.append(SkippedFile(path, reason, header))

    def warn(self, path: str, problems: list[tuple[str, str]]) -> None:
        """Note (place, reason) pairs of a file; of many the first ones, and how many more there are."""
        self.warnings.extend(
            PartWarning(path, place, reason) for place, reason in problems[:_WARNINGS_PER_FILE]
        )
        for reason, count in Counter(reason for _, reason in problems[_WARNINGS_PER_FILE:]).items():
            self.warnings.append(PartWarning(path, f"{count} more", reason))

    def report(self, seconds: float) -> ImportReport:
        """The final counts."""
        return ImportReport(
            transcripts=self.transcripts,
            conversations=self.conversations,
            turns=self.turns,
            repaired_turns=self.repaired_turns,
            unchanged=self.unchanged,
            duplicates=self.duplicates,
            left_out=self.left_out,
            skipped=tuple(self.skipped),
            warnings=tuple(self.warnings),
            seconds=seconds,
        )
