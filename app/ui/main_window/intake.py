"""Paths that come in, dropped or handed over by the system: corpora are opened, the rest imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.errors import CorpusError
from app.i18n import _

CORPUS_SUFFIX = ".parlance"
_FORBIDDEN = set('<>:"/\\|?*')


def sort_paths(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Corpora and everything else, in their order."""
    corpora = [path for path in paths if path.suffix.lower() == CORPUS_SUFFIX and not path.is_dir()]
    return corpora, [path for path in paths if path not in corpora]


def corpus_name(paths: Sequence[Path]) -> str:
    """The name of a new corpus for what was dropped: the folder's, or the file's."""
    first = paths[0]
    name = first.name if first.is_dir() else first.stem
    if len(paths) > 1 and not first.is_dir():
        name = first.parent.name or name
    plain = "".join("_" if char in _FORBIDDEN or ord(char) < 32 else char for char in name).strip(" .")
    return plain or "corpus"


def new_corpus_path(paths: Sequence[Path], documents: Path) -> Path:
    """Where the new corpus goes: NAME.parlance in the documents folder, numbered when taken.

    Never in or under a folder that is being imported. Raises CorpusError when there is no such place.
    """
    for path in paths:
        if path.is_dir() and documents.resolve().is_relative_to(path.resolve()):
            raise CorpusError(
                _("{folder} holds your documents folder, so its corpus has no place outside of it.").format(
                    folder=path
                ),
                _("Make a new corpus elsewhere with File › New corpus, then import the folder into it."),
            )
    try:
        documents.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(
            _("The documents folder {folder} cannot be made: {reason}.").format(
                folder=documents, reason=error.strerror or error
            ),
            _("Make a new corpus elsewhere with File › New corpus, then import into it."),
        ) from error
    name = corpus_name(paths)
    candidate = documents / f"{name}{CORPUS_SUFFIX}"
    number = 2
    while candidate.exists():
        candidate = documents / f"{name} {number}{CORPUS_SUFFIX}"
        number += 1
    return candidate
