"""Remove a corpus file that was made for nothing."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def remove_corpus(path: Path) -> None:
    """Remove a closed corpus file and its logs; what cannot be removed stays."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)
