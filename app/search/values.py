"""What may follow the colon of a field: numbers, dates, and ranges of either."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

NO_LIMIT: Final = 1 << 31

_NUMBER: Final = re.compile(r"(?:([<>＜＞]=?)|([0-9]{0,9})\.\.)?([0-9]{0,9})")
_AMOUNT: Final = r"[-－−]?[0-9]{1,18}(?:\.[0-9]{1,12})?"
_AMOUNTS: Final = re.compile(rf"(?:([<>＜＞]=?))?({_AMOUNT})|({_AMOUNT})?\.\.({_AMOUNT})?")
_DATE: Final = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ][0-9]{2}(?::[0-9]{2}(?::[0-9]{2})?)?)?)?)?"
_HALF_NUMBER: Final = re.compile(r"[<>＜＞]=?|[0-9]{0,9}\.")
_HALF_DATE: Final = re.compile(
    rf"(?:[<>＜＞]=?|(?:{_DATE})?\.\.)?(?:[0-9]{{0,3}}|[0-9]{{4}}-(?:[0-9]|[0-9]{{2}}-[0-9]?)?)|(?:{_DATE})?\."
)
_DATES: Final = re.compile(rf"([<>＜＞]=?)?({_DATE})|({_DATE})?\.\.({_DATE})?")


def number_range(text: str) -> tuple[int, int] | None:
    """Smallest and greatest number meant by ``7``, ``>7``, ``<=7``, ``2..7``, ``2..``, ``..7``; else None."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    sign, low, high = found.groups()
    if low is not None:
        return (int(low or 0), int(high) if high else NO_LIMIT) if low or high else None
    if not high:
        return None
    number = int(high)
    match (sign or "=")[0]:
        case ">" | "＞":
            return number + (len(sign) == 1), NO_LIMIT
        case "<" | "＜":
            return 0, number - (len(sign) == 1)
        case _:
            return number, number


def amount_test(text: str) -> Callable[[float], bool] | None:
    """Tells of a number, with a fraction or below zero too, whether ``text`` means it; else None.

    ``>5`` is true of 5.5 and of a time in milliseconds, which :func:`number_range` knows nothing of.
    """
    found = _AMOUNTS.fullmatch(text)
    if found is None or text == "..":
        return None
    sign, single, low, high = found.groups()
    if single is None:
        least = _amount(low) if low else float("-inf")
        most = _amount(high) if high else float("inf")
        return lambda number: least <= number <= most
    bound, orequal = _amount(single), len(sign or "=") == 2
    match (sign or "=")[0]:
        case ">" | "＞":
            return lambda number: number > bound or (orequal and number == bound)
        case "<" | "＜":
            return lambda number: number < bound or (orequal and number == bound)
        case _:
            return lambda number: number == bound


def _amount(written: str) -> float:
    plain = written.replace("－", "-").replace("−", "-")
    return float(plain) if "." in plain else int(plain)


def half_number(text: str) -> str | None:
    """What a number or a range that is still being typed says so far: ``5.`` is ``5``, ``>`` says nothing
    ("") yet; None for what cannot become one.
    """
    return _so_far(text, number_range) if _HALF_NUMBER.fullmatch(text) else None


def half_date(text: str) -> str | None:
    """The same of a date: ``2024-0`` is ``2024``, ``2024-01..20`` is ``2024-01..``, ``202`` says nothing."""
    return _so_far(text, date_range) if _HALF_DATE.fullmatch(text) else None


def _so_far(text: str, read: Callable[[str], object]) -> str:
    while text and not read(text):
        text = text[:-1]
    return text


def date_range(text: str) -> tuple[str, str] | None:
    """The first time meant and the first one after it, as ISO 8601 text that sorts like times written so.

    ``2024``, ``2024-01``, ``2024-01-31``, ``2024-01-31T10:30`` mean all that begins so; ``..`` joins
    two of them or leaves one side open; ``>2024-01`` is what comes after all of that month.
    """
    found = _DATES.fullmatch(text)
    if found is None:
        return None
    sign, single, low, high = found.groups()
    if sign and single:
        low, high = (single, None) if sign[0] in ">＞" else (None, single)
    elif single:
        low = high = single
    after_low, until = _after(low or "2000"), _after(high or "2000")
    if not (low or high) or after_low is None or until is None:
        return None
    start, end = (low or "").replace(" ", "T"), until if high else "\uffff"
    if sign and len(sign) == 1:
        start, end = (after_low, end) if low else ("", (high or "").replace(" ", "T"))
    return start, end


def _after(day: str) -> str | None:
    """The first text of a time behind all that begin with ``day``; None when there is no such day."""
    day = day.replace(" ", "T")
    year, month, rest = int(day[:4]), int(day[5:7] or 1), day[8:]
    try:
        date(max(year, 1), month, int(rest[:2] or 1))
    except ValueError:
        return None
    if len(day) == 4:
        return f"{year + 1:04}"
    if len(day) == 7:
        return f"{year + month // 12:04}-{month % 12 + 1:02}"
    return day + "\uffff"
