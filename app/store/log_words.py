"""Entries of the import log in words, for the terminal and the window alike."""

from __future__ import annotations

from app.i18n import _, ngettext
from app.model.reports import LogEntry


def outcome_words(outcome: str) -> str:
    """What became of a source."""
    words = {
        "imported": _("imported"),
        "updated": _("updated"),
        "continued": _("continued after an interruption"),
        "skipped": _("skipped"),
        "left out": _("left out by choice"),
        "removed": _("removed"),
        "restored": _("put back"),
        "gone": _("its file is gone; the transcript is kept"),
    }
    return words.get(outcome, outcome)


def entry_words(entry: LogEntry) -> str:
    """One line: what became of it, how it was read, how much it holds, and how long it took."""
    parts = [outcome_words(entry.outcome)]
    if entry.outcome in {"imported", "updated", "continued"}:
        parts.append(" ".join(part for part in (entry.format, entry.encoding) if part))
        if entry.channel:
            parts.append(_("damaged by {channel}").format(channel=entry.channel))
        parts.append(ngettext("{n} turn", "{n} turns", entry.turns).format(n=f"{entry.turns:,}"))
        parts.append(_("{s} s").format(s=f"{entry.seconds:.1f}"))
    if entry.path:
        parts.append(_("from {path}").format(path=entry.path))
    return " · ".join(parts)


def damage_words(entry: LogEntry) -> str:
    """What was repaired; empty for an undamaged source."""
    if not entry.repaired:
        return ""
    turns = ngettext("{n} turn repaired", "{n} turns repaired", entry.repaired).format(
        n=f"{entry.repaired:,}"
    )
    places = _("{exact} places exact, {inferred} inferred, {lost} lost").format(
        exact=f"{entry.exact:,}", inferred=f"{entry.inferred:,}", lost=f"{entry.lost:,}"
    )
    return f"{turns}: {places}"


def problem_words(entry: LogEntry) -> list[str]:
    """What was skipped or lost, a line each, and how many further ones there were."""
    lines = [f"{place}: {reason}" if place else reason for place, reason in entry.problems]
    if entry.more:
        lines.append(_("{n} further problems").format(n=f"{entry.more:,}"))
    return lines
