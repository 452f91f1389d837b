"""Sort keys for the words beside a hit, packed into numbers so that a million rows sort in a moment."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.hits import Span
from app.text.segment import fold

Keys = NDArray[np.uint64]

REACH: Final = 80
"""Characters on one side of a hit that its key is made from."""
DEPTH: Final = 24
"""Characters of a key that are compared; hits alike so far keep the order of position."""
_PER_NUMBER: Final = 3
_BITS: Final = np.uint64(21)
NUMBERS: Final = DEPTH // _PER_NUMBER
"""Numbers that one key takes."""

_CJK: Final = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORDS: Final = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+|[\u2600-\u27bf\U0001f000-\U0001faff]")


def right_key(text: str, span: Span) -> str:
    """The words after the hit, from it outwards; white space, case and punctuation count for nothing."""
    after = text[span[1] : span[1] + REACH]
    return " ".join(_WORDS.findall(fold(after)))[:DEPTH]


def left_key(text: str, span: Span) -> str:
    """The words before the hit, from it outwards: the nearest word first, each read forwards."""
    before = text[max(0, span[0] - REACH) : span[0]]
    return " ".join(reversed(_WORDS.findall(fold(before))))[:DEPTH]


def pack(keys: list[str]) -> Keys:
    """Keys as rows of NUMBERS numbers that compare as the texts do, code point by code point."""
    codes = np.zeros((len(keys), DEPTH), dtype=np.uint64)
    if keys:
        texts = np.array(keys, dtype=f"<U{DEPTH}")
        codes[:] = texts.view(np.uint32).reshape(len(keys), DEPTH)
    groups = codes.reshape(len(keys), NUMBERS, _PER_NUMBER)
    packed: Keys = (groups[:, :, 0] << (_BITS + _BITS)) | (groups[:, :, 1] << _BITS) | groups[:, :, 2]
    return packed


def order_of(packed: Keys) -> NDArray[np.intp]:
    """The stable order of packed keys."""
    return np.lexsort(tuple(packed[:, at] for at in reversed(range(packed.shape[1]))))
