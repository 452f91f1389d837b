"""The fields of the query language and the words that their values may be."""

from __future__ import annotations

from typing import Final

FIELD_NAMES: Final = ("speaker", "lang", "in", "repaired", "twin")

SCRIPT_NAMES: Final[dict[str, str]] = {
    "han": "han", "zh": "han", "chinese": "han", "中文": "han", "汉字": "han", "漢字": "han",
    "kana": "kana", "ja": "kana", "japanese": "kana", "日本語": "kana",
    "hangul": "hangul", "ko": "hangul", "korean": "hangul", "한국어": "hangul",
    "latin": "latin", "en": "latin", "english": "latin",
    "cyrillic": "cyrillic", "ru": "cyrillic", "russian": "cyrillic", "русский": "cyrillic",
    "arabic": "arabic", "ar": "arabic", "العربية": "arabic",
    "other": "other",
}  # fmt: skip
"""What may follow ``lang:``, and the script whose presence it asks for."""

REPAIRED_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "yes": ("exact", "inferred", "lost"),
    "exact": ("exact",),
    "inferred": ("inferred",),
    "lost": ("lost",),
    "undone": ("undone",),
    "any": ("exact", "inferred", "lost", "undone"),
}
"""What may follow ``repaired:``, and the states it stands for; ``no`` is the opposite of ``yes``."""

NOT_REPAIRED: Final = "no"

TWIN_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "yes": ("equal", "damaged", "near"),
    "equal": ("equal",),
    "damaged": ("damaged",),
    "near": ("near",),
}
"""What may follow ``twin:``, and how a dialogue then repeats another one; ``no`` is the opposite of ``yes``.

Of every dialogue that the corpus holds more than once one stands for all; ``twin:no`` finds that one only.
"""

NO_TWIN: Final = "no"


def known_values(field: str) -> tuple[str, ...] | None:
    """The values a field can have, for completion and for messages; None when any text will do."""
    if field == "lang":
        return tuple(name for name in SCRIPT_NAMES if name.isascii())
    if field == "repaired":
        return (*REPAIRED_NAMES, NOT_REPAIRED)
    if field == "twin":
        return (NO_TWIN, *TWIN_NAMES)
    return None


def is_known_value(field: str, text: str) -> bool:
    """False for a value that the field can never have, such as ``lang:klingon``."""
    folded = text.casefold()
    if field == "lang":
        return folded in SCRIPT_NAMES
    if field == "repaired":
        return folded in REPAIRED_NAMES or folded == NOT_REPAIRED
    if field == "twin":
        return folded in TWIN_NAMES or folded == NO_TWIN
    return True


META: Final = "meta."
"""What stands before the key of a field of the transcript's own."""
