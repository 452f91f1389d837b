"""Discord's answer to a request for one's data."""

import json

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedConversation, ParsedTurn, ParseProblem
from tests.helpers.sources import MemorySource, folder_sample, sample_of

FORM = FORMATS["discord-package"]
HEAD = "ID,Timestamp,Contents,Attachments\n"


def message(key: int, text: str = "x") -> dict[str, object]:
    return {"ID": key, "Timestamp": f"2024-01-01 00:00:{key:02}", "Contents": text, "Attachments": ""}


def test_channels_of_both_ages_of_the_package_are_claimed_and_nothing_else() -> None:
    ours = {"index.json", "c1/channel.json", "c1/messages.json", "2/channel.json", "2/messages.csv"}
    assert FORM.claims((*ours, "readme.txt", "c1/notes.json")) == ours
    assert FORM.claims(("channel.json", "messages.csv")) == {"channel.json", "messages.csv"}
    assert FORM.claims(("c1/messages.json", "index.json")) == frozenset()
    assert FORM.claims(("index.json", "channel.json")) == frozenset()


def test_one_channel_is_read_with_its_oldest_message_first() -> None:
    members = {
        "channel.json": '{"id": "9", "name": "pub"}',
        "messages.json": json.dumps([message(2), message(1)]),
    }
    assert choose(folder_sample(members))[0] == "discord-package"
    events = list(FORM.parse(MemorySource(members=members)))
    assert [event.key for event in events if isinstance(event, ParsedTurn)] == ["1", "2"]
    assert [event.title for event in events if isinstance(event, ParsedConversation)] == ["pub"]


@pytest.mark.parametrize("size", [1, 5, 1 << 16])
def test_broken_tails_keep_what_came_before_and_tell_the_file_and_the_place(size: int) -> None:
    members = {
        "c1/channel.json": "{",
        "c1/messages.json": json.dumps([message(1), message(2)])[:-20],
        "c2/channel.json": "{}",
        "c2/messages.csv": f'{HEAD}1,2024-01-01 00:00:00,one,\n2,2024-01-01 00:00:01,"two',
    }
    events = list(FORM.parse(MemorySource(members=members, chunk_size=size)))
    assert [event.text.text for event in events if isinstance(event, ParsedTurn)] == ["x", "one"]
    places = [event.place for event in events if isinstance(event, ParseProblem)]
    assert list(dict.fromkeys(places)) == [
        "c1/channel.json, line 1",
        "c1/messages.json, item 2",
        "c2/messages.csv, line 3",
    ]


@pytest.mark.parametrize(
    "text", ["ID,Name\n1,x\n", '[{"ID": "a", "text": "b"}]', '{"ID": 1, "Timestamp": ""}', ""]
)
def test_other_tables_and_lists_are_not_taken_for_messages(text: str) -> None:
    assert FORM.score(sample_of(text)) == 0.0


def test_a_package_without_messages_is_refused_with_a_reason() -> None:
    with pytest.raises(BadInputError, match="no message can be read"):
        list(FORM.parse(MemorySource(members={"channel.json": "{}", "messages.json": "[]"})))
