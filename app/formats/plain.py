"""Plain text with speaker labels: ``[A]: text``, ``A: text``, ``Name：text``, ``【小明】：text`` and so on.

Rules: one label style a file, the dominant one; an unlabelled line continues the turn; blank lines at
a turn's end do not belong to it; ``---`` begins a new conversation, and so does a blank line before
a label where most labels have none; text before the first label is the conversation's heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from app.errors import BadInputError
from app.formats._plain_style import Style, decide
from app.formats.base import FORMATS, HEAD_CHARS, Format, Sample, Source
from app.formats.labels import (
    EXPORT_STYLE,
    Label,
    LabelStarts,
    find_label,
    is_blank_escape,
    is_edge_escape,
    is_rule,
    unescape_line,
)
from app.model.parsed import ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

_MOST_HEADING_LINES = 200
_OTHER_SYNTAX = re.compile(
    r"\s*(?:[{]\s*[\"}]|\[\s*[{\[\"]|<(?:\?xml|!|html|[a-zA-Z][\w:-]*[^>\n]*>\s*<)|WEBVTT\b|@UTF8\b|#!)"
)


# Subtitle times, mail headers, and what source code is made of.
_FOREIGN_LINE = re.compile(
    r"^(?:\d\d:\d\d(?::\d\d)?[,.]\d{3} -->|(?:Received|Message-ID|Return-Path|Content-Type|MIME-Version): "
    r"|(?:from \w[\w.]* )?import \w|def \w+\(|class \w+[(:{]|#include\b|function \w+\(|package \w)",
    re.MULTILINE,
)


@FORMATS.register("plain")
class PlainFormat(Format):
    """Transcripts as people type them."""

    name = "plain"
    title = "Labelled text"
    extensions = (".txt", ".md", ".text")

    def score(self, sample: Sample) -> float:
        """How surely the text has speaker labels, from how many turns its head shows."""
        if sample.is_folder or _OTHER_SYNTAX.match(sample.head):
            return 0.0
        style = decide(sample.whole_lines())
        if style is None:
            return 0.0
        if style.name != EXPORT_STYLE and len(_FOREIGN_LINE.findall(sample.head)) > 2:
            return 0.0  # ``[A]:`` is no accident, though the talk be about code
        return min(0.9, 0.4 + 0.05 * style.weight)

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Turns as the lines come; the style is decided from the first 64 K characters."""
        lines = source.lines()
        head: list[RepairedText] = []
        size = 0
        for line in lines:
            head.append(line)
            size += len(line.text) + 1
            if size >= HEAD_CHARS:
                break
        style = decide([line.text for line in head])
        if style is None:
            raise BadInputError("no speaker labels found")
        return _Reader(style).read(chain(head, lines))


class _Reader:
    """The state of one pass over the lines of a file."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._conversation = 0
        self._heading: list[RepairedText] = []
        self._heading_line = 0
        self._heading_lost = 0
        self._speaker = ""
        self._lines: list[RepairedText] | None = None  # of the turn being read
        self._starts = LabelStarts()

    def read(self, lines: Iterator[RepairedText]) -> Iterator[ParseEvent]:
        begun = False  # a conversation is open
        blank = False
        known = self._starts.label
        for number, line in enumerate(lines, 1):
            text = line.text
            label = known(text)
            if label is None:
                if not text.strip():
                    blank = True
                    if self._lines is not None:
                        self._lines.append(line)
                    continue
                if is_rule(text):
                    if (turn := self._end_turn()) is not None:
                        yield turn
                    begun = blank = False
                    continue
                label = self._label(text, blank)
            if label is not None:
                if (turn := self._end_turn()) is not None:
                    yield turn
                if not begun or (blank and self._style.splits_on_blank):
                    yield from self._begin_conversation()
                    begun = True
                self._speaker = label.name
                rest = line.slice(label.start)
                self._lines = [rest] if rest.text else []
            elif self._lines is not None:
                self._lines.append(self._unescaped(line))
            else:
                self._note_heading(self._unescaped(line), number)
            blank = False
        if (turn := self._end_turn()) is not None:
            yield turn
        yield from self._end_headings()

    def _label(self, text: str, after_blank: bool) -> Label | None:
        """The label that begins a turn; of one that is sure anywhere it is noted how its line begins."""
        label = self._style.label_of(text, after_blank=after_blank)
        if label is not None and (label.name in self._style.known or self._style.name.endswith("]:")):
            self._starts.note(text, label)
        return label

    def _unescaped(self, line: RepairedText) -> RepairedText:
        if not line.text.startswith("\\"):
            return line
        label = find_label(line.text.lstrip("\\"))
        foreign = label is not None and self._style.name not in {EXPORT_STYLE, label.style}
        return line if foreign or unescape_line(line.text) == line.text else line.slice(1)

    def _end_turn(self) -> ParsedTurn | None:
        if self._lines is None:
            return None
        lines, self._lines = self._lines, None
        if len(lines) == 1 and not lines[0].text.startswith("\\") and lines[0].text.strip():
            return ParsedTurn(str(self._conversation), self._speaker, lines[0])
        while lines and not lines[-1].text.strip():
            lines.pop()
        at = len(lines) - 1
        while at >= 0 and lines[at].text.startswith("\\") and is_blank_escape(lines[at].text):
            lines[at] = lines[at].slice(1)
            at -= 1
        if at >= 0 and is_edge_escape(lines[0].text):
            lines[0] = lines[0].slice(1)
        return ParsedTurn(str(self._conversation), self._speaker, RepairedText.join(lines, "\n"))

    def _begin_conversation(self) -> Iterator[ParseEvent]:
        self._conversation += 1
        heading = [line.text for line in self._heading]
        title = heading[0].strip().lstrip("#").strip() if heading else ""
        meta = {"heading": "\n".join(heading)} if heading else {}
        yield ParsedConversation(str(self._conversation), title, meta)
        self._heading.clear()
        if self._heading_lost:
            yield self._lost_heading("text before a speaker label is too long for a heading")

    def _note_heading(self, line: RepairedText, number: int) -> None:
        if len(self._heading) < _MOST_HEADING_LINES:
            self._heading.append(line)
            self._heading_line = number
        else:
            self._heading_lost += 1

    def _lost_heading(self, why: str) -> ParseProblem:
        lost, self._heading_lost = self._heading_lost, 0
        return ParseProblem(f"line {self._heading_line}", f"{why}; {lost} lines left out")

    def _end_headings(self) -> Iterator[ParseEvent]:
        if self._heading:
            self._heading_lost += len(self._heading)
            yield self._lost_heading("text without a speaker label after the last conversation")
