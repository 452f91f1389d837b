"""Blocks: the coarse writing systems by which a document's mix of characters is described."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from app.repair.languages import OF_SEVERAL, Bias, bias_of
from app.repair.traditional import traditional_balance

# Start of a range and its block; a range ends where the next one starts.
_RANGES: tuple[tuple[int, str], ...] = (
    (0x0000, "ascii"), (0x0080, "control"), (0x00A0, "punctuation"), (0x00AA, "latin"),
    (0x00AB, "punctuation"), (0x00BA, "latin"), (0x00BB, "punctuation"), (0x00C0, "latin"),
    (0x00D7, "punctuation"), (0x00D8, "latin"), (0x00F7, "punctuation"), (0x00F8, "latin"),
    (0x0250, "rare"), (0x02B9, "punctuation"), (0x02BD, "rare"), (0x0300, "latin"), (0x0370, "greek"),
    (0x0400, "cyrillic"), (0x0530, "armenian"),
    (0x0590, "hebrew"), (0x0600, "arabic"), (0x0780, "rare"), (0x0900, "devanagari"), (0x0980, "indic"),
    (0x0E00, "thai"), (0x0E80, "lao"), (0x0F00, "tibetan"), (0x1000, "myanmar"), (0x10A0, "georgian"),
    (0x1100, "hangul"), (0x1200, "ethiopic"), (0x13A0, "rare"), (0x1780, "khmer"), (0x1800, "rare"),
    (0x1E00, "latin"), (0x1F00, "greek"), (0x2000, "punctuation"), (0x200D, "emoji"), (0x200E, "punctuation"),
    (0x20D0, "emoji"), (0x2100, "punctuation"), (0x2190, "symbol"), (0x2600, "emoji"), (0x27C0, "symbol"),
    (0x2934, "emoji"), (0x2936, "symbol"), (0x2B05, "emoji"), (0x2B08, "symbol"), (0x2B1B, "emoji"),
    (0x2B56, "symbol"), (0x2C00, "rare"), (0x2E80, "han"), (0x3000, "wide"), (0x3005, "han"),
    (0x3008, "wide"), (0x3040, "kana"), (0x3100, "rare"), (0x3130, "hangul"), (0x3190, "rare"),
    (0x31F0, "kana"), (0x3200, "symbol"), (0x3400, "han"), (0x4DC0, "symbol"), (0x4E00, "han"),
    (0xA000, "rare"), (0xAC00, "hangul"), (0xD7B0, "rare"), (0xE000, "private"), (0xF900, "han"),
    (0xFB00, "rare"), (0xFB1D, "hebrew"), (0xFB50, "arabic"), (0xFE00, "emoji"), (0xFE10, "wide"),
    (0xFE70, "arabic"), (0xFEFF, "rare"), (0xFF01, "wide"), (0xFF66, "kana"), (0xFFA0, "hangul"),
    (0xFFE0, "wide"), (0xFFF0, "rare"), (0x1F000, "emoji"), (0x1FB00, "rare"), (0x20000, "han"),
    (0x323B0, "rare"), (0xE0020, "emoji"), (0xE0080, "rare"), (0xF0000, "private"),
)  # fmt: skip
_STARTS = tuple(start for start, _ in _RANGES)

# Shares of non-ASCII characters in text nothing is known about; they only need to be of the right size.
SHARES: dict[str, float] = {
    "han": 0.2, "kana": 0.06, "hangul": 0.06, "cyrillic": 0.1, "greek": 0.03, "arabic": 0.06, "hebrew": 0.03,
    "thai": 0.04, "devanagari": 0.04, "indic": 0.02, "latin": 0.2, "punctuation": 0.07, "wide": 0.05,
    "armenian": 0.003, "ethiopic": 0.003, "georgian": 0.003, "khmer": 0.003, "lao": 0.003, "myanmar": 0.003,
    "tibetan": 0.003, "emoji": 0.03, "symbol": 0.004, "rare": 0.002, "control": 0.0005, "private": 0.0001,
    "ascii": 1.0,
}  # fmt: skip


@lru_cache(maxsize=1 << 13)
def block_of(char: str) -> str:
    """The block of one character, for example "han" or "emoji"."""
    return _RANGES[bisect_right(_STARTS, ord(char)) - 1][1]


@dataclass(frozen=True, slots=True)
class Profile:
    """How often each block occurs in a document (non-ASCII characters whose bytes survived)."""

    counts: tuple[tuple[str, int], ...] = ()
    traditional: bool = False
    """Whether its Chinese characters are rather traditional than simplified."""
    bias: Bias = ()
    """What its letters say of the language it is in."""

    @classmethod
    def of(cls, characters: Iterable[str]) -> Profile:
        """Count the blocks of non-ASCII characters."""
        met = Counter(char for char in characters if char >= "\x80")
        counted: Counter[str] = Counter()
        letters: dict[str, Counter[str]] = {block: Counter() for block in OF_SEVERAL}
        for char, count in met.items():
            block = block_of(char)
            counted[block] += count
            if block in letters:
                letters[block][char.lower()] += count
        balance = traditional_balance(met) if counted["han"] else 0
        return cls(tuple(sorted(counted.items())), balance > 0, bias_of(letters))

    @property
    def total(self) -> int:
        """Number of characters counted."""
        return sum(count for _, count in self.counts)

    def log_share(self) -> dict[str, float]:
        """log10 P(block) in this document, smoothed with ten characters of text in general."""
        seen, total = dict(self.counts), self.total
        return {
            block: log10((seen.get(block, 0) + 10.0 * share) / (total + 10.0))
            for block, share in SHARES.items()
        }

    def share(self, block: str) -> float:
        """The part of the counted characters that belongs to ``block``, 0..1."""
        return dict(self.counts).get(block, 0) / max(1, self.total)


NO_PROFILE = Profile()
"""The profile of text nothing is known about."""
