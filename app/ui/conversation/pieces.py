"""A turn's text cut into pieces that are laid out one by one: lines, quotations, media, fenced code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.model.hits import Span
from app.model.parsed import JsonValue

PieceKind = Literal["text", "code", "blank", "quote", "media"]

MAX_PIECE = 3_000
"""Code points laid out at once; longer lines are cut, at a space where there is one."""

_LINE = re.compile(r"[^\r\n\u2028\u2029\x85]*(\r\n|[\r\n\u2028\u2029\x85]|$)")
_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"'`|\\^{}\x00-\x20\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "，。；：！？、）》」』】]+"
)
_ENDS = ".,;:!?…*_~"
_PAIRS = {")": "(", "]": "["}
_QUOTE = re.compile(r"\s{0,3}>")
_QUOTE_SIGNS = re.compile(r"\s{0,3}(?:>[ \t]?)+")
_MEDIA_WORDS = (
    "animation|asset|attachment|audio|call|clip|contact|document|embed|file|gif|image|img|link|location|media"
    "|photo|picture|poll|recording|screenshot|sticker|story|tool|video|voice"
)
_MEDIA_HAN = (
    "图片|圖片|照片|相片|动画表情|動畫表情|表情|贴图|貼圖|语音|語音|视频|視頻|影片|文件|檔案|位置|名片|链接|連結"
    "|写真|スタンプ|動画|画像|音声|ファイル|사진|스티커|동영상|이모티콘|음성메시지|파일"
)
_MEDIA = re.compile(
    r"\s*(?:\[[a-z][a-z_ /-]{1,30}: [^\[\]\n]+\]"
    rf"|\[[a-z_ /-]{{0,20}}(?<![a-z])(?:{_MEDIA_WORDS})s?(?![a-z])[a-z_ /-]{{0,20}}\]"
    rf"|\[(?:{_MEDIA_HAN})\]|<[^<>\n]{{1,40}}\bomitted>)\s*",
    re.IGNORECASE,
)
_MEDIA_CHARS = 300
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_OWN_LINE = re.compile(r"[\r\n\u2028\u2029\x85]\s{0,3}(```|~~~)\s*(?=[\r\n\u2028\u2029\x85]|\Z)")
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A, 0x0D}} | {0x7F: 0x2421}


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` in code points, line end left out. ``opens`` is the fence of a code block."""

    kind: PieceKind
    start: int
    end: int


def displayable(text: str) -> str:
    """The text with control characters as their pictures (U+2400…), none invisible; same length."""
    return text.translate(_CONTROLS)


def quote_signs(line: str) -> str:
    """What stands before the words of a quoted line: its signs and the blanks among them; "" for none."""
    found = _QUOTE_SIGNS.match(line)
    return found.group() if found else ""


def is_code(meta: Mapping[str, JsonValue]) -> bool:
    """Whether an export says of a turn that all of it is a program, or what one put out."""
    content = meta.get("content")
    return isinstance(content, dict) and content.get("content_type") in {"code", "execution_output"}


def split(text: str, limit: int | None = None, *, code: bool = False) -> list[Piece]:
    """Pieces of the first ``limit`` code points (all by default), in order; an empty text has one blank.

    ``code``: all of it is code, with no fence around.
    """
    stop = len(text) if limit is None else min(limit, len(text))
    pieces: list[Piece] = []
    fence, tight = "", False
    last_own: dict[str, int] | None = None
    at = 0
    while at < stop:
        match = _LINE.match(text, at, stop)
        if match is None:  # the pattern matches everywhere; only for the type checker
            break
        end = match.end() - len(match.group(1))
        opening = None if code else _FENCE.match(text, at, end)
        kind: PieceKind = "code"
        if opening and not fence:
            fence = opening.group(1)
            last_own = _last_own(text, stop) if last_own is None else last_own
            tight = last_own.get(fence, -1) < at
            if tight and fence in text[opening.end() : end]:
                fence = ""  # opened and closed on one line
        elif fence and (_closes(text, fence, at, end) or (tight and text.endswith(fence, at, end))):
            fence = ""
        elif not fence and not code:
            kind = _kind(text, at, end)
        pieces.extend(_cut(text, kind, at, end))
        at = match.end()
    return pieces or [Piece("blank", 0, 0)]


def _closes(text: str, fence: str, at: int, end: int) -> bool:
    """Whether a line begins with the fence that is open."""
    found = _FENCE.match(text, at, end)
    return found is not None and found.group(1) == fence


def _last_own(text: str, stop: int) -> dict[str, int]:
    """Where the last line stands that has nothing but a fence, by fence: Markdown closes code so. Messengers
    put the fence behind the last words of the code.
    """
    return {found.group(1): found.start() for found in _OWN_LINE.finditer(text, 0, stop)}


def _kind(text: str, at: int, end: int) -> PieceKind:
    """What a line outside of code is: ``> `` begins a quotation, as in mail and in Markdown; a line that is
    nothing but the name of a picture or a file, as formats and exports write it, stands for media. What else
    stands in brackets, ``[laughs]`` or ``[deleted]``, is text.
    """
    if _QUOTE.match(text, at, end):
        return "quote"
    if end - at < _MEDIA_CHARS and _MEDIA.fullmatch(text, at, end):
        return "media"
    return "text" if text[at:end].strip() else "blank"


def addresses_in(text: str) -> tuple[Span, ...]:
    """Where addresses of the web stand, the punctuation behind them left out; in code points."""
    if "://" not in text and "www." not in text:
        return ()
    return tuple((found.start(), _end(text, found.start(), found.end())) for found in _ADDRESS.finditer(text))


def _end(text: str, start: int, end: int) -> int:
    while end > start + 1:
        last = text[end - 1]
        part = text[start:end]
        if last in _ENDS or (last in _PAIRS and part.count(last) > part.count(_PAIRS[last])):
            end -= 1
        else:
            break
    return end


def _cut(text: str, kind: PieceKind, start: int, end: int) -> list[Piece]:
    """One line as pieces of at most ``MAX_PIECE`` code points."""
    pieces: list[Piece] = []
    while end - start > MAX_PIECE:
        cut = text.rfind(" ", start + MAX_PIECE // 2, start + MAX_PIECE) + 1
        cut = cut or start + MAX_PIECE
        pieces.append(Piece(kind, start, cut))
        start = cut
    pieces.append(Piece(kind, start, end))
    return pieces
