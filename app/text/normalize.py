"""The policy for characters that SQLite or Qt cannot hold; stored text is never normalized otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def all_storable(texts: Iterable[str]) -> bool:
    """Whether ``storable`` leaves every one of these texts alone; one look for a whole batch."""
    return _UNSTORABLE.search(" ".join(texts)) is None


def storable(text: str) -> str:
    """Text that SQLite and Qt accept: lone surrogates and NUL become U+FFFD, nothing else changes.

    sqlite3 refuses surrogates, and SQL functions stop at a NUL. Each is replaced one for one, so
    offsets hold and the loss stays visible. Newlines are kept as they are.
    """
    if _UNSTORABLE.search(text) is None:
        return text
    return _UNSTORABLE.sub("\ufffd", text)
