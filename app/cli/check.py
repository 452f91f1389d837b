"""``parlance check -c CORPUS``: is the file sound, and does the index match the texts?"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from app.cli.base import command, corpus_option, emit_json, json_option, open_corpus, progress_to_stderr, say
from app.i18n import _, ngettext
from app.model.progress import CancelToken
from app.store.check import check_corpus


@command(
    "check",
    help=_(
        "Verify CORPUS: the SQLite file, the full-text index against the texts, orphans, counts and repairs. "
        "Nothing is changed."
    ),
)
@corpus_option()
@json_option()
def check_command(corpus: Path, as_json: bool) -> int:
    """Exit status 1 when damage was found."""
    with closing(open_corpus(corpus)) as opened:
        report = progress_to_stderr(check_corpus(opened, CancelToken()))
    if as_json:
        emit_json(
            {
                "ok": not report.problems,
                "turns": report.turns,
                "problems": list(report.problems),
                "unfinished": list(report.unfinished),
            }
        )
    else:
        checked = ngettext("{n:,} turn checked", "{n:,} turns checked", report.turns).format(n=report.turns)
        say(_("{checked}: no damage found.").format(checked=checked) if not report.problems else checked)
        for name in report.unfinished:
            say(_("The import of {name} was interrupted; importing it again goes on.").format(name=name))
        for problem in report.problems:
            click.echo(_("damaged: {problem}").format(problem=problem), err=True)
    return 1 if report.problems else 0
