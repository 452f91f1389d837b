"""Why a part of a query finds nothing, in words: what the corpus has in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from app.i18n import _
from app.search.ast import And, Field, Node, Or, Relation
from app.search.fields import META, is_known_value
from app.search.present import Present
from app.text.segment import fold

SHOWN: Final = 6
"""Names that are listed."""
_NAME_CHARS: Final = 40
_REPLIES: Final = frozenset({"yes", "any", "no"})


def reasons(missing: Iterable[Node], whole: Node, present: Present) -> tuple[str, ...]:
    """Sentences about the fields in ``missing``, parts of ``whole`` that find nothing even alone."""
    if present.empty:
        return ()
    said: dict[str, None] = {}
    for node in missing:
        said.update((words, None) for field in _fields(node) if (words := _about(field, present)))
    if _asks_for_replies(whole) and not present.replies:
        said[_no_replies()] = None
    return tuple(said)


def _fields(node: Node) -> Iterator[Field]:
    match node:
        case Field():
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from _fields(child)
        case _:
            return


def _asks_for_replies(node: Node) -> bool:
    match node:
        case Relation(left, sign, _distance, right):
            return sign == "^" or _asks_for_replies(left) or _asks_for_replies(right)
        case And(children) | Or(children):
            return any(map(_asks_for_replies, children))
        case _:
            return False


def _about(field: Field, present: Present) -> str:
    """One sentence, or "" where there is nothing to say that the query does not say itself."""
    typed = [value.text for value in field.values if is_known_value(field.name, value.text)]
    if not typed:
        return ""
    if field.name.startswith(META):
        return _property(field.name.removeprefix(META), typed, present)
    about: dict[str, Callable[[list[str], Present], str]] = {
        "speaker": _speaker, "reply": _reply, "role": _role, "tag": _tag, "title": _title, "in": _inside,
        "file": _file, "date": _date, "len": _length, "index": _index, "lang": _script, "emoji": _emoji,
        "twin": _twin, "is": _is, "has": _has, "repaired": _repaired, "inferred": _repaired,
    }  # fmt: skip
    return about[field.name](typed, present) if field.name in about else ""


def _listed(names: Sequence[str]) -> str:
    """Names side by side, the first of them where there are many."""
    shown = [name if len(name) <= _NAME_CHARS else name[:_NAME_CHARS] + "…" for name in names[:SHOWN]]
    listed = ", ".join(shown)
    return _("{names} and others").format(names=listed) if len(names) > SHOWN else listed


def _speaker(typed: list[str], present: Present) -> str:
    return _("No speaker is called {name}; there are {names}.").format(
        name=_listed(typed), names=_listed(present.names("speaker"))
    )


def _no_replies() -> str:
    return _("No turn here says what it replies to.")


def _reply(typed: list[str], present: Present) -> str:
    if not present.replies:
        return _no_replies()
    return "" if _REPLIES.issuperset(one.casefold() for one in typed) else _speaker_replied(typed, present)


def _speaker_replied(typed: list[str], present: Present) -> str:
    known = {fold(name) for name in present.names("speaker")}
    if any(fold(one) in known for one in typed):
        return _("Nobody replies to {name}.").format(name=_listed(typed))
    return _speaker(typed, present)


def _role(typed: list[str], present: Present) -> str:
    roles = present.names("role")
    if not roles:
        return _("No turn here has a role.")
    return _("No turn has the role {name}; there are {names}.").format(
        name=_listed(typed), names=_listed(roles)
    )


def _tag(typed: list[str], present: Present) -> str:
    tags = present.names("tag")
    if not tags:
        return _("There are no tags here yet.")
    return _("No turn has the tag {name}; there are {names}.").format(
        name=_listed(typed), names=_listed(tags)
    )


def _title(typed: list[str], present: Present) -> str:
    if not present.names("title"):
        return _("No conversation here has a title.")
    return _("No title holds {name}.").format(name=_listed(typed))


def _file(typed: list[str], present: Present) -> str:
    return _("No transcript's name holds {name}; there are {names}.").format(
        name=_listed(typed), names=_listed(present.names("file"))
    )


def _inside(typed: list[str], present: Present) -> str:
    return _("No title and no transcript's name holds {name}; there are {names}.").format(
        name=_listed(typed), names=_listed(present.names("in"))
    )


def _date(_typed: list[str], present: Present) -> str:
    if present.times is None:
        return _("No turn here has a time.")
    first, last = (time[:10] for time in present.times)
    return _("No turn is from then; they are from {first} to {last}.").format(first=first, last=last)


def _length(_typed: list[str], present: Present) -> str:
    least, most = present.lengths
    return _("No turn is so long; they have from {least} to {most} words and characters.").format(
        least=f"{least:,}", most=f"{most:,}"
    )


def _index(_typed: list[str], present: Present) -> str:
    return _(
        "There is no such place: places begin with 1, and the longest conversation has {n} turns."
    ).format(n=f"{present.longest:,}")


def _script(_typed: list[str], present: Present) -> str:
    if not present.scripts:
        return ""
    return _("No turn is written so; there are {names}.").format(names=_listed(present.scripts))


def _emoji(_typed: list[str], present: Present) -> str:
    return "" if present.emoji else _("No turn here holds an emoji.")


def _twin(_typed: list[str], present: Present) -> str:
    return "" if present.twins else _("No dialogue here is there twice.")


def _is(typed: list[str], present: Present) -> str:
    return _no_replies() if typed == ["reply"] and not present.replies else ""


def _has(typed: list[str], present: Present) -> str:
    if typed == ["note"]:
        return _("Nobody has written a note here yet.")
    return _emoji(typed, present) if typed == ["emoji"] else ""


def _repaired(_typed: list[str], present: Present) -> str:
    found = present.reader.rows("SELECT 1 FROM turn WHERE repaired IS NOT NULL LIMIT 1")
    return "" if found else _("No text here was repaired.")


def _property(key: str, typed: list[str], present: Present) -> str:
    values = present.names(META + key)
    if values:
        return _("{key} is never {value}; it is {names}.").format(
            key=key, value=_listed(typed), names=_listed(values)
        )
    if not present.keys:
        return _("The transcripts here give no properties of their own.")
    return _("Nothing here has the property {key}; there are {names}.").format(
        key=key, names=_listed(present.keys)
    )
