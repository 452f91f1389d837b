"""Decides from the beginning of a file how its speaker labels are marked, and which lines are labels.

One style a file, the dominant one. In a marked style (``[A]:``) every such line is a label. A bare
style (``A: text``) needs evidence, because ``Note: …`` looks the same: labels recur.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.formats.labels import Label, LabelStarts, find_label, is_rule

_KEYS: Final = frozenset(
    # Words before a colon that head a remark, a log line, a field or a block of code, not a turn.
    """note notes example examples e.g i.e ps p.s summary tip tips warning warnings hint important caution
    todo fixme info error debug trace fatal edit update subject from to bcc date sent fwd title author
    source link url http https ftp mailto file path args arguments returns return raises yields parameters
    usage else try finally except default public private protected case if for while class def import output
    input result results pros cons step steps conclusion definition reason reasons features solution
    remember however therefore first second third finally also
    注 注意 注意事项 例如 比如 例 例子 示例 举例 总结 小结 提示 备注 答案 定义 步骤 原因 优点 缺点 结论
    首先 其次 再次 最后 另外 此外 第一 第二 第三 特点 优势 劣势 应用 功能 价格 电话 地址 时间 地点 人物
    内容 标题 作者 来源 链接 说明 解释 方法 结果 建议 目的 目标 要点 重点 问题是 包括 如下 以下
    也就是说 换句话说 简单来说 总之 例えば 注意点 結論 理由 まとめ""".split()  # noqa: SIM905 - a word list
)
_ROLES: Final = frozenset(
    """user assistant system human bot ai agent customer client model narrator interviewer interviewee
    host guest teacher student doctor patient me you""".split()  # noqa: SIM905 - a word list
)
"""Speakers who are often written in lower case; other words in lower case need to recur."""
_DISTINCT_SHAPES: Final = frozenset({"capitals", "letter"})
_NAMES: Final = frozenset({"capitals", "letter", "capitalised", "ideographs"})
_MOST_ORPHANS: Final = 5
_MOST_ONCE: Final = 3
_MARKED_WEIGHT: Final = 3


@dataclass(frozen=True, slots=True)
class Style:
    """The decision for one file.

    ``known``: labels seen to recur. ``blank_before``: labels stand after a blank line as a rule;
    ``alone``: as a rule the text begins on the line after the label; ``dense``: most lines are labels.
    ``splits_on_blank``: a blank line before a label begins a new conversation.
    """

    name: str
    known: frozenset[str]
    shapes: frozenset[str]
    blank_before: bool
    alone: bool
    dense: bool
    splits_on_blank: bool
    weight: float

    def label_of(self, line: str, *, after_blank: bool) -> Label | None:
        """The label that begins a turn on this line, or None when the line is text."""
        label = find_label(line)
        if label is None or label.style != self.name:
            return None
        if label.name in self.known or self.name.endswith("]:") or self._fits(label, line, after_blank):
            return label
        return None

    def _fits(self, label: Label, line: str, after_blank: bool) -> bool:
        """Whether a label not seen to recur is one all the same: it stands where and as the others do."""
        if _marked(self.name):
            return True
        form = shape(label.name)
        if label.name.casefold() in _KEYS or (
            form not in self.shapes and not (self.dense and form in _NAMES)
        ):
            return False
        if self.blank_before and not after_blank:
            return False
        if self.alone:
            return label.start >= len(line.rstrip())
        return self.dense or self.blank_before or self.shapes <= _DISTINCT_SHAPES


def _marked(style: str) -> bool:
    """Brackets with a colon: nothing else in text looks like that."""
    return len(style) == 3 and style.endswith(":")


@lru_cache(maxsize=1024)
def shape(name: str) -> str:
    """The form of a name: one letter, capitals, Capitalised, lower case, ideographs; digits are ignored."""
    letters = re.sub(r"[\W\d_]", "", name)
    if not letters:
        return "digits"
    if letters[0] >= "\u2e80":
        return "ideographs" if len(letters) <= 6 else "phrase"
    if len(letters) == 1:
        return "letter"
    if letters.isupper():
        return "capitals"
    return "capitalised" if letters[0].isupper() else "lower"


@dataclass(slots=True)
class _Seen:
    """What was counted of one label of one style."""

    lines: int = 0
    inside: int = 0  # lines that do not begin the file or follow a rule
    after_blank: int = 0  # of those
    alone: int = 0  # nothing after the label


_Counts = dict[str, dict[str, _Seen]]


def decide(lines: Sequence[str]) -> Style | None:
    """The style of a file from its first lines, or None when it has no speaker labels.

    Where much text stands before the first label, labels must be frequent: prose and source code
    have lines that look like them here and there.
    """
    return _decided(tuple(lines))


@lru_cache(maxsize=2)
def _decided(lines: tuple[str, ...]) -> Style | None:
    """A file is decided twice, when its format is chosen and when it is read; small ones soon after."""
    seen, orphans, filled = _count(lines)
    best: Style | None = None
    for name, labels in seen.items():
        style = _style(name, labels, orphans[name], filled)
        if style and (best is None or style.weight > best.weight):
            best = style
    return best


def _count(lines: Iterable[str]) -> tuple[_Counts, dict[str, int], int]:
    """Counts per style and label; filled lines before each style's first label; filled lines in all."""
    seen: _Counts = {}
    orphans: dict[str, int] = {}
    filled = 0
    starts = LabelStarts()
    blank, fresh = False, True  # fresh: nothing but rules and blanks since the start of a conversation
    for line in lines:
        if not line.strip():
            blank = True
            continue
        if is_rule(line):
            blank, fresh = False, True
            continue
        known = starts.label(line)
        label = known or find_label(line)
        if label:
            if known is None:
                starts.note(line, label)
            names = seen.get(label.style)
            if names is None:
                names = seen[label.style] = {}
                orphans[label.style] = filled
            counts = names.get(label.name)
            if counts is None:
                counts = names[label.name] = _Seen()
            counts.lines += 1
            counts.alone += label.start >= len(line.rstrip())
            counts.inside += not fresh
            counts.after_blank += blank and not fresh
        filled += 1
        blank, fresh = False, False
    return seen, orphans, filled


