"""Rate and remaining time in words, the same in the terminal and in the window."""

from __future__ import annotations

from app.i18n import _
from app.model.pace import Pace
from app.model.progress import Progress

_MINUTE = 60
_HOUR = 3600
_FEW = 10
_KB = 1000
"""Reports count in units of 1024 bytes; a rate needs no more than its first digits."""


def pace_words(pace: Pace, progress: Progress) -> str:
    """Such as "8.2 MB/s · about 2 min left"; empty for work without a known end."""
    if progress.total is None:
        return ""
    rate = pace.rate
    parts = [] if rate is None else [rate_words(rate, progress.unit)]
    return " · ".join([*parts, remaining_words(pace.remaining)])


def rate_words(rate: float, unit: str) -> str:
    """Units per second."""
    if unit == "KB" and rate >= _KB:
        return f"{rate / _KB:,.1f} MB/s"
    return f"{rate:,.0f} {unit}/s"


def remaining_words(seconds: float | None) -> str:
    """Rounded as coarsely as it is known."""
    if seconds is None:
        return _("remaining time not known yet")
    if seconds < _FEW:
        return _("a few seconds left")
    if seconds < _MINUTE:
        return _("about {n} s left").format(n=round(seconds / 10) * 10)
    if seconds < _HOUR:
        return _("about {n} min left").format(n=round(seconds / _MINUTE))
    return _("about {n} h left").format(n=f"{seconds / _HOUR:.1f}")
