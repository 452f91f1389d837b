"""The Linux install script makes Parlance known to the desktop, wherever it lies, and takes it back."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.scripts import FOLDER

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"),
    reason="a script for Linux desktops; Windows and macOS have their own",
)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / 'a $folder "with" 周末'
    shutil.copytree(FOLDER / "linux", folder / "share")
    (folder / "share" / "icons").mkdir()
    for size in (48, 128, 256):
        (folder / "share" / "icons" / f"parlance-{size}.png").write_bytes(b"picture")
    (folder / "parlance").write_text("#!/bin/sh\necho started\n", encoding="utf-8")
    (folder / "parlance").chmod(0o755)
    return folder


def install(program: Path, home: Path, *words: str) -> None:
    home.mkdir(exist_ok=True)
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    subprocess.run(
        [str(program / "share" / "install.sh"), *words], check=True, env=environment, capture_output=True
    )


def test_the_menu_entry_starts_this_very_folder(program: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    install(program, home)
    entry = (home / ".local/share/applications/parlance.desktop").read_text(encoding="utf-8")
    quoted = str(program / "parlance").replace('"', '\\\\"').replace("$", "\\\\$")
    assert f'Exec="{quoted}" %U\n' in entry
    started = subprocess.run([home / ".local/bin/parlance"], check=True, capture_output=True, text=True)
    assert started.stdout == "started\n"
    assert (home / ".local/share/mime/packages/parlance.xml").exists()
    assert (home / ".local/share/icons/hicolor/128x128/apps/parlance.png").exists()


def test_removing_leaves_nothing_of_ours(program: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    install(program, home)
    install(program, home, "--remove")
    left = [path for path in home.rglob("*") if not path.is_dir() and "parlance" in path.name.lower()]
    assert left == []
