"""``parlance replies CONVERSATION|--all -c CORPUS``: suggested replies, confirmed, removed and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import click

from app.cli.base import command, corpus_option, emit_json, json_option, open_corpus, say
from app.errors import BadInputError
from app.i18n import _, ngettext
from app.model.ids import ConversationId, TurnId
from app.store.corpus import Corpus
from app.store.reader import Reader
from app.store.suggested import (
    BLOCK,
    Suggested,
    all_suggested,
    chosen_replies,
    names_no_replies,
    speakers_of,
    suggested,
)

_HOLDER = "parlance replies"


class _Where(NamedTuple):
    conversation: ConversationId
    position: int


@command(
    "replies",
    help=_(
        "List whom turns seem to answer in the conversation with the id CONVERSATION, where its source "
        "names no replies: the turn, the one it seems to answer, how sure that is, and why. What is "
        "confirmed is a reply as any other: in searches, statistics and exports. Turns are given by id."
    ),
)
@click.argument("conversation", metavar="[CONVERSATION]", type=int, required=False)
@corpus_option()
@click.option(
    "--all", "everything", is_flag=True, help=_("In all conversations whose sources name no replies.")
)
@click.option(
    "--min-confidence", "least", type=click.FloatRange(0, 1), default=0.5, show_default=True,
    help=_("Leave out what is less sure than this."),
)  # fmt: skip
@click.option(
    "--confirm", "confirmed", metavar="TURN[:PARENT]", multiple=True,
    help=_("Let TURN answer what is suggested, or the turn PARENT. Can be given several times."),
)  # fmt: skip
@click.option(
    "--remove", "removed", metavar="TURN", type=int, multiple=True,
    help=_("Let TURN answer nobody, and suggest nothing for it. Can be given several times."),
)  # fmt: skip
@click.option(
    "--undo", "undone", metavar="TURN", type=int, multiple=True,
    help=_("Forget what was confirmed or removed for TURN. Can be given several times."),
)  # fmt: skip
@json_option()
def replies_command(
    conversation: int | None,
    corpus: Path,
    everything: bool,
    least: float,
    confirmed: tuple[str, ...],
    removed: tuple[int, ...],
    undone: tuple[int, ...],
    as_json: bool,
) -> None:
    """Lists, or changes: both at once is wrong usage. BadInputError for turns that cannot be linked."""
    changes = bool(confirmed or removed or undone)
    if changes + everything + (conversation is not None) != 1:
        raise click.UsageError(
            _("Give one of these: a conversation, --all, or what to confirm, remove or undo.")
        )
    with closing(open_corpus(corpus)) as opened:
        if changes:
            _change(opened, confirmed, removed, undone, as_json=as_json)
            return
        reader = opened.reader()
        wanted = _wanted(reader, conversation)
        if as_json:
            emit_json({"replies": [fields for number in wanted for fields in _fields(reader, number, least)]})
            return
        told = 0
        for number in wanted:
            for line in _lines(reader, number, least):
                say(line)
                told += 1
        if not told:
            say(_("No replies are suggested."))


def _wanted(reader: Reader, conversation: int | None) -> list[ConversationId]:
    """BadInputError when the one asked for is not there, or its source names its replies."""
    if conversation is None:
        every = [ConversationId(number) for number in reader.ids("SELECT id FROM conversation ORDER BY id")]
        return [number for number in every if names_no_replies(reader, number)]
    number = reader.conversation(ConversationId(conversation)).id
    if not names_no_replies(reader, number):
        raise BadInputError(
            _("The source of this conversation says who answers whom."),
            _("Replies are suggested only where no turn has one."),
        )
    return [number]


def _listed(
    reader: Reader, number: ConversationId, least: float
) -> Iterator[Suggested | tuple[int, int | None]]:
    """Suggestions that nobody decided, and behind them (turn, parent) that readers confirmed, or (turn, None)
    where they said that it answers nobody.
    """
    chosen = chosen_replies(reader, number)
    for one in all_suggested(reader, number):
        if one.turn not in chosen and one.confidence >= least:
            yield one
    yield from chosen.items()


def _fields(reader: Reader, number: ConversationId, least: float) -> Iterator[dict[str, object]]:
    for one in _listed(reader, number, least):
        if isinstance(one, Suggested):
            yield {
                "conversation": number,
                "turn": one.turn,
                "parent": one.parent,
                "confidence": round(one.confidence, 3),
                "why": list(one.reasons),
                "confirmed": False,
            }
        else:
            turn, parent = one
            if parent is not None:
                yield {"conversation": number, "turn": turn, "parent": parent, "confirmed": True}


def _lines(reader: Reader, number: ConversationId, least: float) -> Iterator[str]:
    for one in _listed(reader, number, least):
        if isinstance(one, Suggested):
            why = ", ".join(reason_words(one.reasons))
            yield f"{one.turn:>8} -> {one.parent:<8} {one.confidence:>4.0%}  {why}"
        else:
            decided = _("removed") if one[1] is None else _("confirmed")
            yield f"{one[0]:>8} -> {one[1] or '-':<8}       {decided}"


def reason_words(reasons: Iterable[str]) -> list[str]:
    """The kinds of evidence in words."""
    words = {
        "quote": _("quote"),
        "mention": _("mention"),
        "echo": _("echo"),
        "time": _("time"),
        "adjacency": _("adjacency"),
    }
    return [words[reason] for reason in reasons]


def _change(
    corpus: Corpus, confirmed: Iterable[str], removed: Iterable[int], undone: Iterable[int], *, as_json: bool
) -> None:
    reader = corpus.reader()
    links: dict[TurnId, TurnId | None] = dict(_link(reader, words) for words in confirmed)
    for turn in removed:
        links[TurnId(turn)] = None
    for known in [*links, *undone]:
        _open(reader, known)
    with corpus.writer(_HOLDER) as writer:
        if links:
            writer.set_replies(links)
        back = writer.forget_replies([TurnId(turn) for turn in undone]).turns if undone else 0
    kept = sum(parent is not None for parent in links.values())
    if as_json:
        emit_json({
            "confirmed": [{"turn": turn, "parent": to} for turn, to in links.items() if to is not None],
            "removed": [turn for turn, to in links.items() if to is None],
            "undone": back,
        })  # fmt: skip
        return
    for count, words in (
        (kept, ngettext("{n} reply confirmed.", "{n} replies confirmed.", kept)),
        (len(links) - kept, ngettext("{n} reply removed.", "{n} replies removed.", len(links) - kept)),
        (back, ngettext("{n} choice taken back.", "{n} choices taken back.", back)),
    ):
        if count:
            say(words.format(n=count))
    if not links and not back:
        say(_("Nothing had been chosen there."))


def _link(reader: Reader, words: str) -> tuple[TurnId, TurnId]:
    """``TURN`` or ``TURN:PARENT``."""
    turn, colon, parent = words.partition(":")
    if not turn.isdecimal() or (colon and not parent.isdecimal()):
        raise click.UsageError(_("{words} is not TURN or TURN:PARENT.").format(words=words))
    if colon:
        return TurnId(int(turn)), TurnId(int(parent))
    where = _open(reader, int(turn))
    block = suggested(
        reader, where.conversation, where.position // BLOCK, speakers_of(reader, where.conversation)
    )
    for one in block:
        if one.turn == int(turn):
            return one.turn, one.parent
    raise BadInputError(
        _("Nothing is suggested for turn {n}.").format(n=turn), _("Say what it answers: TURN:PARENT")
    )


def _open(reader: Reader, turn: int) -> _Where:
    """BadInputError when there is no such turn, or its source names replies: those are not ours to change."""
    found = reader.turns_by_id([turn])
    if not found:
        raise BadInputError(_("There is no turn {n} in this corpus.").format(n=turn))
    where = _Where(found[0].conversation_id, found[0].index - 1)
    if not names_no_replies(reader, where.conversation):
        raise BadInputError(_("The source of this conversation says who answers whom."))
    return where
