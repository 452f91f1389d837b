"""Open files and take their fingerprints; the opener is handed in so that a test can play a bad disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from app.ingest.archives import open_member
from app.ingest.binary_tables import as_lines
from app.ingest.unpacked import DamagedDataError, piece, unpacked

Opener = Callable[[Path], BinaryIO]


def open_binary(path: Path) -> BinaryIO:
    """Open a file, or the member of an archive that a path leads on into, for reading bytes.

    Compressed files give what they hold, workbooks and Parquet a row a line. BadInputError when an archive
    is damaged; OSError as usual.
    """
    try:
        stream: BinaryIO = path.open("rb")
    except (NotADirectoryError, FileNotFoundError):
        member = open_member(path)
        if member is None:
            raise
        stream = member
    return as_lines(unpacked(stream))


def digest_file(path: Path, opener: Opener = open_binary) -> str:
    """SHA-256 of a file's bytes, as hexadecimal digits; of packed data that break off, of what is sound."""
    with opener(path) as stream:
        return _digest(stream)


def digest_folder(folder: Path, members: Sequence[str], opener: Opener = open_binary) -> str:
    """SHA-256 over the names and digests of a folder's members, in the order of their names."""
    total = hashlib.sha256()
    for name in sorted(members):
        total.update(f"{name}\0{digest_file(folder / name, opener)}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _digest(stream: BinaryIO) -> str:
    total = hashlib.sha256()
    read = 0
    try:
        while block := piece(stream, 1 << 20):
            total.update(block)
            read += len(block)
    except DamagedDataError:
        if not read:
            raise
        total.update(b"\0damaged")
    return total.hexdigest()
