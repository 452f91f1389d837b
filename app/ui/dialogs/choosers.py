"""Asking for files and folders; tests hand in answers instead."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from app.export.base import EXPORTS, format_of
from app.export.concordance.base import CONCORDANCES
from app.i18n import _

CORPUS_SUFFIX = ".parlance"


class Choosers(Protocol):
    """Every question with a dialog of its own; an empty answer means: never mind."""

    def corpus_to_open(self) -> Path | None: ...
    def corpus_to_make(self, suggestion: Path, title: str) -> Path | None: ...
    def files(self) -> list[Path]: ...
    def folder(self) -> Path | None: ...
    def export_target(self, suggestion: Path) -> tuple[Path, str] | None: ...
    def concordance_target(self, suggestion: Path) -> tuple[Path, str] | None: ...
    def turn_number(self, now: int, last: int) -> int | None: ...
    def number(self, title: str, words: str, now: int, least: int, most: int) -> int | None: ...


class FileChoosers:
    """The platform's own dialogs."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def corpus_to_open(self) -> Path | None:
        """An existing corpus."""
        name, _chosen = QFileDialog.getOpenFileName(self._parent, _("Open corpus"), "", corpus_filter())
        return Path(name) if name else None

    def corpus_to_make(self, suggestion: Path, title: str) -> Path | None:
        """A place for a corpus; the suffix is added where it is missing."""
        name, _chosen = QFileDialog.getSaveFileName(self._parent, title, str(suggestion), corpus_filter())
        return with_suffix(Path(name), CORPUS_SUFFIX) if name else None

    def files(self) -> list[Path]:
        """Transcripts to import."""
        names, _chosen = QFileDialog.getOpenFileNames(self._parent, _("Import files"))
        return [Path(name) for name in names]

    def folder(self) -> Path | None:
        """A folder to import."""
        name = QFileDialog.getExistingDirectory(self._parent, _("Import folder"))
        return Path(name) if name else None

    def export_target(self, suggestion: Path) -> tuple[Path, str] | None:
        """A file and the name of its format."""
        filters = export_filters()
        name, chosen = QFileDialog.getSaveFileName(
            self._parent, _("Export conversations"), str(suggestion), ";;".join(filters)
        )
        if not name:
            return None
        path = Path(name)
        by_suffix = format_of(path)
        format_name = by_suffix or filters.get(chosen, "txt")
        return (path if by_suffix else with_suffix(path, f".{suffix_of(format_name)}")), format_name

    def concordance_target(self, suggestion: Path) -> tuple[Path, str] | None:
        """A file for a concordance and the name of its form."""
        filters = {f"{form.title} (*{form.extension})": name for name, form in CONCORDANCES.items()}
        name, chosen = QFileDialog.getSaveFileName(
            self._parent, _("Export the concordance"), str(suggestion), ";;".join(filters)
        )
        if not name:
            return None
        path = Path(name)
        forms = {form.extension: form_name for form_name, form in CONCORDANCES.items()}
        form = forms.get(path.suffix.lower()) or filters.get(chosen, "csv")
        return with_suffix(path, CONCORDANCES[form].extension), form

    def number(self, title: str, words: str, now: int, least: int, most: int) -> int | None:
        """A number between two others."""
        number, chosen = QInputDialog.getInt(self._parent, title, words, now, least, most)
        return number if chosen else None

    def turn_number(self, now: int, last: int) -> int | None:
        """A turn of the conversation, from 1."""
        number, chosen = QInputDialog.getInt(
            self._parent, _("Go to turn"), _("Turn, 1 to {last}:").format(last=f"{last:,}"), now, 1, last
        )
        return number if chosen else None


def corpus_filter() -> str:
    """The file filter for corpora."""
    return _("Parlance corpus") + f" (*{CORPUS_SUFFIX})"


def suffix_of(format_name: str) -> str:
    """The file suffix of an export format, without its dot."""
    return EXPORTS[format_name].extension.lstrip(".")


def export_filters() -> dict[str, str]:
    """File filters by their words, with the format each stands for."""
    return {f"{item.title} (*.{suffix_of(name)})": name for name, item in EXPORTS.items()}


def with_suffix(path: Path, suffix: str) -> Path:
    """The path, ending in ``suffix``."""
    return path if path.name.lower().endswith(suffix) else path.with_name(path.name + suffix)
