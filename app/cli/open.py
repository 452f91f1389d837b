"""``parlance open PATH…``: open a corpus, or import transcripts into a new one, in the window."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

from app.cli.base import Launchers, QueryCommand, command
from app.errors import UserFacingError
from app.i18n import _
from app.model.permalink import is_link, read_permalink


@command(
    "open",
    cls=QueryCommand,
    help=_(
        "Open a corpus in the window, or import transcripts and folders into a new corpus "
        "in your documents folder. Without PATH the last corpus is opened. A parlance:// link to a turn "
        "opens the corpus with its transcript, at that turn."
    ),
)
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.pass_obj
def open_paths(launchers: Launchers, paths: tuple[str, ...]) -> int:
    """Hand the paths to the window, after checking that they exist; gives the window's exit status."""
    links = [path for path in paths if is_link(path)]
    if links:
        return launchers.launch_window([wanted_link(links[0])])
    places = [_local(path) for path in paths]
    for path in places:
        if not os.path.lexists(path):
            raise UserFacingError(_("There is no file or folder {path}.").format(path=path))
    return launchers.launch_window([str(path.absolute()) for path in places])


def _local(word: str) -> Path:
    """A path, or what a desktop writes for one: a file URL."""
    return Path(url2pathname(urlsplit(word).path)) if word.startswith("file://") else Path(word)


def wanted_link(words: str) -> str:
    """The link as it is followed; raises UserFacingError where it names no turn."""
    link = read_permalink(words)
    if link is None:
        raise UserFacingError(
            _("This is no link to a turn."), _("Links are copied from the context menu of a turn.")
        )
    return str(link)
