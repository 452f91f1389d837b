"""Start the window: the application object, its theme, its crash report, and pictures of the real window."""

from app.ui.application.describe import describe
from app.ui.application.render import render_window
from app.ui.application.run import run

__all__ = ["describe", "render_window", "run"]
