"""``parlance search QUERY -c CORPUS``: the turns that match, with their places, and the exact total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import click

from app.cli._folding import explanation_fields, explanation_lines, folding_from, folding_option
from app.cli._problems import report_problems
from app.cli.base import (
    QueryCommand,
    command,
    corpus_option,
    emit_json,
    json_option,
    open_corpus,
    printable,
    say,
    to_terminal,
)
from app.i18n import _, ngettext
from app.model.hits import Hit, Order, Span
from app.search.explain import explain
from app.search.kwic import splits_grapheme
from app.search.reference import query_help
from app.search.searcher import PAGE, Searcher, SearchResult

_WHOLE: Final = 400
"""A turn of up to so many characters is shown whole, a longer one around its first places."""
_CONTEXT: Final = 80
_MOST_PLACES: Final = 5


def _help() -> str:
    rows = "\n".join(f"  {entry.example:<24} {entry.meaning}" for entry in query_help())
    return _("Search CORPUS and show the turns that match QUERY.") + "\n\n\b\n" + rows


@command("search", cls=QueryCommand, help=_help())
@click.argument("query", metavar="QUERY")
@corpus_option()
@click.option(
    "--order", type=click.Choice(["position", "relevance"]), default="position", show_default=True,
    help=_("In the order of the transcripts, or best matches first."),
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(min=0), default=PAGE, show_default=True,
    help=_("How many hits to show; 0 shows all. The total is exact in any case."),
)  # fmt: skip
@folding_option()
@click.option(
    "--explain", "explained", is_flag=True, help=_("Say how the query was read and what it matched.")
)
@json_option()
def search_command(
    query: str,
    corpus: Path,
    order: Order,
    limit: int,
    folds: tuple[str, ...],
    *,
    explained: bool,
    as_json: bool,
) -> None:
    """Hits on standard output; what could not be read of the query on standard error."""
    with closing(open_corpus(corpus)) as opened:
        searcher = Searcher(opened.reader())
        result = searcher.search(query, order, limit, folding=folding_from(folds))
        explanation = explain(result.query, searcher) if explained else None
    report_problems(result.query)
    if as_json:
        told = {} if explanation is None else {"explanation": explanation_fields(explanation)}
        emit_json(_fields(result) | told)
        return
    if explanation is not None:
        for line in explanation_lines(explanation):
            say(printable(line))
    highlight = to_terminal()
    for hit in result.hits:
        click.echo(_shown(hit, highlight=highlight))
    say(_footer(result))


def _fields(result: SearchResult) -> dict[str, object]:
    return {
        "query": result.query.text,
        "total": result.total,
        "elapsed_ms": result.elapsed_ms,
        "hits": [
            {
                "turn": hit.turn.id,
                "conversation": hit.turn.conversation_id,
                "title": hit.title,
                "index": hit.turn.index,
                "speaker": hit.turn.speaker,
                "text": hit.turn.text,
                "spans": hit.spans,
                "transcript": hit.transcript,
            }
            for hit in result.hits
        ],
    }


def _footer(result: SearchResult) -> str:
    total = ngettext("{n:,} turn matches", "{n:,} turns match", result.total).format(n=result.total)
    shown = len(result.hits)
    some = _(", the first {n:,} shown").format(n=shown) if shown < result.total else ""
    return _("{total}{some} ({ms:.1f} ms)").format(total=total, some=some, ms=result.elapsed_ms)


def _shown(hit: Hit, *, highlight: bool) -> str:
    """A heading line and the text below it, places marked; safe to print."""
    title = " ".join((hit.title or hit.transcript).split())
    speaker = " ".join(hit.turn.speaker.split())
    head = printable(f"{title} · #{hit.turn.index} · {speaker}")
    body = "".join(
        _marked(printable(part), highlight=highlight) if found else printable(part)
        for part, found in excerpt(hit.turn.text, hit.spans)
    )
    lines = body.replace("\r\n", "\n").split("\n")
    head = click.style(head, bold=True) if highlight else head
    return "\n".join([head, *(f"    {line}" for line in lines), ""])


def _marked(text: str, *, highlight: bool) -> str:
    return click.style(text, fg="black", bg="yellow") if highlight else f"«{text}»"


def excerpt(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each is a place; of a long text only what is near its first places."""
    if len(text) <= _WHOLE:
        windows = [(0, len(text))]
        places = spans
    else:
        places = spans[:_MOST_PLACES]
        windows = list(_windows(text, places))
    at = 0
    for start, end in windows:
        if start > at:
            yield "…", False
        at = start
        for first, last in places:
            if start <= first and last <= end:
                yield text[at:first], False
                yield text[first:last], True
                at = last
        yield text[at:end], False
        at = end
    if at < len(text):
        yield "…", False


def _windows(text: str, places: Sequence[Span]) -> Iterator[Span]:
    """Stretches around the places, joined where they meet, cut between characters."""
    start = end = -1
    for first, last in places or ((0, _WHOLE - _CONTEXT),):
        left, right = max(0, first - _CONTEXT), min(len(text), last + _CONTEXT)
        while splits_grapheme(text, left):
            left -= 1
        while splits_grapheme(text, right):
            right += 1
        if left <= end:
            end = max(end, right)
            continue
        if end >= 0:
            yield start, end
        start, end = left, right
    yield start, end
