"""How likely a character is: log10 P(character | block) from the shipped table, and in a given document."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from app.paths import resource
from app.repair.blocks import Profile, block_of

IMPOSSIBLE = -12.0
"""log10 of a character no text contains: unassigned or private."""

ONE_OF_THE_CONTROLS = -1.5
"""log10 P(one C1 control | a C1 control); they occur in text that was misread twice."""

MOST_REMEMBERED = 5_000
"""Characters whose worth is remembered; a text has a few thousand, its noise has all of them."""

_LOG_P = (IMPOSSIBLE, *(-tenth / 10 for tenth in range(255)))
"""What a byte of the table stands for: 0 an unassigned character, then tenths of -log10 P from 1 on."""


@lru_cache(maxsize=1)
def _table() -> bytes:
    """A byte for every code point, from 0 to the last that is assigned (resources/models/characters.zz)."""
    return zlib.decompress(resource("models", "characters.zz").read_bytes())


def _within(char: str) -> float:
    """log10 P(character | its block)."""
    code, table = ord(char), _table()
    return _LOG_P[table[code]] if code < len(table) else IMPOSSIBLE


class CharacterModel:
    """log10 P(character) in a document whose mix of blocks is ``profile``."""

    def __init__(self, profile: Profile) -> None:
        self._shares = profile.log_share()
        self.log_p: Callable[[str], float] = _Worths(self._shares).__getitem__
        """log10 of the share of a character among the document's non-ASCII characters."""
        self.bias: Mapping[str, float] = dict(profile.bias)
        """Small letters: how much likelier (log10) one is in the document's language than in its script."""

    def share(self, block: str) -> float:
        """log10 P(block) in this document."""
        return self._shares[block]


class _Worths(dict[str, float]):
    """Fills itself; begins anew when it holds too many."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        super().__init__()
        self._shares = shares

    def __missing__(self, char: str) -> float:
        if len(self) > MOST_REMEMBERED:
            self.clear()
        block = block_of(char)
        within = ONE_OF_THE_CONTROLS if block == "control" else _within(char)
        found = self[char] = self._shares[block] + within
        return found


def known(char: str) -> bool:
    """True for assigned characters, C1 controls included: the only ones a form may stand for."""
    if char < "\xa0":
        return True
    code, table = ord(char), _table()
    return code < len(table) and _LOG_P[table[code]] > IMPOSSIBLE


@lru_cache(maxsize=1)
def general_model() -> CharacterModel:
    """The model of text nothing is known about."""
    return CharacterModel(Profile())


def character_model(profile: Profile) -> CharacterModel:
    """The model of a document; many know nothing of theirs, and share what is remembered."""
    return CharacterModel(profile) if profile.counts else general_model()
