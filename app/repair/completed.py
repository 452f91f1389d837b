"""Words that decoding completes: "wei©¬" becoming "weiß" says more than one sign made of two others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from app.repair.channels import Channel, byte_forms
from app.repair.lexicon import PREFIX, lexicon

WORTH = 3.0
"""What a known word says whose letters beyond ASCII were all decoded (log10)."""

SHORTEST = 4
"""Shorter words may be known by chance."""

APOSTROPHE = "\u2019"
_LETTERS = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isalpha()]

_WORD = re.compile(rf"[^\W\d_]+(?:{APOSTROPHE}[^\W\d_]+)*")
_CONTRACTED = re.compile(
    rf"(?:.+{APOSTROPHE}(?:s|t|re|ve|ll|d|m)|(?:[cdjlmnst]|qu){APOSTROPHE}.+)", re.IGNORECASE
)


class Completed:
    """Finds such words in the lines of a channel of two bytes a character."""

    def __init__(self, channel: Channel, decoded: Callable[[str], str]) -> None:
        self._decoded = decoded
        self._beside = _beside(channel)

    def words(self, line: str) -> frozenset[str]:
        """The known words in what a line decodes to that do not stand in it as it is."""
        if self._beside is None or not self._beside.search(line):
            return frozenset()
        found = {word for word in _WORD.findall(self._decoded(line)) if not word.isascii()}
        return frozenset(word for word in found.difference(_WORD.findall(line)) if _known(word))

    def worth(self, lines: Iterable[str]) -> float:
        """What the distinct words of some lines say together, in log10."""
        return WORTH * len(frozenset().union(*map(self.words, lines)))


def _beside(channel: Channel) -> re.Pattern[str] | None:
    """A plain letter next to the first two characters of what a channel makes of an accented one."""
    shown = byte_forms(channel)
    ends: dict[str, set[str]] = {}
    for char in (APOSTROPHE, *_LETTERS):
        try:
            data = char.encode(channel.source)
        except UnicodeEncodeError:
            continue
        first, second = (*map(shown.__getitem__, data), "")[:2]
        if first and second:
            ends.setdefault(first, set()).add(second)
    forms = "|".join(
        f"{re.escape(first)}[{''.join(map(re.escape, sorted(seconds)))}]"
        for first, seconds in sorted(ends.items())
    )
    return re.compile(f"[A-Za-z](?:{forms})|(?:{forms})[A-Za-z]") if forms else None


@lru_cache(maxsize=1 << 12)
def _known(word: str) -> bool:
    if APOSTROPHE in word:
        return word.replace(APOSTROPHE, "").isascii() and _CONTRACTED.fullmatch(word) is not None
    words = lexicon("latin")
    found = words.find(word.lower()) if words and len(word) >= SHORTEST else None
    return found is not None and found != PREFIX
