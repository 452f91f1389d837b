"""What ``parlance --self-check`` reports of the Qt-free part: versions, SQLite, registries, resources."""

from __future__ import annotations

import platform
import sqlite3
from importlib import metadata

from app import __version__
from app.cli.base import COMMANDS
from app.export.base import EXPORTS
from app.export.concordance.base import CONCORDANCES
from app.formats.base import FORMATS
from app.i18n import _
from app.paths import is_frozen, resource
from app.stats.base import METRICS

Report = dict[str, object]

LIBRARIES = (
    "PySide6_Essentials",
    "pyqtgraph",
    "sqlite-utils",
    "ftfy",
    "charset-normalizer",
    "numpy",
    "click",
)
OLDEST_SQLITE = (3, 35)
NEEDED_RESOURCES = ("models", "sample", "icons", "locale")


def core_report() -> Report:
    """Everything that can be checked without Qt; ``ok`` is False when something needed is missing."""
    problems: list[str] = []
    registries = {
        registry.package: list(registry)
        for registry in (COMMANDS, FORMATS, METRICS, EXPORTS, CONCORDANCES)
    }  # fmt: skip
    problems += [f"nothing is registered in {name}" for name, found in registries.items() if not found]
    fts5 = _has_fts5()
    if not fts5:
        problems.append("this SQLite has no FTS5")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        problems.append(f"SQLite {sqlite3.sqlite_version} is too old")
    problems += [f"resources/{name} is missing" for name in NEEDED_RESOURCES if not resource(name).is_dir()]
    return {
        "ok": not problems,
        "problems": problems,
        "parlance": __version__,
        "frozen": is_frozen(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "sqlite": sqlite3.sqlite_version,
        "fts5": fts5,
        "libraries": {name: _version(name) for name in LIBRARIES},
        "registries": registries,
    }


def lines_of(report: Report) -> list[str]:
    """The report for people, one fact a line."""
    lines = [
        f"Parlance {report['parlance']}, Python {report['python']}, {report['platform']}",
        f"SQLite {report['sqlite']}, FTS5 {_('yes') if report['fts5'] else _('NO')}",
    ]
    registries = report["registries"]
    if isinstance(registries, dict):
        lines += [f"{name}: {len(found)} ({', '.join(found)})" for name, found in registries.items()]
    libraries = report["libraries"]
    if isinstance(libraries, dict):
        lines.append(", ".join(f"{name} {version}" for name, version in libraries.items()))
    window = report.get("window")
    if isinstance(window, dict):
        lines.append(_("window: {facts}").format(facts=", ".join(f"{k} {v}" for k, v in window.items())))
    problems = report["problems"]
    lines += (
        [_("PROBLEM: {what}").format(what=what) for what in problems] if isinstance(problems, list) else []
    )
    lines.append(_("Everything is in place.") if report["ok"] else _("Something is missing, see above."))
    return lines


def _has_fts5() -> bool:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "?"
