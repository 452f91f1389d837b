"""Text in traditional Chinese to measure on: what people say in a campaign of the game Battle for Wesnoth.

No model was made from it. It is fetched as a Debian package, "Heir to the Throne" (GPL-2+), and not kept.
"""

from __future__ import annotations

import gettext
import re
import subprocess
import tempfile
from pathlib import Path

PACKAGE = "wesnoth-1.16-httt"
LEAST = 6
"""So many Chinese characters a line has at least."""

_HAN = re.compile("[\u4e00-\u9fff]")
_MARKUP = re.compile(r"<[^>]*>")


def campaign() -> str:
    """Its lines, each once; "" where the package cannot be fetched."""
    with tempfile.TemporaryDirectory() as folder:
        for command in (["apt-get", "download", PACKAGE], ["dpkg", "-x", f"{PACKAGE}.deb", "root"]):
            try:
                subprocess.run(command, cwd=folder, check=True, capture_output=True)
            except (OSError, subprocess.CalledProcessError):
                return ""
            for package in Path(folder).glob("*.deb"):
                package.rename(package.with_name(f"{PACKAGE}.deb"))
        found: dict[str, None] = {}
        for path in sorted(Path(folder).rglob("zh_TW/LC_MESSAGES/*.mo")):
            with path.open("rb") as stream:
                entries = vars(gettext.GNUTranslations(stream))["_catalog"]
            for text in entries.values():
                for line in _MARKUP.sub("", str(text)).splitlines():
                    if len(_HAN.findall(line)) >= LEAST and "$" not in line:
                        found[line.strip()] = None
    return "\n".join(found)
