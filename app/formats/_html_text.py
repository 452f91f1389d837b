"""The text of a page, as people read it; nothing in it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final

from app.formats.placeholders import named

_BLOCKS: Final = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "hr", "table"})
_UNSEEN: Final = frozenset({"script", "style", "head", "title"})
_QUOTE, _CODE = "blockquote", "pre"
_OPEN, _CLOSE, _FENCE = "\x00<", "\x00>", "\x00`"
"""Lines that stand for the bounds of quotes and code; no text of a page holds a NUL."""


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
        elif tag in {_QUOTE, _CODE}:
            self.pieces.append(f"\n{_OPEN if tag == _QUOTE else _FENCE}\n")
        if tag == "img":
            told = dict(attrs)
            self.pieces.append(named("image", told.get("alt") or told.get("title")))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _UNSEEN and self._hidden > 0
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in {_QUOTE, _CODE}:
            self.pieces.append(f"\n{_CLOSE if tag == _QUOTE else _FENCE}\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data.replace("\0", ""))


def html_text(source: str) -> str:
    """The text of a page or a piece of one, paragraphs on lines of their own; nothing in it is opened.

    Quotes have ``> `` before their lines; code keeps its white space, between lines of three backticks.
    """
    reader = _Text()
    reader.feed(source)
    reader.close()
    text = "\n".join(_lines("".join(reader.pieces).split("\n")))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _lines(lines: Iterable[str]) -> Iterator[str]:
    depth, code = 0, False
    begins = False
    for line in lines:
        if line in {_OPEN, _CLOSE}:
            begins = line == _OPEN
            depth = max(0, depth + (1 if begins else -1))
            if not depth:
                yield ""
        elif line == _FENCE:
            code = not code
            yield "> " * depth + "```"
        else:
            said = line.rstrip() if code else re.sub(r"[ \t\xa0]+", " ", line).strip()
            if said or not (begins or depth):
                yield "> " * depth + said
                begins = False
