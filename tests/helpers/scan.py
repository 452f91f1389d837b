"""A search by brute force over original texts, written without the segmenter: what the index must agree with.

It understands texts made of VOCABULARY only, and says so by being short: folding is one character at a
time, words are runs of ASCII letters and digits (with ß, é and an inner apostrophe), regular expressions
are those that RE2 and ``re`` read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.search.ast import (
    And,
    Everything,
    Field,
    Found,
    Near,
    Node,
    Not,
    Or,
    Regex,
    Relation,
    Term,
    Wildcard,
)
from app.search.folding import DEFAULT, Folding

HAN, KANA, HANGUL = "周末是的中国看𠀀國软軟件体體", "のカガか", "한국"
CJK = HAN + KANA + HANGUL
EMOJI = ("😂", "👍", "👍🏽", "👍🏿", "👨‍👩‍👧", "👩‍💻", "👩", "❤️", "❤", "🧠")
VOCABULARY = (
    *HAN, *KANA, *HANGUL, "周末", "是的", "中国", "的", "看", "软件", "軟體", "软体", "軟件", "中國",
    "chill", "chilling", "Chill", "AI", "ai", "ＡＩ", "a", "foo", "bar", "don't", "don’t", "don", "Straße",
    "cafe", "CAFÉ",
    "STRASSE", "café", "50", "C", "x1", "да", "Да",
    *EMOJI, "，", "。", ",", ".", "-", "+", "%", "!", "?", ":", ";", "(", ")", "“", "”", '"', "*", "/", "\\",
    "^", "[", "]", " ", " ", " ", "\n", "\u3000", "  ",
)  # fmt: skip

_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x2019: 0x27, 0x3000: 0x20}
_DROPPED = frozenset("\ufe0f\u200d🏽🏿")
_LETTERS = {"zh": HAN, "ja": KANA, "ko": HANGUL, "en": "abcdefghijklmnopqrstuvwxyzé", "ru": "да"}
_WORD = "0-9a-zA-ZéÉсßдаДＡＩａｉ"
_UNITS = re.compile(rf"[{_WORD}]+(?:['’][{_WORD}]+)*|\s+|\S")


@dataclass(frozen=True)
class ScannedTurn:
    """What the scan needs to know of a turn; ``chunks`` join to its text."""

    id: int
    chunks: tuple[str, ...]
    speaker: str
    title: str
    transcript: str
    repaired: str | None = None
    twin: str | None = None
    answers: int | None = None

    @property
    def text(self) -> str:
        return "".join(self.chunks)


def scan(node: Node, turns: Sequence[ScannedTurn], folding: Folding = DEFAULT) -> list[int]:
    """Ids of the matching turns, ascending."""
    return sorted(turn.id for turn in turns if matches(node, turn, turns, folding))


def matches(
    node: Node, turn: ScannedTurn, turns: Sequence[ScannedTurn] = (), folding: Folding = DEFAULT
) -> bool:
    match node:
        case Everything():
            return True
        case Term() | Wildcard() | Near() | Regex():
            return bool(places(node, turn.text, folding))
        case Field(name, values):
            return any(_has(name, value.text, turn, prefix=value.prefix) for value in values)
        case Not(child):
            return not matches(child, turn, turns, folding)
        case And(children):
            return all(matches(child, turn, turns, folding) for child in children)
        case Or(children):
            return any(matches(child, turn, turns, folding) for child in children)
        case Relation(left):
            return matches(left, turn, turns, folding) and any(
                _related(node, turn, other, turns) and matches(node.right, other, turns, folding)
                for other in turns
            )


def _related(node: Relation, turn: ScannedTurn, other: ScannedTurn, turns: Sequence[ScannedTurn]) -> bool:
    if (turn.transcript, turn.title) != (other.transcript, other.title):
        return False
    if node.same is not None and (turn.speaker == other.speaker) != node.same:
        return False
    if node.sign == "^":
        return other.answers == turn.id
    return turn.id < other.id and (node.sign == ">>" or other.id - turn.id <= node.distance)


def _has(name: str, value: str, turn: ScannedTurn, *, prefix: bool) -> bool:
    wanted = fold(value)
    match name:
        case "speaker":
            speaker = fold(turn.speaker)
            return speaker.startswith(wanted) if prefix else speaker == wanted
        case "in":
            return wanted in fold(turn.title) or wanted in fold(turn.transcript)
        case "lang":
            letters = _LETTERS[value]
            return any(_first_letter(unit) in letters for unit in _UNITS.findall(fold(turn.text)))
        case "twin":
            return (
                turn.twin == value
                if value not in {"yes", "no"}
                else (turn.twin is not None) == (value == "yes")
            )
        case _:
            return (turn.repaired is not None) == (value == "yes")


def _first_letter(unit: str) -> str:
    """A word counts for the script of its first letter; a character in no alphabet where it has none."""
    return next(filter(str.isalpha, unit), "\0")


def fold(text: str, folding: Folding = DEFAULT) -> str:
    return "".join(_folded(char, folding) for char in text)


def _folded(char: str, folding: Folding = DEFAULT) -> str:
    if char in _DROPPED:
        return ""
    if folding.width or char == "’":
        char = chr(_WIDTH.get(ord(char), ord(char)))
    if folding.case:
        char = char.casefold()
    if folding.diacritics:
        char = char.replace("é", "e").replace("É", "E")
    if folding.chinese:
        char = {"國": "国", "軟": "软", "體": "体"}.get(char, char)
    return {"カ": "か", "ガ": "が"}.get(char, char) if folding.kana else char


def term_patterns(term: Term, folding: Folding = DEFAULT) -> list[re.Pattern[str]]:
    """What the term looks like in folded text."""
    text = fold(term.text, folding)
    found = [text]
    if folding.chinese and not (term.prefix and _is_word(_UNITS.findall(text.strip())[-1])):
        for one, other in (("软件", "软体"), ("软体", "软件")):
            found += [text[:start] + other + text[start + 2 :] for start in _all(one, text)]
        found += [again.replace("软件", "软体") for again in found] + [
            again.replace("软体", "软件") for again in found
        ]
    return [_pattern(text, prefix=term.prefix) for text in dict.fromkeys(found)]


def _all(part: str, text: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at)]


def _pattern(text: str, *, prefix: bool) -> re.Pattern[str]:
    pattern, before, gap = "", "", False
    for unit in _UNITS.findall(text.strip()):
        if unit.isspace():
            gap = True
            continue
        pattern += _between(before, unit, gap=gap) if before else ""
        pattern += _alone(unit)
        before, gap = unit, False
    if prefix and _is_word(before):
        pattern = pattern.removesuffix(_AFTER_WORD) + f"(?:[{_WORD}]|['’](?=[{_WORD}]))*"
    return re.compile(pattern)


_AFTER_WORD = rf"(?![{_WORD}]|['’][{_WORD}])"


def _is_word(unit: str) -> bool:
    return re.match(f"[{_WORD}]", unit) is not None


def _alone(unit: str) -> str:
    if _is_word(unit):
        return rf"(?<![{_WORD}])(?<![{_WORD}]['’]){re.escape(unit)}{_AFTER_WORD}"
    return re.escape(unit)


def _between(left: str, right: str, *, gap: bool) -> str:
    """White space counts beside a Han, kana or hangul character, unless punctuation is there already."""
    solid = all(_is_word(unit) or unit in CJK or unit in _EMOJI_PARTS for unit in (left, right))
    if solid and (left in CJK or right in CJK):
        return r"\s+" if gap else ""
    return r"\s*"


_EMOJI_PARTS = frozenset(char for emoji in EMOJI for char in emoji if char not in _DROPPED)
Ranges = set[tuple[int, int]]


def places(node: Found, text: str, folding: Folding = DEFAULT) -> Ranges:
    """Where it stands, in characters of the text; of a regular expression empty places too."""
    if isinstance(node, Regex):
        flags = re.IGNORECASE if folding.case else re.NOFLAG
        return {match.span() for match in re.compile(node.pattern, flags).finditer(text)}
    folded, origin = "", []
    for at, char in enumerate(text):
        folded += _folded(char, folding)
        origin += [at] * len(_folded(char, folding))
    origin.append(len(text))
    found = _near(node, folded, folding) if isinstance(node, Near) else _standing(node, folded, folding)
    out = set()
    for start, after in found:
        if start and origin[start] == origin[start - 1]:
            continue
        end = origin[after - 1] + 1
        while end < len(text) and text[end] in _DROPPED:
            end += 1
        out.add((origin[start], end))
    return out


def _standing(term: Term | Wildcard, folded: str, folding: Folding) -> Ranges:
    """Where a term stands in folded text."""
    if isinstance(term, Term):
        patterns = term_patterns(term, folding)
        return {
            match.span()
            for pattern in patterns
            for start in range(len(folded))
            if (match := pattern.match(folded, start))
        }
    wanted = re.compile(".*".join(re.escape(fold(part, folding)) for part in term.text.split("*")), re.DOTALL)
    return {
        unit.span()
        for unit in _UNITS.finditer(folded)
        if _is_word(unit.group()) and wanted.fullmatch(unit.group())
    }


def _near(node: Near, folded: str, folding: Folding) -> Ranges:
    """Every occurrence in a stretch that begins with one and holds as many of each term as are asked for."""
    counted = [
        unit.start()
        for unit in _UNITS.finditer(folded)
        if _is_word(unit.group()) or unit.group() in CJK + "國軟體が" or unit.group() in _EMOJI_PARTS
    ]
    where = {term: _standing(term, folded, folding) for term in node.terms}
    found: Ranges = set()
    for first in {span for spans_ in where.values() for span in spans_}:
        reach = {
            term: {
                span
                for span in spans_
                if span >= (first[0], 0) and sum(first[1] <= at < span[0] for at in counted) <= node.distance
            }
            for term, spans_ in where.items()
        }
        if all(len(reach[term]) >= node.terms.count(term) for term in node.terms):
            found.update(*reach.values())
    return found


def spans(term: Found, chunks: Sequence[str], folding: Folding = DEFAULT) -> list[str]:
    """The marked stretches of the original, overlapping ones joined, emoji sequences whole."""
    text = "".join(chunks)
    found = [span for span in places(term, text, folding) if span[1] > span[0]]
    whole = found if isinstance(term, Regex) else [_whole(span, chunks) for span in found]
    return [text[start:end] for start, end in _joined(whole)]


def _whole(span: tuple[int, int], chunks: Sequence[str]) -> tuple[int, int]:
    start, end = span
    at = 0
    for chunk in chunks:
        if "\u200d" in chunk:
            if at < start < at + len(chunk):
                start = at
            if at < end < at + len(chunk):
                end = at + len(chunk)
        at += len(chunk)
    return start, end


def _joined(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(set(found)):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
