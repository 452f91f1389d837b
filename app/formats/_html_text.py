"""The text of a page, as people read it; nothing in it is opened."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from app.formats.placeholders import named

_BLOCKS: Final = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "hr", "table"}
)
_UNSEEN: Final = frozenset({"script", "style", "head", "title"})


class _Text(HTMLParser):
    """Collects what a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _UNSEEN
        if tag in _BLOCKS:
            self.pieces.append("\n")
        if tag == "img":
            told = dict(attrs)
            self.pieces.append(named("image", told.get("alt") or told.get("title")))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _UNSEEN and self._hidden > 0
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


def html_text(source: str) -> str:
    """The text of a page or a piece of one, paragraphs on lines of their own; nothing in it is opened."""
    reader = _Text()
    reader.feed(source)
    reader.close()
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
