"""What goes into the program folder and what stays out: plain decisions, for parlance.spec and its tests."""

from __future__ import annotations

import fnmatch
import plistlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Entry = tuple[str, str, str]
"""What PyInstaller knows of a file: its place in the bundle, where it comes from, its kind."""

IDENTIFIER = "org.parlance.Parlance"

# Libraries the program does without where they are not installed; here they would double its size.
OPTIONAL = ["pyarrow"]

# Modules that analysis would follow and nobody asks for in the finished program.
EXCLUDED = [
    *OPTIONAL,
    "tkinter", "pip", "setuptools", "wheel", "pytest", "_pytest", "hypothesis", "IPython", "matplotlib",
    "scipy", "PIL", "cupy", "numba", "OpenGL", "jieba", "wordfreq", "pyqtgraph.examples", "pyqtgraph.opengl",
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtDesigner", "PySide6.QtSql",
    "PySide6.QtPrintSupport",
]  # fmt: skip

# Libraries whose metadata --self-check reads to name their versions.
REPORTED = [
    "PySide6_Essentials",
    "pyqtgraph",
    "sqlite-utils",
    "ftfy",
    "charset-normalizer",
    "numpy",
    "click",
]

# Qt plugins that stay, by folder; of folders that are not named here nothing stays.
KEPT_PLUGINS = {
    "platforms": ["*qxcb*", "*qwayland*", "*qoffscreen*", "*qwindows*", "*qcocoa*"],
    "platformthemes": ["*qxdgdesktopportal*"],
    "platforminputcontexts": ["*compose*", "*ibus*"],
    "imageformats": ["*qsvg*"],
    "iconengines": ["*qsvgicon*"],
    "styles": ["*"],
    "xcbglintegrations": ["*"],
    "wayland-decoration-client": ["*"],
    "wayland-shell-integration": ["*xdg-shell*", "*qt-shell*"],
    "wayland-graphics-integration-client": ["*wayland-egl*", "*shm*"],
}
KEPT_TRANSLATIONS = ["qtbase_zh_CN.qm"]

# Libraries that only the plugins left out need (the GTK theme with its stack, QML, network, databases),
# and the software OpenGL of Windows, which a window of widgets does not use.
DROPPED_LIBRARIES = [
    "*Qt6Network*", "*QtNetwork*", "*Qt6Qml*", "*Qt6Quick*", "*Qt6Pdf*", "*Qt6VirtualKeyboard*",
    "*Qt6Eglfs*", "*Qt6EglFS*", "*Qt6Sql*", "*Qt6PrintSupport*", "*Qt6Designer*", "*opengl32sw*",
    "libgtk-3*", "libgdk-3*", "libgdk_pixbuf*", "libcairo*", "libpango*", "libatk*", "libatspi*",
    "libharfbuzz*", "libepoxy*", "libXi.*", "libXcomposite*", "libXdamage*", "libXinerama*", "libXrandr*",
    "libXcursor*", "libthai*", "libdatrie*", "libfribidi*", "libgraphite2*", "libcups*", "libgnutls*",
    "libtiff*", "libmd4c*", "libjbig*", "libwebp*", "libdeflate*", "libavahi*", "libmariadb*", "libpq.*",
    "libodbc*", "libfbclient*", "*Qt6EglFs*", "libpixman*", "libjpeg.so*", "libgio-*", "libgobject-*",
    "libgmodule-*", "libmount.so*", "libblkid.so*", "libselinux.so*", "libkrb5*", "libk5crypto*",
    "libgssapi*", "libcom_err*", "libkeyutils*",
]  # fmt: skip

# Linux: what every system that can show a window has of its own, and a bundle must not replace: the C library
# and the drivers of the graphics card and of the display.
OF_THE_SYSTEM = [
    "libc.so*", "libm.so*", "libdl.so*", "libpthread.so*", "librt.so*", "libutil.so*", "libresolv.so*",
    "libnsl*", "libcrypt.so*", "ld-linux*", "libGL.so*", "libEGL.so*", "libGLX*", "libOpenGL*", "libdrm*",
    "libgbm*", "libxcb.so*", "libwayland-*",
]  # fmt: skip
# Linux: libraries that often come with symbols for a debugger, half of their size. Those of Qt and numpy come
# without, and their tables are laid out in a way that strip would damage.
WITH_SYMBOLS = ["libpython*.so*", "kenlm.*.so", "python3*/lib-dynload/*.so"]
_QT_PLUGIN = re.compile(r"^PySide6/(?:Qt/)?plugins/([^/]+)/(?:.*/)?([^/]+)$")
_QT_TRANSLATION = re.compile(r"^PySide6/(?:Qt/)?translations/([^/]+)$")


def keeps(name: str) -> bool:
    """True when the file with this place in the bundle stays in it."""
    place = name.replace("\\", "/")
    plugin = _QT_PLUGIN.match(place)
    if plugin:
        return _any(plugin[2], KEPT_PLUGINS.get(plugin[1], []))
    translation = _QT_TRANSLATION.match(place)
    if translation:
        return translation[1] in KEPT_TRANSLATIONS
    return not _any(place.rpartition("/")[2], DROPPED_LIBRARIES)


def lacks(needed: Iterable[str], bundled: Iterable[str]) -> list[str]:
    """Libraries that something in the bundle is linked with and that neither it nor every system holds."""
    there = set(bundled)
    return sorted(name for name in set(needed) - there if not _any(name, OF_THE_SYSTEM))


def stripped(entries: list[Entry], folder: Path) -> list[Entry]:
    """The entries, those with symbols replaced by copies without, which are put into ``folder``."""
    strip = shutil.which("strip")
    if strip is None or not sys.platform.startswith("linux"):
        return entries
    folder.mkdir(parents=True, exist_ok=True)
    return [
        (name, _without_symbols(strip, source, folder / name.replace("/", "-")), kind)
        if kind in {"BINARY", "EXTENSION"} and _any(name, WITH_SYMBOLS)
        else (name, source, kind)
        for name, source, kind in entries
    ]


def _without_symbols(strip: str, source: str, copy: Path) -> str:
    shutil.copy2(source, copy)
    done = subprocess.run([strip, "--strip-unneeded", str(copy)], capture_output=True, check=False)
    return source if done.returncode else str(copy)


def _any(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def modules_of(package: Path) -> list[str]:
    """Dotted names of all modules below a package's folder; plug-ins are found by name, not by import."""
    parts = (path.relative_to(package.parent).with_suffix("").parts for path in sorted(package.rglob("*.py")))
    return [".".join(names).removesuffix(".__init__") for names in parts]


def resource_files(root: Path = ROOT) -> list[tuple[str, str]]:
    """Every bundled file with the folder of the bundle it goes to."""
    files = sorted(path for path in (root / "resources").rglob("*") if path.is_file())
    return [(str(path), path.parent.relative_to(root).as_posix()) for path in files]


def windows_version(version: str) -> str:
    """The version resource of the executables, in the form PyInstaller reads."""
    numbers = tuple(int(part) for part in (re.findall(r"\d+", version) + ["0"] * 4)[:4])
    template = (ROOT / "packaging" / "windows" / "version_info.txt").read_text(encoding="utf-8")
    return template.replace("@NUMBERS@", str(numbers)).replace("@VERSION@", version)


def macos_properties(version: str) -> dict[str, Any]:
    """The properties of Parlance.app, the document type .parlance among them."""
    properties: dict[str, Any] = plistlib.loads((ROOT / "packaging" / "macos" / "Info.plist").read_bytes())
    return properties | {"CFBundleShortVersionString": version, "CFBundleVersion": version}
