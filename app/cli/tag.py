"""``parlance tag``: list, put, take off and change the tags and notes of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import click

from app.cli._problems import report_problems
from app.cli._tagging import emit_notes, emit_tagged, emit_tags, show_notes, show_tags
from app.cli.base import COMMANDS, corpus_option, json_option, open_corpus, say
from app.errors import BadInputError
from app.i18n import _, ngettext
from app.model.ids import ConversationId, TurnId
from app.search.searcher import Searcher
from app.store.reader import Reader
from app.store.tag_undo import TagUndo
from app.store.tags import COLOURS, Target
from app.store.writer import Writer

_HOLDER: Final = "parlance tag"
_COLOUR: Final = click.Choice(COLOURS)


@click.group(
    "tag",
    help=_("Tags and notes on turns and conversations. `search tag:NAME` finds what carries a tag."),
)
def tag_group() -> None:
    """A group: what is done is the next word."""


COMMANDS.add("tag", tag_group)


def _targets(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is tagged; ``search --json`` and ``list`` show the ids."""
    for option in (
        click.option("--conversation", "conversations", metavar="ID", type=int, multiple=True,
                     help=_("This conversation as a whole; may be given several times.")),
        click.option("--turn", "turns", metavar="ID", type=int, multiple=True,
                     help=_("This turn; may be given several times. `search --json` shows the ids.")),
        click.option("--where", metavar="QUERY", help=_("Every turn that matches this query.")),
    ):  # fmt: skip
        function = option(function)
    return function


def _chosen(
    reader: Reader, where: str | None, turns: Sequence[int], conversations: Sequence[int]
) -> list[Target]:
    """Wrong usage when nothing is named; BadInputError when a turn or a conversation is not there."""
    if where is None and not turns and not conversations:
        raise click.UsageError(_("Say what: --where QUERY, --turn ID or --conversation ID."))
    wanted = list(dict.fromkeys(turns))
    if where is not None:
        searcher = Searcher(reader)
        query = searcher.read(where)
        report_problems(query)
        wanted += [turn for turn in searcher.ids(query) if turn not in set(turns)]
    found = {int(turn.id): turn.conversation_id for turn in reader.turns_by_id(wanted)}
    for turn in wanted:
        if turn not in found:
            raise BadInputError(_("There is no turn {id} in this corpus.").format(id=turn))
    whole = [Target(reader.conversation(ConversationId(one)).id) for one in dict.fromkeys(conversations)]
    return [*(Target(found[turn], TurnId(turn)) for turn in wanted), *whole]


@tag_group.command("list", help=_("List the tags of CORPUS with how many turns and conversations have them."))
@corpus_option()
@json_option()
def list_tags(corpus: Path, *, as_json: bool) -> None:
    """In the order of the names."""
    with closing(open_corpus(corpus)) as opened:
        tags = opened.reader().tags()
    (emit_tags if as_json else show_tags)(tags)


@tag_group.command("show", help=_("Show the tags and notes of turns and conversations."))
@_targets
@corpus_option()
@json_option()
def show_taggings(
    where: str | None, turns: tuple[int, ...], conversations: tuple[int, ...], corpus: Path, *, as_json: bool
) -> None:
    """One line a tag or note, with the stretch that it stands for."""
    with closing(open_corpus(corpus)) as opened:
        reader = opened.reader()
        targets = _chosen(reader, where, turns, conversations)
        found = reader.taggings([target.turn for target in targets if target.turn is not None])
        shown = [one for of_turn in found.values() for one in of_turn]
        for target in targets:
            if target.turn is None:
                shown += reader.conversation_taggings(target.conversation)
    (emit_notes if as_json else show_notes)(shown)


@tag_group.command(
    "add", help=_("Put the tag NAME on turns or conversations; it is made when there is none.")
)
@click.argument("name", metavar="NAME")
@_targets
@click.option("--note", metavar="TEXT", help=_("A note beside the tag."))
@click.option("--colour", type=_COLOUR, help=_("The colour of the tag."))
@click.option("--memo", metavar="TEXT", help=_("What the tag means."))
@corpus_option()
@json_option()
def add_tag(
    name: str, where: str | None, turns: tuple[int, ...], conversations: tuple[int, ...],
    note: str | None, colour: str | None, memo: str | None, corpus: Path, *, as_json: bool,
) -> None:  # fmt: skip
    """All of them, or none when one is not there."""
    with closing(open_corpus(corpus)) as opened:
        targets = _chosen(opened.reader(), where, turns, conversations)
        with opened.writer(_HOLDER) as writer:
            undo = writer.tags.tag(targets, name, note=note, colour=colour, memo=memo)
    emit_tagged(name, len(undo.taggings), len(targets), as_json=as_json)


