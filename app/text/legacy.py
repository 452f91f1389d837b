"""Chooses among the encodings from before Unicode by the plausibility of the text that each gives."""

from __future__ import annotations

import codecs
from typing import Final

import charset_normalizer

from app.text.plausible import plausibility

_WESTERN: Final = ("fr", "de", "es", "pt", "it", "da", "sv", "is", "ga", "punctuation")
_CENTRAL: Final = ("pl", "cs", "sk", "hu", "hr", "sl", "ro", "de")
_BALTIC: Final = ("lv", "lt", "et")
_CYRILLIC: Final = ("ru", "bg", "uk")

CANDIDATES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("gb18030", ("zh-hans",)),
    ("big5hkscs", ("zh-hant",)),
    ("cp932", ("ja",)),
    ("euc_jp", ("ja",)),
    ("cp949", ("ko",)),
    ("cp1252", _WESTERN),
    ("cp1250", _CENTRAL),
    ("iso8859_2", _CENTRAL),
    ("cp1251", _CYRILLIC),
    ("koi8_r", ("ru", "bg")),
    ("koi8_u", ("uk",)),
    ("iso8859_5", _CYRILLIC),
    ("cp866", _CYRILLIC),
    ("cp855", _CYRILLIC),
    ("mac_cyrillic", _CYRILLIC),
    ("cp1253", ("el",)),
    ("iso8859_7", ("el",)),
    ("cp1254", ("tr",)),
    ("cp1255", ("he",)),
    ("iso8859_8", ("he",)),
    ("cp1256", ("ar",)),
    ("iso8859_6", ("ar",)),
    ("cp1257", _BALTIC),
    ("iso8859_4", _BALTIC),
    ("iso8859_10", _BALTIC),
    ("iso8859_13", (*_BALTIC, "pl")),
    ("cp1258", ("vi",)),
    ("cp874", ("th",)),
    ("iso8859_3", ("eo", "mt")),
    ("iso8859_15", _WESTERN),
    ("iso8859_16", ("ro", "pl", "hr")),
    ("cp852", _CENTRAL),
    ("mac_latin2", _CENTRAL),
    ("mac_roman", _WESTERN),
    ("cp850", _WESTERN),
)
"""Encodings to try, the likelier first (equal scores go to the first), and the languages they serve."""
_SAMPLE_BYTES: Final = 16 * 1024
_BAD_SHARE: Final = 0.01
_LIKELY: Final = frozenset({"gb18030", "big5hkscs", "cp932", "cp1252"})
_RARE: Final = frozenset({"cp855", "cp850", "cp852", "mac_latin2", "mac_roman", "mac_cyrillic"})
"""Encodings of systems long gone."""
_UNSURE: Final = 0.0
_HOPELESS: Final = -0.4
_SECOND_CONFIDENCE: Final = 0.3
_PRIOR_WEIGHT: Final = 2
"""The prior counts as so many characters: it decides for a handful, and vanishes for a page."""


def _prior(encoding: str) -> float:
    return 0.5 if encoding in _LIKELY else 0.1 if encoding in _RARE else 0.3


def best_legacy(head: bytes) -> tuple[str, float] | None:
    """The most plausible encoding of the bytes and a confidence in 0..1, or None when none fits."""
    scored = sorted(ranked(head), key=lambda pair: -pair[1])
    if not scored:
        return None
    best = scored[0]
    if best[1] < _UNSURE and (other := _second_opinion(head)):
        return other, _SECOND_CONFIDENCE
    if best[1] < _HOPELESS:
        return None
    return best[0], round(min(1.0, max(0.05, 0.5 + best[1] / 2)), 3)


def _second_opinion(head: bytes) -> str | None:
    """What charset-normalizer takes the bytes for; it knows many encodings that are not in CANDIDATES."""
    found = charset_normalizer.from_bytes(head[:_SAMPLE_BYTES]).best()
    return found.encoding if found else None


def ranked(head: bytes) -> list[tuple[str, float]]:
    """Every encoding that fits the bytes with its plausibility, in the order of CANDIDATES."""
    data = head[:_SAMPLE_BYTES]
    out: list[tuple[str, float]] = []
    for number, (encoding, languages) in enumerate(CANDIDATES):
        text = codecs.getincrementaldecoder(encoding)("replace").decode(data)
        bad = text.count("\ufffd")
        if not text or bad > len(text) * _BAD_SHARE:
            continue
        score = max(plausibility(text, language) for language in languages)
        evidence = len(text) - sum(map(text.count, map(chr, range(128))))
        weighed = (score * evidence + _prior(encoding) * _PRIOR_WEIGHT) / (evidence + _PRIOR_WEIGHT)
        # Clearly rarer at any length; and of equals the first.
        out.append((encoding, weighed - (0.15 if encoding in _RARE else 0.0) - number / 2000))
    return out
