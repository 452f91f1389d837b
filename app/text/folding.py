"""Folding of whole batches by table: width, NFC and case in one look-up for text that NFC leaves alone."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from app.text import classes as cls
from app.text.classes import tables

Codes = npt.NDArray[np.uint32]

_JAMO: Final[cls.Ranges] = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))
"""Medial and final jamo: NFC joins them to what stands before."""
_CANONICAL: Final = (range(0x20000), range(0x2F800, 0x2FA20))
"""Where characters with decompositions and case are."""


class Folds(NamedTuple):
    """``folded``: width- and case-folded code point; ``special``: NFC or folding needs to see the text."""

    folded: Codes
    special: npt.NDArray[np.bool_]


def fold_codes(codes: Codes) -> Codes:
    """The folded form of raw code points, equal to ``segment.fold`` on the same text."""
    folds = _folds()
    if not folds.special[codes].any():
        return folds.folded[codes]
    narrowed = tables().mapped[codes].tobytes().decode("utf-32-le")
    return codes_of(unicodedata.normalize("NFC", narrowed).casefold())


def codes_of(text: str) -> Codes:
    """The code points of a text; lone surrogates as they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@lru_cache(maxsize=1)
def _folds() -> Folds:
    table = tables()
    folded = np.arange(cls.CODE_POINTS, dtype="<u4")
    special = table.kind == cls.MARK  # marks compose and change places
    for first, last in _JAMO:
        special[first : last + 1] = True
    for code in chain(*_CANONICAL):
        char = chr(code)
        lower = char.casefold()
        if len(lower) != 1:
            special[code] = True
        elif lower != char:
            folded[code] = ord(lower)
        if unicodedata.decomposition(char) and not unicodedata.is_normalized("NFC", char):
            special[code] = True
    return Folds(folded[table.mapped], special[table.mapped])
