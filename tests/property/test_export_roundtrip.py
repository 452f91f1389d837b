"""What TXT and JSONL exports write, import reads back: the same conversations, labels, order and texts."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.export.base import EXPORTS, ExportedConversation
from app.formats.base import FORMATS, choose
from app.model.corpus import Conversation, Turn
from app.model.ids import ConversationId, SpeakerId, TranscriptId, TurnId
from app.model.parsed import ParsedTurn, ParseProblem
from tests.helpers.sources import MemorySource, sample_of

Said = tuple[str, str]
Talks = list[list[Said]]

PIECES = (
    "[A]: ", "[B]:", "A: ", "B：", "小明：", "【小明】", "**A:** ", "(A) ", "---", "- - -", "\\", "\\\\",
    "\n", "\n\n", "\n\n\n", " ", "\t", "\u3000", "\u2003", "\xa0", "x", "周末", "😂", "👩🏽‍💻", "http://x.org",
    "12:30", "1. ", "#", "{", "[", "]", '"', '{"messages": []}', " --> ", "\u2028", "\x0b", "\x85",
    "\u200b", "\ufeff", "\u0301", "␍", "WEBVTT", "<b>", "@UTF8",
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=20),
)
LINE_BREAKS = re.compile("[\r\n\v\f\x1c-\x1f\x85\u2028\u2029\0]")
LABELS = st.one_of(
    st.sampled_from(["A", "B", "小明", "山田　太郎", "Dr. Li", "[A]", "a]b", "a\\", "\\n", "12:30"]),
    st.sampled_from(['"x"', "{x}", "A: B", "👩🏽‍💻 Bo", "x" * 300, "*", "-", ":", "A  B", "http", "\\["]),
    st.sampled_from(["1", "#", "---", "<b>", "\\␀", "␀", "2024-01-01", "C:\\x"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=10),
).map(lambda label: LINE_BREAKS.sub("", label).strip()).filter(bool)  # fmt: skip
TALKS = st.lists(st.lists(st.tuples(LABELS, TEXTS), min_size=1, max_size=4), min_size=1, max_size=3)


class Spoken(ExportedConversation):
    """A conversation made of values instead of rows."""

    def __init__(self, number: int, said: Iterable[Said]) -> None:
        self._said = [
            Turn(TurnId(100 * number + at), ConversationId(number), at, None, SpeakerId(1), speaker, text)
            for at, (speaker, text) in enumerate(said, 1)
        ]
        self.conversation = Conversation(
            ConversationId(number), TranscriptId(1), "t.txt", "", len(self._said), 0, threaded=False
        )

        self.taggings = ()
        self._by_turn = {}

    def turns(self) -> Iterable[Turn]:  # type: ignore[override]  # a list is as good as an iterator here
        return self._said


def export(name: str, talks: Talks) -> str:
    form = EXPORTS[name]
    pieces = [form.head()]
    for number, said in enumerate(talks):
        pieces.extend(form.conversation(Spoken(number, said), number))
    return "".join([*pieces, form.tail()])


def read(name: str, text: str) -> Talks:
    """The conversations of a file; fails on anything that was reported as unreadable."""
    talks: dict[str, list[Said]] = {}
    for event in FORMATS[name].parse(MemorySource(text)):
        assert not isinstance(event, ParseProblem), event
        if isinstance(event, ParsedTurn):
            talks.setdefault(event.conversation, []).append((event.speaker, event.text.text))
    return list(talks.values())


RELAXED = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(("written", "format_name"), [("txt", "plain"), ("jsonl", "openai")])
@RELAXED
@given(talks=TALKS)
@example(talks=[[("A", "")]])
@example(talks=[[("A", "x\n\n"), ("B", "\n\ny"), ("A", "\n")], [("B", "---\n[A]: z\n\\---")]])
@example(talks=[[("A", "one --> two")], [("1", "http://x.org")]])
@example(talks=[[("A", "\u2003"), ("B", " \xa0\n\x0b")]])
def test_labels_order_and_texts_come_back_exactly(written: str, format_name: str, talks: Talks) -> None:
    text = export(written, talks)
    assert read(format_name, text) == talks


@pytest.mark.parametrize(("written", "format_name"), [("txt", "plain"), ("jsonl", "openai")])
@RELAXED
@given(talks=TALKS)
@example(talks=[[("A", "one --> two")]])
@example(talks=[[('"x"', "{")]])
@example(talks=[[("A", "```\nimport os\nfrom sys import path\nimport re\ndef f(x):\nclass A:\n```")]])
def test_an_export_is_recognised_by_its_content(written: str, format_name: str, talks: Talks) -> None:
    chosen, _score = choose(sample_of(export(written, talks), name="export"))
    assert chosen == format_name


@RELAXED
@given(text=TEXTS)
def test_text_that_needs_no_escape_is_written_as_it_is(text: str) -> None:
    plain = all(line[:1].isalpha() and ":" not in line and "：" not in line for line in text.split("\n"))
    if plain:
        assert export("txt", [[("A", text)]]) == f"[A]: {text}\n"
