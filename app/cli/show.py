"""``parlance show CONVERSATION -c CORPUS``: one conversation, turn by turn."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from app.cli.base import command, corpus_option, emit_json, json_option, open_corpus, say
from app.i18n import _
from app.model.corpus import Conversation, Turn
from app.model.ids import ConversationId

_DEEPEST = 12


@command("show", help=_("Show the conversation with the id CONVERSATION; `list` gives the ids."))
@click.argument("conversation", metavar="CONVERSATION", type=int)
@corpus_option()
@json_option()
def show_command(conversation: int, corpus: Path, as_json: bool) -> None:
    """Exit status 1 when there is no such conversation."""
    with closing(open_corpus(corpus)) as opened:
        reader = opened.reader()
        found = reader.conversation(ConversationId(conversation))
        turns = reader.turns(found.id)
    if as_json:
        emit_json(_fields(found, turns))
        return
    source = f"  ({found.transcript})" if found.title else ""
    say(f"{found.title or found.transcript}{source}\n")
    for turn, depth in zip(turns, depths(turns), strict=True):
        say(_line(turn, depth))


def _fields(conversation: Conversation, turns: Sequence[Turn]) -> dict[str, object]:
    return {
        "conversation": conversation.id,
        "title": conversation.title,
        "transcript": conversation.transcript,
        "turns": [
            {
                "id": turn.id,
                "parent": turn.parent,
                "index": turn.index,
                "speaker": turn.speaker,
                "text": turn.text,
                "time": turn.time,
                "repaired": turn.repaired.value if turn.repaired else None,
            }
            for turn in turns
        ],
    }


def depths(turns: Sequence[Turn]) -> list[int]:
    """How many answers above each turn; a parent may come later, and never in a circle."""
    here: set[int] = {turn.id for turn in turns}
    parent_of: dict[int, int] = {
        turn.id: turn.parent for turn in turns if turn.parent is not None and turn.parent in here
    }
    known: dict[int, int] = {}
    for turn in turns:
        path: list[int] = []
        step: int | None = turn.id
        while step is not None and step not in known:
            path.append(step)
            step = parent_of.get(step)
        depth = -1 if step is None else known[step]
        for step in reversed(path):
            depth += 1
            known[step] = depth
    return [known[turn.id] for turn in turns]


def _line(turn: Turn, depth: int) -> str:
    indent = "  " * min(depth, _DEEPEST)
    head = f"{indent}{turn.index:>4}  {turn.speaker}: "
    if turn.time:
        head = f"{indent}{turn.index:>4}  [{turn.time}] {turn.speaker}: "
    mark = f"  [{_('repaired')}: {turn.repaired.value}]" if turn.repaired else ""
    text = turn.text.replace("\r\n", "\n").replace("\r", "\n")
    return head + text.replace("\n", "\n" + indent + " " * 6) + mark
