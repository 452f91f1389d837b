"""``parlance open PATH…``: open a corpus, or import transcripts into a new one, in the window."""

from __future__ import annotations

import os
from pathlib import Path

import click

from app.cli.base import ANY_PATH, Launchers, QueryCommand, command
from app.errors import UserFacingError
from app.i18n import _


@command(
    "open",
    cls=QueryCommand,
    help=_(
        "Open a corpus in the window, or import transcripts and folders into a new corpus "
        "in your documents folder. Without PATH the last corpus is opened."
    ),
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=ANY_PATH)
@click.pass_obj
def open_paths(launchers: Launchers, paths: tuple[Path, ...]) -> int:
    """Hand the paths to the window, after checking that they exist; gives the window's exit status."""
    for path in paths:
        if not os.path.lexists(path):
            raise UserFacingError(_("There is no file or folder {path}.").format(path=path))
    return launchers.launch_window([str(path.absolute()) for path in paths])
