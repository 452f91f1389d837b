"""Judge a corpus by the first bytes of its file, before SQLite may touch anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import CorpusError
from app.store import schema

MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class FileHeader:
    """The marks of an SQLite file (https://www.sqlite.org/fileformat.html, section 1.3)."""

    application_id: int
    user_version: int

    @property
    def major(self) -> int:
        """The major version of Parlance that the file asks for."""
        return self.user_version // 1000


def read_header(path: Path) -> FileHeader:
    """The marks of ``path``, read as plain bytes; CorpusError when it is not an SQLite file."""
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except FileNotFoundError:
        raise CorpusError(
            f"There is no corpus at {path}.", "Import transcripts into it first, or check the name."
        ) from None
    except IsADirectoryError:
        raise CorpusError(f"{path} is a folder, not a corpus.", "A corpus is one file.") from None
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(head) < 100 or not head.startswith(MAGIC):
        raise CorpusError(f"{path} is not a Parlance corpus: it is not an SQLite file. Nothing was changed.")
    return FileHeader(
        application_id=int.from_bytes(head[68:72], "big"),
        user_version=int.from_bytes(head[60:64], "big"),
    )


def check_header(path: Path, header: FileHeader) -> None:
    """Raise CorpusError unless this version of Parlance may open a file with these marks."""
    if header.application_id != schema.APPLICATION_ID:
        raise CorpusError(
            f"{path} is an SQLite file of another program, not a Parlance corpus. Nothing was changed."
        )
    if header.major > schema.MAJOR:
        raise CorpusError(
            f"{path} was written by Parlance {header.major}; this is version {schema.MAJOR}."
            " Nothing was changed.",
            "Open it with the newer Parlance.",
        )
    if header.major < 1:
        raise CorpusError(f"{path} is not a finished Parlance corpus. Nothing was changed.")
