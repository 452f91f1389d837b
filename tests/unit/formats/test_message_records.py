"""Formats of a message or pair a record: Reddit, Mattermost, sessions of chat programs, preference pairs."""

import json
from typing import Any

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedConversation, ParsedTurn, ParseProblem
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, sample_of

COMMENT: dict[str, Any] = {
    "id": "c1",
    "author": "ann",
    "parent_id": "t3_s1",
    "link_id": "t3_s1",
    "body": "x",
    "created_utc": 1709546400,
}
SUBMISSION = {"id": "s1", "author": "bob", "title": "Boats", "selftext": "", "created_utc": 1709546400}


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def turns(name: str, text: str) -> list[ParsedTurn]:
    return [event for event in FORMATS[name].parse(MemorySource(text)) if isinstance(event, ParsedTurn)]


def test_a_comment_answers_its_submission_when_that_came_before() -> None:
    assert [turn.parent for turn in turns("reddit", lines(SUBMISSION, COMMENT))] == [None, "t3_s1"]
    assert [turn.parent for turn in turns("reddit", lines(COMMENT, SUBMISSION))] == [None, None]


def test_the_title_of_a_submission_that_comes_late_is_told() -> None:
    events = FORMATS["reddit"].parse(MemorySource(lines(COMMENT, COMMENT, SUBMISSION)))
    titles = [event.title for event in events if isinstance(event, ParsedConversation)]
    assert titles == ["", "Boats"]


def test_records_of_other_kinds_are_not_reddits() -> None:
    for record in ({"id": "1", "author": "a", "body": "b"}, {"title": "t", "selftext": "x"}):
        assert FORMATS["reddit"].score(sample_of(lines(record))) == 0.0


def test_a_deep_listing_is_walked_without_recursion() -> None:
    thing: Any = ""
    for number in range(50):
        data = COMMENT | {"id": f"c{number}", "replies": thing}
        thing = {"kind": "Listing", "data": {"children": [{"kind": "t1", "data": data}]}}
    assert len(turns("reddit", json.dumps(thing))) == 50


def test_bulk_posts_without_a_message_are_reported_and_other_lines_of_the_export_are_no_turns() -> None:
    text = lines(
        {"type": "version", "version": 1},
        {"type": "post", "post": {"team": "t", "channel": "c"}},
        {"type": "post", "post": {"team": "t", "channel": "c", "user": "u", "message": "m", "create_at": 1}},
        {"type": "emoji", "emoji": {"name": "x"}},
    )
    events = list(FORMATS["mattermost"].parse(MemorySource(text)))
    assert [event for event in events if isinstance(event, ParseProblem)] == [
        ParseProblem("line 2", "a post without a message")
    ]
    assert sum(isinstance(event, ParsedTurn) for event in events) == 1


@pytest.mark.corpora
def test_real_pages_of_posts_are_told_as_they_were_written() -> None:
    for name in ("mattermost_posts.json", "mattermost_posts_next.json"):
        text = shared_path("corpora", "01-exports", "chat-api", "mattermost", name).read_text("utf-8")
        assert choose(sample_of(text))[0] == "mattermost"
        found = turns("mattermost", text)
        assert len(found) == len(json.loads(text)["posts"])
        assert [turn.time for turn in found] == sorted(str(turn.time) for turn in found)


def test_both_sides_of_a_pair_are_branches_of_what_they_share() -> None:
    pair = {"prompt": "q", "chosen": "good", "rejected": "bad"}
    asked, chosen, rejected = turns("preference", lines(pair))
    assert (chosen.parent, rejected.parent) == (asked.key, asked.key)
    assert (chosen.meta, rejected.meta) == ({"preference": "chosen"}, {"preference": "rejected"})


def test_pairs_in_the_words_of_alpaca_and_sharegpt_are_theirs() -> None:
    for record, name in (
        ({"instruction": "q", "input": "", "chosen": "a", "rejected": "b"}, "alpaca"),
        (
            {
                "conversations": [{"from": "human", "value": "q"}],
                "chosen": {"from": "gpt", "value": "a"},
                "rejected": {"from": "gpt", "value": "b"},
            },
            "sharegpt",
        ),
    ):
        assert choose(sample_of(lines(record)))[0] == name


def test_a_pair_without_words_is_none() -> None:
    assert FORMATS["preference"].score(sample_of(lines({"chosen": 1, "rejected": 2}))) == 0.0
    with pytest.raises(BadInputError, match="no message"):
        turns("preference", lines({"chosen": "x"}))


def entry(key: str, parent: str | None, text: str) -> dict[str, Any]:
    return {"type": "message", "id": key, "parentId": parent, "message": {"role": "user", "content": text}}


def test_entries_without_words_are_passed_through_to_what_stands_above_them() -> None:
    text = lines(
        {"type": "session", "id": "s"}, entry("a", None, "x"), entry("b", "a", ""), entry("c", "b", "y")
    )
    found = turns("session", text)
    assert [(turn.key, turn.parent, turn.conversation) for turn in found] == [
        ("a", None, "s"),
        ("c", "a", "s"),
    ]


def test_several_sessions_in_a_file_are_told_apart_and_named_at_their_end() -> None:
    message = {"role": "user", "content": "x", "convId": "two"}
    text = lines({"type": "session", "id": "one", "name": "First"}, entry("a", None, "x"),
                 {"type": "message", "message": message | {"id": "b"}})  # fmt: skip
    events = list(FORMATS["session"].parse(MemorySource(text)))
    assert [event.conversation for event in events if isinstance(event, ParsedTurn)] == ["one", "two"]
    assert [(event.key, event.title) for event in events if isinstance(event, ParsedConversation)] == [
        ("one", "First"), ("two", ""),
    ]  # fmt: skip


def test_logs_of_events_are_no_sessions() -> None:
    for record in ({"type": "info", "message": "started"}, {"message": {"role": "user", "content": "x"}}):
        assert FORMATS["session"].score(sample_of(lines(record))) == 0.0
