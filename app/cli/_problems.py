"""Says on standard error what could not be read of a query, and where."""

from __future__ import annotations

import click

from app.cli.base import printable
from app.i18n import _
from app.search.parser import Query


def report_problems(query: Query) -> None:
    """One line a problem, with its place (from 1) and the text there; nothing for a query without any."""
    for problem in query.problems:
        line = _("Query, character {place}: {what} ({text})").format(
            place=problem.start + 1, what=problem.message, text=query.text[problem.start : problem.end]
        )
        click.echo(printable(" ".join(line.split())), err=True)
