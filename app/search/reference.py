"""The query language on one page: the one table behind every help text."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import _


@dataclass(frozen=True, slots=True)
class Entry:
    """One construction: a query that shows it, and what that query finds."""

    example: str
    meaning: str


def query_help() -> tuple[Entry, ...]:
    """All constructions, in the order in which they are best learned, in the user's language."""
    return (
        Entry("coffee", _("turns with this word; upper and lower case, full and half width are the same")),
        Entry("周末", _("turns with these characters next to one another, inside any word")),
        Entry("用AI做", _("characters and words mixed, as they are written")),
        Entry("😂", _("turns with this emoji, in any skin tone")),
        Entry("chill*", _("words that begin so")),
        Entry('"good morning"', _("these words next to one another, with nothing but white space between")),
        Entry("C++", _("signs are searched too; quote a text to be sure that nothing in it is an operator")),
        Entry("周末 movie", _("both in one turn")),
        Entry("周末 OR weekend", _("at least one of them; AND binds tighter than OR")),
        Entry("周末 -movie", _("the first without the second")),
        Entry("(a OR b) -(c d)", _("parentheses group")),
        Entry(
            'speaker:A,"Dr. Li"', _("turns of one of these speakers; speaker:Dr* for labels that begin so")
        ),
        Entry(
            "lang:zh", _("turns with Han characters; also ja, ko, en, ru, ar or han, kana, hangul, latin, …")
        ),
        Entry("in:trip", _("conversations whose title or file name contains this")),
        Entry(
            "repaired:inferred", _("turns whose text was repaired so; also yes, no, exact, lost, undone, any")
        ),
        Entry(
            "twin:no", _("dialogues that the corpus holds twice count once; also yes, equal, damaged, near")
        ),
    )
