"""``parlance --render PICTURE CORPUS``: draw the real window off-screen, for documentation and checks."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.base import ANY_PATH, Launchers, command
from app.errors import UserFacingError
from app.i18n import _


@command("render", hidden=True, help=_("Draw the window on CORPUS off-screen into the file PICTURE."))
@click.argument("picture", type=ANY_PATH)
@click.argument("corpus", type=ANY_PATH)
@click.option("--query", default="", help=_("The query typed into the search bar."))
@click.option("--dark", is_flag=True, help=_("Draw the dark window."))
@click.pass_obj
def render(launchers: Launchers, picture: Path, corpus: Path, query: str, dark: bool) -> int:
    """Hand the job to the composition root, which may import Qt."""
    if not corpus.exists():
        raise UserFacingError(_("There is no file or folder {path}.").format(path=corpus))
    status = launchers.drawing()(corpus, query, picture, dark=dark)
    click.echo(str(picture))
    return status
