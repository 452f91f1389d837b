"""What structured formats do alike with the values that they show."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from app.model.parsed import JsonValue

_LINE_BREAKS: Final = re.compile(r"\s*[\r\n\v\f\x1c-\x1f\x85\u2028\u2029]\s*")
_MILLISECONDS_FROM: Final = 1e11
"""Seconds since 1970 reach this in the year 5138, milliseconds had it in 1973."""


def shown(text: str) -> str:
    """A turn's text: line ends are LF, as in a transcript read line by line."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def one_line(text: str) -> str:
    """A label or title: one line without white space around it; within the line nothing changes."""
    return _LINE_BREAKS.sub(" ", text).strip()


def iso_time(value: JsonValue) -> str | None:
    """Seconds or milliseconds since 1970 (number or digits), or an ISO 8601 string, as ISO 8601 in UTC.

    A time without zone is taken for UTC. None when the value is no such time.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return _iso_text(str(value))
    if abs(seconds) >= _MILLISECONDS_FROM:
        seconds /= 1000
    try:
        return _written(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _iso_text(value: str) -> str | None:
    try:
        moment = datetime.fromisoformat(value.strip())
        return _written(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _written(moment: datetime) -> str:
    precision = "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=precision).replace("+00:00", "Z")
