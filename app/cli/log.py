"""``parlance log [TRANSCRIPT] -c CORPUS``: when and how transcripts came in, and what was lost on the way."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from app.cli.base import command, corpus_option, emit_json, json_option, open_corpus, say
from app.errors import BadInputError
from app.i18n import _
from app.store.import_log import entries
from app.store.log_words import damage_words, entry_words, problem_words


@command(
    "log",
    help=_(
        "Tell when transcripts were imported into CORPUS, from which file, in which format and encoding, "
        "how many turns they have, what was repaired, and what was skipped or lost where. Without a name: "
        "of all, the latest first."
    ),
)
@click.argument("transcript", required=False, metavar="[TRANSCRIPT]")
@corpus_option()
@click.option(
    "--limit", type=click.IntRange(1), default=100, show_default=True, help=_("Tell of so many imports.")
)
@json_option()
def log_command(transcript: str | None, corpus: Path, limit: int, as_json: bool) -> None:
    """BadInputError when the log knows nothing of that name or id."""
    with closing(open_corpus(corpus)) as opened:
        reader = opened.reader()
        name = transcript
        if transcript is not None and transcript.isdigit() and not entries(reader.rows, transcript, 1):
            found = reader.rows("SELECT name FROM transcript WHERE id = ?", (int(transcript),))
            name = str(found[0][0]) if found else transcript
        told = entries(reader.rows, name, limit)
    if transcript is not None and not told:
        raise BadInputError(
            _("The log of this corpus knows nothing of {name}.").format(name=transcript),
            _("`parlance log` without a name tells of all transcripts."),
        )
    if as_json:
        emit_json({"log": [asdict(entry) for entry in told]})
        return
    for entry in told:
        say(f"{entry.at}  {' '.join(entry.name.split())}: {entry_words(entry)}")
        for line in (damage_words(entry), *problem_words(entry)):
            if line:
                say(f"    {' '.join(line.split())}")
    if not told:
        say(_("Nothing was imported since this corpus keeps a log."))
