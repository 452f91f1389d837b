#!/usr/bin/env python3
"""Make the icon files of the platforms from resources/icons/parlance.svg: .png, .ico and .icns.

Qt draws the sizes; the two containers are written here: ICO as Microsoft documents it (PNG entries,
Windows Vista and later), ICNS as Apple's icons hold PNG data since Mac OS X 10.7.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "icons" / "parlance.svg"
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_TYPES = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}
LINUX_SIZES = (48, 128, 256)


def draw(sizes: set[int], source: Path = SOURCE) -> dict[int, bytes]:
    """The icon as PNG data for every size, in pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt  # noqa: PLC0415 - the containers below need no Qt
    from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter  # noqa: PLC0415 - as above
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - as above

    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        raise ValueError(f"{source} is no drawing that Qt can read")
    pictures: dict[int, bytes] = {}
    for size in sorted(sizes):
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not QImageWriter(buffer, QByteArray(b"png")).write(image):
            raise OSError(f"Qt could not write {source} as a picture")
        pictures[size] = bytes(buffer.data().data())
    del application
    return pictures


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon of PNG pictures; a size of 256 is written as 0, as the format wants it."""
    head = struct.pack("<3H", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    entries, data = b"", b""
    for size, picture in sorted(pictures.items()):
        entries += struct.pack("<4B2H2I", size % 256, size % 256, 0, 0, 1, 32, len(picture), at + len(data))
        data += picture
    return head + entries + data


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """A macOS icon: one chunk for each four-letter type, with its PNG picture."""
    chunks = b"".join(kind + struct.pack(">I", 8 + len(data)) + data for kind, data in pictures.items())
    return b"icns" + struct.pack(">I", 8 + len(chunks)) + chunks


def write(folder: Path) -> list[Path]:
    """Write all icon files into ``folder`` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = draw({*ICO_SIZES, *ICNS_TYPES.values(), *LINUX_SIZES})
    files = {f"parlance-{size}.png": pictures[size] for size in LINUX_SIZES}
    files["parlance.ico"] = ico({size: pictures[size] for size in ICO_SIZES})
    files["parlance.icns"] = icns({kind: pictures[size] for kind, size in ICNS_TYPES.items()})
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


if __name__ == "__main__":
    print(*write(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "icons")), sep="\n")
