"""Lines that stand alone: damaged in another way than their file, or damaged in a sound file."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from app.model.progress import CancelToken
from app.repair.blocks import NO_PROFILE
from app.repair.channels import BY_NAME, PLAIN, Channel
from app.repair.decode import LineDecoder
from app.repair.decoders import line_decoder
from app.repair.diagnose import ranked
from app.repair.evidence import balance
from app.repair.exact import is_a_table
from app.repair.gates import narrow_gate, other_gate
from app.repair.legacy import manner_of
from app.repair.lexicon import PREFIX, Lexicon, lexicon
from app.repair.readers import reader_of

ENOUGH_ALONE = 10.0
"""log10 of the odds from which on a single line counts as damaged; files have many lines."""

SPEAKS_FOR_DAMAGE = 1.0
"""The manner of characters that makes a line worth weighing as text of a legacy codec (log10)."""

COVERED = 0.6
"""The part of a line's characters beyond ASCII that must belong to forms of a codec to weigh it."""

DENSE = 8
"""In a damaged line at least one of so many characters beyond ASCII is one the gate stops at."""

LONGEST_WEIGHED = 2_000

HALF, SHORTEST_WORD = "cp1252-fffd", 6
"""What leaves half a letter and the mark of a lost byte; only a word of some length makes that sure."""

_HALVED = re.compile("[A-Za-z]*[\u00c3-\u00c5]\ufffd[A-Za-z]*")

_LEGACY = tuple(row for row in BY_NAME.values() if row.source != "utf-8")
_RECODED = {
    codec: tuple(row for row in BY_NAME.values() if row.codec == codec)
    for codec in dict.fromkeys(row.codec for row in BY_NAME.values() if row.several_bytes)
}
_ONE_BYTE = tuple(row for row in PLAIN if row.source == "utf-8" and not row.several_bytes)


def decoder_for(line: str, token: CancelToken | None = None) -> LineDecoder | None:
    """A decoder for the channel that alone explains a line well; None where there is no such channel."""
    part = line[:LONGEST_WEIGHED]
    rows = [*_ONE_BYTE] if narrow_gate().search(part) else []
    hits = sum(1 for _ in other_gate().finditer(part))
    if hits and hits * DENSE >= sum(map("\x7f".__lt__, part)):
        rows += _others(part, token)
    if not rows and "\ufffd" not in part:
        return None  # most lines that are looked at at all
    if is_a_table(part):
        return None
    if not rows:
        return _decoder(HALF) if _halved_words(part) else None
    best = ranked(Counter([part]), rows, token)[0]
    return _decoder(best.channel.name) if balance(best) >= ENOUGH_ALONE else None


def _halved_words(line: str) -> bool:
    """Whether every half letter of a line completes a known word: "SlovenÄ\ufffdina" is Slovenčina."""
    found = _HALVED.findall(line)
    words = lexicon("latin")
    if not found or words is None:
        return False
    decoder = _decoder(HALF)
    return all(_known(words, decoder.decode(word).text) for word in found)


def _known(words: Lexicon, word: str) -> bool:
    score = words.find(word.lower()) if len(word) >= SHORTEST_WORD else None
    return score is not None and score != PREFIX


def _others(line: str, token: CancelToken | None) -> list[Channel]:
    """The channels that are not UTF-8 in a codec of one byte, as far as they are worth weighing."""
    rows: list[Channel] = []
    if manner_of(line) >= SPEAKS_FOR_DAMAGE:
        rows += _LEGACY
    beyond = sum(char >= "\x80" for char in line)
    for channels in _RECODED.values():
        if token is not None:  # its table is made at the first line
            token.raise_if_cancelled()
        reader = reader_of(channels[-1])  # the one that drops broken bytes finds the most forms
        covered = sum(len(found[0]) for found in reader.pattern.finditer(line))
        if covered >= COVERED * beyond:
            rows += channels
    return rows


@lru_cache(maxsize=16)
def _decoder(name: str) -> LineDecoder:
    return line_decoder(BY_NAME[name], NO_PROFILE)