@tag_group.command("remove", help=_("Take the tag NAME off turns or conversations."))
@click.argument("name", metavar="NAME")
@_targets
@corpus_option()
@json_option()
def remove_tag(
    name: str, where: str | None, turns: tuple[int, ...], conversations: tuple[int, ...], corpus: Path,
    *, as_json: bool,
) -> None:  # fmt: skip
    """Passes over those that do not have it."""
    with closing(open_corpus(corpus)) as opened:
        targets = _chosen(opened.reader(), where, turns, conversations)
        with opened.writer(_HOLDER) as writer:
            undo = writer.tags.untag(targets, name)
    emit_tagged(name, len(undo.taggings), len(targets), as_json=as_json)


@tag_group.command(
    "note", help=_("Write the note TEXT beside turns or conversations; an empty one removes it.")
)
@click.argument("text", metavar="TEXT")
@_targets
@corpus_option()
@json_option()
def note_turns(
    text: str, where: str | None, turns: tuple[int, ...], conversations: tuple[int, ...], corpus: Path,
    *, as_json: bool,
) -> None:  # fmt: skip
    """A note of its own, beside those that tags have."""
    with closing(open_corpus(corpus)) as opened:
        targets = _chosen(opened.reader(), where, turns, conversations)
        with opened.writer(_HOLDER) as writer:
            tags = writer.tags
            undo = tags.tag(targets, None, note=text) if text.strip() else tags.untag(targets, None)
    emit_tagged("", len(undo.taggings), len(targets), as_json=as_json)


@tag_group.command("edit", help=_("Rename the tag NAME, change its colour or what it means."))
@click.argument("name", metavar="NAME")
@click.option("--rename", metavar="NEW", help=_("Its new name."))
@click.option("--colour", type=_COLOUR, help=_("The colour of the tag."))
@click.option("--memo", metavar="TEXT", help=_("What the tag means."))
@corpus_option()
@json_option()
def edit_tag(
    name: str, rename: str | None, colour: str | None, memo: str | None, corpus: Path, *, as_json: bool
) -> None:
    """Exit status 1 when there is no such tag, or another has the new name."""
    with closing(open_corpus(corpus)) as opened:
        with opened.writer(_HOLDER) as writer:
            undo = writer.tags.define(rename or name, colour=colour, memo=memo, was=name)
        tags = opened.reader().tags()
    if as_json:
        emit_tags(tags)
    else:
        say(_("Changed.") if undo.turns else _("Nothing was left to change."))


@tag_group.command("merge", help=_("Let everything with the tag NAME have the tag INTO instead."))
@click.argument("name", metavar="NAME")
@click.argument("into", metavar="INTO")
@corpus_option()
@json_option()
def merge_tags(name: str, into: str, corpus: Path, *, as_json: bool) -> None:
    """The first tag is gone then."""
    _change_all(corpus, lambda writer: writer.tags.merge(name, into), as_json=as_json)


@tag_group.command("delete", help=_("Take the tag NAME off everything and forget it, with its notes."))
@click.argument("name", metavar="NAME")
@corpus_option()
@json_option()
def delete_tag(name: str, corpus: Path, *, as_json: bool) -> None:
    """Exit status 1 when there is no such tag."""
    _change_all(corpus, lambda writer: writer.tags.delete(name), as_json=as_json)


def _change_all(corpus: Path, change: Callable[[Writer], TagUndo], *, as_json: bool) -> None:
    with closing(open_corpus(corpus)) as opened:
        with opened.writer(_HOLDER) as writer:
            undo = change(writer)
        tags = opened.reader().tags()
    if as_json:
        emit_tags(tags)
        return
    places = len(undo.taggings)
    say(ngettext("{n:,} place changed.", "{n:,} places changed.", places).format(n=places))
