"""What goes to a terminal or a pipe: UTF-8 everywhere, untrusted text made harmless, progress on stderr."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import time
import unicodedata
from collections.abc import Callable, Generator
from typing import TextIO, TypeVar

import click

from app.i18n import _
from app.i18n.pace import pace_words
from app.model.pace import Pace
from app.model.progress import Progress

T = TypeVar("T")

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_REDRAW_SECONDS = 0.1


def use_utf8() -> None:
    """Make standard output and error UTF-8 with plain ``\\n`` line ends, whatever the platform's default.

    A lone surrogate (from a file name that is not valid in the file system's encoding) is
    written as an escape, so that output is always valid UTF-8, and valid JSON inside JSON.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def write_exact(text: str) -> None:
    """Write ``text`` to standard output as UTF-8, byte for byte: no line end is translated or added."""
    if sys.stdout is None:  # a windowed program on Windows has none
        return
    sys.stdout.flush()
    data = text.encode("utf-8", errors="backslashreplace")
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
    else:
        buffer.write(data)
        buffer.flush()


def emit_json(value: object) -> None:
    """Write one JSON document and a line end to standard output; text stays readable, not escaped."""
    write_exact(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")


def printable(text: str) -> str:
    """``text`` with control characters made visible, so that a transcript cannot steer the terminal.

    Line ends and tabs stay; other C0 controls show as their Unicode pictures, C1 controls,
    DEL and the invisible marks that reorder text as ``<U+009B>``.
    """
    return _CONTROLS.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


def say(text: str) -> None:
    """Write one line (or several) for people to standard output, controls made visible."""
    click.echo(printable(text))


def to_terminal() -> bool:
    """Whether standard output is a terminal; a windowed or a detached program may have none at all."""
    return sys.stdout is not None and sys.stdout.isatty()


def display_width(text: str) -> int:
    """Columns that ``text`` takes in a terminal: wide characters two, combining marks none."""
    columns = 0
    for char in text:
        if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
            continue
        columns += 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
    return columns


def fit(text: str, columns: int) -> str:
    """``text`` cut to at most ``columns`` terminal columns, with an ellipsis where it was cut."""
    if display_width(text) <= columns:
        return text
    out, used = [], 0
    for char in text:
        used += display_width(char)
        if used > columns - 1:
            break
        out.append(char)
    return "".join(out) + "…"


def progress_line(report: Progress, pace: str = "") -> str:
    """One report as a line for people: ``importing 312 of 1,204 KB · about 20 s left · chat.txt``."""
    if report.total is None:
        counted = _("{stage} {done:,} {unit}").format(stage=report.stage, done=report.done, unit=report.unit)
    else:
        counted = _("{stage} {done:,} of {total:,} {unit}").format(
            stage=report.stage, done=report.done, total=report.total, unit=report.unit
        )
    line = " · ".join(part for part in (counted, pace, report.detail) if part)
    return printable(line.replace("\n", " ").replace("\t", " "))


def progress_to_stderr(
    work: Generator[Progress, None, T],
    *,
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> T:
    """Run ``work`` to its end and return its value; its reports are drawn if standard error is a terminal.

    The line is redrawn at most ten times a second and removed at the end.
    """
    out = sys.stderr if stream is None else stream
    visible = out is not None and out.isatty()
    drawn = 0
    last = float("-inf")
    pace = Pace(clock)
    try:
        while True:
            report = next(work)
            if not visible:
                continue
            now = clock()
            if now - last >= _REDRAW_SECONDS:
                last = now
                pace.note(report)
                line = fit(
                    progress_line(report, pace_words(pace, report)),
                    max(10, shutil.get_terminal_size().columns - 1),
                )
                out.write("\r" + line + " " * max(0, drawn - display_width(line)))
                out.flush()
                drawn = display_width(line)
    except StopIteration as stop:
        value: T = stop.value
        return value
    finally:
        work.close()
        if drawn:
            out.write("\r" + " " * drawn + "\r")
            out.flush()
