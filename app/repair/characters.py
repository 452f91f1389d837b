"""How likely a character is: log10 P(character | block) from the shipped table, and in a given document."""

from __future__ import annotations

from functools import lru_cache

from app.paths import resource
from app.repair.blocks import Profile, block_of

IMPOSSIBLE = -12.0
"""log10 of a character no text contains: unassigned or private."""

ONE_OF_THE_CONTROLS = -1.5
"""log10 P(one C1 control | a C1 control); they occur in text that was misread twice."""


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    """Character -> log10 P(character | its block), read once from resources/models/characters.txt."""
    steps = {chr(0x21 + tenth): -tenth / 10 for tenth in range(95)}
    table: dict[str, float] = {}
    with resource("models", "characters.txt").open(encoding="utf-8", newline="\n") as lines:
        for line in lines.read().split("\n")[:-1]:
            _, characters, tenths = line.split("\t")
            table.update(zip(characters, map(steps.__getitem__, tenths), strict=True))
    return table


class CharacterModel:
    """log10 P(character) in a document whose mix of blocks is ``profile``."""

    def __init__(self, profile: Profile) -> None:
        self._shares = profile.log_share()
        self._table = _table()
        self._memo: dict[str, float] = {}

    def log_p(self, char: str) -> float:
        """log10 of the share of ``char`` among the document's non-ASCII characters."""
        found = self._memo.get(char)
        if found is None:
            block = block_of(char)
            within = ONE_OF_THE_CONTROLS if block == "control" else self._table.get(char, IMPOSSIBLE)
            found = self._memo[char] = self._shares[block] + within
        return found

    def share(self, block: str) -> float:
        """log10 P(block) in this document."""
        return self._shares[block]


def known(char: str) -> bool:
    """True for assigned characters, C1 controls included: the only ones a form may stand for."""
    return char in _table() or char < "\xa0"


@lru_cache(maxsize=1)
def general_model() -> CharacterModel:
    """The model of text nothing is known about."""
    return CharacterModel(Profile())
