"""Dates and times as chat programs write them, and the order of day, month, year that fits a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Final

MARKS: Final = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
"""Invisible signs of direction, to be put inside a character class."""
SPACES: Final = " \t\u00a0\u2009\u202f\u3000"
"""Spaces between date, time and half of the day, to be put inside a character class."""
_MORNING: Final = (
    "a. m.", "a.m.", "am", "上午", "凌晨", "早上", "清晨", "午前", "오전", "पूर्वाह्न", "ص", "π.μ.", "πμ", "öö",
    "sa", "de.", "pd", "vm.", "fm", "früh", "dop.", "da.",
)  # fmt: skip
_MORNINGS: Final = frozenset(word.casefold() for word in _MORNING)
_EVENING: Final = (
    "p. m.", "p.m.", "pm", "下午", "晚上", "傍晚", "中午", "午後", "오후", "अपराह्न", "م", "μ.μ.", "μμ", "ös",
    "ch", "du.", "md", "nm.", "em", "odp.",
)  # fmt: skip
_SPACE: Final = f"[{SPACES}]"
_HALF: Final = "|".join(
    re.escape(word).replace(r"\ ", f"{_SPACE}?")
    for word in sorted(_MORNING + _EVENING, key=len, reverse=True)
)
DATE: Final = (
    rf"(?P<a>\d{{1,4}}){_SPACE}?(?P<sign>[./\-年년]){_SPACE}?(?P<b>\d{{1,4}}){_SPACE}?[./\-月월]"
    rf"{_SPACE}?(?P<c>\d{{1,4}})[.日일]?"
)
TIME: Final = (
    rf"(?:(?P<before>{_HALF}){_SPACE}*)?(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    rf"(?:{_SPACE}*(?P<after>{_HALF}))?"
)
"""Parts of a pattern to be compiled with re.IGNORECASE; ``Stamp.of`` reads a match."""
_CENTURY: Final = 2000
_FULL_YEAR: Final = 3
"""From so many digits on a number can only be a year."""

_CLEARLY_BAD: Final = 5
"""So many dates that do not exist rule an order out."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date of three numbers in the order in which they stand, and a time of day."""

    numbers: tuple[str, str, str]
    sign: str
    clock: tuple[int, int, int]
    halves: bool

    @staticmethod
    def of(match: re.Match[str]) -> Stamp:
        """What the groups of DATE and TIME hold."""
        return Stamp(
            (match["a"], match["b"], match["c"]), match["sign"], clock_of(match), halves=_half(match) != ""
        )

    def date(self, order: str) -> date | None:
        """The day, when the numbers stand in this order ("dmy", "mdy", "ymd"…); None if there is none."""
        values = dict(zip(order, self.numbers, strict=True))
        if any(len(values[name]) >= _FULL_YEAR for name in "md"):
            return None
        year = int(values["y"])
        try:
            return date(year + _CENTURY if year < 100 else year, int(values["m"]), int(values["d"]))
        except ValueError:
            return None

    def iso(self, order: str) -> str | None:
        """The moment as ISO 8601, taken for UTC; None if there is no such moment."""
        day = self.date(order)
        try:
            return None if day is None else f"{day.isoformat()}T{time(*self.clock).isoformat()}Z"
        except ValueError:
            return None


def clock_of(match: re.Match[str]) -> tuple[int, int, int]:
    """Hour, minute and second out of the groups of TIME, the hour from 0 to 23."""
    hour, half = int(match["hour"]), _half(match)
    if half:
        hour = hour % 12 + (0 if half in _MORNINGS else 12)
    return hour, int(match["minute"]), int(match["second"] or 0)


def _half(match: re.Match[str]) -> str:
    if not (match["before"] or match["after"]):
        return ""
    return re.sub(f"{_SPACE}+", " ", (match["before"] or match["after"] or "")).casefold()


@dataclass(slots=True)
class _Tried:
    """How a file reads in one order: dates that do not exist, days that go backwards, days passed in all."""

    bad: int = 0
    back: int = 0
    passed: int = 0
    last: date | None = None

    @property
    def cost(self) -> int:
        """In days; a date that does not exist weighs most, as the numbers cannot stand for anything then."""
        return self.bad * 3000 + self.back * 300 + self.passed

    def take(self, day: date | None) -> None:
        if day is None:
            self.bad += 1
            return
        if self.last is not None:
            self.back += day < self.last
            self.passed += abs((day - self.last).days)
        self.last = day


def order_of(stamps: Iterable[Stamp]) -> str:
    """The order of day, month and year that makes sense of the most dates, in one pass.

    Dates that do not exist, days that go backwards and days between neighbours speak against an order;
    where nothing does, the habit of those who write like that decides (``1/2/21, 3:04 PM`` is January).
    """
    tried: dict[str, _Tried] = {}
    for stamp in stamps:
        tried = tried or {order: _Tried() for order in _habits(stamp)}
        for order, one in tried.items():
            one.take(stamp.date(order))
        if sum(one.bad < _CLEARLY_BAD for one in tried.values()) <= 1:
            break
    return min(tried, key=lambda order: tried[order].cost, default="dmy")  # the first of equals


_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_SPELLED: Final = re.compile(
    rf"(?:[A-Za-z]+, )?(?P<month>[A-Z][a-z]+) (?P<day>\d\d?), (?P<year>\d{{4}}) at {TIME}{_SPACE}*UTC",
    re.IGNORECASE,
)


def spelled_out(text: str) -> str | None:
    """``Monday, January 3, 2022 at 10:00:00 AM UTC`` as ISO 8601; None for anything else."""
    match = _SPELLED.fullmatch(text.strip())
    if match is None or match["month"].casefold() not in _MONTHS:
        return None
    month = _MONTHS.index(match["month"].casefold()) + 1
    try:
        day = date(int(match["year"]), month, int(match["day"]))
        return f"{day.isoformat()}T{time(*clock_of(match)).isoformat()}Z"
    except ValueError:
        return None


def _habits(stamp: Stamp) -> tuple[str, ...]:
    """The orders that are thought of, the most usual first."""
    if len(stamp.numbers[0]) >= _FULL_YEAR:
        return ("ymd", "ydm")
    if len(stamp.numbers[1]) >= _FULL_YEAR:
        return ("myd", "dym")
    if stamp.sign == "/" and stamp.halves:
        return ("mdy", "dmy", "ymd", "ydm")
    if len(stamp.numbers[2]) >= _FULL_YEAR:
        return ("dmy", "mdy")
    return ("dmy", "mdy", "ymd", "ydm") if stamp.sign != "-" else ("ymd", "dmy", "mdy", "ydm")
