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
    return (*_texts(), *_logic(), *_relations(), *_people_and_places(), *_properties())


def _texts() -> tuple[Entry, ...]:
    return (
        Entry("coffee", _("turns with this word; upper and lower case, full and half width are the same")),
        Entry("周末", _("turns with these characters next to one another, inside any word")),
        Entry("用AI做", _("characters and words mixed, as they are written")),
        Entry("😂", _("turns with this emoji, in any skin tone")),
        Entry("chill*", _("words that begin so")),
        Entry("*ing", _("words that end so; in*ing for both, *war* for words with this inside")),
        Entry('"good morning"', _("these words next to one another, with nothing but white space between")),
        Entry("C++", _("signs are searched too; quote a text to be sure that nothing in it is an operator")),
        Entry(
            "near/5(周末 movie)",
            _("both with at most 5 words or characters between, in either order; signs do not count"),
        ),
        Entry(
            "/colou?rs?/",
            _(
                "a regular expression (RE2); case is as the switch says, /…/i never counts it, m and s as"
                " usual; \\w, \\d and \\b know ASCII only, \\pL is any letter"
            ),
        ),
    )


def _logic() -> tuple[Entry, ...]:
    return (
        Entry("周末 movie", _("both in one turn")),
        Entry("周末 OR weekend", _("at least one of them; AND binds tighter than OR")),
        Entry("周末 -movie", _("the first without the second")),
        Entry("(a OR b) -(c d)", _("parentheses group")),
        Entry("*", _("every turn")),
    )


def _relations() -> tuple[Entry, ...]:
    return (
        Entry(
            "speaker:A /吗[？?]/ >2 speaker:B 不知道",
            _(
                "turns that the right side follows within 2 turns; the turn on the left is the hit."
                " > is the next turn; > >> and ^ bind tighter than OR, looser than words side by side"
            ),
        ),
        Entry("hello >> goodbye", _("… anywhere later in the same conversation")),
        Entry("has:question ^ *", _("turns that a turn on the right replies to")),
        Entry(
            "sorry >3 same:speaker thanks",
            _("… said by the same speaker; -same:speaker: by another one"),
        ),
        Entry(
            "is:unanswered",
            _(
                "questions that nobody replied to; where replies are not marked: that nobody else said"
                " anything but questions after, for 3 turns"
            ),
        ),
        Entry("is:first", _("the first turn of a conversation; also last, reply, question, answered")),
    )


def _people_and_places() -> tuple[Entry, ...]:
    return (
        Entry(
            'speaker:A,"Dr. Li"', _("turns of one of these speakers; speaker:Dr* for labels that begin so")
        ),
        Entry("role:user", _("turns in this role, such as user, assistant, system")),
        Entry("reply:A", _("replies to a turn of this speaker; also yes, no")),
        Entry("in:trip", _("conversations whose title or file name contains this; also title: and file:")),
        Entry("index:1..3", _("places in the conversation, from 1; also >10, 5")),
        Entry(
            "date:2024-01..2024-06",
            _("turns of this time, both ends included; also 2024, 2024-01-31, >2024-01, ..2024-06"),
        ),
        Entry(
            "meta.model:gpt*",
            _("a property that the transcript gives, by its name; for numbers also >5, 2..7"),
        ),
    )


def _properties() -> tuple[Entry, ...]:
    return (
        Entry(
            "lang:zh", _("turns with Han characters; also ja, ko, en, ru, ar or han, kana, hangul, latin, …")
        ),
        Entry("len:>200", _("turns of more than 200 words and characters; also <10, 5..20, 7")),
        Entry("has:code", _("turns with code between backquotes; also link, question, emoji")),
        Entry("tag:thanks", _("turns that a reader gave this tag, or all of whose conversation has it")),
        Entry("has:note", _("turns with a note on them or on their conversation")),
        Entry("emoji:👍🏽", _("this emoji in this skin tone; also yes, no, >3")),
        Entry(
            "repaired:inferred", _("turns whose text was repaired so; also yes, no, exact, lost, undone, any")
        ),
        Entry("inferred:no", _("turns in which no repair is a guess")),
        Entry(
            "twin:no", _("dialogues that the corpus holds twice count once; also yes, equal, damaged, near")
        ),
    )
