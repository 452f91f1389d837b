"""Which decoder reads the words of a script, and what it reads in one go."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from app.repair.blocks import block_of
from app.repair.characters import CharacterModel
from app.repair.classes import classes
from app.repair.connected import ConnectedDecoder
from app.repair.lexicon import CONNECTED, lexicon
from app.repair.words import WordDecoder


def word_decoder(name: str, characters: CharacterModel) -> WordDecoder | None:
    """The decoder for the words of list ``name`` in one document; None when there is no such list."""
    connected = classes(name)
    if connected is not None:
        return ConnectedDecoder(characters, connected)
    words = lexicon(name)
    return None if words is None else WordDecoder(characters, words)


@lru_cache(maxsize=1 << 14)
def in_token(char: str, name: str) -> bool:
    """True for what is decoded together: letters; where words have classes also digits and wide signs."""
    if char.isalpha() or unicodedata.category(char)[0] == "M":
        return True
    return name in CONNECTED and (char.isdigit() or (name == "japanese" and block_of(char) == "wide"))
