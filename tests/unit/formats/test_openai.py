"""OpenAI messages in their three shapes."""

import json

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText, RepairSpan
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, sample_of

HI = {"role": "user", "content": "hi"}


def events(text: str) -> list[ParseEvent]:
    return list(FORMATS["openai"].parse(MemorySource(text)))


def turns(text: str) -> list[ParsedTurn]:
    return [event for event in events(text) if isinstance(event, ParsedTurn)]


def turn(**message: object) -> ParsedTurn:
    (found,) = turns(json.dumps({"messages": [message]}))
    return found


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"messages": [HI]}) + "\n" + json.dumps({"messages": [HI, HI]}),
        json.dumps([{"messages": [HI]}, {"messages": [HI, HI]}]),
        json.dumps([{"messages": [HI]}, {"messages": [HI, HI]}], indent=2),
    ],
)
def test_lines_and_arrays_hold_one_conversation_a_record(text: str) -> None:
    assert [found.conversation for found in turns(text)] == ["1", "2", "2"]
    assert choose(sample_of(text))[0] == "openai"


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_and_an_array_of_messages_are_one_conversation(indent: int | None) -> None:
    for value in ({"messages": [HI, HI]}, [HI, HI]):
        text = json.dumps(value, indent=indent)
        assert [found.conversation for found in turns(text)] == ["1", "1"]
        assert choose(sample_of(text))[0] == "openai"


def test_the_name_is_the_speaker_and_the_role_is_kept() -> None:
    found = turn(role="user", name="小明", content="你好")
    assert (found.speaker, found.role, found.text.text) == ("小明", "user", "你好")
    assert turn(role="developer", content="x").speaker == "developer"


def test_parts_are_shown_and_kept() -> None:
    parts = [{"type": "text", "text": "look"}, {"type": "image_url", "image_url": {"url": "http://x/y.png"}}]
    found = turn(role="user", content=parts)
    assert found.text.text == "look\n[image_url: http://x/y.png]"
    assert found.meta["content"] == parts


def test_a_picture_inside_the_file_is_cut_short_in_the_text_only() -> None:
    url = "data:image/png;base64," + "A" * 5000
    found = turn(role="user", content=[{"type": "image_url", "image_url": {"url": url}}])
    assert len(found.text.text) < 150
    assert url in json.dumps(found.meta)


def test_tool_calls_are_shown_and_kept() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Paris"}'}}
    found = turn(role="assistant", content=None, tool_calls=[call])
    assert found.text.text == '[tool call: weather({"city": "Paris"})]'
    assert found.meta["tool_calls"] == [call]
    answer = turn(role="tool", tool_call_id="c1", content="sunny")
    assert (answer.speaker, answer.meta) == ("tool", {"tool_call_id": "c1"})


def test_unknown_keys_are_kept() -> None:
    first, second = events(json.dumps({"title": "T", "tools": [], "x": 1, "messages": [HI | {"weight": 0}]}))
    assert first == ParsedConversation("1", "T", {"tools": [], "x": 1})
    assert isinstance(second, ParsedTurn)
    assert second.meta == {"weight": 0}


def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_read() -> None:
    good = json.dumps({"messages": [HI]})
    found = events("\n".join([good, '{"messages": [', "", '{"other": 1}', "[" * 5000, good]))
    places = [event.place for event in found if isinstance(event, ParseProblem)]
    assert places == ["line 2", "line 4", "line 5"]
    assert sum(isinstance(event, ParsedTurn) for event in found) == 2


def test_a_bad_item_of_an_array_does_not_lose_the_rest() -> None:
    good = json.dumps({"messages": [HI]})
    found = events(f"[{good}, {{bad}}, {good}, {good[:20]}")
    assert [event.place for event in found if isinstance(event, ParseProblem)] == [
        "item 2",
        "item 4",
        "item 4",
    ]
    assert sum(isinstance(event, ParsedTurn) for event in found) == 2


def test_a_file_without_a_message_is_an_error_with_its_place() -> None:
    with pytest.raises(BadInputError, match=r"not JSON.*line 1"):
        events('{"messages": [{"role": "us')


def test_unpaired_surrogates_and_nuls_are_replaced() -> None:
    text = '{"messages": [{"role": "user", "content": "a\\ud800b\\ud83d\\ude00\\u0000"}]}'
    assert turns(text)[0].text.text == "a\ufffdb😀\ufffd"


def test_line_ends_inside_a_message_are_line_feeds() -> None:
    assert turn(role="user", content="a\r\nb\rc").text.text == "a\nb\nc"


