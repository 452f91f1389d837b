"""The shared seeds and corpora beside the checkout; tests that need them skip where they are absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


def shared_root() -> Path:
    """The folder ``shared`` beside the checkout, or the one that PARLANCE_SHARED names."""
    named = os.environ.get("PARLANCE_SHARED")
    return Path(named) if named else _ROOT.parent / "shared"


def shared_path(*parts: str) -> Path:
    """A file or folder of it, for example ``shared_path("seeds")``; skips the test when it is absent."""
    path = shared_root().joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path} is absent")
    return path
