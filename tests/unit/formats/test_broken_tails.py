"""Files that break off: what was read before is kept, and the place of the break is told."""

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS
from app.model.parsed import ParsedTurn, ParseProblem
from tests.helpers.sources import MemorySource


def read(name: str, text: str, chunk_size: int = 1 << 16) -> tuple[list[str], list[ParseProblem]]:
    events = list(FORMATS[name].parse(MemorySource(text, chunk_size=chunk_size)))
    turns = [event.text.text for event in events if isinstance(event, ParsedTurn)]
    return turns, [event for event in events if isinstance(event, ParseProblem)]


def test_a_chat_transcript_without_its_end_is_told_of() -> None:
    whole = "@UTF8\n@Begin\n@Participants:\tCHI Child\n*CHI:\tone .\n*CHI:\ttwo .\n"
    turns, problems = read("chat", whole)
    assert turns == ["one .", "two ."]
    assert [(one.place, "@End" in one.reason) for one in problems] == [("line 5", True)]
    assert read("chat", whole + "@End\n")[1] == []


@pytest.mark.parametrize("size", [1, 5, 1 << 16])
def test_a_quote_never_closed_in_a_table_costs_what_follows_it_and_is_told_of(size: int) -> None:
    head = 'speaker,text\nAnn,"one\nand more"\nBo,two\n'
    turns, problems = read("table", head + 'Ann,"three\nBo,four\nAnn,five\n', size)
    assert turns == ["one\nand more", "two"]
    assert [(one.place, one.reason) for one in problems] == [
        ("line 5", "a quote that is never closed; lines left out: 3")
    ]
    assert read("table", head.removesuffix("\n"), size) == (turns, [])
    assert read("table", head + 'Ann,"three"', size) == ([*turns, "three"], [])


def test_cells_behind_the_last_name_are_kept() -> None:
    events = list(FORMATS["table"].parse(MemorySource("speaker,text\nAnn,one\nBo,two,more\n")))
    turns = [event for event in events if isinstance(event, ParsedTurn)]
    assert [dict(turn.meta) for turn in turns] == [{}, {"column 3": "more"}]


def test_a_quote_never_closed_in_a_chatterbot_corpus_is_told_of() -> None:
    text = "categories:\n- x\nconversations:\n- - Who?\n  - 'It''s me'\n- - \"Why\n"
    turns, problems = read("chatterbot", text)
    assert turns == ["Who?", "It's me", '"Why']
    assert [one.place for one in problems] == ["line 6"]


SEGMENTS = (
    '{"text": "ab", "segments": [{"start": 0, "end": 1, "text": "a"}, {"start": 1, "end": 2, "text": "b"}'
)


@pytest.mark.parametrize("size", [1, 9, 1 << 16])
def test_a_whisper_transcript_keeps_the_segments_before_the_break(size: int) -> None:
    turns, problems = read("whisper", SEGMENTS + ', {"start": 2, "te', size)
    assert turns == ["a", "b"]
    assert [one.place.partition(" ")[0] for one in problems] == ["character"]
    assert read("whisper", f'[{SEGMENTS}]}}, {SEGMENTS}], "language": "en"}}]', size)[0] == ["a", "b"] * 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("elan", '<ANNOTATION_DOCUMENT>\n<TIER TIER_ID="a">\n'),
        ("exmaralda", "<basic-transcription>\n<tier\n"),
        ("tei", '<TEI>\n<u who="A">o'),
    ],
)
def test_the_place_of_broken_xml_is_told_once(name: str, text: str) -> None:
    told: list[object] = []
    with pytest.raises(BadInputError) as failed:
        told.extend(FORMATS[name].parse(MemorySource(text)))
    assert not any(isinstance(event, ParseProblem) for event in told)
    assert failed.value.place.startswith("line ")
    assert "line" not in failed.value.reason
