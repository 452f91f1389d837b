"""What the user may decide about an import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app import __version__
from app.formats.mapping import Columns
from app.ingest.ledger import Settings
from app.ingest.sniff import known_channel, known_encoding


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """``encoding`` and ``channel`` override detection; ``holder`` is named to others who want to write.

    ``columns`` says which column of a table is what. ``among``: of what is found, only sources that are
    one of these files, lie in one (an archive) or have one as a member are looked at.
    ``readers``: how many processes read transcripts; 0 for none but this one, None for as many as there
    are processors, when there is much to read.
    """

    encoding: str | None = None
    channel: str | None = None
    holder: str = "parlance import"
    readers: int | None = None
    columns: Columns | None = None
    among: frozenset[Path] | None = None

    def settings(self) -> Settings:
        """The part that decides how a source is read; UserFacingError for a name that nobody knows."""
        if self.channel is not None:
            known_channel(self.channel)
        encoding = None if self.encoding is None else known_encoding(self.encoding)
        return Settings(encoding, self.channel, __version__, self.columns)
