"""Tags and notes on their way out: as cells of a table, and as values for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.store.tag_words import tag_names
from app.store.tags_read import Tagging, placed

_BETWEEN: Final = "; "


def stretches_cell(taggings: Sequence[Tagging], text: str) -> str:
    """The stretches of a turn that carry a tag or a note, as ``name[start:end]`` in code points of ``text``.

    A stretch whose words the text has no more is named by them.
    """
    cells = []
    for one in taggings:
        if one.quote:
            place = placed(text, one)
            cells.append(f"{one.tag}[{place[0]}:{place[1]}]" if place else f"{one.tag}[“{one.quote}”]")
    return _BETWEEN.join(cells)


def fields(taggings: Sequence[Tagging], text: str = "") -> dict[str, object]:
    """What a record of JSON gets: ``tags``, the names, and ``annotations``, everything that is known of them.

    An annotation has ``tag``, ``colour``, ``memo`` (what the tag means), ``note``, ``quote``, ``start`` and
    ``end`` (code points of ``text``, the end excluded), those of them that say something, and ``made_at``.
    Empty for no taggings.
    """
    if not taggings:
        return {}
    return {"tags": tag_names(taggings), "annotations": [_annotation(one, text) for one in taggings]}


def _annotation(one: Tagging, text: str) -> dict[str, object]:
    known = {
        "tag": one.tag,
        "colour": one.colour,
        "memo": one.memo,
        "note": one.note,
        "quote": one.quote,
    }
    said: dict[str, object] = {name: value for name, value in known.items() if value}
    place = placed(text, one)
    if place is not None:
        said["start"], said["end"] = place
    return said | {"made_at": one.made_at}
