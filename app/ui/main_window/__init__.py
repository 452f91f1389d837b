"""The window: panels around one desk, actions tied to what they do."""

from app.ui.main_window.services import Services
from app.ui.main_window.window import MainWindow

__all__ = ["MainWindow", "Services"]
