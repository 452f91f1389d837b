"""Gates: fast regular expressions that nearly all sound text fails, so that it costs next to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from app.repair.channels import BY_NAME, byte_forms
from app.repair.expressions import char_class

_CONTINUATION = range(0x80, 0xC0)
_LEADS = ((range(0xC2, 0xE0), 1), (range(0xE0, 0xF0), 2), (range(0xF0, 0xF5), 3))

_RARE_LEADS = frozenset((*range(0xC7, 0xCB), *range(0xD2, 0xD6)))
"""Lead bytes of Armenian and rare Latin. Mac Roman and cp850 show them as quotes and as the Turkish ı."""
_QUOTES_AS_LEADS = frozenset({"mac_roman", "cp850"})

_OF_EMOJI = 3
"""So many bytes follow the first one of an emoji."""

_CYRILLIC = "[\u0401-\u045f\u0490\u0491]"

_HIGH = "\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u201a\u201e\u2020\u2021\u2030"


def _class(characters: Iterable[str]) -> str:
    return char_class(char for char in characters if len(char) == 1 and char >= "\x80")


def _forms_of(codec: str) -> tuple[str, ...]:
    row = next(row for row in BY_NAME.values() if row.codec == codec)
    return byte_forms(row)


def _codecs() -> tuple[str, ...]:
    rows = (row for row in BY_NAME.values() if row.source == "utf-8" and not row.several_bytes)
    return tuple(dict.fromkeys(row.codec for row in rows))


def _sequences(codec: str, *, complete: bool) -> list[str]:
    """Expressions that look back at a lead and a continuation character, and on at the rest."""
    forms = _forms_of(codec)
    tail = _class(forms[byte] for byte in _CONTINUATION)
    parts = []
    for leads, count in _LEADS:
        kept = (byte for byte in leads if not (codec in _QUOTES_AS_LEADS and byte in _RARE_LEADS))
        rest = f"(?={tail}{{{count - 1}}})" if complete and count > 1 else ""
        if codec == "cp1251":  # letters of sound Ukrainian words fit; whole rows of letters do not
            lead = _class(forms[byte] for byte in leads)
            after = f"(?={tail}{{{count - 1}}}(?:{lead}{tail}|(?!{_CYRILLIC})))"
            parts.append(f"(?<!{_CYRILLIC}..)(?<={_class(forms[b] for b in kept)}{tail}){after}")
            if count == _OF_EMOJI:  # 98 may be lost, amid the commonest faces; what is left is no word
                signs = _class(form for form in map(forms.__getitem__, _CONTINUATION) if not form.isalpha())
                parts.append(f"(?<!{_CYRILLIC}..)(?<={forms[0xF0]}{forms[0x9F]})(?={signs})")
        else:
            parts.append(f"(?<={_class(forms[byte] for byte in kept)}{tail}){rest}")
    return parts


def _pairs(*, complete: bool) -> str:
    """A lead character and a continuation character of one and the same codec."""
    leads = {_forms_of(codec)[byte] for codec in _codecs() for byte in range(0xC2, 0xF5)}
    tails = {_forms_of(codec)[byte] for codec in _codecs() for byte in _CONTINUATION}
    parts = [part for codec in _codecs() for part in _sequences(codec, complete=complete)]
    return f"{_class(leads)}{_class(tails)}(?:{'|'.join(parts)})"


def _shown(codec: str, leads: Iterable[int], trails: Iterable[int]) -> set[str]:
    """What a codec of two bytes shows for these pairs."""
    ends = [bytes((trail,)) + b"\n" for trail in trails]
    rows = [b"".join([bytes((lead,)) + end for end in ends]) for lead in leads]
    return {text for row in rows for text in row.decode(codec, "ignore").split("\n") if len(text) == 1}


_OF_INDIA = range(0xA4, 0xB8)
"""Second bytes of the scripts of India, after E0."""

_SCRIPTS = ((0xD0, 0xD1), (0xCE, 0xCF), (0xD7,), (0xD8, 0xD9, 0xDA))
"""Lead bytes of Cyrillic, Greek, Hebrew and Arabic letters."""


TELLING = 0.08
"""The least share of telling characters in a line; sound Chinese has about half as many."""

_FULL = 12
"""A line with fewer than one character in so many beyond ASCII has too few to be judged by shares."""

_SOME = 3
_WITHIN_WORDS = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f]")
"""One character in more than so many is beyond ASCII, and half of those continue words: accents."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


