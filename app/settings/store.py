"""What the user chose, in one small JSON file that is replaced as a whole and never half written."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.settings.options import OPTIONS, Option, V

FILE_NAME = "settings.json"


class Settings:
    """The settings of one user, kept in ``path``.

    A file that is not readable as settings is renamed to ``settings.damaged.json`` and the
    defaults are used; ``kept_aside`` then names it. A single value that does not fit its option
    is replaced by the default. Entries that this version does not know are kept for the one
    that does. A file that cannot be read or written (a read-only home) is no obstacle:
    settings then live as long as the process, and ``problem`` says why.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kept_aside: Path | None = None
        self.problem: str | None = None
        self._values: dict[str, Any] = {}
        self._load()

    def get(self, option: Option[V]) -> V:
        """The user's value for ``option``, or its default; a list is a copy."""
        value: V = self._values.get(option.name, option.default)
        return _copied(value)

    def set(self, option: Option[V], value: V) -> None:
        """Keep ``value`` and write the file. Raises ValueError when the option does not accept it."""
        if not option.accepts(value):
            raise ValueError(f"{option.name} cannot be {value!r}")
        value = _shortened(option, value)
        if self.get(option) == value:
            return
        self._values[option.name] = value
        self._save()

    def put_first(self, option: Option[list[str]], item: str) -> None:
        """Move ``item`` to the head of a list such as the recent corpora, dropping its older place."""
        self.set(option, [item, *(other for other in self.get(option) if other != item)])

    def reset(self, option: Option[V]) -> None:
        """Go back to the default of ``option``."""
        if self._values.pop(option.name, None) is not None:
            self._save()

    def _load(self) -> None:
        try:
            data = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return
        except OSError as error:
            self.problem = str(error)
            return
        except (ValueError, RecursionError):
            self._keep_aside()
            return
        if not isinstance(data, dict):
            self._keep_aside()
            return
        known = {option.name: option for option in OPTIONS}
        self._values = {
            name: value for name, value in data.items() if name not in known or known[name].accepts(value)
        }

    def _keep_aside(self) -> None:
        aside = self.path.with_name(f"{self.path.stem}.damaged{self.path.suffix}")
        try:
            self.path.replace(aside)
        except OSError as error:
            self.problem = str(error)
        else:
            self.kept_aside = aside

    def _save(self) -> None:
        text = json.dumps(self._values, ensure_ascii=False, indent=2) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _replace(self.path, text.encode("utf-8", errors="backslashreplace"))
        except OSError as error:
            self.problem = str(error)
        else:
            self.problem = None


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _copied(value: V) -> V:
    return list(value) if isinstance(value, list) else value


def _shortened(option: Option[V], value: V) -> V:
    if isinstance(value, list) and option.longest is not None:
        return value[: option.longest]
    return value
