"""ConvoKit folders and their trees."""

import json

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedConversation, ParsedSpeaker, ParsedTurn, ParseProblem
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, folder_sample, sample_of

NEW = {
    "id": "u1",
    "speaker": "ann",
    "conversation_id": "c",
    "reply_to": None,
    "timestamp": 0,
    "text": "hi",
    "meta": {"s": 1},
}
OLD = {"id": "u2", "user": "bob", "root": "c", "reply-to": "u1", "timestamp": "1325571377", "text": "yo"}
MEMBERS = {
    "utterances.jsonl": json.dumps(NEW) + "\n" + json.dumps(OLD) + "\n",
    "speakers.json": json.dumps({"ann": {"meta": {"age": 3}}, "bob": {"age": 4}}),
    "conversations.json": json.dumps({"c": {"meta": {"title": "Greetings", "n": 2}}}),
    "corpus.json": "{}",
}


def test_a_folder_is_claimed_by_its_listing_and_chosen_by_content() -> None:
    form = FORMATS["convokit"]
    assert form.claims((*MEMBERS, "photo.png")) == frozenset(MEMBERS)
    assert form.claims(("utterances.jsonl",)) == frozenset()
    assert form.claims(("corpus.json", "index.json")) == frozenset()
    assert choose(folder_sample(MEMBERS))[0] == "convokit"
    with pytest.raises(BadInputError, match="folder"):
        choose(folder_sample({"a.txt": "[A]: x"}))


def test_old_and_new_keys_speakers_and_titles_are_read() -> None:
    events = list(FORMATS["convokit"].parse(MemorySource(members=MEMBERS)))
    assert events[:3] == [
        ParsedSpeaker("ann", {"age": 3}),
        ParsedSpeaker("bob", {"age": 4}),
        ParsedConversation("c", "Greetings", {"n": 2}),
    ]
    first, second = (event for event in events if isinstance(event, ParsedTurn))
    assert (first.key, first.parent, first.time, first.meta) == ("u1", None, "1970-01-01T00:00:00Z", {"s": 1})
    assert (second.key, second.parent, second.speaker) == ("u2", "u1", "bob")
    assert second.time == "2012-01-03T06:16:17Z"


def test_utterances_by_themselves_are_a_transcript() -> None:
    for text in (MEMBERS["utterances.jsonl"], json.dumps([NEW, OLD])):
        assert choose(sample_of(text))[0] == "convokit"
        events = list(FORMATS["convokit"].parse(MemorySource(text)))
        assert [type(event) for event in events] == [ParsedConversation, ParsedTurn, ParsedTurn]


def test_a_time_that_is_none_is_kept_as_metadata() -> None:
    text = json.dumps(NEW | {"timestamp": "yesterday", "extra": 1})
    (turn,) = (
        event for event in FORMATS["convokit"].parse(MemorySource(text)) if isinstance(event, ParsedTurn)
    )
    assert turn.time is None
    assert turn.meta == {"s": 1, "timestamp": "yesterday", "extra": 1}


def test_a_bad_utterance_is_reported_and_the_rest_is_read() -> None:
    members = MEMBERS | {
        "utterances.jsonl": "{bad\n" + MEMBERS["utterances.jsonl"],
        "speakers.json": '{"a": ',
    }
    events = list(FORMATS["convokit"].parse(MemorySource(members=members)))
    places = [event.place for event in events if isinstance(event, ParseProblem)]
    assert places[-1] == "utterances.jsonl, line 1"
    assert places[0].startswith("speakers.json")
    assert sum(isinstance(event, ParsedTurn) for event in events) == 2


def test_a_folder_without_a_readable_utterance_is_an_error() -> None:
    with pytest.raises(BadInputError, match="no utterance"):
        list(FORMATS["convokit"].parse(MemorySource(members=MEMBERS | {"utterances.jsonl": "{}\n"})))


def test_other_files_score_nothing() -> None:
    assert FORMATS["convokit"].score(sample_of('{"messages": [{"role": "user", "content": "x"}]}')) == 0.0
    assert FORMATS["convokit"].score(sample_of("[A]: hi\n")) == 0.0


@pytest.mark.corpora
def test_a_real_corpus_is_a_forest() -> None:
    root = shared_path("corpora", "01-exports", "convokit", "reddit-cornell")
    members = {path.name: path.read_text("utf-8") for path in root.iterdir()}
    events = list(FORMATS["convokit"].parse(MemorySource(members=members)))
    turns = [event for event in events if isinstance(event, ParsedTurn)]
    keys = {turn.key for turn in turns}
    assert len(turns) == len(keys) == 1519
    assert {turn.conversation for turn in turns} == {
        event.key for event in events if isinstance(event, ParsedConversation)
    }
    assert all(turn.parent is None or turn.parent in keys for turn in turns)
    assert all(turn.time and turn.time.endswith("Z") for turn in turns)