def _style(name: str, labels: dict[str, _Seen], orphans: int, filled: int) -> Style | None:
    known = labels if _marked(name) else _known_bare(name, labels, filled)
    turns = sum(seen.lines for seen in known.values())
    if not turns or (orphans > _MOST_ORPHANS and turns < 0.1 * filled):
        return None
    if name[0] in "({<" and turns < 2 and filled > 1:
        return None
    inside = sum(seen.inside for seen in known.values())
    after_blank = sum(seen.after_blank for seen in known.values())
    return Style(
        name=name,
        known=frozenset(known),
        shapes=frozenset(map(shape, known)),
        blank_before=inside > 0 and after_blank >= 0.9 * inside,
        alone=sum(seen.alone for seen in known.values()) >= 0.9 * turns,
        dense=_plausible_lines(labels) >= 0.7 * filled,
        splits_on_blank=2 * after_blank < inside,
        weight=turns * (_MARKED_WEIGHT if _marked(name) else 1) / (1 + orphans / 3),
    )


def _is_name(label: str) -> bool:
    return shape(label) != "lower" or label in _ROLES


def _plausible_lines(labels: dict[str, _Seen]) -> int:
    return sum(seen.lines for name, seen in labels.items() if name.casefold() not in _KEYS)


def _known_bare(name: str, labels: dict[str, _Seen], filled: int) -> dict[str, _Seen]:
    """The labels of an unmarked style that recur, or the few of a very short file."""
    plausible = {label: seen for label, seen in labels.items() if label.casefold() not in _KEYS}
    top = max((seen.lines for seen in plausible.values()), default=0)
    recurring = {
        label: seen for label, seen in plausible.items() if seen.lines > 1 and seen.lines * 20 >= top
    }
    if name == ":":
        # One recurring label alone is a field, unless the other side speaks too.
        if recurring and (len(plausible) > 1 or top * 2 > filled):
            return recurring
    elif len(recurring) > 1 or (recurring and len(plausible) > 1 and _plausible_lines(labels) * 2 > filled):
        return recurring
    short = 1 < len(plausible) <= _MOST_ONCE and not recurring and len(labels) == len(plausible)
    if short and 2 * len(plausible) >= filled and all(map(_is_name, plausible)):
        return plausible
    return {}
