"""What an error means to the one who typed the command: words on standard error and an exit status."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

import click

from app import __version__
from app.cli._terminal import printable
from app.errors import UserFacingError, write_crash_report
from app.i18n import _
from app.model.progress import Cancelled
from app.paths import data_dir

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def exit_status(error: BaseException) -> int:
    """Say what went wrong, once and without a traceback, and return the exit status for it."""
    status = _status_of(error)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        _discard_output()
    return status


def _status_of(error: BaseException) -> int:
    for kinds, handle in _HANDLERS:
        if isinstance(error, kinds):
            return handle(error)
    return _own_fault(error)


def _complain(message: str, hint: str = "") -> int:
    text = message if not hint else f"{message}\n{hint}"
    with suppress(OSError):
        click.echo(printable("parlance: " + text), err=True)
    return FAILED


def _usage(error: click.ClickException) -> int:
    error.show(sys.stderr)
    return error.exit_code


def _user_facing(error: UserFacingError) -> int:
    return _complain(error.message, error.hint)


def _interrupted(_error: BaseException) -> int:
    return INTERRUPTED


def _system(error: OSError) -> int:
    if isinstance(error, BrokenPipeError) or error.errno == errno.EPIPE:
        return _reader_left()
    reason = error.strerror or str(error) or type(error).__name__
    return _complain(f"{error.filename}: {reason}" if error.filename else reason)


def _reader_left() -> int:
    """The program reading our output has closed it (``| head``): that is its right, and no failure."""
    _discard_output()
    return DONE


def _discard_output() -> None:
    """Let what is still buffered go nowhere: at exit Python would try again and complain in its own words."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _no_memory(_error: MemoryError) -> int:
    return _complain(_("There is not enough memory for this."))


def _own_fault(error: BaseException) -> int:
    said = "".join(traceback.format_exception_only(error)).strip()
    message = _("Parlance has run into a fault of its own: {error}").format(error=said)
    try:
        report = write_crash_report(data_dir(), error, __version__)
    except OSError:
        return _complain(message)
    return _complain(message, _("A report is in {path}.").format(path=report))


_HANDLERS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Callable[..., int]], ...] = (
    (click.ClickException, _usage),
    ((KeyboardInterrupt, click.Abort, Cancelled), _interrupted),
    (UserFacingError, _user_facing),
    (OSError, _system),
    (MemoryError, _no_memory),
)
