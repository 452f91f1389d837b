"""The command line: one command is one file of this package; this one holds what they share.

A command file looks like this::

    @command("count", help=_("Count the turns of a corpus."))
    @corpus_option()
    @json_option()
    def count(corpus: Path, as_json: bool) -> None:
        with closing(open_corpus(corpus)) as opened:
            ...

Exit status: 0 when the work was done, 1 for bad input or a surrounding that does not allow it
(said on standard error, without a traceback), 2 for wrong usage, 130 after Ctrl+C.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import __version__, i18n
from app.cli._failures import DONE, exit_status
from app.cli._terminal import (
    display_width,
    emit_json,
    fit,
    printable,
    progress_to_stderr,
    say,
    to_terminal,
    use_utf8,
    write_exact,
)
from app.cli._words import QueryCommand
from app.errors import CorpusError, UserFacingError
from app.i18n import _
from app.model.permalink import is_link
from app.paths import APP_NAME
from app.registry import Registry

if TYPE_CHECKING:
    from app.store.corpus import Corpus

__all__ = [
    "ANY_PATH",
    "COMMANDS",
    "Launchers",
    "QueryCommand",
    "command",
    "corpus_option",
    "display_width",
    "emit_json",
    "fit",
    "json_option",
    "main",
    "open_corpus",
    "printable",
    "progress_to_stderr",
    "say",
    "to_terminal",
    "write_exact",
]

COMMANDS: Registry[click.Command] = Registry("app.cli")


@dataclass(frozen=True, slots=True)
class Launchers:
    """What only the composition root can start; commands find it as ``click.Context.obj``."""

    launch_window: Callable[[list[str]], int]
    self_check: Callable[[bool], int]
    render: Callable[..., int] | None = None

    def drawing(self) -> Callable[..., int]:
        """What draws the window into a picture; raises UserFacingError when this program has no window."""
        if self.render is None:
            raise UserFacingError(_("This build of Parlance has no window."))
        return self.render


ANY_PATH = click.Path(path_type=Path, readable=False)
"""A path argument. Whether it can be read is found out by reading it: to click it would be wrong usage."""


def command(name: str, *, cls: type[click.Command] = click.Command, **attributes: Any) -> Callable[..., Any]:
    """Decorate a function to make it the command ``name``; further arguments as for ``click.command``.

    ``cls=QueryCommand`` makes a command whose arguments may begin with a dash.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        made: click.Command = click.command(name, cls=cls, **attributes)(function)
        COMMANDS.add(name, made)
        return made

    return decorate


def corpus_option(*, required: bool = True) -> Callable[..., Any]:
    """The option ``-c``, ``--corpus`` as the parameter ``corpus: Path`` (None when not given)."""
    return click.option(
        "-c", "--corpus", "corpus", metavar="CORPUS", required=required,
        type=ANY_PATH, help=_("The corpus, a .parlance file."),
    )  # fmt: skip


def json_option() -> Callable[..., Any]:
    """The flag ``--json`` as the parameter ``as_json: bool``."""
    return click.option("--json", "as_json", is_flag=True, help=_("Write JSON for programs."))


def open_corpus(path: Path) -> Corpus:
    """Open an existing corpus; the caller closes it. Raises CorpusError when there is none at ``path``."""
    if not path.exists():
        raise CorpusError(
            _("There is no corpus at {path}.").format(path=path),
            _("Make one with: parlance import FOLDER -c {path}").format(path=path),
        )
    from app.store.corpus import Corpus  # noqa: PLC0415 - numpy is loaded by commands that need it, no other

    return Corpus.open(path)


class _Commands(click.Group):
    """The top level: commands come from the registry, and only the file of the one asked for is loaded."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        return COMMANDS.find(cmd_name)


_THRESHOLDS = 10_000, 5, 100
"""New objects before Python looks for circular garbage among them, and looks before one at older ones: a
command makes hardly any, and values by the million, over which every look holds it for longer. The window
has figures of its own."""


def main(
    argv: Sequence[str],
    launch_window: Callable[[list[str]], int],
    self_check: Callable[[bool], int],
    render: Callable[..., int] | None = None,
) -> int:
    """Run ``parlance`` with the words ``argv`` and return the exit status; never raises.

    ``launch_window`` opens the window on the given paths (none: the last corpus) and returns its
    exit status. ``self_check`` reports on the installation, as JSON when its argument is true.
    ``render(corpus, query, output, dark=False)`` draws the real window off-screen into a picture.
    """
    gc.set_threshold(*_THRESHOLDS)
    use_utf8()
    i18n.install()
    try:
        status = _run(list(argv), Launchers(launch_window, self_check, render))
        if sys.stdout is not None:
            sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - each kind gets its words and its status
        return exit_status(error)
    return status


def _run(argv: list[str], launchers: Launchers) -> int:
    if not argv:
        return launchers.launch_window([])
    first = argv[0]
    if first == "--self-check":
        return launchers.self_check(_only_json(argv[1:]))
    if first == "--version" and len(argv) == 1:
        click.echo(f"{APP_NAME} {__version__}")
        return DONE
    if first == "--render":
        argv = ["render", *argv[1:]]
    elif not first.startswith("-") and COMMANDS.find(first) is None:
        if is_link(first) or first.startswith("file://") or os.path.lexists(first):
            argv = ["open", *argv]
        elif _looks_like_path(first):
            raise UserFacingError(_("There is no file or folder {path}.").format(path=first))
    group = _Commands("parlance", help=_about(), context_settings={"help_option_names": ["-h", "--help"]})
    try:
        with group.make_context("parlance", argv, obj=launchers) as context:
            result = group.invoke(context)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    return result if isinstance(result, int) else DONE


def _only_json(words: list[str]) -> bool:
    if words not in ([], ["--json"]):
        raise click.UsageError(_("--self-check takes --json and nothing else."))
    return bool(words)


def _looks_like_path(word: str) -> bool:
    return word.endswith(".parlance") or "/" in word or os.sep in word


def _about() -> str:
    return _(
        "Parlance: search, read, repair, count and export conversations.\n\n"
        "Without a command it opens the window; with the path of a corpus, a folder or a transcript "
        "it opens that. --self-check reports on the installation, --version names the version."
    )
