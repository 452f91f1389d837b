"""Where things live: bundled resources, the user's data, configuration, cache and documents."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

APP_NAME = "Parlance"


def is_frozen() -> bool:
    """True inside a PyInstaller build."""
    return bool(getattr(sys, "frozen", False))


def resources_dir() -> Path:
    """The folder of bundled read-only data, in a checkout or in a frozen build."""
    if is_frozen():
        return Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "resources"
    return Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """A bundled file, for example ``resource("models", "words.bin")``."""
    return resources_dir().joinpath(*parts)


def sample_dir() -> Path:
    """The bundled sample transcripts."""
    return resource("sample")


def data_dir() -> Path:
    """Per-user data: recent corpora, logs, crash reports. Created on demand by the writer."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False, roaming=True))


def config_dir() -> Path:
    """Per-user settings."""
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False, roaming=True))


def cache_dir() -> Path:
    """Per-user files that may be deleted at any time."""
    return Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False))


def documents_dir() -> Path:
    """Where a corpus made by dropping a folder is put."""
    return Path(platformdirs.user_documents_dir())
