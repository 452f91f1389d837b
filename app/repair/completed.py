"""Words that decoding completes: "wei©¬" becoming "weiß" says more than one sign made of two others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from app.repair.channels import Channel, byte_forms
from app.repair.lexicon import PREFIX, lexicon

WORTH, CONTRACTED, PRICED = 3.0, 8.0, 8.0
"""What a known word says whose letters beyond ASCII were all decoded, a contraction, and a price (log10).
No sound text has two signs, or a control, amid the letters of "n’est" or behind "30 "."""

SHORTEST = 4
"""Shorter words may be known by chance."""

APOSTROPHE, EURO = "\u2019", "\u20ac"

_SHARP = re.compile(
    "weiß|heiß|groß|größ|straß|spaß|späß|fuß|füß|gruß|grüß|schließ|schieß|außen|außer|äußer|bloß|süß|ließ|"
    "stieß|gieß|nieß|fließ|maß|mäß|dreißig|fleiß|beiß|reiß|scheiß|stoß|stöß|strauß|preuß|hieß|saß|aßen"
)
"""What German words with that letter have in them: the list of words writes it as ss."""

_LETTERS = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isalpha()]

_WORD = re.compile(rf"[^\W\d_]+(?:{APOSTROPHE}[^\W\d_]+)*")
_CONTRACTED = re.compile(
    rf"(?:.+{APOSTROPHE}(?:s|t|re|ve|ll|d|m)|(?:[cdjlmnst]|qu){APOSTROPHE}.+)", re.IGNORECASE
)

_BEHIND = rf"\d ?{EURO}(?=[.,;:!?)]*(?:$| [^\W\d_]{{2}}))"
_PRICE_BEHIND, _PRICE = re.compile(_BEHIND), re.compile(rf"{_BEHIND}|(?<!\S){EURO} ?\d")


class Completed:
    """Finds such words in the lines of a channel of two bytes a character."""

    def __init__(self, channel: Channel, decoded: Callable[[str], str]) -> None:
        self._decoded = decoded
        self._beside = _beside(channel)

    def words(self, line: str) -> frozenset[str]:
        """The known words in what a line decodes to that do not stand in it as it is."""
        if self._beside is None or not self._beside.search(line):
            return frozenset()
        decoded = self._decoded(line)
        found = {word for word in _WORD.findall(decoded) if not word.isascii()}
        words = {word for word in found.difference(_WORD.findall(line)) if _known(word)}
        return frozenset(words | prices(decoded, line))

    def worth(self, lines: Iterable[str]) -> float:
        """What the distinct words of some lines say together, in log10."""
        return sum(map(_worth, frozenset().union(*map(self.words, lines))))


def prices(decoded: str, line: str, *, behind: bool = False) -> set[str]:
    """The prices in what a line decodes to that it did not have; ``behind``: the sign last only."""
    pattern = _PRICE_BEHIND if behind else _PRICE
    return set() if EURO in line else set(pattern.findall(decoded))


def _worth(word: str) -> float:
    if EURO in word:
        return PRICED
    return CONTRACTED if APOSTROPHE in word else WORTH


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
    price = _price(channel, shown)
    return re.compile(f"[A-Za-z](?:{forms})|(?:{forms})[A-Za-z]{price}") if forms else None


def _price(channel: Channel, shown: tuple[str, ...]) -> str:
    """An expression for the euro sign beside a figure, as one more choice; "" where the codec has none."""
    try:
        form = re.escape("".join(map(shown.__getitem__, EURO.encode(channel.source))))
    except UnicodeEncodeError:
        return ""
    return f"|[0-9] ?{form}|{form} ?[0-9]"


@lru_cache(maxsize=1 << 12)
def _known(word: str) -> bool:
    if APOSTROPHE in word:
        return word.replace(APOSTROPHE, "").isascii() and _CONTRACTED.fullmatch(word) is not None
    words = lexicon("latin")
    found = words.find(word.lower()) if words and len(word) >= SHORTEST else None
    if found is None and "ß" in word:
        return _SHARP.search(word.lower()) is not None
    return found is not None and found != PREFIX
