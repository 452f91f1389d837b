"""WhatsApp's text export: headers of every shape, the order of the date, what is told beside the text."""

import json
from pathlib import Path

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedConversation, ParsedTurn, ParseProblem
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, sample_of


def turns(text: str, name: str = "source.txt") -> list[ParsedTurn]:
    events = FORMATS["whatsapp"].parse(MemorySource(text, name=name))
    return [event for event in events if isinstance(event, ParsedTurn)]


def days(*dates: str) -> list[str]:
    return [str(turn.time)[:10] for turn in turns("".join(f"{day} - Ann: x\n" for day in dates))]


def test_one_day_after_the_twelfth_tells_day_and_month_apart_in_the_whole_file() -> None:
    assert days("1/2/21, 10:00", "1/25/21, 10:00") == ["2021-01-02", "2021-01-25"]
    assert days("1/2/21, 10:00", "25/2/21, 10:00") == ["2021-02-01", "2021-02-25"]


def test_without_such_a_day_the_order_in_which_time_runs_on_decides() -> None:
    assert days("1/2/21, 10:00", "2/2/21, 10:00", "1/3/21, 10:00") == [
        "2021-02-01",
        "2021-02-02",
        "2021-03-01",
    ]
    assert days("2/1/21, 10:00", "2/2/21, 10:00", "3/1/21, 10:00") == [
        "2021-02-01",
        "2021-02-02",
        "2021-03-01",
    ]


def test_a_single_ambiguous_date_follows_the_habit_of_its_clock() -> None:
    assert days("1/2/21, 3:04 PM") == ["2021-01-02"]
    assert days("1/2/21, 15:04") == ["2021-02-01"]
    assert days("21-02-01, 15:04") == ["2021-02-01"]


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        ("12:05 AM", "00"),
        ("12:05 p. m.", "12"),
        ("下午3:05", "15"),
        ("午前1:05", "01"),
        ("오후 11:05", "23"),
        ("3:05 م", "15"),
    ],
)
def test_halves_of_the_day_are_read_in_many_languages(clock: str, hour: str) -> None:
    (turn,) = turns(f"2021/2/3 {clock} - Ann: x\n")
    assert turn.time == f"2021-02-03T{hour}:05:00Z"


def test_a_header_inside_a_message_of_another_shape_is_text() -> None:
    (turn,) = turns("1/2/21, 10:00 - Ann: look:\n[2021-01-01 10:00] Bob: quoted\n")
    assert turn.text.text == "look:\n[2021-01-01 10:00] Bob: quoted"


def test_the_chat_is_named_after_its_file() -> None:
    text = "1/2/21, 10:00 - Ann: x\n"
    events = list(FORMATS["whatsapp"].parse(MemorySource(text, name="WhatsApp Chat with Book club.txt")))
    assert events[0] == ParsedConversation("1", "Book club")


def test_text_before_the_first_message_is_reported_with_its_line() -> None:
    events = list(FORMATS["whatsapp"].parse(MemorySource("a stray line\n1/2/21, 10:00 - Ann: x\n")))
    assert events[1] == ParseProblem("line 1", "text before the first message")


def test_logs_labelled_text_and_chats_of_irc_are_not_taken_for_it() -> None:
    for text in (
        "[2021-01-01 10:00:00] ERROR: disk full\n[2021-01-01 10:00:01] INFO: retry\n",
        "2021-01-01 10:00:00: starting\n",
        "[A]: hello\n[B]: 1/2/21, 10:00 - Ann: x\n",
        "[2021-01-01 10:00:00] <ann> hello: you\n",
        "",
    ):
        assert FORMATS["whatsapp"].score(sample_of(text)) == 0.0
    with pytest.raises(BadInputError, match="no line begins"):
        turns("hello\n")


@pytest.mark.corpora
def test_every_real_export_is_read_whole() -> None:
    root = shared_path("corpora", "01-exports", "whatsapp")
    counts = {}
    for path in sorted(root.rglob("*.txt")):
        text = path.read_text("utf-8")
        assert choose(sample_of(text))[0] == "whatsapp", path.name
        found = turns(text)
        assert all(turn.time for turn in found), path.name
        counts[path.name] = len(found)
    assert counts["whatstk-lorem-2000.txt"] == 2000
    assert counts["whatstk-pokemon.txt"] == 20
    assert counts["chat-analytics-4A_11M.txt"] == 14
    assert all(count == 1 for name, count in counts.items() if name.startswith("format"))


@pytest.mark.corpora
def test_the_header_formats_seen_in_the_wild_are_all_read() -> None:
    listed = shared_path("corpora", "01-exports", "whatsapp", "whatstk-header_format_support.json")
    for header in _formats(listed):
        written = "".join(_written(header, day, month) for day, month in ((14, 3), (28, 3), (2, 4), (15, 4)))
        found = turns(written)
        assert [str(turn.time)[:16] for turn in found] == [
            "2021-03-14T15:07", "2021-03-28T15:07", "2021-04-02T15:07", "2021-04-15T15:07",
        ], header  # fmt: skip


def _formats(listed: Path) -> list[str]:
    return [item["format"] for item in json.loads(listed.read_text("utf-8"))]


def _written(header: str, day: int, month: int) -> str:
    values = {
        "%name": "Ann",
        "%y": "21",
        "%m": str(month),
        "%d": str(day),
        "%H": "15",
        "%I": "3",
        "%M": "07",
        "%S": "09",
        "%p": "PM",
    }
    for name, value in values.items():
        header = header.replace(name, value)
    return f"{header} hello\n"
