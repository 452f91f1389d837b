"""Which libraries and fonts of the system Parlance needs on Linux, and how to get them on Debian and Ubuntu.

Standard library only. On Windows and macOS nothing is needed: Qt brings everything with it.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

# What the Qt libraries and plugins of PySide6-Essentials are linked with (objdump -p, "NEEDED"),
# and the Debian package that holds it.
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
DESKTOP = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONTS = {"NotoSansCJK": "fonts-noto-cjk", "NotoColorEmoji": "fonts-noto-color-emoji"}
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@dataclass(frozen=True)
class Missing:
    """What is not there (libraries by file name, fonts and tools by name), and the packages with it."""

    things: tuple[str, ...]
    packages: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.things)


def missing_for_window(*, display: bool) -> Missing:
    """What the window lacks: with ``display`` also what a real display needs, not only drawing off-screen."""
    if not sys.platform.startswith("linux"):
        return Missing((), ())
    libraries = OFFSCREEN | (DESKTOP if display else {})
    lacking = {name: package for name, package in libraries.items() if not _loads(name)}
    lacking.update({name: package for name, package in FONTS.items() if not _has_font(name)})
    return _sorted(lacking)


def missing_for_bundle() -> Missing:
    """What PyInstaller lacks on Linux: the tools that read libraries, and Python as a shared library."""
    if not sys.platform.startswith("linux"):
        return Missing((), ())
    lacking = {tool: "binutils" for tool in ("objdump", "objcopy") if shutil.which(tool) is None}
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    library = f"libpython{version}.so.1.0"
    beside = Path(sysconfig.get_config_var("LIBDIR") or "/") / library
    if not beside.exists() and not _loads(library):
        lacking[library] = f"libpython{version}"
    return _sorted(lacking)


def can_install() -> bool:
    """True as root on a system with apt."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_line(packages: tuple[str, ...]) -> str:
    """The line that a user without our rights runs to install ``packages`` on Debian or Ubuntu."""
    return f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def provide(missing: Missing) -> bool:
    """Install what is missing where that is possible, otherwise say what to run; True when all is there."""
    if not missing:
        return True
    print(f"Missing on this system: {', '.join(missing.things)}", file=sys.stderr)
    if not can_install():
        if shutil.which("apt-get"):
            print(f"Install it with:\n  {install_line(missing.packages)}", file=sys.stderr)
        else:
            print("Install the packages of your system that hold these files.", file=sys.stderr)
        return False
    print(f"Installing {' '.join(missing.packages)} …", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing.packages]
    if _quietly(install, environment):  # the package lists may be there already
        return True
    if _quietly(["apt-get", "update", "-qq"], environment) and _quietly(install, environment):
        return True
    print(f"That did not work; the line to try is:\n  {install_line(missing.packages)}", file=sys.stderr)
    return False


def _quietly(command: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print((done.stderr or done.stdout).strip()[-2000:], file=sys.stderr)
    return done.returncode == 0


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_font(name: str) -> bool:
    folders = [Path(folder).expanduser() for folder in _FONT_FOLDERS]
    return any(next(folder.rglob(f"{name}*"), None) for folder in folders if folder.is_dir())


def _sorted(lacking: dict[str, str]) -> Missing:
    return Missing(tuple(sorted(lacking)), tuple(sorted(set(lacking.values()))))
