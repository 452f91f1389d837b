"""Which words and which other emoji tell of an emoji, and which words are of work.

An index of short messages that had emoji (npm ``emoji-whisperer``) lists for every word stem the sequences
of emoji that stood in messages with such a word. What an emoji or a word tells is log10 of how much oftener
another emoji stands with it than by chance, with some messages added on both sides.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from math import log10
from pathlib import Path
from typing import NamedTuple

import wordfreq

from app.repair.emoji_terms import bare
from packaging_models.emoji_work import NEUTRAL

LEAST_WORTH = 0.15
LEAST_KNOWN = 8

TOO_COMMON = 1.2e-3
"""Words of this share in English text tell nothing, and the index leaves them out: the, for, your."""

# Chinese words that say how someone feels, chosen by hand; emoji say it by the tweets they stood in.
GOOD = (
    "开心 高兴 快乐 喜欢 爱你 可爱 太好了 太棒 棒 恭喜 庆祝 厉害 优秀 "
    "漂亮 美丽 好看 好听 好吃 好玩 有趣 幸福 感谢 谢谢 期待 顺利 成功 "
    "完美 舒服 温暖 放心 哈哈 嘻嘻 嘿嘿 没问题 支持 同意 佩服 惊喜 浪漫 "
    "礼物 不错 搞定 终于 享受 治愈 抱抱 有意思 轻松 满意 值得 推荐 幸运 "
    "骄傲 自豪 欢迎 放假 周末"
)
BAD = (
    "难过 伤心 哭 累死 好累 好困 烦死 好烦 气死 生气 愤怒 讨厌 恶心 可怕 "
    "害怕 担心 焦虑 紧张 压力 崩溃 失败 死机 丢了 坏了 没了 好疼 好痛 "
    "生病 发烧 感冒 惨了 糟糕 倒霉 后悔 失望 绝望 无聊 孤独 委屈 挨骂 "
    "被骂 吵架 分手 对不起 抱歉 可惜 遗憾 受不了 太难 难受 痛苦 麻烦 拒绝 "
    "挂科 迟到 熬夜 加班 离谱 无语 疯了 救命 完了 报错 尴尬 天哪 天啊 "
    "不会吧 怎么办 呜呜 失眠 心碎 忘了 堵车 危险"
)


class Messages(NamedTuple):
    """How often every emoji stood in a message, with each word stem, and with each other emoji."""

    used: Counter[str]
    with_word: dict[str, Counter[str]]
    with_emoji: dict[str, Counter[str]]


def messages(package: Path) -> Messages:
    """Read the index of an unpacked package."""
    parts, sequences, index = (
        json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("comp", "meta", "index")
    )
    emoji = {
        number: sorted({parts[part] for part in row.split(",") if part in parts} - NEUTRAL)
        for number, row in sequences.items()
    }
    found = Messages(Counter(), defaultdict(Counter), defaultdict(Counter))
    for row in emoji.values():
        found.used.update(row)
        for char in row:
            found.with_emoji[char].update(other for other in row if other != char)
    for word, postings in index.items():
        if word.isascii() and word.isalpha():
            for number in postings["emojis"]:
                found.with_word[bare(word)].update(emoji.get(number, ()))
    return found


def telling(
    found: Mapping[str, Counter[str]], smoothing: float, least: int, most: int
) -> dict[str, tuple[int, dict[str, float]]]:
    """Of the ``most`` keys seen ``least`` times or more: how often, and what each says of emoji (log10)."""
    total: Counter[str] = Counter()
    for counts in found.values():
        total.update(counts)
    everything = total.total()
    common = sorted(found, key=lambda key: (-found[key].total(), key))[:most]
    table = {}
    for key in common:
        seen = found[key].total()
        if seen < least:
            break
        worth = {
            char: log10((count + smoothing) / (seen * total[char] / everything + smoothing))
            for char, count in found[key].items()
        }
        table[key] = seen, {char: value for char, value in worth.items() if abs(value) >= LEAST_WORTH}
    return table


def working(
    at_work: Mapping[str, Counter[str]], among_people: Mapping[str, Counter[str]]
) -> dict[str, float]:
    """log10 of how much likelier each word stem is at work than in messages, where that is known."""
    work = {stem: float(seen.total()) for stem, seen in at_work.items()}
    people = {stem: float(seen.total()) for stem, seen in among_people.items()}
    scale = sum(work.values()) / sum(people.values())
    ratio = {}
    for stem in work.keys() | people.keys():
        if wordfreq.word_frequency(stem, "en") > TOO_COMMON:
            continue
        here, there = work.get(stem, 0.0), scale * people.get(stem, 0.0)
        if here + there >= LEAST_KNOWN:
            ratio[stem] = log10((here + 1) / (there + 1))
    return ratio
