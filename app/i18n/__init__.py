"""Translated messages: gettext catalogues shared by the command line and the window.

The source language is English. ``install`` chooses the catalogue once, at start, before
anything is shown; before that, and for a language without a catalogue, ``_`` gives the
English message back.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence

from app.i18n.locales import preferred_languages
from app.paths import resource

DOMAIN = "parlance"
LANGUAGE_VARIABLE = "PARLANCE_LANG"

_current: list[gettext.NullTranslations] = [gettext.NullTranslations()]


def _(message: str) -> str:
    """The message in the installed language. Fill placeholders afterwards: ``_("{n} turns").format(n=3)``."""
    return _current[0].gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a message that goes with the number ``n`` in the installed language."""
    return _current[0].ngettext(singular, plural, n)


def install(language: str | None = None) -> str:
    """Choose the catalogue and return its language tag, ``en`` when the source language is used.

    ``language`` is a tag such as ``zh_CN`` or ``en``; None asks the environment: the variable
    ``PARLANCE_LANG``, then the usual variables of gettext, then the system's own setting.
    """
    if language is None:
        language = os.environ.get(LANGUAGE_VARIABLE) or None
    wanted = [language] if language else preferred_languages(os.environ, sys.platform)
    chosen = _first_available(wanted)
    if chosen == "en":
        _current[0] = gettext.NullTranslations()
    else:
        _current[0] = gettext.translation(DOMAIN, localedir=resource("locale"), languages=[chosen])
    return chosen


def available_languages() -> list[str]:
    """Tags of all languages Parlance speaks, the source language first."""
    found = sorted(path.parent.parent.name for path in resource("locale").glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ["en", *found]


def _first_available(wanted: Sequence[str]) -> str:
    known = {tag.lower(): tag for tag in available_languages()}
    for tag in wanted:
        plain = tag.partition(".")[0].partition("@")[0].replace("-", "_").lower()
        language = plain.partition("_")[0]
        if plain in known:
            return known[plain]
        if language == "en" or plain in {"c", "posix"}:
            return "en"
        if language == "zh":
            # A reader of any Chinese is better served by the one Chinese catalogue than by English.
            return known.get("zh_cn", "en")
        if language in known:
            return known[language]
    return "en"
