"""Dialogues as bare lists of strings (LCCC)."""

import json

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedTurn, ParseProblem
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, sample_of

TWO = [["早", "早啊"], ["Plans?", "None", "Sad"]]


def read(text: str, size: int = 1 << 16) -> tuple[list[ParsedTurn], list[ParseProblem]]:
    events = list(FORMATS["utterances"].parse(MemorySource(text, chunk_size=size)))
    turns = [event for event in events if isinstance(event, ParsedTurn)]
    return turns, [event for event in events if isinstance(event, ParseProblem)]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(TWO),
        json.dumps(TWO, indent=2),
        json.dumps({"train": TWO, "test": []}),
        "".join(json.dumps(one) + "\n" for one in TWO),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_the_two_who_speak_take_turns_in_every_shape(text: str, size: int) -> None:
    turns, problems = read(text, size)
    assert choose(sample_of(text))[0] == "utterances"
    assert [turn.speaker for turn in turns] == ["A", "B", "A", "B", "A"]
    assert len({turn.conversation for turn in turns}) == 2
    assert not problems


def test_a_broken_tail_keeps_the_lists_before_it_and_tells_the_place() -> None:
    turns, problems = read(json.dumps(TWO)[:-12])
    assert [turn.text.text for turn in turns] == ["早", "早啊"]
    assert problems[0].place.startswith("character ")
    turns, problems = read('["a", "b"]\n["c", "d')
    assert [turn.text.text for turn in turns] == ["a", "b"]
    assert problems[0].place == "line 2"


@pytest.mark.parametrize(
    "text",
    [
        "[A]: hello\n[B]: hi\n",
        '[["id", 1], ["name", 2]]',
        '[["one"], ["two"]]',
        "[[1, 2], [3, 4]]",
        '["only", "words"',
        '{"conversations": [[{"from": "human"}]]}',
    ],
)
def test_what_holds_no_lists_of_utterances_is_not_taken_for_them(text: str) -> None:
    assert FORMATS["utterances"].score(sample_of(text)) == 0.0


def test_a_document_without_a_dialogue_is_refused_with_a_place() -> None:
    with pytest.raises(BadInputError) as refused:
        read("[[1], [2]]")
    assert refused.value.place == "item 1"


@pytest.mark.corpora
def test_a_real_file_is_read_whole() -> None:
    text = shared_path("corpora/02-large/lccc-toy_data.json").read_text("utf-8")
    whole = json.loads(text)
    turns, problems = read(text, 4096)
    assert choose(sample_of(text))[0] == "utterances"
    assert len(turns) == sum(len(one) for part in whole.values() for one in part)
    assert not problems
