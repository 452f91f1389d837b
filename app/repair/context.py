"""What stands beside a character: typographic punctuation and emoji sequences have their own grammar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.repair import typography
from app.repair.blocks import block_of
from app.repair.emoji import beside, fit, takes_tone, usual
from app.repair.emoji_words import work_share
from app.repair.lattice import Scored
from app.repair.memory import Memory
from app.repair.wide import DEPENDS, worth

SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_PARTS = SKIN_TONES | {"\u200d", "\ufe0f"}
WIDE = "\u2e80"
"""From here on characters are those of Chinese, Japanese and Korean, which use no spaces around marks."""

NEVER_OPENED = -2.5
"""What a closing quotation mark is worth that ends a Chinese line in which none is open (log10)."""

OPEN = 0.8
"""What a closing quotation mark is worth among Chinese where one of its kind is open (log10)."""

SIGMAS, FINAL, MISPLACED = "σς", "ς", -5.0
"""What the one form of a Greek letter costs where the other belongs (log10)."""

NO_BASE = -5.0
"""What a skin tone is worth after anything that takes none (log10)."""

_OPENED_BY = {"”": "“", "’": "‘"}

OPENING = frozenset("“‘„«‹(")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text on both sides of a unit, as far as it is known."""

    left: str
    right: str


@lru_cache(maxsize=1 << 15)
def depends_on_context(candidates: tuple[str, ...]) -> bool:
    """True when a quotation or other mark that has to fit, an emoji or emoji part is among the candidates."""
    return any(
        text[0] in typography.MARKS or text[0] in DEPENDS or text[0] == FINAL or block_of(text[0]) == "emoji"
        for text in candidates
    )


def weigh_in_context(scored: Scored, around: Surroundings, memory: Memory | None = None) -> Scored:
    """Add to every candidate's score what its neighbours say about it; best first again."""
    rivals = frozenset(text[0] for text, _ in scored)
    weighed = [(text, score + _adjustment(text, around, rivals)) for text, score in scored]
    if memory:
        before, after = around.left[-1:], around.right[:1]
        weighed = [(text, score + memory.worth(before, text, after)) for text, score in weighed]
    return sorted(weighed, key=lambda item: (-item[1], item[0]))


def _adjustment(text: str, around: Surroundings, rivals: frozenset[str]) -> float:
    char = text[0]
    right = text[1:] + around.right
    before, after = around.left[-1:], right[:1]
    if char in SIGMAS:
        return 0.0 if (char == FINAL) == _ends_word(before, after) else MISPLACED
    if char in "“‘„”’" or not rivals.isdisjoint(typography.MARKS):
        return _mark(char, around.left, right)
    if block_of(char) != "emoji":
        return worth(char, around.left, right)
    if char in _PARTS:
        return _in_sequence(char, before, after)
    beside_it = f"{around.left} {around.right}"
    work = work_share(beside_it, first=not around.left.strip(" -*#>"))
    return usual(char, work) + beside(char, before, after) + fit(char, beside_it, rivals, work)


def _mark(char: str, left: str, right: str) -> float:
    """What the text on both sides says of a mark, or of what it may be instead of one."""
    before, after = left[-1:], right[:1]
    if not (before >= WIDE or after >= WIDE):
        return typography.worth(char, left, right)
    if char in "“‘„":
        return _opens(before, after)
    if char in "”’":
        is_open = left.rfind(_OPENED_BY[char]) > left.rfind(char)
        never = not after and before > WIDE and not is_open
        return NEVER_OPENED if never else OPEN * is_open - _opens(before, after)
    return worth(char, left, right)


def _ends_word(before: str, after: str) -> bool:
    """Whether a letter between these is the last one of a longer word."""
    return before.isalpha() and not after.isalpha()


def _in_sequence(char: str, before: str, after: str) -> float:
    """What a joiner, skin tone or presentation selector is worth between its neighbours."""
    after_emoji = bool(before) and block_of(before) == "emoji"
    if char == "\u200d":
        return 2.0 if after_emoji and bool(after) and block_of(after) == "emoji" else -4.0
    if char in SKIN_TONES:
        return 1.0 if takes_tone(before) else NO_BASE
    return 0.0 if after_emoji or before in "#*0123456789©®" else -1.0


def _opens(before: str, after: str) -> float:
    """Positive where a quotation can begin, negative where one can end."""
    starts = not before or before.isspace() or before in OPENING
    ends = not after or after.isspace() or after in ".,;:!?)"
    if starts and not ends:
        return 1.5
    if ends and not starts:
        return -1.5
    return 0.0
