"""What a panel is, and the registry that the window is built from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Literal

from PySide6.QtWidgets import QWidget

from app.registry import Registry
from app.ui.models.desk.desk import Desk

Area = Literal["top", "left", "centre", "right", "bottom"]
Handlers = Mapping[str, Callable[[], object]]


class Panel(QWidget):
    """A part of the window. It listens to the desk by itself; panels do not know each other.

    ``area`` and ``rank`` say where it stands; panels of one area stand below each other by rank,
    those at the bottom share one place and take turns.
    """

    area: ClassVar[Area]
    rank: ClassVar[int] = 0

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def handlers(self) -> Handlers:
        """The actions this panel answers, by name."""
        return {}

    @property
    def tab_title(self) -> str:
        """What its tab says, where panels share their area."""
        return ""

    def header(self) -> QWidget | None:
        """What stands beside its tab, made once."""
        return None

    @property
    def settled(self) -> bool:
        """True when everything in view has arrived; pictures are taken then."""
        return True


PANELS: Registry[type[Panel]] = Registry("app.ui.panels")
