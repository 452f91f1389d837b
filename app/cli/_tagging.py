"""How tags and notes are shown and written as JSON."""

from __future__ import annotations

from collections.abc import Sequence

import click

from app.cli._table import table
from app.cli.base import emit_json, printable, say
from app.i18n import _, ngettext
from app.store.tags_read import Tag, Tagging


def emit_tags(tags: Sequence[Tag]) -> None:
    """Every tag with its counts, as JSON."""
    fields = ("name", "colour", "memo", "turns", "conversations")
    emit_json({"tags": [{name: getattr(tag, name) for name in fields} for tag in tags]})


def show_tags(tags: Sequence[Tag]) -> None:
    """Every tag with its counts, as a table."""
    if not tags:
        say(_("There are no tags in this corpus."))
        return
    rows = [(printable(tag.name), tag.turns, tag.conversations) for tag in tags]
    click.echo(table((_("tag"), _("turns"), _("conversations")), rows))


def emit_notes(taggings: Sequence[Tagging]) -> None:
    """Tags and notes with what they stand on, as JSON."""
    emit_json(
        {
            "taggings": [
                {
                    "tag": one.tag, "colour": one.colour, "conversation": one.target.conversation,
                    "turn": one.target.turn, "start": one.target.start, "end": one.target.end,
                    "quote": one.quote, "note": one.note, "made_at": one.made_at,
                }
                for one in taggings
            ]
        }
    )  # fmt: skip


def show_notes(taggings: Sequence[Tagging]) -> None:
    """Tags and notes with what they stand on, a line each."""
    for one in taggings:
        place = (
            _("conversation {id}").format(id=one.target.conversation)
            if one.target.turn is None
            else _("turn {id}").format(id=one.target.turn)
        )
        parts = [place, one.tag, f"“{one.quote}”" if one.quote else "", " ".join(one.note.split())]
        say(printable("  ".join(part for part in parts if part)))
    if not taggings:
        say(_("There are no tags and no notes there."))


def emit_tagged(name: str, changed: int, of: int, *, as_json: bool) -> None:
    """How many of the targets were changed."""
    if as_json:
        emit_json({"tag": name, "changed": changed, "targets": of})
        return
    words = ngettext("{n:,} of {of:,} changed.", "{n:,} of {of:,} changed.", changed)
    say(words.format(n=changed, of=of))
