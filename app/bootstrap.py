"""The composition root: the only place that builds the object graph and starts the window or the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.base import main as command_line
from app.errors import UserFacingError
from app.model.permalink import is_link

if TYPE_CHECKING:
    from app.ui.main_window import Services

EAGER_QT = {"PYSIDE6_OPTION_LAZY": "0"}
"""Has PySide6 make all its types when it is imported, 0.17 s longer.

Made at first use, as is its default, a type was now and then found half made by another thread:
"QPainterPath has no attribute 'Element'" in the midst of painting, and a crash. For the same reason no
worker thread imports what makes types of Qt's: the window's thread looks them up without the interpreter's
lock. The finished program sets this in packaging/runtime_qt.py, before our own code has its turn.
"""


def main(argv: Sequence[str]) -> int:
    """Run Parlance with the words after the program's name; returns the exit status."""
    return command_line(argv, launch_window=_launch_window, self_check=_self_check, render=_render)


def console_main() -> int:
    """The installed command ``parlance``."""
    return main(sys.argv[1:])


def _services() -> Services:
    from app import paths
    from app.repair.engine import RepairEngine
    from app.settings.store import Settings
    from app.ui.main_window import Services

    return Services(
        settings=Settings(paths.config_dir() / "settings.json"),
        engine=RepairEngine(),
        sample_dir=paths.sample_dir(),
        documents_dir=paths.documents_dir(),
    )


def _launch_window(targets: list[str]) -> int:
    """Open the window on paths or one link to a turn; says what to do where no window can be shown."""
    if sys.platform.startswith("linux") and not _has_display():
        raise UserFacingError(
            "There is no display to open a window on.",
            "The demo command does the same job in the terminal; --help lists what else works here.",
        )
    os.environ.update(EAGER_QT)
    try:
        from app.ui.application import run
    except ImportError as error:
        raise _no_qt(error) from error
    links = [target for target in targets if is_link(target)]
    paths = [Path(target) for target in targets if not is_link(target)]
    return run(_services(), paths, next(iter(links), ""))


def _render(corpus: Path, query: str, output: Path, *, dark: bool = False) -> int:
    """Draw the real window on ``corpus`` off-screen into the picture ``output``; 0 when it was written."""
    os.environ.update(EAGER_QT, QT_QPA_PLATFORM="offscreen")
    try:
        from app.ui.application import render_window
    except ImportError as error:
        raise _no_qt(error) from error
    render_window(_services(), corpus, query, output, dark=dark)
    return 0


def _self_check(as_json: bool) -> int:
    from app.cli._selfcheck import core_report, lines_of
    from app.cli.base import emit_json, say

    report = core_report()
    report["window"] = _window_report()
    if as_json:
        emit_json(report)
    else:
        for line in lines_of(report):
            say(line)
    return 0 if report["ok"] else 1


def _window_report() -> dict[str, object]:
    """Qt's version and the fonts it finds, or why the window cannot start here."""
    if not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from app.ui.application import describe
    except ImportError as error:
        return {"available": False, "reason": str(error)}
    return {"available": True, **describe()}


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM")
    return bool(chosen or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _no_qt(error: ImportError) -> UserFacingError:
    return UserFacingError(
        f"The window cannot start: {error}.",
        "On Debian or Ubuntu, python3 packaging/dev.py run installs what is missing. "
        "The commands in parlance --help work without it.",
    )
