"""The turn of a link, for commands that print."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from app import paths
from app.cli.base import open_corpus
from app.errors import UserFacingError
from app.i18n import _
from app.model.corpus import Conversation, Turn
from app.model.permalink import read_permalink


def of_link(words: str, corpus: Path | None) -> tuple[Conversation, list[Turn]]:
    """The turn that a link names, with its conversation; in ``corpus``, or in a corpus opened lately.

    Raises UserFacingError when it is no link, or no corpus has the turn.
    """
    from app.settings import options  # noqa: PLC0415 - numpy and SQLite only for commands that need them
    from app.settings.store import Settings  # noqa: PLC0415 - as above
    from app.store.permalinks import corpus_with, follow  # noqa: PLC0415 - as above

    link = read_permalink(words)
    if link is None:
        raise UserFacingError(_("This is no link to a turn."))
    named = corpus is not None
    if corpus is None:
        settings = Settings(paths.config_dir() / "settings.json")
        corpus = corpus_with([Path(path) for path in settings.get(options.RECENT_CORPORA)], link)
    if corpus is not None:
        with closing(open_corpus(corpus)) as opened:
            reader = opened.reader()
            found = follow(reader, link)
            if found is not None:
                if found.changed:
                    click.echo(_("The transcript has changed since the link was made."), err=True)
                return reader.conversation(found.conversation), reader.turns_by_id([found.turn])
    raise UserFacingError(
        _("No corpus opened lately holds the turn of this link.")
        if corpus is None
        else _("{corpus} does not hold the turn of this link.").format(corpus=corpus),
        "" if named else _("Name the corpus with -c."),
    )
