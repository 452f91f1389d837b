"""``parlance show CONVERSATION -c CORPUS``: one conversation, turn by turn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from app.cli._links import of_link
from app.cli.base import command, corpus_option, emit_json, json_option, open_corpus, say
from app.i18n import _
from app.model.corpus import Conversation, Turn
from app.model.ids import ConversationId
from app.model.parsed import JsonValue
from app.model.permalink import is_link
from app.store.reader import Reader

_DEEPEST = 12


@command(
    "show",
    help=_(
        "Show the conversation with the id CONVERSATION; `list` gives the ids. A parlance:// link shows its "
        "turn; without -c it is looked for in the corpora that were opened lately."
    ),
)
@click.argument("conversation", metavar="CONVERSATION|LINK")
@corpus_option(required=False)
@json_option()
def show_command(conversation: str, corpus: Path | None, as_json: bool) -> None:
    """Exit status 1 when there is no such conversation or turn."""
    told: JsonValue = None
    if is_link(conversation):
        found, turns = of_link(conversation, corpus)
    elif not conversation.isdecimal():
        raise click.UsageError(_("{word} is neither an id nor a link.").format(word=conversation))
    elif corpus is None:
        raise click.UsageError(_("Say which corpus with -c."))
    else:
        with closing(open_corpus(corpus)) as opened:
            found = opened.reader().conversation(ConversationId(int(conversation)))
            turns = opened.reader().turns(found.id)
            told = _told(opened.reader(), found.id) if as_json else None
    if as_json:
        emit_json(_fields(found, turns) | ({"meta": told} if told is not None else {}))
        return
    source = f"  ({found.transcript})" if found.title else ""
    say(f"{found.title or found.transcript}{source}\n")
    for turn, depth in zip(turns, depths(turns), strict=True):
        say(_line(turn, depth))


def _told(reader: Reader, conversation: ConversationId) -> JsonValue:
    """What the source tells of a conversation besides its turns; {} for nothing."""
    rows = reader.rows("SELECT meta FROM conversation WHERE id = ?", (conversation,))
    told: JsonValue = json.loads(str(rows[0][0])) if rows and rows[0][0] else {}
    return told


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
                "role": turn.role,
                "meta": dict(turn.meta),
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
