"""``parlance remove NAME|ID -c CORPUS``: take a transcript out of a corpus, and put it back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from app.cli.base import command, corpus_option, emit_json, json_option, open_corpus, say
from app.errors import BadInputError
from app.i18n import _, ngettext
from app.store import trash
from app.store.corpus import Corpus
from app.store.trash import Removed
from app.store.writer import StoredTranscript

_HOLDER = "parlance remove"


@command(
    "remove",
    help=_(
        "Take transcripts out of CORPUS, by name or id, with their turns, hits and tags. The files that they "
        "came from are not touched. What was removed can be put back until it is forgotten."
    ),
)
@click.argument("names", nargs=-1, metavar="[NAME|ID]...")
@corpus_option()
@click.option("--undo", is_flag=True, help=_("Put them back; without a name, the one removed last."))
@click.option("--list", "listing", is_flag=True, help=_("List the removed transcripts that can be put back."))
@click.option("--forget", is_flag=True, help=_("Drop for good what is kept of removed transcripts."))
@json_option()
def remove_command(
    names: tuple[str, ...], corpus: Path, undo: bool, listing: bool, forget: bool, as_json: bool
) -> None:
    """One thing at a time: wrong usage otherwise. Several names are removed one by one, in their order."""
    if undo + listing + forget > 1 or (names and (listing or forget)):
        raise click.UsageError(_("Give names, or one of --undo, --list and --forget."))
    if not (names or undo or listing or forget):
        raise click.UsageError(_("Which transcript? Give its name or its id."))
    with closing(open_corpus(corpus)) as opened:
        if listing:
            _list(opened, as_json=as_json)
        elif forget:
            _forget(opened, as_json=as_json)
        elif undo:
            _undo(opened, names, as_json=as_json)
        else:
            _remove(opened, names, as_json=as_json)


def _list(corpus: Corpus, *, as_json: bool) -> None:
    kept = trash.listed(corpus.reader().rows)
    if as_json:
        emit_json({"removed": [_fields(one) for one in kept]})
        return
    for one in kept:
        count = ngettext("{n:,} turn", "{n:,} turns", one.turns).format(n=one.turns)
        say(f"{one.id:>6}  {' '.join(one.name.split())}  ({count}, {one.removed_at})")
    if not kept:
        say(_("Nothing is kept of removed transcripts."))


def _fields(one: Removed) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "turns": one.turns,
        "removed_at": one.removed_at,
        "bytes": one.size,
    }


def _forget(corpus: Corpus, *, as_json: bool) -> None:
    with corpus.writer(_HOLDER) as writer:
        forgotten = writer.forget_removed()
    if as_json:
        emit_json({"forgotten": forgotten})
        return
    words = ngettext("{n:,} removed transcript forgotten.", "{n:,} removed transcripts forgotten.", forgotten)
    say(words.format(n=forgotten))


def _remove(corpus: Corpus, names: tuple[str, ...], *, as_json: bool) -> None:
    with corpus.writer(_HOLDER) as writer:
        found = [_transcript(writer.transcripts(), name) for name in dict.fromkeys(names)]
        done = [
            {"id": writer.remove(one.id), "name": one.name, "turns": one.turns_done}
            for one in dict.fromkeys(found)
        ]
    if as_json:
        emit_json({"removed": done})
        return
    for fields in done:
        say(_("Removed {name}. To put it back: parlance remove --undo {id} -c {corpus}").format(
            name=fields["name"], id=fields["id"], corpus=corpus.path
        ))  # fmt: skip


def _undo(corpus: Corpus, names: tuple[str, ...], *, as_json: bool) -> None:
    done: list[dict[str, object]] = []
    kept = trash.listed(corpus.reader().rows)
    wanted = [_kept(kept, name) for name in dict.fromkeys(names)] if names else kept[:1]
    if not wanted:
        raise BadInputError(_("Nothing is kept of removed transcripts."))
    with corpus.writer(_HOLDER) as writer:
        for one in dict.fromkeys(wanted):
            writer.restore(one.id)
            done.append({"id": one.id, "name": one.name, "turns": one.turns})
    if as_json:
        emit_json({"restored": done})
        return
    for fields in done:
        say(_("{name} is in the corpus again.").format(name=fields["name"]))


def _transcript(transcripts: list[StoredTranscript], name: str) -> StoredTranscript:
    """By name first: a transcript may be called "12"."""
    for one in transcripts:
        if one.name == name:
            return one
    for one in transcripts:
        if str(one.id) == name:
            return one
    raise BadInputError(
        _("There is no transcript {name} in this corpus.").format(name=name),
        _("`parlance list` shows the names of the transcripts."),
    )


def _kept(kept: list[Removed], name: str) -> Removed:
    """The latest of that name, or the one of that number."""
    for one in kept:
        if one.name == name or str(one.id) == name:
            return one
    raise BadInputError(
        _("No removed transcript {name} is kept.").format(name=name),
        _("`parlance remove --list` shows what can be put back."),
    )