def test_numbers_that_json_does_not_have_do_not_stop_anything() -> None:
    (found,) = turns('{"messages": [{"role": "user", "content": "x", "a": NaN, "b": 1e999}]}')
    assert found.meta == {"a": "NaN", "b": "inf"}


def test_values_are_repaired_after_parsing() -> None:
    def mend(text: str) -> RepairedText:
        return (
            RepairedText("é", (RepairSpan(0, 1, "Ã©", "é", "exact"),)) if text == "Ã©" else RepairedText(text)
        )

    source = MemorySource(json.dumps({"messages": [{"role": "user", "content": "Ã©"}]}), repair=mend)
    found = list(FORMATS["openai"].parse(source))[-1]
    assert isinstance(found, ParsedTurn)
    assert found.text.original == "Ã©"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[A]: hi\n[B]: yo\n",
        '{"conversations": [{"from": "human", "value": "hi"}]}',
        '[{"id": "1", "text": "x", "role": "prompter", "replies": []}]',
        '{"id": "u1", "speaker": "a", "conversation_id": "u1", "reply_to": null, "text": "x"}',
        '{"messages": [{"from": "x", "text": "y"}]}',
        "[1, 2, 3]",
    ],
)
def test_other_files_score_nothing(text: str) -> None:
    assert FORMATS["openai"].score(sample_of(text, "x.jsonl")) == 0.0


def test_a_record_larger_than_the_sample_is_still_recognised() -> None:
    text = json.dumps({"messages": [{"role": "user", "content": "x" * 200_000}]})
    assert choose(sample_of(text))[0] == "openai"


def test_a_line_of_megabytes_is_read_without_one_long_call() -> None:
    said = 'x "é\\ 😀\n' * 400_000
    (found,) = turns(json.dumps({"messages": [{"role": "user", "content": said}]}))
    assert found.text.text == said


@pytest.mark.corpora
def test_a_real_file_is_read() -> None:
    path = shared_path("corpora", "01-exports", "openai-jsonl", "cookbook-toy_chat_fine_tuning-head4.jsonl")
    found = turns(path.read_text("utf-8"))
    assert len(found) == 16
    assert {said.role for said in found} == {"system", "user", "assistant"}


def test_a_line_cut_off_in_a_text_is_named_in_good_words() -> None:
    found = events('{"messages": [{"role": "user", "content": "good"}]}\n{"messages": [{"role": "user", "con')
    problem = next(event for event in found if isinstance(event, ParseProblem))
    assert (problem.place, problem.reason) == (
        "line 2",
        "not JSON: Unterminated string starting at character 32",
    )


def batch_line(name: str, **parts: object) -> str:
    return json.dumps({"custom_id": name, "method": "POST", "url": "/v1/chat/completions", **parts}) + "\n"


def test_requests_of_the_batch_api_are_conversations_with_the_id_as_title() -> None:
    text = batch_line("q-1", body={"model": "m", "messages": [HI]}) * 2
    assert choose(sample_of(text))[0] == "openai"
    (first, *_rest) = [event for event in events(text) if isinstance(event, ParsedConversation)]
    assert first.title == "q-1"
    assert first.meta["body"] == {"model": "m"}
    assert first.meta["url"] == "/v1/chat/completions"
    assert [found.speaker for found in turns(text)] == ["user", "user"]


def test_answers_of_the_batch_api_are_read_and_failed_ones_told() -> None:
    answer = {"id": "c", "choices": [{"index": 0, "message": {"role": "assistant", "content": "ok"}}]}
    good = batch_line("q-1", id="b", response={"status_code": 200, "body": answer})
    text = good + batch_line("q-2", response=None, error={"message": "expired"})
    assert choose(sample_of(text))[0] == "openai"
    assert [found.text.text for found in turns(text)] == ["ok"]
    told = [event for event in events(text) if isinstance(event, ParseProblem)]
    assert [(one.place, one.reason) for one in told] == [
        ("line 2", "a request that was not answered: expired")
    ]
    (about,) = [event for event in events(text) if isinstance(event, ParsedConversation)]
    assert (about.meta["id"], about.meta["body"]) == ("b", {"id": "c", "choices": [{"index": 0}]})


def test_a_request_longer_than_the_head_is_known_by_its_beginning() -> None:
    text = batch_line("q-1", body={"model": "m", "messages": [{"role": "user", "content": "x" * 200_000}]})
    assert choose(sample_of(text))[0] == "openai"
