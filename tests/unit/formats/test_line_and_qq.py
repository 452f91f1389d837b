"""LINE's and QQ's text exports."""

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedConversation, ParsedTurn, ParseProblem
from tests.helpers.sources import MemorySource, sample_of

QQ_HEAD = "=" * 20 + "\n消息对象:{}\n" + "=" * 20 + "\n"


def turns(name: str, text: str) -> list[ParsedTurn]:
    return [event for event in FORMATS[name].parse(MemorySource(text)) if isinstance(event, ParsedTurn)]


def test_lines_dates_are_told_apart_by_the_whole_file() -> None:
    text = "[LINE] Chat history with Ann\n\n3/4/2024\n10:00\tAnn\tx\n3/14/2024\n10:00\tAnn\ty\n"
    assert [str(turn.time)[:10] for turn in turns("line", text)] == ["2024-03-04", "2024-03-14"]


def test_a_message_that_begins_with_a_quotation_does_not_swallow_the_next_day() -> None:
    text = '2024/03/04(Mon)\n10:00\tAnn\t"x" he said\n2024/03/05(Tue)\n10:00\tAnn\t"a\nb"\n'
    assert [(turn.text.text, str(turn.time)[:10]) for turn in turns("line", text)] == [
        ('"x" he said', "2024-03-04"), ("a\nb", "2024-03-05"),
    ]  # fmt: skip


def test_a_line_before_everything_is_reported() -> None:
    events = list(FORMATS["line"].parse(MemorySource("[LINE] A\nwhat\n2024/03/04\n10:00\tAnn\tx\n")))
    assert events[0] == ParsedConversation("1", "A")
    assert events[1] == ParseProblem("line 2", "text before the first message")


def test_qq_chats_of_one_file_are_conversations() -> None:
    text = "".join(QQ_HEAD.format(name) + f"2024-03-04 10:00:00 {name}\nhi\n\n" for name in ("小芳", "Tom"))
    assert [(turn.conversation, turn.speaker) for turn in turns("qq", text)] == [("1", "小芳"), ("2", "Tom")]


def test_a_rule_or_a_word_of_the_head_inside_a_message_is_text() -> None:
    text = QQ_HEAD.format("x") + "2024-03-04 10:00:00 a(12345)\n==========\nmore\n消息对象:no\n"
    (turn,) = turns("qq", text)
    assert turn.text.text == "==========\nmore\n消息对象:no"


def test_qq_without_its_head_needs_numbers() -> None:
    numbered = "2024-03-04 10:00:00 a(12345)\nx\n\n2024-03-04 10:00:01 b<b@x.example>\ny\n"
    assert choose(sample_of(numbered))[0] == "qq"
    assert FORMATS["qq"].score(sample_of("2024-03-04 10:00:00 starting\n2024-03-04 10:00:01 done\n")) == 0.0


def test_a_time_that_is_none_is_left_out() -> None:
    (turn,) = turns("qq", QQ_HEAD.format("x") + "2024-13-04 10:00:00 a\nx\n")
    assert turn.time is None


@pytest.mark.parametrize("name", ["line", "qq"])
def test_other_texts_are_refused(name: str) -> None:
    for text in ("[A]: hi\n[B]: yo\n", "time\tname\ttext\n10:00\tAnn\tx\n", "1/2/21, 10:00 - Ann: x\n", ""):
        assert FORMATS[name].score(sample_of(text)) == 0.0
    with pytest.raises(BadInputError):
        turns(name, "hello\n")
