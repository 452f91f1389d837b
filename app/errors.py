"""Two kinds of failure: the user's environment (shown, with a hint) and our own bugs (everything else)."""

from __future__ import annotations

import os
import platform
import sys
import time
import traceback
from pathlib import Path


class UserFacingError(Exception):
    """Something the user can understand and act on: a bad file, a locked corpus, a full disk.

    ``message`` says what happened and what was kept; ``hint`` says what to do next.
    The command line prints both without a traceback and exits with 1.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadInputError(UserFacingError):
    """A file that cannot be read as a transcript; ``place`` is a line or byte position when known.

    ``reason`` is what is wrong without the place, for those who show the place by itself.
    """

    def __init__(self, message: str, hint: str = "", place: str = "") -> None:
        super().__init__(f"{message} ({place})" if place else message, hint)
        self.reason = message
        self.place = place


class CorpusError(UserFacingError):
    """A corpus file that cannot be opened, written or trusted."""


class CorpusBusyError(CorpusError):
    """Another process is writing to the corpus."""


def write_crash_report(folder: Path, error: BaseException, version: str) -> Path:
    """Write what is known about a fault of ours into ``folder`` and return the file's path.

    The report names versions and the chain of calls; it holds nothing of the user's texts but
    what the exception's own message quotes. Raises OSError when it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / time.strftime(f"crash-%Y%m%d-%H%M%S-{os.getpid()}.txt")
    head = f"Parlance {version}\nPython {sys.version}\n{platform.platform()}\n\n"
    path.write_text(
        head + "".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace"
    )
    return path
