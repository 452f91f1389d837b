"""``parlance compact -c CORPUS``: make a corpus file smaller; removed transcripts are forgotten."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from app.cli.base import command, corpus_option, emit_json, json_option, open_corpus, progress_to_stderr, say
from app.errors import BadInputError
from app.i18n import _, ngettext
from app.model.progress import CancelToken
from app.store import trash
from app.store.compact import CompactReport, compact


@command(
    "compact",
    help=_(
        "Write the file of CORPUS anew without gaps. Removed transcripts that could still be put back are "
        "forgotten by this for good; if there are any, it is asked first."
    ),
)
@corpus_option()
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@json_option()
def compact_command(corpus: Path, yes: bool, as_json: bool) -> int:
    """Exit status 1 when the answer was no; BadInputError when nobody can be asked."""
    with closing(open_corpus(corpus)) as opened:
        kept = trash.listed(opened.reader().rows)
        if kept and not yes and not _agreed(len(kept)):
            return 1
        report = progress_to_stderr(compact(opened, CancelToken(), "parlance compact"))
    if as_json:
        emit_json({"before": report.before, "after": report.after, "forgotten": report.forgotten})
    else:
        say(words(report))
    return 0


def words(report: CompactReport) -> str:
    """Sizes before and after, and what was forgotten."""
    line = _("The corpus took {before} MB and takes {after} MB now.").format(
        before=f"{report.before / 1e6:,.1f}", after=f"{report.after / 1e6:,.1f}"
    )
    if report.forgotten:
        forgotten = ngettext(
            "{n:,} removed transcript forgotten.", "{n:,} removed transcripts forgotten.", report.forgotten
        )
        line += " " + forgotten.format(n=report.forgotten)
    return line


def _agreed(kept: int) -> bool:
    question = ngettext(
        "{n} removed transcript can still be put back, and cannot after this. Compact?",
        "{n} removed transcripts can still be put back, and cannot after this. Compact?",
        kept,
    ).format(n=f"{kept:,}")
    if sys.stdin is None or not sys.stdin.isatty():
        raise BadInputError(question, _("Say --yes to go on."))
    return bool(click.confirm(question, err=True))
