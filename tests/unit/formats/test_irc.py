"""IRC logs: stamps and days, whose line it is, and what is left when lines are none."""

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedTurn, ParseProblem
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, sample_of


def turns(text: str, name: str = "source.txt") -> list[ParsedTurn]:
    events = FORMATS["irc"].parse(MemorySource(text, name=name))
    return [event for event in events if isinstance(event, ParsedTurn)]


def test_times_of_day_get_the_date_in_the_name_of_the_file_and_run_past_midnight() -> None:
    found = turns("[23:59] <a> x\n[00:01] <b> y\n", "#pond_2024-02-29.log")
    assert [turn.time for turn in found] == ["2024-02-29T23:59:00Z", "2024-03-01T00:01:00Z"]


def test_a_time_of_day_without_a_date_is_kept_as_it_is() -> None:
    (turn,) = turns("[23:59:01] <a> x\n")
    assert (turn.time, turn.meta) == (None, {"clock": "23:59:01"})


def test_stamps_of_several_programs_are_read() -> None:
    for stamp in ("2024-03-04T10:00:00 ", "[2024-03-04 10:00:00]", "1709546400"):
        assert turns(f"{stamp} <a> x\n")[0].time == "2024-03-04T10:00:00Z"


def test_names_with_brackets_and_spaces_and_actions_without_words_are_read() -> None:
    found = turns("[10:00] <[b] > hello\n[10:01]  * otter\n[10:02] <@x> <y> said it\n")
    assert [(turn.speaker, turn.text.text) for turn in found] == [
        ("[b]", "hello"), ("otter", ""), ("x", "<y> said it"),
    ]  # fmt: skip


def test_an_event_is_its_actors_where_it_names_one() -> None:
    text = "[10:00] *** Quits: newt (~n@x)\n[10:00] -!- mode/#pond [+o newt] by otter\n=== heron looks up\n"
    assert [(turn.speaker, turn.role) for turn in turns(text)] == [
        ("newt", "event"), ("*", "event"), ("heron", None),
    ]  # fmt: skip


def test_a_line_that_is_none_is_reported_with_its_number() -> None:
    events = list(FORMATS["irc"].parse(MemorySource("[10:00] <a> x\n???\n[10:01] <a> y\n")))
    assert ParseProblem("line 2", "not a line of an IRC log") in events
    with pytest.raises(BadInputError, match="no line"):
        turns("hello\nyou\n")


def test_markup_lists_and_chats_are_not_taken_for_a_log() -> None:
    for text in (
        "<html>\n<body> text\n</body>\n",
        "* one item\n* another item\n",
        "1/2/21, 10:00 - Ann: x\n",
        "10:00:00 starting the server\n",
        "2024-03-04 10:00:00\tcolumn\tvalue\n",
    ):
        sample = sample_of(text)
        assert FORMATS["irc"].score(sample) < 0.5 or choose(sample)[0] != "irc", text


@pytest.mark.corpora
def test_every_line_of_the_real_logs_is_a_turn() -> None:
    for path in shared_path("corpora", "01-exports", "irc").rglob("*"):
        if path.name.endswith((".raw.txt", ".log")):
            text = path.read_bytes().decode("utf-8", "replace")
            assert choose(sample_of(text))[0] == "irc"
            lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
            assert len(turns(text, path.name)) == len(lines), path.name
