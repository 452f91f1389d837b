"""Run the window until it is closed."""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from app.ui.application.crash import CrashHandler
from app.ui.application.memory import settle
from app.ui.application.start import OpenEvents, application, build_window, first_paths, later
from app.ui.main_window import Services


def run(services: Services, paths: Sequence[Path], link: str = "") -> int:
    """Show the window and open ``paths``: a corpus is opened, anything else imported into a new one.

    With ``link``, a link to a turn, the corpus that holds it is opened at that turn; without
    either, the last corpus. Returns the exit status of the application.
    """
    app = application(sys.argv[:1])
    events = OpenEvents(app)
    app.installEventFilter(events)
    window = build_window(app, services)
    handler = CrashHandler(window.log, window.notice.show_error, window)
    handler.install()
    crash_file = None
    with suppress(OSError):
        # A crash inside Qt kills Python too; its stack is written beside the error log.
        path = services.error_log.with_name("crash.log")
        path.parent.mkdir(parents=True, exist_ok=True)
        crash_file = path.open("a", encoding="utf-8")
        faulthandler.enable(crash_file)
    window.show()
    wanted = first_paths(services.settings, list(paths))

    def begin() -> None:
        settle()
        events.attach(window.take, window.follow)
        if link and not paths:
            window.follow(link)
        elif wanted:
            window.take(wanted)

    later(window, begin)
    try:
        return app.exec()
    finally:
        handler.remove()
        if crash_file is not None:
            faulthandler.disable()
            crash_file.close()
