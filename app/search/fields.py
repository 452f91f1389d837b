"""The fields of the query language and the words that their values may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.i18n import _
from app.search.values import date_range, half_date, half_number, number_range

FIELD_NAMES: Final = (
    "speaker", "role", "lang", "in", "file", "title", "date", "len", "index", "is", "has", "reply",
    "emoji", "repaired", "inferred", "twin", "tag",
)  # fmt: skip
META: Final = "meta."
"""What stands before the key of a property that the transcript itself gave its turns or conversations."""

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


YES: Final = ("yes", "any")
HAS_NAMES: Final = ("question", "code", "link", "emoji", "note")
"""What may follow ``has:``."""
IS_NAMES: Final = ("first", "last", "reply", "question", "answered", "unanswered")
"""What may follow ``is:``."""

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "lang": tuple(SCRIPT_NAMES),
    "repaired": (*REPAIRED_NAMES, NOT_REPAIRED),
    "inferred": ("yes", "no"),
    "twin": (NO_TWIN, *TWIN_NAMES),
    "has": HAS_NAMES,
    "is": IS_NAMES,
}
_HALF: Final[dict[str, Callable[[str], str | None]]] = {
    "len": half_number, "index": half_number, "date": half_date,
}  # fmt: skip
_FORMS: Final[dict[str, tuple[Callable[[str], object], tuple[str, ...]]]] = {
    "len": (number_range, (">200", "<10", "5..20", "7")),
    "index": (number_range, ("1", "2..5", ">100")),
    "date": (date_range, ("2024", "2024-01", "2024-01-31", "2024-01..2024-06", ">2024-01")),
}


def known_values(field: str) -> tuple[str, ...] | None:
    """The values a field can have, for completion and for messages; None when any text will do.

    Of numbers and dates examples are given.
    """
    if field in _FORMS:
        return _FORMS[field][1]
    words = _WORDS.get(field)
    return None if words is None else tuple(word for word in words if word.isascii())


def beginning(field: str, text: str) -> str | None:
    """What a value that is still being typed says so far, "" where that is nothing; None where the field
    has no value that begins so.
    """
    if field in _HALF:
        return _HALF[field](text)
    begins = any(word.startswith(text.casefold()) for word in _WORDS.get(field, ()))
    return "" if begins else None


def what_it_takes(field: str, text: str) -> str:
    """Says which values a field takes; of words those that begin with ``text``, if any does."""
    names = known_values(field) or ()
    if field in _FORMS:
        return _("{field}: is written as in {names}.").format(field=field, names=", ".join(names))
    fitting = [name for name in names if name.startswith(text.casefold())]
    if fitting:
        return _("Not finished yet: {names}.").format(names=", ".join(fitting))
    return _("{field}: knows only {names}.").format(field=field, names=", ".join(names))


def is_known_value(field: str, text: str) -> bool:
    """False for a value that the field can never have, such as ``lang:klingon``."""
    if field in _FORMS:
        return bool(_FORMS[field][0](text))
    return field not in _WORDS or text.casefold() in _WORDS[field]
