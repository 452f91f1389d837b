"""``parlance import --dry-run``: what an import would do."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from app.cli._table import table
from app.cli.base import emit_json, open_corpus, printable, progress_to_stderr, say
from app.formats.base import FORMATS
from app.formats.mapping import map_hint
from app.i18n import _, ngettext
from app.ingest.left_out import left_out_before
from app.ingest.options import ImportOptions
from app.ingest.preview import kept_wishes, preview
from app.model.progress import CancelToken
from app.model.reports import ImportPreview, PreviewGroup
from app.repair.engine import RepairEngine


def show_preview(paths: Sequence[Path], corpus: Path, options: ImportOptions, *, as_json: bool) -> int:
    """Say what would be imported; exit status 0 if anything would, else 1."""
    before, left = {}, frozenset[str]()
    if corpus.exists():
        with closing(open_corpus(corpus)) as opened:
            before, left = kept_wishes(opened.reader()), left_out_before(opened.reader())
    steps = preview(paths, options, RepairEngine(), CancelToken(), corpus=corpus, before=before, left=left)
    found = progress_to_stderr(steps)
    if as_json:
        emit_json(preview_fields(found))
    else:
        _say(found)
    for item in found.skipped:
        words = _("would skip {path}: {reason}").format(path=item.path, reason=item.reason)
        click.echo(printable(words), err=True)
    for pattern in found.unmatched:
        words = _("{path}, {place}: {reason}").format(
            path=pattern, place=_("pattern"), reason=_("no file that was found matches it")
        )
        click.echo(printable(words), err=True)
    for header in dict.fromkeys(item.header for item in found.skipped if item.header):
        click.echo(printable(_("parlance: {hint}").format(hint=map_hint(header))), err=True)
    return 0 if found.files else 1


def preview_fields(found: ImportPreview) -> dict[str, object]:
    """The preview as the command line's JSON."""
    return {
        "groups": [
            {
                "format": group.format,
                "encoding": group.encoding,
                "channel": group.channel,
                "size": group.size,
                "columns": dict(group.columns),
                "left_out": group.left_out,
                "files": list(group.files),
            }
            for group in found.groups
        ],
        "skipped": [{"path": item.path, "reason": item.reason} for item in found.skipped],
        "unmatched": list(found.unmatched),
    }


def _mapped(group: PreviewGroup) -> str:
    aside = " · " + _("left out before") if group.left_out else ""
    return "".join(f" {part}={name}" for part, name in group.columns) + aside


def _say(found: ImportPreview) -> None:
    rows = [
        (
            len(group.files),
            FORMATS[group.format].title + _mapped(group),
            group.encoding,
            group.channel or "",
            group.size,
        )
        for group in found.groups
    ]
    if rows:
        say(table([_("files"), _("format"), _("encoding"), _("channel"), _("bytes")], rows))
    words = ngettext("{n:,} transcript would be imported", "{n:,} transcripts would be imported", found.files)
    line = words.format(n=found.files)
    if found.skipped:
        line += ", " + _("{n:,} skipped").format(n=len(found.skipped))
    say(line + ".")
