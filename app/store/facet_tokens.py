"""The tokens by which the index tells conversation, transcript, speaker, scripts and repair of a turn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from app.store.schema import SCRIPTS
from app.text.scripts import ScriptCounts

_PLACES = [ScriptCounts._fields.index(script) for script in SCRIPTS]
_EMOJI = ScriptCounts._fields.index("emoji")
_BITS = (*_PLACES, _EMOJI)


def facets(conversation: int, transcript: int, speaker: int, present: str, repaired: str | None) -> str:
    """The space-joined tokens of the ``facets`` column; ``present`` are those of ``present_tokens``."""
    out = f"all c{conversation} t{transcript} s{speaker}{present}"
    return f"{out} rany r{repaired}" if repaired else out


def present_tokens(counts: npt.NDArray[np.int64]) -> list[str]:
    """For every row of counts, in the order of ScriptCounts, the tokens for the scripts and for emoji."""
    bits = (counts[:, _BITS] > 0) @ (1 << np.arange(len(_BITS)))
    names = _combinations()
    return [names[number] for number in bits.tolist()]


@lru_cache(maxsize=1)
def _combinations() -> list[str]:
    """The tokens for each set of bits."""
    tokens = [*(f" l{script}" for script in SCRIPTS), " emoji"]
    return [
        "".join(token for bit, token in enumerate(tokens) if number >> bit & 1)
        for number in range(1 << len(tokens))
    ]
