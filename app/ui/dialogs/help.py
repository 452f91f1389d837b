"""What the help sheets say."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Sequence

from PySide6 import __version__ as pyside_version
from PySide6.QtGui import QKeySequence

from app import __version__
from app.i18n import _
from app.search.reference import query_help
from app.ui.actions.catalogue import ActionSpec, menu_titles

Rows = Sequence[Sequence[str]]


def shortcut_rows(specs: Sequence[ActionSpec]) -> Rows:
    """Every action with its menu and its keys as this platform writes them."""
    titles = {name: title.replace("&", "") for name, title in menu_titles().items()}
    return [
        (
            titles.get(spec.menu, ""),
            spec.title,
            "   ".join(
                QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in spec.shortcuts
            ),
        )
        for spec in specs
    ]


def syntax_rows() -> Rows:
    """The query language by example."""
    return [(entry.example, entry.meaning) for entry in query_help()]


def about_text() -> str:
    """Versions, for people and for bug reports."""
    return "\n".join(
        [
            f"Parlance {__version__}",
            _("A desktop explorer for conversations: search, read, repair, count and export transcripts."),
            "",
            f"Python {platform.python_version()}",
            f"Qt for Python {pyside_version}",
            f"SQLite {sqlite3.sqlite_version}",
            platform.platform(),
            "",
            _("Published under the MIT licence."),
        ]
    )
