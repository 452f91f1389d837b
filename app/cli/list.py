"""``parlance list -c CORPUS``: the conversations of a corpus with their ids."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from app.cli.base import command, corpus_option, emit_json, json_option, open_corpus, say
from app.i18n import _, ngettext
from app.model.corpus import Conversation, TwinRelation


@command("list", help=_("List the conversations of CORPUS with the ids that `show` and `export` take."))
@corpus_option()
@json_option()
def list_command(corpus: Path, as_json: bool) -> None:
    """Conversations in the order of their ids."""
    with closing(open_corpus(corpus)) as opened:
        conversations = opened.reader().conversations()
    if as_json:
        emit_json({"conversations": [_fields(conversation) for conversation in conversations]})
        return
    for conversation in conversations:
        say(_line(conversation))


_RELATIONS = {
    TwinRelation.EQUAL: lambda: _("equal to {n}"),
    TwinRelation.DAMAGED: lambda: _("damaged twin of {n}"),
    TwinRelation.NEAR: lambda: _("nearly equal to {n}"),
}


def _fields(conversation: Conversation) -> dict[str, object]:
    return {
        "id": conversation.id,
        "title": conversation.title,
        "transcript": conversation.transcript,
        "turns": conversation.turn_count,
        "repaired_turns": conversation.repaired_count,
        "threaded": conversation.threaded,
        "twin_of": conversation.twin_of,
        "relation": conversation.relation.value if conversation.relation else None,
    }


def _line(conversation: Conversation) -> str:
    count = ngettext("{n:,} turn", "{n:,} turns", conversation.turn_count).format(n=conversation.turn_count)
    if conversation.repaired_count:
        count += ", " + _("{n:,} repaired").format(n=conversation.repaired_count)
    if conversation.relation is not None:
        count += ", " + _RELATIONS[conversation.relation]().format(n=conversation.twin_of)
    name = (
        f"{conversation.title} · {conversation.transcript}" if conversation.title else conversation.transcript
    )
    return f"{conversation.id:>6}  {' '.join(name.split())}  ({count})"
