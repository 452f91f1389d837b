"""``parlance concordance QUERY -c CORPUS``: every hit in context, sorted, drawn, grouped, or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click
import numpy as np

from app.cli._folding import folding_from, folding_option
from app.cli._problems import report_problems
from app.cli._table import table
from app.cli.base import (
    ANY_PATH,
    QueryCommand,
    command,
    corpus_option,
    emit_json,
    json_option,
    open_corpus,
    printable,
    progress_to_stderr,
    say,
    to_terminal,
)
from app.errors import UserFacingError
from app.export.concordance.base import CONCORDANCES, export_concordance
from app.i18n import _, ngettext
from app.model.concordance import ConcordanceLine
from app.model.hits import Order
from app.search.concordance import Concordance
from app.search.facets import Facet
from app.search.groups import GROUPINGS, Group
from app.search.lines import Context
from app.search.look import Look

ORDERS: Final = ("position", "relevance", "time", "speaker", "left", "right", "length")
_SHOWN: Final = 50


@command("concordance", cls=QueryCommand, help=_("Every hit of QUERY in its context; exact totals."))
@click.argument("query", metavar="QUERY")
@corpus_option()
@click.option("--sort", "order", type=click.Choice(ORDERS), default="position", show_default=True,
              help=_("left, right: by the words beside; length: by the tokens of the turn."))  # fmt: skip
@click.option("--reverse", is_flag=True, help=_("The other way round."))
@click.option("--sample", type=click.IntRange(min=1), metavar="N",
              help=_("The hits of N turns drawn at random; the same seed draws the same."))  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help=_("Seed of the sample.")
)
@click.option("--context", type=click.IntRange(min=0, max=1000), default=60, show_default=True,
              help=_("Characters on each side of a hit."))  # fmt: skip
@click.option(
    "--turns", is_flag=True, help=_("Whole turns, with the turn before and the turn after, instead.")
)
@click.option("--group", type=click.Choice(GROUPINGS), help=_("Count by this instead of listing hits."))
@click.option("--facets", is_flag=True, help=_("Count by everything there is instead of listing hits."))
@click.option("--limit", type=click.IntRange(min=0), default=_SHOWN, show_default=True,
              help=_("How many hits or groups to show; 0 shows all. A file holds all."))  # fmt: skip
@click.option("-o", "--output", type=ANY_PATH, metavar="PATH",
              help=_("Write the hits to this .csv, .tsv or .xlsx file, with their ids."))  # fmt: skip
@folding_option()
@json_option()
def concordance_command(
    query: str, corpus: Path, order: Order, reverse: bool, sample: int | None, seed: int, context: int,
    turns: bool, group: str | None, facets: bool, limit: int, output: Path | None,
    folds: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Lines and totals on standard output, what could not be read of the query on standard error."""
    if sum((group is not None, facets, output is not None)) > 1:
        raise click.UsageError(_("Give one of --group, --facets and --output."))
    form = _form_of(output) if output is not None else ""
    with closing(open_corpus(corpus)) as opened:
        look = Look(
            opened.reader(), query, order, reverse=reverse, sample=sample or 0, seed=seed,
            folding=folding_from(folds),
        )  # fmt: skip
        report_problems(look.query)
        if facets:
            _show_facets(look.facets(), as_json=as_json)
        elif group is not None:
            _show_groups(look.groups(group)[: limit or None], group, as_json=as_json)
        elif output is not None:
            _require_other_file(output, corpus)
            _write(look, Context(context, turns), form, output)
        else:
            counted = look.counted()
            shown = look.lines(Context(context, turns), limit or counted.hits)
            if as_json:
                emit_json(_answer(look, shown))
            else:
                _show_lines(shown)
        if not as_json:
            say(_totals(look, look.counted()))


def _form_of(output: Path) -> str:
    for name, form in CONCORDANCES.items():
        if output.suffix.lower() == form.extension:
            return name
    raise click.UsageError(_("A concordance is written as .csv, .tsv or .xlsx."))


def _require_other_file(output: Path, corpus: Path) -> None:
    if output.exists() and output.samefile(corpus):
        raise UserFacingError(
            _("{path} is the corpus itself. Nothing was written.").format(path=output),
            _("Choose another name for the export."),
        )


def _write(look: Look, context: Context, form: str, output: Path) -> None:
    total = look.rows()[2]
    report = progress_to_stderr(export_concordance(look.lines(context, None), total, form, output))
    hits = ngettext("{n:,} hit", "{n:,} hits", report.hits).format(n=report.hits)
    say(_("{what} written to {path}").format(what=hits, path=report.path))


def _answer(look: Look, shown: Iterable[ConcordanceLine]) -> dict[str, object]:
    return {
        "query": look.query.text,
        "hits": look.counted().hits,
        "turns": len(look.ids),
        "conversations": look.conversations(),
        "lines": [asdict(line) for line in shown],
    }


def _show_lines(shown: Iterable[ConcordanceLine]) -> None:
    highlight = to_terminal()
    for line in shown:
        node = (
            click.style(printable(line.node), fg="black", bg="yellow")
            if highlight
            else f"«{printable(line.node)}»"
        )
        place = printable(f"{line.title or line.transcript} #{line.index} {line.speaker}")
        if line.before:
            click.echo(f"    {printable(line.before)}")
        click.echo(f"{place}: {printable(line.left)}{node if line.node else ''}{printable(line.right)}")
        if line.after:
            click.echo(f"    {printable(line.after)}")


def _show_groups(groups: Sequence[Group], by: str, *, as_json: bool) -> None:
    if as_json:
        emit_json(
            [{by: one.label, "hits": one.hits, "turns": one.turns, "query": one.clause} for one in groups]
        )
        return
    rows = [(printable(one.label) or _("(none)"), one.hits or 0, one.turns) for one in groups]
    click.echo(table((by, _("hits"), _("turns")), rows))


def _show_facets(facets: Sequence[Facet], *, as_json: bool) -> None:
    if as_json:
        emit_json({one.name: {value.label: value.turns for value in one.values} for one in facets})
        return
    rows = [(one.name, printable(value.label), value.turns) for one in facets for value in one.values]
    click.echo(table((_("facet"), _("value"), _("turns")), rows))


def _totals(look: Look, counted: Concordance) -> str:
    hits = ngettext("{n:,} hit", "{n:,} hits", counted.hits).format(n=counted.hits)
    turns = ngettext("{n:,} turn", "{n:,} turns", len(look.ids)).format(n=len(look.ids))
    conversations = look.conversations()
    where = ngettext("{n:,} conversation", "{n:,} conversations", conversations).format(n=conversations)
    words = [hits, turns, where]
    if look.sampled:
        words.append(_("{shown:,} turns shown").format(shown=len(np.unique(look.rows()[0]))))
    return " · ".join(words)
