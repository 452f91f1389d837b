"""Links that open a turn, ``parlance://turn/TRANSCRIPT/CONVERSATION/INDEX?name=NAME``.

A link names no file and no row: TRANSCRIPT is the beginning of the SHA-256 of the transcript's bytes, so
every corpus that holds the transcript can open it, a colleague's too. CONVERSATION is the hash of the
conversation's key in the transcript, INDEX the number of the turn. NAME is the hash of the transcript's name;
it finds a transcript that has grown since. All of it is hexadecimal and says nothing of what was said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

SCHEME = "parlance"
DIGEST_CHARS = 32
"""Hexadecimal digits of a transcript's digest in a link."""
_HASH_CHARS = 16
_LONGEST = 400
_LINK = re.compile(
    rf"{SCHEME}://turn/([0-9a-f]{{{DIGEST_CHARS}}})/([0-9a-f]{{{_HASH_CHARS}}})/([1-9][0-9]{{0,9}})"
    rf"(?:\?name=([0-9a-f]{{{_HASH_CHARS}}}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Permalink:
    """What a link says: beginning of a digest, hash of a conversation's key, number of a turn (from 1)."""

    transcript: str
    conversation: str
    index: int
    name: str = ""
    """Hash of the transcript's name, "" where the link has none."""

    def __str__(self) -> str:
        """The link."""
        rest = f"?name={self.name}" if self.name else ""
        return f"{SCHEME}://turn/{self.transcript}/{self.conversation}/{self.index}{rest}"


def permalink(digest: str, key: str, index: int, name: str) -> Permalink:
    """The link to a turn, from what the corpus knows of it."""
    return Permalink(digest[:DIGEST_CHARS], hashed(key), index, hashed(name))


def hashed(words: str) -> str:
    """A conversation's key or a transcript's name as it stands in links."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_CHARS]


def is_link(words: str) -> bool:
    """Whether this wants to be a link of ours, well-formed or not; never a path then."""
    return words[: len(SCHEME) + 1].lower() == f"{SCHEME}:"


def read_permalink(words: str) -> Permalink | None:
    """The link, or None where it is none of ours; links come from anywhere and are believed nothing else."""
    found = _LINK.fullmatch(words.strip()) if len(words) <= _LONGEST else None
    if found is None:
        return None
    transcript, conversation, index, name = found.groups()
    return Permalink(transcript, conversation, int(index), name or "")
