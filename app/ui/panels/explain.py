"""How a query was read and what it matched, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import _
from app.search.groups import Group
from app.search.parser import Query
from app.search.unparse import unparse
from app.ui.theme.visible import named

FORMS_SHOWN = 6
_FORM_CHARS = 24


def explain_words(query: Query, forms: Sequence[Group]) -> str:
    """What the line says; empty where it would only repeat what was typed.

    ``forms`` are the texts that matched, the most frequent first; none while they are counted.
    """
    parts: list[str] = []
    read = unparse(query.ast)
    if read.strip('"') != query.text.strip().strip('"'):  # quotes around a sign say nothing new
        parts.append(_("Read as {query}").format(query=named(read)) if read else _("Read as: every turn"))
    found = [one for one in forms if one.label]
    if len(found) > 1 or (found and found[0].label != query.text.strip()):
        shown = " / ".join(f"{named(one.label, _FORM_CHARS)} {one.hits:,}" for one in found[:FORMS_SHOWN])
        more = len(found) - FORMS_SHOWN
        rest = " " + _("and {n} more forms").format(n=f"{more:,}") if more > 0 else ""
        parts.append(_("Matched {forms}").format(forms=shown) + rest)
    return " · ".join(parts)
