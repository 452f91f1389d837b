"""Which languages the user prefers, as the environment and the system say."""

from __future__ import annotations

import ctypes
import locale
import subprocess
from collections.abc import Mapping

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def preferred_languages(environment: Mapping[str, str], platform: str) -> list[str]:
    """Language tags in falling order of preference; ``platform`` is ``sys.platform``.

    The variables of gettext win everywhere; without them Windows and macOS are asked for
    the language of their own windows.
    """
    for name in _VARIABLES:
        value = environment.get(name, "")
        if value:
            return [tag for tag in value.split(":") if tag]
    if platform == "win32":
        return _windows_language()
    if platform == "darwin":
        return _macos_languages()
    return []


def _windows_language() -> list[str]:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists on Windows alone
    tag = locale.windows_locale.get(kernel.GetUserDefaultUILanguage())
    return [tag] if tag else []


def _macos_languages() -> list[str]:
    """The user's list, which ``defaults`` prints as ``("zh-Hans-CN", "en-GB")`` over several lines."""
    try:
        shown = subprocess.run(
            ["/usr/bin/defaults", "read", "-g", "AppleLanguages"],
            capture_output=True, text=True, timeout=5, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return []
    return [word for word in (line.strip(' ()",\t') for line in shown.splitlines()) if word]
