"""Chats with models: trees, branches and what is shown of content that is not text."""

import json
from collections.abc import Sequence

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from tests.helpers.sources import MemorySource, sample_of


def events(name: str, value: JsonValue) -> list[ParseEvent]:
    return list(FORMATS[name].parse(MemorySource(json.dumps(value))))


def turns(found: Sequence[ParseEvent]) -> list[ParsedTurn]:
    return [event for event in found if isinstance(event, ParsedTurn)]


def node(parent: str | None, text: str | None, children: Sequence[str] = ()) -> JsonValue:
    message: JsonValue = {"author": {"role": "user"}, "content": {"parts": [text]}} if text else None
    return {"parent": parent, "message": message, "children": list(children)}


def test_messages_of_a_tree_hang_from_the_nearest_message_above() -> None:
    mapping: dict[str, JsonValue] = {
        "leaf": node("hidden", "third"),
        "hidden": node("top", None, ["leaf"]),
        "top": node("root", "first", ["hidden"]),
        "root": node(None, None, ["top"]),
    }
    found = turns(events("chatgpt", [{"title": "t", "mapping": mapping}]))
    assert [(turn.key, turn.parent) for turn in found] == [("top", None), ("leaf", "top")]


def test_nodes_in_a_circle_are_read_once() -> None:
    mapping: dict[str, JsonValue] = {"a": node("b", "one", ["b"]), "b": node("a", "two", ["a"])}
    assert sorted(turn.text.text for turn in turns(events("chatgpt", [{"mapping": mapping}]))) == [
        "one",
        "two",
    ]


def test_a_very_deep_tree_is_read_without_recursion() -> None:
    mapping = {str(n): node(str(n - 1) if n else None, f"m{n}", [str(n + 1)]) for n in range(5_000)}
    assert len(turns(events("chatgpt", {"conversations": [{"mapping": mapping}]}))) == 5_000


def test_the_shown_path_ends_at_the_last_message_above_the_current_node() -> None:
    mapping: dict[str, JsonValue] = {"a": node(None, "one", ["b"]), "b": node("a", None)}
    found = events("chatgpt", [{"mapping": mapping, "current_node": "b"}])
    assert [event.meta.get("current") for event in found if isinstance(event, ParsedConversation)] == ["a"]


def test_siblings_stand_in_the_order_of_their_rank() -> None:
    replies: list[JsonValue] = [
        {"message_id": name, "text": name, "role": "assistant", "rank": rank}
        for name, rank in (("none", None), ("second", 1), ("first", 0))
    ]
    tree: JsonValue = {"message_id": "p", "text": "p", "role": "prompter", "replies": replies}
    assert [turn.key for turn in turns(events("oasst", tree))] == ["p", "first", "second", "none"]


def test_sides_of_a_battle_part_where_they_differ() -> None:
    def side(*texts: str) -> JsonValue:
        return [
            {"role": "user" if n % 2 == 0 else "assistant", "content": text} for n, text in enumerate(texts)
        ]

    record: JsonValue = {
        "conversation_a": side("q", "same", "next", "a"),
        "conversation_b": side("q", "same", "b"),
    }
    found = turns(events("lmsys", [record]))
    assert [(turn.key, turn.parent) for turn in found] == [
        ("1", None), ("2", "1"), ("3", "2"), ("4", "3"), ("conversation_b 3", "2"),
    ]  # fmt: skip


def test_records_of_another_kind_are_reported_with_their_place() -> None:
    found = events("alpaca", [{"instruction": "a", "output": "b"}, {"other": 1}, 3])
    assert [event.place for event in found if isinstance(event, ParseProblem)] == ["item 2", "item 3"]


@pytest.mark.parametrize("name", ["alpaca", "chatgpt", "claude", "lmsys", "oasst", "sharegpt"])
def test_a_file_without_a_single_message_is_refused(name: str) -> None:
    with pytest.raises(BadInputError, match="no message can be read"):
        events(name, [{"hello": "world"}])


def test_a_record_larger_than_the_sample_is_still_known() -> None:
    mapping = {str(n): node(str(n - 1) if n else None, "x" * 500) for n in range(400)}
    text = json.dumps([{"title": "long", "mapping": mapping}])
    assert choose(sample_of(text))[0] == "chatgpt"


def test_a_tail_that_is_broken_off_keeps_what_came_before() -> None:
    text = json.dumps([{"conversations": [{"from": "human", "value": f"said {n}"}]} for n in range(5)])
    found = list(FORMATS["sharegpt"].parse(MemorySource(text[:-40])))
    assert len(turns(found)) == 4
    assert any(isinstance(event, ParseProblem) for event in found)
