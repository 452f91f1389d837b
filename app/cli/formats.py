"""``parlance formats``: what is read and what is written."""

from __future__ import annotations

import click

from app.cli._table import table
from app.cli.base import command, emit_json, json_option, say
from app.export.base import EXPORTS
from app.export.concordance.base import CONCORDANCES
from app.formats.base import FORMATS
from app.i18n import _


@command("formats", help=_("List what transcripts are read, and what is written."))
@json_option()
def formats_command(as_json: bool) -> None:
    """Both lists come from the registries; formats are chosen by content, extensions are only usual."""
    read = [
        {"name": name, "title": one.title, "extensions": list(one.extensions), "notes": _notes(one.__doc__)}
        for name, one in FORMATS.items()
    ]
    written = [
        {"name": name, "title": one.title, "extension": one.extension, "notes": _notes(one.__doc__)}
        for name, one in EXPORTS.items()
    ]
    hits = [
        {"name": name, "title": one.title, "extension": one.extension} for name, one in CONCORDANCES.items()
    ]
    if as_json:
        emit_json({"read": read, "written": written, "concordances": hits})
        return
    click.echo(_("Read, chosen by content; also in .zip, .tar, .gz, .bz2, .xz and .zst:"))
    rows = [(name, one.title, " ".join(one.extensions)) for name, one in FORMATS.items()]
    say(table([_("name"), _("format"), _("usual extensions")], rows))
    click.echo()
    click.echo(_("Written:"))
    rows = [(name, one.title, one.extension) for name, one in EXPORTS.items()]
    rows += [(name, one.title, one.extension) for name, one in CONCORDANCES.items()]
    say(table([_("name"), _("format"), _("extension")], rows))


def _notes(told: str | None) -> str:
    """The first paragraph of what a format says of itself."""
    return " ".join((told or "").strip().split("\n\n")[0].split())
