"""``parlance import PATH… -c CORPUS``: take transcripts into a corpus, new or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import click

from app.cli._preview import show_preview
from app.cli._watch import Watcher
from app.cli._wishes import Words, group_options, remember_mappings
from app.cli.base import (
    ANY_PATH,
    command,
    corpus_option,
    emit_json,
    json_option,
    printable,
    progress_to_stderr,
    say,
)
from app.formats.mapping import map_hint
from app.i18n import _, ngettext
from app.ingest.importer import import_paths
from app.model.progress import CancelToken
from app.model.reports import ImportReport
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus
from app.store.discard import remove_corpus


@command(
    "import",
    help=_(
        "Import transcripts and folders of them into CORPUS, which is made if it is not there. "
        "Files that did not change since the last time are left alone. What --format, --encoding and --map "
        "say of files is kept in the corpus and holds when they are imported again."
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=ANY_PATH)
@corpus_option()
@click.option("--dry-run", is_flag=True, help=_("Only say what would be imported how, and what not."))
@group_options
@click.option(
    "--remember",
    is_flag=True,
    help=_("Use --map for tables with the same header from now on (parlance mappings lists them)."),
)
@click.option(
    "--channel", metavar="NAME", help=_("How the text was damaged, e.g. cp1254-drop (default: detected).")
)
@click.option(
    "--watch", is_flag=True, help=_("Then wait for new and changed files of the folder, until Ctrl+C.")
)
@json_option()
def import_command(
    paths: tuple[Path, ...],
    corpus: Path,
    dry_run: bool,
    watch: bool,
    remember: bool,
    channel: str | None,
    as_json: bool,
    **groups: tuple[str, ...],
) -> int:
    """Exit status 0 if anything was imported or unchanged, else 1; then no new corpus is left behind."""
    options = Words(**groups, channel=channel).options()
    if dry_run:
        return show_preview(paths, corpus, options, as_json=as_json)
    if remember:
        remember_mappings(paths, corpus, options)
    if watch and (len(paths) != 1 or not paths[0].is_dir()):
        raise click.UsageError(_("--watch takes one folder."))
    with _opened(corpus) as opened:
        if watch:
            Watcher(opened, paths[0], options, partial(_tell, as_json=as_json)).run()
            return 0
        report = progress_to_stderr(import_paths(opened, paths, options, RepairEngine(), CancelToken()))
    _tell(report, as_json=as_json)
    return 0 if report.transcripts or report.unchanged else 1


@contextmanager
def _opened(path: Path) -> Iterator[Corpus]:
    """The corpus, made if it is not there; a new one in which nothing came is removed again."""
    made = not path.exists()
    empty = False
    try:
        with closing(Corpus.open_or_create(path)) as opened:
            try:
                yield opened
            finally:
                empty = made and not opened.reader().counts().transcripts
    finally:
        if empty:
            remove_corpus(path)


def _tell(report: ImportReport, *, as_json: bool) -> None:
    if as_json:
        emit_json(report_fields(report))
    else:
        say(summary(report))
    for line in complaints(report):
        click.echo(printable(line), err=True)


def report_fields(report: ImportReport) -> dict[str, object]:
    """The report as the command line's JSON."""
    return {
        "transcripts": report.transcripts,
        "conversations": report.conversations,
        "turns": report.turns,
        "repaired_turns": report.repaired_turns,
        "unchanged": report.unchanged,
        "duplicates": report.duplicates,
        "left_out": report.left_out,
        "settled": report.settled,
        "twins": report.twins,
        "skipped": [{"path": item.path, "reason": item.reason} for item in report.skipped],
        "warnings": [
            {"path": item.path, "place": item.place, "reason": item.reason} for item in report.warnings
        ],
        "seconds": round(report.seconds, 3),
    }


def summary(report: ImportReport) -> str:
    """The report in a sentence or two."""
    parts = [
        ngettext("{n:,} transcript", "{n:,} transcripts", report.transcripts).format(n=report.transcripts),
        ngettext("{n:,} conversation", "{n:,} conversations", report.conversations).format(
            n=report.conversations
        ),
        ngettext("{n:,} turn", "{n:,} turns", report.turns).format(n=report.turns),
    ]
    if report.repaired_turns:
        parts.append(_("{n:,} of them repaired").format(n=report.repaired_turns))
    line = _("Imported {what} in {seconds:.1f} s.").format(what=", ".join(parts), seconds=report.seconds)
    if report.unchanged:
        line += " " + _("{n:,} unchanged.").format(n=report.unchanged)
    if report.duplicates:
        line += " " + _("{n:,} equal to another transcript.").format(n=report.duplicates)
    if report.twins:
        line += " " + ngettext(
            "{n:,} dialogue repeats another one.", "{n:,} dialogues repeat another one.", report.twins
        ).format(n=report.twins)
    if report.settled:
        line += " " + ngettext(
            "{n:,} turn was settled by its twin.", "{n:,} turns were settled by their twins.", report.settled
        ).format(n=report.settled)
    if report.left_out:
        line += " " + _("{n:,} left out, as was chosen before.").format(n=report.left_out)
    if report.skipped:
        line += " " + _("{n:,} skipped.").format(n=len(report.skipped))
    return line


def complaints(report: ImportReport) -> list[str]:
    """One line for every skipped file and every part that could not be read, or that there was no file."""
    if not (report.transcripts or report.unchanged or report.skipped or report.left_out):
        return [_("parlance: There are no files to import there.")]
    lines = [
        _("skipped {path}: {reason}").format(path=item.path, reason=item.reason) for item in report.skipped
    ] + [
        _("{path}, {place}: {reason}").format(path=item.path, place=item.place, reason=item.reason)
        for item in report.warnings
    ]
    headers = dict.fromkeys(item.header for item in report.skipped if item.header)
    return lines + [_("parlance: {hint}").format(hint=map_hint(header)) for header in headers]
