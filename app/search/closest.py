"""When a field finds nothing: the value nearest to the one typed that the corpus has."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from app.search.ast import Field, Value
from app.search.fields import META
from app.search.present import Present
from app.search.values import date_range, number_range
from app.text.segment import fold

OFFERED: Final = 2
_ALIKE: Final = 0.6
_LONGEST: Final = 80
"""Names are compared as far as this: comparing takes the product of two lengths."""


def closest(field: Field, present: Present) -> Iterator[Field]:
    """The field with another value, the nearest first; what they find has still to be tried."""
    typed = field.values[0].text
    if field.name == "date":
        yield from _times(typed, present)
    elif field.name in {"len", "index"}:
        yield from _numbers(field.name, typed, present)
    else:
        for name in _alike(typed, present.names(field.name)):
            yield Field(field.name, (Value(name),))
        if field.name.startswith(META):
            for key in _alike(field.name.removeprefix(META), present.keys):
                yield Field(META + key, field.values)


def _alike(typed: str, names: tuple[str, ...]) -> list[str]:
    """Names that hold what was typed, as a word of theirs first, then those that are spelled much like it."""
    wanted = fold(typed)
    folded = {fold(name)[:_LONGEST]: name for name in reversed(names)}
    holding = [key for key in folded if wanted and wanted in key and wanted != key]
    holding.sort(key=lambda key: (wanted not in key.split(), len(key)))
    close = get_close_matches(wanted[:_LONGEST], folded, OFFERED, _ALIKE)
    return [folded[key] for key in dict.fromkeys([*holding[:OFFERED], *close])]


def _times(typed: str, present: Present) -> Iterator[Field]:
    """The month of the last time before, and of the first time after."""
    found = date_range(typed)
    for time in present.beside(*found) if found else ():
        if time is not None and date_range(time[:7]):
            yield Field("date", (Value(time[:7]),))


def _numbers(name: str, typed: str, present: Present) -> Iterator[Field]:
    found = number_range(typed)
    if found is None or present.empty:
        return
    least, most = present.lengths if name == "len" else (1, present.longest)
    if found[0] > most:
        yield Field(name, (Value(f">={most}"),))
    elif found[1] < least:
        yield Field(name, (Value(f"<={least}"),))
