"""How the window looks: colours, fonts, spacing, icons.

Public API
----------
``Theme(app, mode="system", reading_size=11.5)``  one per application, passed to every widget that paints
    ``.tokens`` (``Tokens``: ``#rrggbb`` strings), ``.dark``, ``.mode``,
    ``.set_mode("system"|"light"|"dark")``, ``.reading_size``, ``.set_reading_size(points)``,
    signals ``changed`` (colours) and ``fonts_changed``,
    ``.ui_font(scale, weight)``, ``.reading_font(weight)``, ``.mono_font()``,
    ``.speaker_hex(id)``, ``.speaker_colour(id)``, ``.speaker_ground(id)``, ``.icon(name)``.
``icons.app_icon()``, ``icons.icon_names()``  the application's mark; the bundled icons.
``roles.Roles``  item data roles shared by models and delegates.
``tokens.SPACING``, ``tokens.Tokens``; ``speakers.speaker_hex(id, dark=False)`` without Qt, for exports.
Style hooks for labels: property ``quiet`` (muted text) and ``heading`` (muted, semi-bold), set to True.
"""

from app.ui.theme.roles import Roles
from app.ui.theme.theme import Theme, ThemeMode
from app.ui.theme.tokens import SPACING, Tokens

__all__ = ["SPACING", "Roles", "Theme", "ThemeMode", "Tokens"]
