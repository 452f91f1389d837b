"""Pages of messages in the words of many services, and exports of other assistants."""

import json

import pytest

from app.errors import BadInputError
from app.formats._message_keys import read_message
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedConversation, ParsedTurn, ParseProblem
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, sample_of


def turns(name: str, value: object) -> list[ParsedTurn]:
    events = FORMATS[name].parse(MemorySource(json.dumps(value)))
    return [event for event in events if isinstance(event, ParsedTurn)]


@pytest.mark.parametrize(
    ("record", "author", "text", "key", "parent"),
    [
        ({"author": {"name": "ann"}, "body": "x", "id": 1, "in_reply_to": 0}, "ann", "x", "1", "0"),
        ({"sender": "@ann:pond", "content": {"body": "x"}, "event_id": "$1"}, "@ann:pond", "x", "$1", None),
        (
            {"user": "ann", "text": ["x", {"text": "y"}], "_id": "1", "replyTo": {"id": "0"}},
            "ann",
            "x\ny",
            "1",
            "0",
        ),
        ({"user": {"login": "ann"}, "body": "", "id": 1, "created_at": "2024-03-04"}, "ann", "", "1", None),
    ],
)
def test_a_message_is_read_by_whatever_names_it_has(
    record: dict[str, object], author: str, text: str, key: str, parent: str | None
) -> None:
    message = read_message(json.loads(json.dumps(record)))
    assert message is not None
    assert (message.author, message.text, message.key, message.parent) == (author, text, key, parent)


def test_what_is_left_of_a_message_is_kept() -> None:
    message = read_message(
        {"user": "a", "text": [{"type": "image", "url": "u"}], "id": 1, "pinned": True, "empty": []}
    )
    assert message is not None
    assert message.text == "[image]"
    assert message.meta == {"text": [{"type": "image", "url": "u"}], "pinned": True}


def test_the_longest_list_of_messages_is_found_wherever_it_lies() -> None:
    message = {"user": "ann", "text": "x", "id": 1}
    page = {"pinned": [message], "data": {"room": {"items": [message | {"id": n} for n in range(3)]}}}
    assert [turn.key for turn in turns("messages", page)] == ["0", "1", "2"]


def test_newest_first_is_turned_round_and_any_other_order_kept() -> None:
    def page(*times: int) -> list[dict[str, object]]:
        return [{"user": "a", "text": "x", "id": time, "timestamp": time} for time in times]

    assert [turn.key for turn in turns("messages", page(3, 2, 1))] == ["1", "2", "3"]
    assert [turn.key for turn in turns("messages", page(2, 3, 1))] == ["2", "3", "1"]


def test_the_page_tells_of_its_only_conversation() -> None:
    page = {"title": "Boats", "views": 3, "posts": [{"user": "a", "text": "x", "id": 1}]}
    events = list(FORMATS["messages"].parse(MemorySource(json.dumps(page))))
    assert events[-1] == ParsedConversation("1", "Boats", {"title": "Boats", "views": 3})


def test_a_page_that_breaks_off_keeps_what_was_read_and_says_where() -> None:
    text = json.dumps([{"user": "a", "text": "x", "id": number} for number in range(9)])[:-20]
    events = list(FORMATS["messages"].parse(MemorySource(text)))
    assert sum(isinstance(event, ParsedTurn) for event in events) == 8
    assert [event.place for event in events if isinstance(event, ParseProblem)] == [
        f"character {len(text) + 1}"
    ]


def test_documents_without_messages_and_objects_a_line_are_not_taken() -> None:
    message = {"user": "ann", "text": "x", "id": 1}
    for text in (
        json.dumps([{"id": 1, "name": "a", "value": "b"}]),
        json.dumps({"users": [{"id": 1, "username": "a"}]}),
        json.dumps(message) + "\n" + json.dumps(message) + "\n",
        json.dumps(message),
        "[A]: hi\n",
    ):
        assert FORMATS["messages"].score(sample_of(text)) == 0.0, text
    with pytest.raises(BadInputError, match="no list"):
        turns("messages", {})


def test_the_tree_of_another_service_is_not_taken_for_deepseeks() -> None:
    message = {"author": {"role": "user"}, "content": {"parts": ["x"]}}
    nodes = {
        "0": {"id": "0", "message": None, "parent": None, "children": ["1"]},
        "1": {"id": "1", "message": message, "parent": "0", "children": []},
    }
    text = json.dumps([{"id": "c", "mapping": nodes}])
    assert choose(sample_of(text))[0] == "chatgpt"
    assert FORMATS["assistants"].score(sample_of(text)) == 0.0


def test_nodes_that_say_nothing_are_passed_through() -> None:
    def node(name: str, parent: str | None, *fragments: dict[str, str]) -> dict[str, object]:
        return {"id": name, "parent": parent, "children": [], "message": {"fragments": list(fragments)}}

    request, response = {"type": "REQUEST", "content": "q"}, {"type": "RESPONSE", "content": "a"}
    record = {"mapping": {"1": node("1", None, request), "2": node("2", "1"), "3": node("3", "2", response)}}
    assert [(turn.key, turn.parent) for turn in turns("assistants", [record])] == [("1", None), ("3", "1")]


@pytest.mark.corpora
def test_real_pages_are_read_with_their_answers() -> None:
    root = shared_path("corpora", "01-exports", "chat-api")
    topic = json.loads((root / "discourse" / "discourse_topic_1148.json").read_text("utf-8"))
    assert choose(sample_of(json.dumps(topic)))[0] == "messages"
    found = turns("messages", topic)
    posts = topic["post_stream"]["posts"]
    assert [turn.key for turn in found] == [str(post["post_number"]) for post in posts]
    assert [turn.parent for turn in found] == [
        str(post["reply_to_post_number"]) if post["reply_to_post_number"] else None for post in posts
    ]
    assert not any("<p>" in turn.text.text for turn in found)
    (only,) = turns("messages", json.loads((root / "gitter" / "message_page_1.json").read_text("utf-8")))
    assert (only.speaker, only.text.text) == ("Animesh Kumar", "This is test message 1")
