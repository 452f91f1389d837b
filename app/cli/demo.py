"""``parlance demo``: the whole job on the bundled sample in a terminal: import, search, read, count."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import closing
from pathlib import Path

import click

from app.cli._table import table
from app.cli.base import (
    ANY_PATH,
    Launchers,
    command,
    display_width,
    printable,
    progress_to_stderr,
    say,
    to_terminal,
)
from app.errors import UserFacingError
from app.i18n import _
from app.ingest.importer import import_paths
from app.ingest.options import ImportOptions
from app.model.hits import KwicRow
from app.model.progress import CancelToken
from app.paths import is_frozen, sample_dir
from app.repair.engine import RepairEngine
from app.search.parser import parse
from app.search.searcher import Searcher
from app.stats.base import METRICS, Selection
from app.store.corpus import Corpus
from app.store.reader import Reader

QUERY = "周末"
SHOWN_METRICS = ("turns-per-speaker", "language-mix")
_CONTEXT = 24
_EXCERPT = 160
_ROWS = 8


@command("demo", help=_("Show in the terminal what Parlance does, on the bundled sample."))
@click.option(
    "--folder", type=ANY_PATH, default=Path("parlance-demo"),
    help=_("Where the corpus and the picture are put (default: parlance-demo here)."),
)  # fmt: skip
@click.option("--query", default=QUERY, show_default=True, help=_("What to search for."))
@click.option("--picture/--no-picture", default=True, help=_("Draw the window off-screen at the end."))
@click.pass_obj
def demo(launchers: Launchers, folder: Path, query: str, picture: bool) -> None:
    """Make the corpus anew, show a search, a repaired excerpt and two tables, then draw the window."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sample.parlance"
    for old in (path, *(path.with_name(path.name + tail) for tail in ("-wal", "-shm", "-journal"))):
        old.unlink(missing_ok=True)
    with closing(Corpus.create(path)) as corpus:
        _import(corpus)
        reader = corpus.reader()
        _search(reader, query)
        _excerpt(reader)
        _statistics(reader)
    say("\n" + _("The corpus is one file: {path}").format(path=path))
    if picture:
        _draw(launchers, path, query, folder / "window.png")
    line = f"{_program()} search QUERY -c {shlex.quote(str(path))}"
    say(_("Go on with: {line}").format(line=line))


def _program() -> str:
    """What to type to start this very program."""
    beside = Path(sys.executable).with_name("parlance")
    if is_frozen() or not beside.exists():
        return "parlance"
    return shlex.quote(os.path.relpath(beside))


def _heading(text: str) -> None:
    shown = printable(text)
    click.echo("\n" + (click.style(shown, bold=True) if to_terminal() else f"== {shown} =="))


def _import(corpus: Corpus) -> None:
    _heading(_("Import of the bundled sample"))
    work = import_paths(corpus, [sample_dir()], ImportOptions(), RepairEngine(), CancelToken())
    report = progress_to_stderr(work)
    columns = (_("transcript"), _("form"), _("encoding"), _("turns"), _("repaired"), _("damaged by"))
    rows = [
        (item.name, item.format, item.encoding, item.turn_count, item.repaired_count, item.channel or "")
        for item in corpus.reader().transcripts()
    ]
    say(table(columns, rows))
    say(
        _(
            "{turns} turns of {transcripts} transcripts in {seconds:.1f} s, {repaired} of them repaired."
        ).format(
            turns=report.turns,
            transcripts=report.transcripts,
            seconds=report.seconds,
            repaired=report.repaired_turns,
        )
    )


def _search(reader: Reader, text: str) -> None:
    _heading(_("Search: {query}").format(query=text))
    searcher = Searcher(reader)
    query = parse(text)
    result = searcher.search(text)
    rows = searcher.kwic(query, searcher.first(query, n=_ROWS), _CONTEXT, _CONTEXT)
    shown = rows[:_ROWS]
    room = max((display_width(printable(row.left)) for row in shown), default=0)
    cells = [
        (printable(row.hit.title or row.hit.transcript), printable(row.hit.turn.speaker), _marked(row, room))
        for row in shown
    ]
    click.echo(table((_("conversation"), _("speaker"), _("in its context")), cells))
    say(
        _("{total} turns match, found in {ms:.1f} ms; {shown} places are shown.").format(
            total=result.total, ms=result.elapsed_ms, shown=len(shown)
        )
    )


def _marked(row: KwicRow, room: int) -> str:
    """The occurrence in its context, one under the other; highlighted on a terminal, bracketed elsewhere."""
    left, node, right = (printable(part) for part in (row.left, row.node, row.right))
    found = click.style(node, bold=True, fg="black", bg="yellow") if to_terminal() else f"[{node}]"
    return f"{' ' * (room - display_width(left))}{left} {found} {right}"


def _excerpt(reader: Reader) -> None:
    repaired = [item for item in reader.conversations() if item.repaired_count]
    if not repaired:
        return
    _heading(
        _("Excerpt of a repaired conversation: {title}").format(
            title=repaired[0].title or repaired[0].transcript
        )
    )
    for turn in reader.turns(repaired[0].id, 0, 4):
        stored = reader.turn_repair(turn.id)
        if stored is not None:
            say(_("  as found  {text}").format(text=_shortened(stored.original)))
        say(
            _("  repaired  {speaker}: {text}").format(speaker=turn.speaker, text=_shortened(turn.text)) + "\n"
        )


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[:_EXCERPT] + "…"


def _statistics(reader: Reader) -> None:
    facts = reader.facts()
    for name in SHOWN_METRICS:
        metric = METRICS[name]
        result = metric.compute(facts, Selection(), reader)
        _heading(f"{metric.title} ({_(result.unit)})")
        columns = [at for at, _name in enumerate(result.columns) if any(row[at] for row in result.rows)]
        rows = [[row[at] for at in columns] for row in result.rows[:_ROWS]]
        say(table([result.columns[at] for at in columns], rows))


def _draw(launchers: Launchers, corpus: Path, query: str, picture: Path) -> None:
    """A picture of the real window, where Qt can draw one; the rest of the demo does not depend on it."""
    try:
        launchers.drawing()(corpus, query, picture)
    except UserFacingError as error:
        say(_("The window could not be drawn: {error}").format(error=error))
    else:
        say(_("A picture of the window: {path}").format(path=picture))
