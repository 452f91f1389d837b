"""A file that is there whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from app.errors import UserFacingError
from app.i18n import _

Opener = Callable[[str, int], int]
"""Like os.open with the mode for new files; handed in so that a test can play a full disk."""


def _create(path: str, flags: int) -> int:
    return os.open(path, flags, 0o666)


@contextmanager
def atomic_file(destination: Path, opener: Opener = _create) -> Iterator[TextIO]:
    """A UTF-8 text file to write into, put in place of ``destination`` when the block ends well.

    Line ends are written as they are given. See :func:`atomic_binary`.
    """
    with atomic_binary(destination, opener) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        try:
            yield text
        finally:
            text.detach()


@contextmanager
def atomic_binary(destination: Path, opener: Opener = _create) -> Iterator[BinaryIO]:
    """A file to write bytes into, put in place of ``destination`` when the block ends well.

    Until then everything goes to a new file in the same folder, which is flushed to the disk
    before it takes the name; whatever goes wrong, an older file of that name stays as it was
    and nothing else is left. A link is followed.
    Raises UserFacingError when the place cannot be written.
    """
    target = Path(os.path.realpath(destination))
    if os.path.lexists(target) and not target.is_file():
        raise UserFacingError(
            _("{path} is not a file that can be replaced.").format(path=destination),
            _("Choose the name of a new or an existing file."),
        )
    scratch = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.part")
    try:
        yield from _write(scratch, target, opener)
    except OSError as error:
        raise _in_words(destination, error) from error
    finally:
        with suppress(OSError):
            scratch.unlink()


def _write(scratch: Path, target: Path, opener: Opener) -> Iterator[BinaryIO]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with open(scratch, "wb", buffering=1 << 18, opener=lambda path, _f: opener(path, flags)) as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
    with suppress(OSError):  # the permissions of the file that is replaced; not every file system has them
        scratch.chmod(target.stat().st_mode & 0o777)
    scratch.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the platform can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _in_words(destination: Path, error: OSError) -> UserFacingError:
    kept = _("Nothing was written.")
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return UserFacingError(
                _("There is no space left for {path}.").format(path=destination) + " " + kept,
                _("Free some space, or choose another place."),
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return UserFacingError(
                _("{path} cannot be written: the file or its folder is read-only.").format(path=destination)
                + " "
                + kept,
                _("Choose another folder."),
            )
        case errno.ENOENT | errno.ENOTDIR:
            return UserFacingError(
                _("There is no folder {path}.").format(path=destination.parent),
                _("Make it first, or choose another one."),
            )
        case _:
            return UserFacingError(
                _("{path} cannot be written: {reason}.").format(
                    path=destination, reason=error.strerror or error
                )
                + " "
                + kept
            )
