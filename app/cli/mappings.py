"""``parlance mappings``: the tables whose columns are known because the user said what they are."""

from __future__ import annotations

import click

from app.cli._wishes import user_settings
from app.cli.base import command, emit_json, json_option, say
from app.errors import UserFacingError
from app.i18n import _
from app.ingest.remembered import Mappings


@command(
    "mappings",
    help=_(
        "List the headers of tables whose columns were mapped, in the window or by import --map --remember; "
        "tables with such a header are imported without asking."
    ),
)
@click.option("--forget", "number", type=int, metavar="N", help=_("Forget the mapping of that number."))
@json_option()
def mappings_command(number: int | None, as_json: bool) -> None:
    """Numbered from 1, the latest first; the order changes when one is added."""
    kept = Mappings(user_settings())
    known = kept.all()
    if number is not None:
        if not 1 <= number <= len(known):
            raise UserFacingError(_("There is no mapping number {n}.").format(n=number))
        kept.forget(known[number - 1].header)
        known = kept.all()
    if as_json:
        emit_json([{"header": list(one.header), "columns": one.columns.parts} for one in known])
    elif not known:
        say(_("No mapping is remembered."))
    else:
        for place, one in enumerate(known, start=1):
            say(f"{place}  {', '.join(one.header)}")
            say(f"   --map {one.columns}")
