"""Slack workspaces: channels over their days, threads, users by name; and single days and pages."""

import json
import zipfile

import pytest

from app.errors import BadInputError
from app.formats._slack_text import plain
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedConversation, ParsedSpeaker, ParsedTurn, ParseProblem
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, folder_sample, sample_of

MESSAGE = {"type": "message", "user": "U1", "text": "hi", "ts": "1709546400.000002"}
MEMBERS = {
    "users.json": json.dumps([{"id": "U1", "name": "ida"}]),
    "pond/2024-03-04.json": json.dumps([MESSAGE]),
}


def test_a_workspace_claims_its_days_and_what_tells_of_them_and_nothing_else() -> None:
    form = FORMATS["slack"]
    assert form.claims((*MEMBERS, "pond/photo.png", "notes.txt")) == frozenset(MEMBERS)
    assert form.claims(("users.json", "channels.json")) == frozenset()
    assert form.claims(("pond/2024-03-04.json",)) == frozenset()
    assert choose(folder_sample(MEMBERS))[0] == "slack"


def test_a_channel_is_one_conversation_over_its_days() -> None:
    later = MESSAGE | {"ts": "1709632800.000005", "thread_ts": MESSAGE["ts"], "text": "<@U1> yes"}
    members = MEMBERS | {"pond/2024-03-05.json": json.dumps([later])}
    events = list(FORMATS["slack"].parse(MemorySource(members=members)))
    turns = [event for event in events if isinstance(event, ParsedTurn)]
    assert [turn.conversation for turn in turns] == ["pond", "pond"]
    assert (turns[1].parent, turns[1].text.text, turns[1].speaker) == (turns[0].key, "@ida yes", "ida")
    assert turns[1].meta["raw"] == "<@U1> yes"


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("<@U1> <@U2|bob> <@U3>", "@ida @bob @U3"),
        ("<#C1|pond> <#C2>", "#pond #C2"),
        ("<!channel> <!subteam^S1|@team>", "@channel @team"),
        (
            "<https://x.example> <https://x.example|x> <mailto:a@b.c|a@b.c>",
            "https://x.example x (https://x.example) a@b.c",
        ),
        ("1 &lt; 2 &amp;&amp; a<b", "1 < 2 && a<b"),
    ],
)
def test_markup_is_shown_as_text(mark: str, text: str) -> None:
    assert plain(mark, {"U1": "ida"}) == text


def test_a_broken_day_is_reported_with_its_place_and_the_others_are_read() -> None:
    members = MEMBERS | {"pond/2024-03-05.json": json.dumps([MESSAGE])[:-1] + ', {"type": "mess'}
    events = list(FORMATS["slack"].parse(MemorySource(members=members)))
    assert sum(isinstance(event, ParsedTurn) for event in events) == 2
    places = {event.place for event in events if isinstance(event, ParseProblem)}
    assert places == {"pond/2024-03-05.json, item 2"}


def test_a_workspace_without_a_message_is_an_error() -> None:
    with pytest.raises(BadInputError, match="no message"):
        list(FORMATS["slack"].parse(MemorySource(members=MEMBERS | {"pond/2024-03-04.json": "[]"})))


def test_other_exports_with_lists_of_messages_are_not_slack() -> None:
    for text in (
        '{"messages": [{"role": "user", "content": "x"}]}',
        '[{"ts": "yesterday", "text": "x"}]',
        '{"channel": {"latest": {"ts": "1709546400.000002"}}}',
    ):
        assert FORMATS["slack"].score(sample_of(text)) == 0.0


@pytest.mark.corpora
def test_a_real_workspace_is_read_from_its_archive() -> None:
    path = shared_path("corpora", "01-exports", "slack", "slack-export-viewer-testarchive.zip")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name[-1] != "/"}
    written = sum(len(json.loads(text)) for name, text in members.items() if "/" in name)
    assert FORMATS["slack"].claims(tuple(members)) == frozenset(members)
    events = list(FORMATS["slack"].parse(MemorySource(members=members)))
    turns = [event for event in events if isinstance(event, ParsedTurn)]
    assert len(turns) == written
    assert {event.title for event in events if isinstance(event, ParsedConversation)} == {
        "enrique",
        "traveling-sailor",
    }
    assert {event.name for event in events if isinstance(event, ParsedSpeaker)} >= {"abilinski"}
    assert not any(isinstance(event, ParseProblem) for event in events)
    assert not any("<@U" in turn.text.text for turn in turns)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("see: ```a = 1\nb = 2``` done", "see: \n```a = 1\nb = 2```\n done"),
        ("```whole```", "```whole```"),
        ("one\n  ```two```  \nthree", "one\n  ```two```  \nthree"),
        ("an open ``` stays", "an open ``` stays"),
        ("`inline` and ``````", "`inline` and ``````"),
    ],
)
def test_a_block_of_code_in_the_middle_of_a_line_stands_on_lines_of_its_own(written: str, text: str) -> None:
    assert plain(written, {}) == text


def test_a_message_with_a_block_in_the_middle_of_a_line_is_shown_as_code_and_kept_as_written() -> None:
    text = "run ```x\ny``` now"
    members = MEMBERS | {"pond/2024-03-04.json": json.dumps([MESSAGE | {"text": text}])}
    (turn,) = [
        one for one in FORMATS["slack"].parse(MemorySource(members=members)) if isinstance(one, ParsedTurn)
    ]
    assert turn.meta["raw"] == text
