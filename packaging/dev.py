#!/usr/bin/env python3
"""One command for everything: ``python3 packaging/dev.py run|test|lint|bench|package|screenshot|messages``.

Needs nothing but Python 3.11 or newer: it makes ``.venv`` with the pinned versions, and on Debian
and Ubuntu it installs the libraries and fonts the window needs where it may, or says what to run.
On Windows say ``py packaging\\dev.py run``, on macOS ``python3 packaging/dev.py run``.
Words after the command go on to what it starts: ``dev.py test tests/unit -k repair``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this is the one file that older Pythons get to see
    sys.exit("Parlance needs Python 3.11 or newer; this is " + sys.version.split()[0])

sys.path.insert(0, str(Path(__file__).resolve().parent))

import system_packages as system
from environment import ROOT, SetUpError, ensure

SAMPLE = ROOT / "resources" / "sample"
DEMO_FOLDER = "parlance-demo"
_ABORTED = (-6, 134)


def run(words: Sequence[str]) -> int:
    """Open the window on the bundled sample; without a display do the same job in the terminal."""
    if words and words[0] != "--terminal":
        return _call([str(ensure([])), "main.py", *words])
    display = has_display() and not words
    drawable = system.provide(system.missing_for_window(display=display))
    python = str(ensure([]))
    if display:
        status = _call([python, "main.py", "open", str(SAMPLE)])
        if status not in _ABORTED:
            return status
        print(
            "The window could not be shown on this display; here is the same job in the terminal.", flush=True
        )
    picture = [] if drawable else ["--no-picture"]
    return _call([python, "main.py", "demo", "--folder", DEMO_FOLDER, *picture])


def test(words: Sequence[str]) -> int:
    """Run the whole test suite, or the part that ``words`` name; windows are drawn off-screen."""
    if not system.provide(system.missing_for_window(display=False)):
        print("Going on without; tests of the window may fail.", file=sys.stderr)
    python = str(ensure(["test", "lint", "parquet"]))
    return _call([python, "-m", "pytest", *words], QT_QPA_PLATFORM="offscreen")


def lint(_words: Sequence[str]) -> int:
    """Check style, format, types and the rules of the house; all are run, the worst status counts."""
    python = str(ensure(["test", "lint", "package"]))
    checks = (
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    )
    return max(abs(_call([python, *check])) for check in checks)


def bench(words: Sequence[str]) -> int:
    """Measure importing, searching and the window on a million turns, print the table, write bench.json."""
    system.provide(system.missing_for_window(display=False))
    python = str(ensure(["test", "bench"]))
    return _call([python, "tests/perf/bench_table.py", *words], QT_QPA_PLATFORM="offscreen")


def package(words: Sequence[str]) -> int:
    """Build the program folder in dist/, print its size and start time, and try it out."""
    system.provide(system.missing_for_window(display=True))
    if not system.provide(system.missing_for_bundle()):
        return 1
    python = str(ensure(["package"]))
    build = [python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    paths = ["--distpath", "dist", "--workpath", "build", "packaging/parlance.spec"]
    return _call([*build, *paths]) or _call([python, "packaging/smoke.py", *words])


def screenshot(words: Sequence[str]) -> int:
    """Draw the pictures of the README from the real window."""
    system.provide(system.missing_for_window(display=False))
    return _call([str(ensure([])), "packaging/screenshot.py", *words])


def messages(_words: Sequence[str]) -> int:
    """Collect the messages of the program and compile the catalogues."""
    return _call([sys.executable, "packaging/messages.py"])


def has_display() -> bool:
    """True where a window can be shown; always on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _call(command: Sequence[str], **environment: str) -> int:
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    command.__name__: command for command in (run, test, lint, bench, package, screenshot, messages)
}


def main(argv: Sequence[str]) -> int:
    """Run the command that the first word names; returns its exit status."""
    if not argv or argv[0] not in COMMANDS:
        print(__doc__, *(f"  {name:<11}{each.__doc__}" for name, each in COMMANDS.items()), sep="\n")
        return 0 if argv and argv[0] in {"-h", "--help"} else 2
    try:
        status = COMMANDS[argv[0]](argv[1:])
    except SetUpError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
