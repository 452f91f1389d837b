"""Speaker labels at the beginning of a line, and the escapes that let any text pass through labelled TXT.

Shared by the plain-text reader and the TXT export, so that what one writes the other reads.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

EXPORT_STYLE: Final = "[]:"
"""The style that the TXT export writes: ``[A]: text``."""
MOST_LABEL_CHARS: Final = 200
_BARE_CHARS: Final = 40
_BARE_WORDS: Final = 5


class Label(NamedTuple):
    """A line that looks as if it began with a speaker's label.

    ``style`` names how the label is marked: "[]:" is ``[A]: …``, "【】" is ``【A】…``, ":" is ``A: …``,
    "**" is ``**A:** …``. ``start`` is where the text begins in the line.
    """

    style: str
    name: str
    start: int


_PAIRS: Final = {
    "[": "]", "【": "】", "(": ")", "（": "）", "<": ">", "＜": "＞", "《": "》", "〈": "〉",
    "「": "」", "『": "』", "［": "］", "〔": "〕", "{": "}", "｛": "｝",
}  # fmt: skip
_ASCII_OPENERS: Final = frozenset("[(<{")
_LITERAL: Final = "\\␀"
"""Written before a name that would not be taken for one (``12:30``); it stands for nothing."""
_NAME_SIGN: Final = r"(?:\\[\[\]\\]|[^\[\]\\\n]|\\(?![\[\]\\]))"
_SQUARE = re.compile(
    rf"[ \t\u3000]*\[(?P<name>\\␀{_NAME_SIGN}*|{_NAME_SIGN}{{1,{MOST_LABEL_CHARS}}})\]"
    r"(?P<colon>[ \t]*[:：])?(?P<gap>[ \t]*)"
)
_BRACKET = {
    opener: re.compile(
        rf"[ \t\u3000]*{re.escape(opener)}(?P<name>[^{re.escape(opener + closer)}\n]{{1,60}})"
        rf"{re.escape(closer)}"
        r"(?P<colon>[ \t]*[:：])?(?P<gap>[ \t]*)"
    )
    for opener, closer in _PAIRS.items()
    if opener != "["
} | {"[": _SQUARE}
_BOLD = re.compile(r"[ \t]*\*\*(?P<name>[^*:：\n]{1,60})(?:[:：]\*\*|\*\*[ \t]*[:：])[ \t]*")
# A bare label: no sentence punctuation, quotes, operators or paths; not a list item; not ``12:30``, ``http://``,
# ``std::x``, ``C:\x``.
_BARE = re.compile(
    r"[ \t\u3000]{0,3}(?P<name>[^\W_][^\n:：,，。！？!?;；、\"“”{}<>=|\\/@$%^*~+`\[\]【】…—→]{0,39})"
    r"[:：](?!//|[:：\\)(]|[DPp3](?:\s|$))(?P<gap>[ \t]*)"
)
_LIST_ITEM = re.compile(r"(?:\d+|[a-zA-Z])[.)）、]")
_STAMP = re.compile(r"[\d\s:：.,，/\-–—年月日时時分秒上下午APMapm]*")
_RULE = re.compile(r"[ \t]*-{3,}[ \t]*")
_NOT_A_NAME: Final = frozenset(",;\"'=&|\\/{}")
_OTHER_OPENINGS: Final = frozenset('{"')  # after a bracket these begin JSON
_AFTER_GAP: Final = frozenset(("", " ", "\t"))
_MOST_STARTS: Final = 1_000
_UNESCAPE_NAME = re.compile(r"\\([\[\]\\])")


def find_label(line: str) -> Label | None:
    """The label that a line seems to begin with, whatever its style; None when there is none."""
    first = line.lstrip(" \t\u3000")[:1]
    if not first:
        return None
    if first in _BRACKET:
        return _bracket_label(line, first)
    if first == "*":
        match = _BOLD.match(line)
        return Label("**", match["name"].strip(), match.end()) if match and match["name"].strip() else None
    return _bare_label(line)


class LabelStarts:
    """Labels by how their lines begin, up to ``: `` with text after it: the rest of a line has no say."""

    def __init__(self) -> None:
        self._labels: dict[str, Label] = {}

    def label(self, line: str) -> Label | None:
        """The label of a line that begins as one did that was noted."""
        at = line.find(": ") + 2
        return self._labels.get(line[:at]) if at > 1 and line[at : at + 1] not in _AFTER_GAP else None

    def note(self, line: str, label: Label) -> None:
        """Remember how a line begins, unless its label depends on what comes after it."""
        start = line[: label.start]
        if start.find(": ") + 2 == len(start) > 2 and not label.name.isdecimal():
            if len(self._labels) >= _MOST_STARTS:
                self._labels.clear()
            self._labels[start] = label


def _bracket_label(line: str, opener: str) -> Label | None:
    match = _BRACKET[opener].match(line)
    if match is None:
        return None
    name = match["name"].strip()
    if not name or _is_stamp(name) or (opener in "({<" and not _NOT_A_NAME.isdisjoint(name)):
        return None
    pair = opener + _PAIRS[opener]
    if match["colon"]:
        footnote = name.isdecimal() and line.startswith("http", match.end())
        if opener == "[" and "\\" in name:
            name = _UNESCAPE_NAME.sub(r"\1", name.removeprefix(_LITERAL))
        return None if footnote else Label(f"{pair}:", name, match.end())
    spaced = bool(match["gap"]) or match.end() == len(line)
    if name.isdecimal() or len(name) > _BARE_CHARS or (opener in _ASCII_OPENERS and not spaced):
        return None
    return Label(pair, name, match.end())


def _bare_label(line: str) -> Label | None:
    match = _BARE.match(line)
    if match is None:
        return None
    name = match["name"].strip()
    after = line[match.end() : match.end() + 1]
    clock = name[-1].isdecimal() and not match["gap"] and after.isdecimal()
    if clock or _LIST_ITEM.match(name) or len(name.split()) > _BARE_WORDS or "()" in name:
        return None
    return Label(":", name, match.end())


@lru_cache(maxsize=512)
def _is_stamp(name: str) -> bool:
    """A date or a time, not a name: digits with separators."""
    return bool(_STAMP.fullmatch(name)) and any(map(str.isdecimal, name)) and not name.isalnum()


def is_rule(line: str) -> bool:
    """Whether a line is ``---``, which separates conversations."""
    return "---" in line and _RULE.fullmatch(line) is not None


def label_prefix(speaker: str, text: str = "") -> str:
    """What the TXT export writes before a turn's first line: ``[A]: ``, brackets in the name escaped.

    ``text`` is what follows: a number before an address would be read as a footnote.
    """
    escaped = speaker.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    written = f"[{escaped}]: "
    read = find_label(written + text.partition("\n")[0])
    if read is None or read.name != speaker or speaker[0] in _OTHER_OPENINGS:
        written = f"[{_LITERAL}{escaped}]: "
    return written


def escape_line(line: str) -> str:
    """A line of text, made safe to stand alone in a labelled TXT file; undone by ``unescape_line``.

    A line that looks like a label (of any style) or like ``---`` gets a backslash in front, and so
    does one that is such a line with backslashes before it already.
    """
    return f"\\{line}" if _needs_escape(line.lstrip("\\")) else line


def unescape_line(line: str) -> str:
    """The line of text that ``escape_line`` wrote."""
    return line[1:] if line.startswith("\\") and _needs_escape(line.lstrip("\\")) else line


def _needs_escape(line: str) -> bool:
    return is_rule(line) or find_label(line) is not None


_EDGE = re.compile(r"\\*(?:\s.*)?", re.DOTALL)


def escape_text(text: str) -> str:
    """A turn's text as the TXT export writes it after ``label_prefix``.

    Besides ``escape_line`` on every line but the first, a backslash marks what a reader would drop:
    white space at the beginning, an empty first line, and blank lines at the end.
    """
    first, *rest = text.split("\n")
    if _EDGE.fullmatch(first) and (first or rest):
        first = f"\\{first}"
    lines = [first, *map(escape_line, rest)]
    for number in range(len(lines) - 1, 0, -1):
        if not is_blank_escape(lines[number]):
            break
        lines[number] = f"\\{lines[number]}"
    return "\n".join(lines)


def is_blank_escape(line: str) -> bool:
    """White space only, after any number of backslashes: at a turn's end one backslash is an escape."""
    return not line.lstrip("\\").strip()


def is_edge_escape(line: str) -> bool:
    """A turn's first line that begins with an escape of white space."""
    return line.startswith("\\") and _EDGE.fullmatch(line) is not None
