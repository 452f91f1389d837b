"""What the window is handed from outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.repair.engine import RepairEngine
from app.settings.store import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the window needs that is not of its own making.

    ``documents_dir`` is where a corpus made by dropping a folder is put, ``sample_dir`` holds the
    bundled transcripts, ``log_path`` is the error log (None: next to the settings).
    """

    settings: Settings
    engine: RepairEngine
    sample_dir: Path
    documents_dir: Path
    log_path: Path | None = None

    @property
    def error_log(self) -> Path:
        """The file that failures are written to."""
        return self.log_path or self.settings.path.with_name("errors.log")
