"""Which differences count in a search: one switch for each, its state in view."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.i18n import _
from app.search.folding import Folding

_SIGNS = {"case": "Aa", "width": "Ａa", "diacritics": "éë", "chinese": "繁简", "kana": "あア"}


def fold_titles() -> dict[str, tuple[str, str]]:
    """For every switch what it says when it is on and when it is off."""
    return {
        "case": (_("Upper and lower case are the same"), _("Upper and lower case differ")),
        "width": (_("Full and half width are the same"), _("Full and half width differ")),
        "diacritics": (_("Accents do not count"), _("Accents count")),
        "chinese": (_("Simplified and traditional are the same"), _("Simplified and traditional differ")),
        "kana": (_("Hiragana and katakana are the same"), _("Hiragana and katakana differ")),
    }


class FoldSwitches(QWidget):
    """A pressed switch folds: the difference does not count. ``changed`` carries the folding."""

    changed = Signal(object)  # Folding

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folding = Folding()
        self.switches: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        for name, sign in _SIGNS.items():
            switch = QToolButton()
            switch.setText(sign)
            switch.setCheckable(True)
            switch.setObjectName("fold")
            switch.setProperty("fold", name)
            switch.clicked.connect(self._clicked)
            self.switches[name] = switch
            row.addWidget(switch)
        self.show_folding(self.folding)

    def show_folding(self, folding: Folding) -> None:
        """Show which switches are on."""
        self.folding = folding
        titles = fold_titles()
        for name, switch in self.switches.items():
            on = bool(getattr(folding, name))
            switch.setChecked(on)
            switch.setToolTip(titles[name][0 if on else 1])
            switch.setAccessibleName(titles[name][0 if on else 1])

    def _clicked(self) -> None:
        on = {name: switch.isChecked() for name, switch in self.switches.items()}
        self.show_folding(replace(self.folding, **on))
        self.changed.emit(self.folding)
