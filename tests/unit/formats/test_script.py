"""What looks like lines that tell a speaker, and is something else; and what the text keeps."""

import contextlib

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedTurn, ParseProblem
from tests.helpers.sources import MemorySource, sample_of

NOT_SCRIPTS = {
    "a log": "12:00:01 INFO: started\n12:00:02 ERROR: failed\n12:00:03 INFO: done\n",
    "an agenda": "09:00 - 10:00 Welcome: hall\n10:00 - 11:00 Talks: room 2\n11:00 - 11:30 Break: yard\n"
    "11:30 - 12:00 End: hall\n",
    "choices": "1. Which is red?\nA. the rose\nB. the grass\n2. Which is wet?\nA. sand\nB. the sea\n",
    "headings": "INTRODUCTION\nWe did a thing.\n\nMETHODS\nWe did it well.\n\nRESULTS\nIt worked.\n",
    "subtitles": "1\n00:00:01,000 --> 00:00:02,000\nANNA\nhello\n\n2\n00:00:03,000 --> 00:00:04,000\nB\n",
    "irc": "[12:00:01] <ann> hi\n[12:00:02] <bo> hello\n[12:00:03] <ann> ok\n",
    "whatsapp": "[06.05.24, 10:11:12] Ann: hi\n[06.05.24, 10:11:15] Bo: ho\n[06.05.24, 10:11:19] Ann: hm\n",
    "a table": "wer,was,wann\nAnna,hallo,2024-01-01 10:00\nBen,ja,2024-01-01 10:01\n",
    "a table with tabs": "who\tsaid\tat\nAnn\thello\t10:00\nBo\twhy, hello\t10:01\n",
    "labels": "[A]: one\n[B]: two (00:01)\n[A]: three\n",
}


@pytest.mark.parametrize("kind", NOT_SCRIPTS)
def test_it_is_not_taken_for_a_script(kind: str) -> None:
    with contextlib.suppress(BadInputError):  # nothing at all is as good
        assert choose(sample_of(NOT_SCRIPTS[kind]))[0] != "script"


def test_tabs_and_commas_of_a_script_are_no_cells() -> None:
    for text in (
        "[00:01] Ann:\tone\n[00:02] Bo:\ttwo\n[00:03] Ann:\tthree\n",
        "Talk\n\nAnn, Bo  0:01\none, two\nAnn, Bo  0:05\nthree\n",
    ):
        assert choose(sample_of(text))[0] == "script"


def test_every_word_is_a_turn_a_direction_or_a_problem() -> None:
    text = "top\n\n[00:01] Ann: one\n(waits)\ntwo\n---\n[00:02] Bo: three\n---\nnobody's\n"
    events = list(FORMATS["script"].parse(MemorySource(text)))
    turns = [event for event in events if isinstance(event, ParsedTurn)]
    assert [(turn.conversation, turn.text.text) for turn in turns] == [("1", "one\ntwo"), ("2", "three")]
    assert turns[0].meta == {"start": 1.0, "directions": ["(waits)"]}
    assert isinstance(events[-1], ParseProblem)
    assert "1 lines" in events[-1].reason
