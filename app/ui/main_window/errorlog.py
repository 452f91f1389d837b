"""The error log: what went wrong, written where it can be found again."""

from __future__ import annotations

import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from app.errors import UserFacingError

LARGEST = 512 * 1024
"""Bytes; an older log of this size is started anew, the one before is kept."""


class ErrorLog:
    """Appends to one file. Writing never fails loudly: the log must not be a second fault."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, error: BaseException) -> None:
        """Write an error down; our own faults with their traceback."""
        if isinstance(error, UserFacingError):
            text = str(error)
        else:
            text = "".join(traceback.format_exception(error)).rstrip()
        self.add_text(text)

    def add_text(self, text: str) -> None:
        """Write a paragraph down, with the time."""
        stamp = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.exists() and self.path.stat().st_size > LARGEST:
                self.path.replace(self.path.with_suffix(".old.log"))
            with self.path.open("a", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(f"{stamp}  {text}\n\n")

    def read(self) -> str:
        """Everything written so far, the newest at the end."""
        try:
            return self.path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
