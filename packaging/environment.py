"""The virtual environment ``.venv`` with the pinned versions; standard library only.

A second start is quick: a stamp inside the environment says for which Python, which
requirements and which versions it was made.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from system_packages import Missing, provide

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
_STAMP = FOLDER / "parlance-stamp.json"
_WINDOWS = os.name == "nt"
_SCRIPTS = FOLDER / ("Scripts" if _WINDOWS else "bin")
PYTHON = _SCRIPTS / ("python.exe" if _WINDOWS else "python")


class SetUpError(Exception):
    """The environment could not be made; the message says what to do."""


def ensure(groups: Sequence[str]) -> Path:
    """Make or complete ``.venv`` for the dependencies and these optional groups; returns its Python."""
    wanted = fingerprint()
    stamp = _read_stamp()
    if stamp.get("made_for") == wanted and PYTHON.exists():
        lacking = [group for group in ("", *groups) if group not in stamp.get("groups", [])]
        if not lacking:
            return PYTHON
        have: list[str] = stamp["groups"]
    else:
        _create()
        lacking, have = ["", *groups], []
    _install([line for group in lacking for line in requirements(group)])
    _write_launcher()
    _STAMP.write_text(json.dumps({"made_for": wanted, "groups": sorted({*have, *lacking})}), encoding="utf-8")
    return PYTHON


def requirements(group: str = "") -> list[str]:
    """The requirements of pyproject.toml: of the program ("") or of an optional group."""
    import tomllib  # noqa: PLC0415 - absent before Python 3.11, which dev.py reports in plain words

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["optional-dependencies"][group] if group else project["dependencies"])


def fingerprint() -> str:
    """Changes when the environment has to be completed anew: Python, requirements, versions, place."""
    parts = [sys.version, str(ROOT), (ROOT / "pyproject.toml").read_text(encoding="utf-8")]
    parts.append(CONSTRAINTS.read_text(encoding="utf-8"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _read_stamp() -> dict[str, Any]:
    try:
        return dict(json.loads(_STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _create() -> None:
    """Make ``.venv`` if there is none that works; Debian's Python may come without ensurepip."""
    if PYTHON.exists() and _runs([str(PYTHON), "-c", "import sys"]):
        return
    print(f"Making {FOLDER.name} …", file=sys.stderr)
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    if _runs([sys.executable, "-m", "venv", str(FOLDER)]):
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    if _runs([sys.executable, "-m", "pip", "--version"]):
        # The pip of the system can install into an environment that has none.
        _checked([sys.executable, "-m", "venv", "--without-pip", str(FOLDER)])
        return
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not provide(Missing((f"{version} -m venv",), (f"{version}-venv",))):
        raise SetUpError("The virtual environment could not be made without the package above.")
    _checked([sys.executable, "-m", "venv", str(FOLDER)])


def _install(lines: Sequence[str]) -> None:
    if not lines:
        return
    print("Installing the pinned versions (the first time this takes a few minutes) …", file=sys.stderr)
    if _runs([str(PYTHON), "-m", "pip", "--version"]):
        pip = [str(PYTHON), "-m", "pip"]
    else:
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    words = ["install", "--quiet", "--disable-pip-version-check", "--constraint", str(CONSTRAINTS), *lines]
    _checked([*pip, *words])


def _write_launcher() -> None:
    """The command ``parlance`` inside the environment; it is this checkout's ``main.py``."""
    main = str(ROOT / "main.py")
    if _WINDOWS:
        (_SCRIPTS / "parlance.cmd").write_text(f'@"{PYTHON}" "{main}" %*\n', encoding="utf-8")
        return
    script = _SCRIPTS / "parlance"
    script.write_text(
        f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} {shlex.quote(main)} "$@"\n', encoding="utf-8"
    )
    script.chmod(0o755)


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _checked(command: list[str]) -> None:
    done = subprocess.run(command, check=False)
    if done.returncode:
        raise SetUpError(f"This failed with status {done.returncode}: {' '.join(command[:4])} …")
