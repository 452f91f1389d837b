"""The widths of columns, as somebody left them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.settings import options
from app.settings.store import Settings


def remember_columns(panels: Mapping[str, QWidget], settings: Settings) -> None:
    """Keep the widths of all tables whose columns can be drawn wider; a hidden column has its last one."""
    known = _known(settings)
    kept = []
    for name, header in _headers(panels):
        before = known.get(name, [])
        before = before if len(before) == header.count() else ["0"] * header.count()
        widths = [str(header.sectionSize(at) or before[at]) for at in range(header.count())]
        kept.append(" ".join([name, *widths]))
    settings.set(options.COLUMN_WIDTHS, kept)


def restore_columns(panels: Mapping[str, QWidget], settings: Settings) -> None:
    """Bring the widths back; those of a table that has other columns by now are left as they are."""
    known = _known(settings)
    for name, header in _headers(panels):
        widths = known.get(name, [])
        if len(widths) == header.count() and all(width.isdecimal() for width in widths):
            for at, width in enumerate(widths):
                if header.sectionResizeMode(at) == QHeaderView.ResizeMode.Interactive and int(width):
                    header.resizeSection(at, int(width))


def _known(settings: Settings) -> dict[str, list[str]]:
    lines = (line.split() for line in settings.get(options.COLUMN_WIDTHS))
    return {name: widths for name, *widths in lines}


def _headers(panels: Mapping[str, QWidget]) -> Iterator[tuple[str, QHeaderView]]:
    """The headers that are shown, by panel and number."""
    for name, panel in panels.items():
        for number, table in enumerate(panel.findChildren(QTableView)):
            if not table.horizontalHeader().isHidden():
                yield f"{name}/{number}", table.horizontalHeader()