@cache
def _telling(codec: str) -> re.Pattern[str]:
    """Characters that UTF-8 leaves in a third of the places at least, and sound text hardly anywhere.

    Those are what a lead byte of UTF-8, E1 to EF, or a continuation byte begins, or what 80 to A0 ends.
    """
    if codec in {"cp932", "shift_jis"}:
        shown = _shown(codec, range(0xE0, 0xF0), range(0x40, 0xFF))
        shown |= {bytes((byte,)).decode(codec) for byte in range(0xA1, 0xE0)}  # kana of half width
    else:
        leads = (*range(0x81, 0xA1), *range(0xAA, 0xB0), *range(0xE1, 0xF0))
        shown = _shown(codec, leads, range(0x40, 0xFF)) | _shown(codec, range(0xB0, 0xE1), range(0x80, 0xA1))
        shown |= _shown(codec, (0xE0,), _OF_INDIA)
    return re.compile(_class(shown | {"\u20ac", "\ufffd"})[:-1] + "?]")


def may_be_recoded(line: str, codec: str) -> bool:
    """False for a line in Han or kana that is surely no UTF-8 read in this codec of several bytes."""
    beyond = len(_BEYOND_ASCII.findall(line))
    if beyond * _FULL < len(line) or len(_telling(codec).findall(line)) >= TELLING * beyond:
        return True
    return beyond * _SOME < len(line) and 2 * len(_WITHIN_WORDS.findall(line)) >= beyond


def suspicious(line: str) -> bool:
    """Whether any channel may have made the line; nearly all sound text is told by one or two searches."""
    found = gate().search(line)
    if found is None or found[0] < _FIRST_OF_HAN:
        return found is not None
    return _recoded_or_not(line) or _one_byte_gate().search(line) is not None


def other_than_utf8(line: str) -> bool:
    """The same for the channels that have nothing to do with UTF-8 in a codec of one byte, and most MARKS."""
    found = other_or_marked().search(line)
    if found is None or found[0] < _FIRST_OF_HAN:
        return found is not None
    return _recoded_or_not(line) or _legacy_gate().search(line) is not None


_FIRST_OF_HAN = "\u2e80"

MARKS = "[\x80-\x9f\ufffd锟Ã]"
"""What the gates do not see: C1 controls, what is lost, and an "à" whose second half became a space."""


def _recoded_or_not(line: str) -> bool:
    return may_be_recoded(line, "gb18030") or may_be_recoded(line, "cp932")


@lru_cache(maxsize=1)
def _legacy_gate() -> re.Pattern[str]:
    return re.compile(_alternatives(_LEGACY))


@lru_cache(maxsize=1)
def _one_byte_gate() -> re.Pattern[str]:
    return re.compile(f"{_pairs(complete=False)}|{_alternatives(_LEGACY)}")


def _alternatives(parts: dict[str, str]) -> str:
    return "|".join(first + rest for first, rest in parts.items())


@cache
def _recoded() -> dict[str, str]:
    """UTF-8 read as GBK or Shift_JIS: classes of first characters, and what follows each.

    A lead with a continuation byte and what comes after it; three letters of one script; an accented letter
    beside a plain one.
    """
    found = {}
    for codec in ("gb18030", "cp932"):
        first = _shown(codec, range(0xE1, 0xF1), _CONTINUATION) | _shown(codec, (0xE0,), _OF_INDIA)
        second = _shown(codec, _CONTINUATION, range(0x80, 0xF0)) | {"\ufffd"}
        second |= (
            {"\u20ac"} if codec == "gb18030" else {bytes([byte]).decode(codec) for byte in range(0xA1, 0xC0)}
        )
        found[_class(first)] = _class(second)
    for leads in _SCRIPTS:
        letters = _class(_shown("gb18030", leads, _CONTINUATION))
        found[letters] = letters + "{2}"
    found["[喔喙]"] = _class(_shown("gb18030", _CONTINUATION, (0xE0,)))  # E0 B8, E0 B9: Thai
    found["[\uff83\uff8e-\uff91\uff97-\uff99]"] = "[\uff71-\uff80]"  # ﾐｸ: Cyrillic and accents in Shift_JIS
    return found


