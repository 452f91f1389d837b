"""The switches for what counts as the same, and how a query is explained, on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

import click

from app.i18n import _, ngettext
from app.search.explain import Explanation
from app.search.folding import DEFAULT, FOLDS, Folding, folding_of

F = TypeVar("F", bound=Callable[..., object])
_SHOWN: Final = 12


def folding_option() -> Callable[[F], F]:
    """``--fold``: one switch each time, ``no-case`` to switch one off."""
    return click.option(
        "--fold",
        "folds",
        multiple=True,
        type=click.Choice([*FOLDS, *(f"no-{name}" for name in FOLDS)]),
        help=_(
            "What does not count when texts are compared, once for each: case and width do not count"
            " already, no-case makes it count; chinese takes 軟體 for 软件."
        ),
    )


def folding_from(switches: Sequence[str]) -> Folding:
    """The usual folding with some switches moved."""
    on = {name for name in FOLDS if getattr(DEFAULT, name)}
    for switch in switches:
        name = switch.removeprefix("no-")
        if name == switch:
            on.add(name)
        else:
            on.discard(name)
    return folding_of(on)


def folding_words(folding: Folding) -> str:
    """The switches that are on, in words."""
    names = {
        "case": _("case"), "width": _("width"), "diacritics": _("diacritics"),
        "chinese": _("simplified or traditional"), "kana": _("kind of kana"),
    }  # fmt: skip
    return ", ".join(names[name] for name in FOLDS if getattr(folding, name)) or _("nothing")


def explanation_lines(told: Explanation) -> Iterator[str]:
    """An explanation in some lines of text."""
    yield _("Read as: {query}").format(query=told.reading or "*")
    yield _("Overlooked: {folds}").format(folds=folding_words(told.folding))
    if told.forms:
        forms = " / ".join(f"{form.text} {form.hits:,}" for form in told.forms[:_SHOWN])
        more = len(told.forms) - _SHOWN
        rest = " " + ngettext("and {n:,} more form", "and {n:,} more forms", more).format(n=more)
        line = _("Matched: {forms}").format(forms=forms) + (rest if more > 0 else "")
        if told.looked_at < told.total:
            line += " " + _("(in the first {n:,} turns)").format(n=told.looked_at)
        yield line
    for part in told.missing:
        yield _("Nothing matches {part}").format(part=part)
    yield from told.reasons
    if told.nearest is not None:
        found = told.nearest
        yield _("Nearest: {query} ({n:,} turns; overlooked: {folds})").format(
            query=found.query.text, n=found.total, folds=folding_words(found.query.folding)
        )


def explanation_fields(told: Explanation) -> dict[str, object]:
    """An explanation as JSON."""
    near = told.nearest
    return {
        "reading": told.reading,
        "folds": [name for name in FOLDS if getattr(told.folding, name)],
        "forms": [{"text": form.text, "hits": form.hits} for form in told.forms],
        "turns_looked_at": told.looked_at,
        "missing": list(told.missing),
        "reasons": list(told.reasons),
        "nearest": None if near is None else {"query": near.query.text, "total": near.total},
    }
