"""Exports cut into pieces: one conversation over all of them, in the order of their numbers."""

import json

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedTurn, ParseProblem
from tests.helpers.sources import MemorySource, folder_sample, sample_of


def piece(*keys: int) -> str:
    return "".join(json.dumps({"id": key, "sender": {"name": "a"}, "content": "x"}) + "\n" for key in keys)


def test_pieces_are_read_by_their_numbers_and_belong_to_one_conversation() -> None:
    members = {"manifest.json": "{}", "chunks/c_10.jsonl": piece(3), "chunks/c_9.jsonl": piece(1, 2)}
    assert FORMATS["chunked"].claims((*members, "chunks/readme.txt")) == frozenset(members)
    assert choose(folder_sample(members))[0] == "chunked"
    events = list(FORMATS["chunked"].parse(MemorySource(members=members)))
    assert [event.key for event in events if isinstance(event, ParsedTurn)] == ["1", "2", "3"]


def test_a_broken_piece_is_reported_by_name_and_line() -> None:
    members = {"manifest.json": "[", "chunks/c_1.jsonl": piece(1) + "{\n", "chunks/c_2.jsonl": piece(2)}
    events = list(FORMATS["chunked"].parse(MemorySource(members=members)))
    places = [event.place for event in events if isinstance(event, ParseProblem)]
    assert places[-1] == "chunks/c_1.jsonl, line 2"
    assert sum(isinstance(event, ParsedTurn) for event in events) == 2


def test_other_folders_and_single_files_are_no_such_export() -> None:
    form = FORMATS["chunked"]
    assert form.claims(("manifest.json", "a.jsonl")) == frozenset()
    assert form.claims(("chunks/c_1.jsonl",)) == frozenset()
    assert form.score(sample_of(piece(1))) == 0.0
    assert form.score(folder_sample({"manifest.json": "{}", "chunks/c_1.jsonl": '{"a": 1}\n'})) == 0.0
    with pytest.raises(BadInputError, match="no message"):
        list(form.parse(MemorySource(members={"manifest.json": "{}", "chunks/c_1.jsonl": "{}\n"})))
