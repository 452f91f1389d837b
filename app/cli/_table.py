"""Plain tables for a terminal, aligned also where characters are two columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from app.cli._terminal import display_width

Cell = str | int | float


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Columns under their headings, numbers to the right; without the line end of the last line.

    Cells may be styled by ``click.style``; the marks take no room.
    """
    given = list(rows)
    body = [[_shown(cell) for cell in row] for row in given]
    numeric = [
        bool(given) and all(isinstance(row[at], int | float) for row in given) for at in range(len(columns))
    ]
    widths = [max(map(_width, cells)) for cells in zip(columns, *body, strict=True)]
    lines = [list(columns), ["─" * width for width in widths], *body]
    return "\n".join(
        "  ".join(
            _padded(cell, width, right=numeric[at])
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _shown(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.3f}"
    return f"{cell:,}" if isinstance(cell, int) else " ".join(cell.splitlines())


def _padded(cell: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if right else cell + space


def _width(cell: str) -> int:
    return display_width(click.unstyle(cell))
