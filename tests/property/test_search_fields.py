"""Every field, alone and among others, finds the turns of a plain look at what was imported."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.parsed import JsonValue, ParsedConversation
from app.search.parser import parse
from app.search.searcher import Searcher
from app.search.unparse import unparse
from app.store.corpus import Corpus
from tests.helpers.corpora import add, turn

CHUNKS = (
    "周末",
    "的",
    "chill",
    "AI",
    "don't",
    "😂",
    "👍🏽",
    "？",
    "?",
    "。",
    " ",
    ", ",
    "`ls`",
    " www.x.org ",
    "50",
)
SPEAKERS = ("Ann", "小明", "Bob")
TIMES = (None, "2023-12-31T23:59:59Z", "2024-01-31T10:00:00Z", "2024-02-01T00:00:00Z", "2024-02", "2025")
ROLES = (None, "user", "assistant")
TITLES = ("Trip plan", "", "100%_done")
FILES = ("trip.txt", "b%_.txt")
WORDS = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*|[周末的]|😂|👍🏽")
ANSWERED_WITHIN = 3


@dataclass
class Said:
    """One turn as it was imported; ``place`` counts from 1 in a talk of ``talk_length`` turns."""

    text: str
    speaker: str
    role: str | None
    time: str | None
    meta: dict[str, JsonValue]
    file: str
    title: str
    place: int
    talk_length: int
    parent: Said | None = None
    others: list[Said] = field(default_factory=list, repr=False)

    @property
    def question(self) -> bool:
        return "?" in self.text or "？" in self.text

    @property
    def answered(self) -> bool:
        if not self.question:
            return False
        if any(other.parent is not None for other in self.others):
            return any(other.parent is self for other in self.others)
        after = self.others[self.place : self.place + ANSWERED_WITHIN]
        return any(other.speaker != self.speaker and not other.question for other in after)

    @property
    def emoji(self) -> int:
        return len(re.findall("😂|👍🏽", self.text))

    def number(self, key: str) -> float | None:
        value = self.meta.get(key)
        return value if isinstance(value, (int, float)) else None


class Made:
    """A corpus with the turns it was made of; not a dataclass, which hypothesis would print whole."""

    def __init__(self, searcher: Searcher, turns: list[Said]) -> None:
        self.searcher = searcher
        self.turns = turns


@pytest.fixture(scope="module", params=[21, 22])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    rng = random.Random(request.param)
    corpus = Corpus.create(tmp_path_factory.mktemp("fields") / "a.parlance")
    everything: list[Said] = []
    for file in FILES:
        talks = [_talk(rng, file, title, threaded=number % 2 == 0) for number, title in enumerate(TITLES)]
        said = [one for talk in talks for one in talk]
        keys = {id(one): str(at) for at, one in enumerate(said)}
        add(
            corpus,
            [
                turn(one.text, one.speaker, f"c{TITLES.index(one.title)}", key=keys[id(one)],
                     parent=None if one.parent is None else keys[id(one.parent)],
                     time=one.time, role=one.role, meta=one.meta)
                for one in said
            ],
            [ParsedConversation(f"c{number}", title) for number, title in enumerate(TITLES)],
            name=file,
        )  # fmt: skip
        everything += said
    yield Made(Searcher(corpus.reader()), everything)
    corpus.close()


def _talk(rng: random.Random, file: str, title: str, *, threaded: bool) -> list[Said]:
    length = rng.randint(1, 12)
    talk: list[Said] = []
    for place in range(1, length + 1):
        meta: dict[str, JsonValue] = {}
        if rng.random() < 0.6:
            meta["score"] = rng.choice([-3, 0, 5, 5.5, 7, 1706745600000])
        if rng.random() < 0.5:
            meta["model"] = rng.choice(["GPT-4", "gpt-5", "none"])
        talk.append(
            Said(
                "".join(rng.choices(CHUNKS, k=rng.randint(0, 9))), rng.choice(SPEAKERS), rng.choice(ROLES),
                rng.choice(TIMES), meta, file, title, place, length,
                rng.choice(talk) if threaded and talk and rng.random() < 0.7 else None, talk,
            )
        )  # fmt: skip
    return talk


def _month(said: Said) -> str:
    return (said.time or "")[:7]


FIELDS: dict[str, Callable[[Said], bool]] = {
    "role:user": lambda one: one.role == "user",
    "role:USER,a*": lambda one: one.role is not None,
    "date:2024": lambda one: _month(one).startswith("2024"),
    "date:2024-02": lambda one: _month(one) == "2024-02",
    "date:2024-01-31": lambda one: (one.time or "").startswith("2024-01-31"),
    "date:2023..2024-01": lambda one: _month(one) in {"2023-12", "2024-01"},
    "date:>2024-01": lambda one: _month(one) in {"2024-02", "2025"},
    "date:<2024": lambda one: _month(one) == "2023-12",
    "date:..2024-01": lambda one: _month(one) in {"2023-12", "2024-01"},
    "len:>5": lambda one: len(WORDS.findall(one.text)) > 5,
    "len:0": lambda one: not WORDS.findall(one.text),
    "len:2..4": lambda one: 2 <= len(WORDS.findall(one.text)) <= 4,
    "index:1": lambda one: one.place == 1,
    "index:>=3": lambda one: one.place >= 3,
    "is:first": lambda one: one.place == 1,
    "is:last": lambda one: one.place == one.talk_length,
    "is:reply": lambda one: one.parent is not None,
    "is:question": lambda one: one.question,
    "is:answered": lambda one: one.answered,
    "is:unanswered": lambda one: one.question and not one.answered,
    "reply:yes": lambda one: one.parent is not None,
    "reply:no": lambda one: one.parent is None,
    "reply:ann": lambda one: one.parent is not None and one.parent.speaker == "Ann",
    "has:question": lambda one: one.question,
    "has:link": lambda one: "www." in one.text,
    "has:emoji": lambda one: one.emoji > 0,
    "has:code": lambda one: "`ls`" in one.text,
    "has:note": lambda _one: False,
    "emoji:no": lambda one: not one.emoji,
    "emoji:>1": lambda one: one.emoji > 1,
    "emoji:😂": lambda one: "😂" in one.text,
    "emoji:👍": lambda one: "👍" in one.text,
    "emoji:👍🏽": lambda one: "👍🏽" in one.text,
    "emoji:👍🏿": lambda _one: False,
    "inferred:no": lambda _one: True,
    "repaired:any": lambda _one: False,
    "file:trip": lambda one: one.file == "trip.txt",
    "file:%_": lambda one: one.file == "b%_.txt",
    "title:%": lambda one: one.title == "100%_done",
    "in:TRIP": lambda one: one.file == "trip.txt" or one.title == "Trip plan",
    "meta.model:gpt-4": lambda one: one.meta.get("model") == "GPT-4",
    "model:gpt*": lambda one: str(one.meta.get("model", "")).lower().startswith("gpt"),
    "score:>5": lambda one: (number := one.number("score")) is not None and number > 5,
    "score:<0": lambda one: (number := one.number("score")) is not None and number < 0,
    "score:0..5.5": lambda one: (number := one.number("score")) is not None and 0 <= number <= 5.5,
    "score:1706745600000": lambda one: one.number("score") == 1706745600000,
    "lang:han": lambda one: bool(re.search("[周末的]", one.text)),
    "speaker:小*,bob": lambda one: one.speaker != "Ann",
}
RELAXED = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("words", FIELDS)
def test_a_field_finds_what_a_plain_look_finds(made: Made, words: str) -> None:
    _check(made, words, FIELDS[words])
    _check(made, f"-{words}", lambda one: not FIELDS[words](one))


@RELAXED
@given(
    first=st.sampled_from(sorted(FIELDS)), second=st.sampled_from(sorted(FIELDS)),
    sign=st.sampled_from([" ", " OR ", " -"]), word=st.sampled_from(["", "周末", "😂"]),
)  # fmt: skip
def test_fields_go_together(made: Made, first: str, second: str, sign: str, word: str) -> None:
    def expected(one: Said) -> bool:
        left, right = FIELDS[first](one), FIELDS[second](one)
        both = (left or right) if sign == " OR " else left and (right != (sign == " -"))
        return both and word in one.text

    _check(made, f"({first}{sign}{second}) {word}", expected)


def _check(made: Made, text: str, wanted: Callable[[Said], bool]) -> None:
    query = made.searcher.read(text)
    assert query.problems == ()
    expected = [at for at, one in enumerate(made.turns, 1) if wanted(one)]
    assert list(made.searcher.ids(query)) == expected
    assert made.searcher.count(query) == len(expected)
    assert list(made.searcher.first(query, n=2)) == expected[:2]
    assert parse(unparse(query.ast), keys=made.searcher.keys()).ast == query.ast
