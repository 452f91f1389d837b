"""``parlance export``: whole conversations into one file that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import click

from app.cli._problems import report_problems
from app.cli.base import ANY_PATH, command, corpus_option, open_corpus, progress_to_stderr, say
from app.errors import UserFacingError
from app.export.base import EXPORTS, Branches, export_conversations, format_of
from app.i18n import _, ngettext
from app.model.ids import ConversationId
from app.search.searcher import Searcher
from app.store.reader import Reader


@command("export", help=_("Write conversations of CORPUS into the file PATH: whole, or not at all."))
@click.option("--where", metavar="QUERY", help=_("Every conversation that contains a match of this query."))
@click.option(
    "--conversation", "conversations", metavar="ID", type=int, multiple=True,
    help=_("This conversation; may be given several times. `list` shows the ids."),
)  # fmt: skip
@corpus_option()
@click.option(
    "--format", "form", type=click.Choice(list(EXPORTS)), help=_("The form; by default what PATH ends in.")
)
@click.option(
    "-o", "--output", "output", metavar="PATH", required=True, type=ANY_PATH,
    help=_("The file to write; an existing one is replaced when everything has been written."),
)  # fmt: skip
@click.option(
    "--branches", type=click.Choice(["path", "all"]), default="path", show_default=True,
    help=_("Of dialogues with versions, in linear forms: the path shown, or every path."),
)  # fmt: skip
def export_command(
    where: str | None,
    conversations: tuple[int, ...],
    corpus: Path,
    form: str | None,
    output: Path,
    branches: Branches,
) -> None:
    """Exit status 1 when nothing matches or the file cannot be written; nothing is left then."""
    if (where is None) == (not conversations):
        raise click.UsageError(_("Give either --where QUERY or --conversation ID, not both."))
    name = form or _by_extension(output)
    with closing(open_corpus(corpus)) as opened:
        _require_other_file(output, corpus)
        reader = opened.reader()
        chosen = (
            [ConversationId(number) for number in conversations] if where is None else _found(reader, where)
        )
        report = progress_to_stderr(export_conversations(reader, chosen, name, output, branches=branches))
    say(
        _("{conversations}, {turns} written to {path}.").format(
            conversations=_count("{n:,} conversation", "{n:,} conversations", report.conversations),
            turns=_count("{n:,} turn", "{n:,} turns", report.turns),
            path=report.path,
        )
    )


def _count(one: str, many: str, n: int) -> str:
    return ngettext(one, many, n).format(n=n)


def _by_extension(output: Path) -> str:
    name = format_of(output)
    if name is not None:
        return name
    raise click.UsageError(_("Say with --format which form to write."))


def _found(reader: Reader, where: str) -> Sequence[ConversationId]:
    searcher = Searcher(reader)
    query = searcher.read(where)
    report_problems(query)
    found = searcher.conversations(query)
    if not found:
        raise UserFacingError(_("No conversation contains a match. Nothing was written."))
    return found


def _require_other_file(output: Path, corpus: Path) -> None:
    """An export over the corpus itself would destroy it."""
    with suppress(OSError):
        if output.samefile(corpus):
            raise UserFacingError(
                _("{path} is the corpus itself. Nothing was written.").format(path=output),
                _("Choose another name for the export."),
            )
