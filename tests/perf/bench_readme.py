"""The bench table as a part of the README, between two marks; nobody types figures there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tests.helpers.tree import ROOT
from tests.perf.bench_results import Results
from tests.perf.figures import Figure
from tests.perf.peers import Row

README = ROOT / "README.md"
BEGIN = "<!-- bench: written by packaging/dev.py bench --readme -->"
END = "<!-- end of bench -->"
_VERDICTS = {"aim": "reached", "met": "met", "MISSED": "**missed**", "": ""}
_MUCH_FASTER = 1.5
_QUIET = 1.0


def put(results: Results) -> None:
    """Write the table into the README; ValueError where its marks are not there."""
    README.write_text(placed(README.read_text(encoding="utf-8"), markdown(results)), encoding="utf-8")


def placed(readme: str, table: str) -> str:
    """The README with another table between the marks."""
    before, begin, rest = readme.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the README has no marks for the bench")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def markdown(results: Results) -> str:
    """The circumstances, the table, the peers, and where a peer wins; whether others had the processors."""
    lines = [f"{results.circumstances}."]
    if max(results.circumstances.load[:1], default=0.0) > _QUIET:
        lines.append(
            "**The machine was busy with other work: times are too long and their ratios say little; the"
            " figures are provisional.**"
        )
    lines += ["", *_figures(results.figures)]
    if results.peers:
        lines += ["", *_peers(results.peers), "", *_verdict(results.peers)]
    return "\n".join(lines)


def _figures(figures: list[Figure]) -> Iterator[str]:
    yield "| what | measured | must | aim | |"
    yield "|---|--:|--:|--:|---|"
    for one in figures:
        if one.must is None:
            continue
        limits = " | ".join("" if limit is None else f"{limit:g} {one.unit}" for limit in (one.must, one.aim))
        measured = f"{_number(one.value)} {one.unit}"
        yield f"| {_plain(one.what)} | {measured} | {limits} | {_VERDICTS[one.verdict]} |"


def _peers(rows: list[Row]) -> Iterator[str]:
    names = list(dict.fromkeys(row.means for row in rows))
    yield f"| query | turns | {' | '.join(names)} |"
    yield f"|---|--:|{'--:|' * len(names)}"
    for query, group in groupby(rows, lambda row: row.query):
        found = {row.means: row for row in group}
        cells = [_cell(found[name]) if name in found else "" for name in names]
        yield f"| {_plain(query)} | {next(iter(found.values())).turns:,} | {' | '.join(cells)} |"


def _cell(row: Row) -> str:
    wrong = "" if row.counted == row.turns else f" ({row.counted:,})"
    return f"{_number(row.milliseconds)} ms{wrong}"


def _verdict(rows: list[Row]) -> Iterator[str]:
    """Where a peer is right and much faster, and where one is wrong; from the rows alone."""
    ours = {row.query: row for row in rows if row.means == "Parlance"}
    for means, group in groupby(sorted(rows, key=lambda row: row.means), lambda row: row.means):
        theirs = list(group)
        right = [row for row in theirs if row.counted == row.turns]
        wrong = [f"`{row.query}`" for row in theirs if row.counted != row.turns]
        faster = [
            f"`{row.query}`"
            for row in right
            if row.milliseconds * _MUCH_FASTER < ours[row.query].milliseconds
        ]
        told = f"- {means} counts {len(right)} of {len(theirs)} queries right"
        told += f" (not {', '.join(wrong)})" if wrong else ""
        if means != "Parlance":
            told += (
                f"; it wins, right and clearly faster, on {', '.join(faster)}" if faster else "; it wins none"
            )
        yield told + "."


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _plain(text: str) -> str:
    return text.replace("|", "\\|")