_SIGNS = "[\xa2-\xa9\xac-\xb9\xbc-\xbe]"
_ACCENTS, _HALF_ACCENTS = (0xC3, 0xC4, 0xC5), {"\uff83", "\uff84", "\uff85"}
"""First bytes of accented Latin letters, and what Shift_JIS shows for them."""

_ANY = f"[{_HIGH}\u2013\u2014\u2018-\u201d\u2022\u2026\u2039\u203a\u20ac\u2122]"
_LEGACY = {
    f"[{_HIGH}]": f"(?:[{_HIGH}]{{2}}|(?<=(?:[\x94\u201d][89]|[\x95\u2022][01]).)[0-9])",
    _SIGNS: "[@-~\xa1-\xff][\xa1-\xff]",
    "[\u0192\u201a]": "[@-~\x80-\xff][\u0192\u201a]",
    "[\x81-\x84\u0192\u201a\u201e]": f"(?:[0-9]{_ANY}[0-9]|(?<=\x81)[@-~])",
    "[\xa1]": "[\xa6-\xa8\xaa\xad\xaf-\xb1]",
    "[\xa2]": "[\xae\xaf]",
    "[\x88\u02c6]": r"(?:(?<=[0-9].)|(?<=[0-9] .))(?=[\s.,;:!?)]|\Z)",
    "[\xa8]": "(?<=[A-Za-z]\xa8)[\xa1-\xbb]",
    "[\xa9]": "(?<=[A-Za-z]\xa9)(?:[\xa1-\xb0](?=[A-Za-z])|\xac)",
    "[\xa2\xa3]": "[\xe1\xe3\xe6](?:(?<=[0-9 ]..)(?![^\\W_])| ?[0-9])",
}
"""Legacy bytes read as Latin-1 or windows-1252: rows of signs and accented letters; four bytes of GB18030
(letters beyond Chinese, emoji); dashes, quotes, euro signs, accented letters of Chinese and Korean codecs."""


def _others(marks: str = "") -> str:
    """What other channels make of text; ``marks``, a class, matches too."""
    recoded = _recoded()
    (high, after_high), *signs = _LEGACY.items()
    accents = _class(_shown("gb18030", _ACCENTS, _CONTINUATION) | _HALF_ACCENTS)
    choices = (
        *([f"(?<={marks})"] if marks else ()),
        f"(?=[^\\x00-\\x7f])(?:{_behind(recoded.items())})",  # two looks spare accented letters a dozen
        f"(?<={high}){after_high}",
        f"(?<={_union(lead for lead, _ in signs)})(?:{_behind(signs)})",
        f"(?<=[a-z]{accents})",
    )
    return f"{_union((*recoded, *_LEGACY, accents, marks))}(?:{'|'.join(choices)})"


def _behind(parts: Iterable[tuple[str, str]]) -> str:
    """Alternatives that look back at a class and on at what follows it."""
    return "|".join(f"(?<={lead}){rest}" for lead, rest in parts)


def _union(classes: Iterable[str]) -> str:
    return "[" + "".join(part[1:-1] for part in classes) + "]"


@lru_cache(maxsize=1)
def gate() -> re.Pattern[str]:
    """Matches what any channel of the table makes of text, whatever bytes it loses."""
    return re.compile(f"{_pairs(complete=False)}|{_others()}")


@lru_cache(maxsize=1)
def narrow_gate() -> re.Pattern[str]:
    """Matches complete sequences of UTF-8 in a codec of one byte a character, hardly ever sound text."""
    return re.compile(_pairs(complete=True))


@lru_cache(maxsize=1)
def other_gate() -> re.Pattern[str]:
    """Matches what channels make of text that have nothing to do with UTF-8 in a codec of one byte."""
    return re.compile(_others())


@lru_cache(maxsize=1)
def other_or_marked() -> re.Pattern[str]:
    """The same, and MARKS: one search where two would be."""
    return re.compile(_others(MARKS))
