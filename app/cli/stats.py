"""``parlance stats [METRIC] -c CORPUS``: counts of the whole corpus or of the turns that match a query."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from app.cli._problems import report_problems
from app.cli._table import table
from app.cli.base import command, corpus_option, emit_json, json_option, open_corpus, say
from app.i18n import _
from app.search.searcher import Searcher
from app.stats.base import METRICS, Cell, MetricResult, Selection
from app.store.reader import Reader


@command(
    "stats",
    help=_("Count the turns of CORPUS. Without METRIC every metric is shown; an unknown one names them all."),
)
@click.argument("metric", metavar="[METRIC]", required=False)
@corpus_option()
@click.option("--where", metavar="QUERY", help=_("Count only the turns that match this query."))
@json_option()
def stats_command(metric: str | None, corpus: Path, where: str | None, as_json: bool) -> None:
    """One table a metric, or JSON: one object for METRIC, a list of them without."""
    if metric is not None and metric not in METRICS:
        raise click.BadParameter(
            _("there is no metric {name}; choose from {names}.").format(
                name=metric, names=", ".join(METRICS)
            ),
            param_hint="METRIC",
        )
    names = [metric] if metric is not None else list(METRICS)
    with closing(open_corpus(corpus)) as opened:
        reader = opened.reader()
        selection = _selection(reader, where)
        facts = reader.facts()
        results = [METRICS[name].compute(facts, selection, reader) for name in names]
    if as_json:
        documents = [_fields(result) for result in results]
        emit_json(documents[0] if metric is not None else documents)
        return
    for number, result in enumerate(results):
        say(("\n" if number else "") + _shown(result))


def _selection(reader: Reader, where: str | None) -> Selection:
    if where is None:
        return Selection()
    searcher = Searcher(reader)
    query = searcher.read(where)
    report_problems(query)
    return Selection(searcher.ids(query))


def _fields(result: MetricResult) -> dict[str, object]:
    return {"metric": result.metric, "unit": result.unit, "rows": result.records()}


def _shown(result: MetricResult) -> str:
    """A heading, the table without columns of nothing but zeros, and the figures of the whole."""
    kept = [at for at, _name in enumerate(result.columns) if at == 0 or any(row[at] for row in result.rows)]
    rows: list[list[Cell]] = [[row[at] for at in kept] for row in result.rows]
    lines = [METRICS[result.metric].title, f"({_(result.unit)})", ""]
    lines.append(table([result.columns[at] for at in kept], rows))
    if result.summary:
        lines += ["", "  ".join(f"{name} {_number(value)}" for name, value in result.summary)]
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}"
