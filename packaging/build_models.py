"""Build resources/models from packaged data: wordfreq (PyPI), libime and CLDR (Debian packages).

Usage: ``python packaging/build_models.py [--only NAME]``; needs the ``models`` extra, apt-get and dpkg.
What each file holds and under which licence is said in resources/models/README.md.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from packaging_models import characters

MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"


def debian_package(name: str, folder: Path) -> Path:
    """Download a Debian package by name and unpack it below ``folder``; returns where."""
    target = folder / name
    target.mkdir(parents=True)
    subprocess.run(["apt-get", "download", name], cwd=target, check=True)
    (package,) = target.glob("*.deb")
    subprocess.run(["dpkg", "-x", str(package), str(target / "root")], check=True)
    return target / "root"


def build_han(folder: Path) -> None:
    """The word trigram model of a pinyin input method, as its package ships it."""
    root = debian_package("libime-data-language-model", folder)
    (found,) = root.glob("usr/lib/*/libime/zh_CN.lm")
    shutil.copyfile(found, MODELS / "zh_CN.lm")


def build_characters(folder: Path) -> None:  # noqa: ARG001 - every step takes a working folder
    """Character frequencies by block."""
    characters.write(MODELS / "characters.txt")


STEPS: dict[str, Callable[[Path], None]] = {"han": build_han, "characters": build_characters}


def main() -> None:
    """Run the steps asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(STEPS), action="append")
    chosen = parser.parse_args().only or list(STEPS)
    MODELS.mkdir(parents=True, exist_ok=True)
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            STEPS[name](Path(folder))
        print(f"built {name}")


if __name__ == "__main__":
    main()
