"""What holds for every text: nothing raises, nothing is lost, and the order of work does not matter."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from app.repair import plan
from app.repair.channels import CHANNELS, damage
from app.repair.engine import RepairEngine

ENGINE = RepairEngine()

ALPHABET = st.one_of(
    st.characters(),
    st.sampled_from("ÃÂâ€œ™å¥½ï¼ŸðŸÄÅÐÑ\xa0\xad\x81\x8d\x90\ufffd \n\r?éüßñ好的😂\u200d\ufe0fаб锟斤拷\ud800"),
)
TEXTS = st.text(ALPHABET, max_size=80)
SENTENCES = st.lists(
    st.sampled_from(
        [
            "你好！",
            "我们去看电影吧",
            "Okay, ",
            "”",
            "“no”",
            "😂",
            "👍🏽",
            "café ",
            "[A]: ",
            "\n",
            "Привет ",
            "え、そう",
            "한국어 ",
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_text_raises_and_undo_gives_it_back(text: str) -> None:
    repaired = ENGINE.repair(text)
    assert plan.undo(repaired) == text
    for span in repaired.spans:
        assert repaired.text[span.start : span.end] == span.repaired
    assert all(a.end <= b.start for a, b in zip(repaired.spans, repaired.spans[1:], strict=False))


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(CHANNELS))
def test_a_forced_channel_never_raises_and_can_be_undone(text: str, channel: str) -> None:
    repaired = ENGINE.repair(text, channel)
    assert repaired.original == text
    assert plan.replay(text, plan.load(plan.dump(repaired.spans))) == repaired


@settings(max_examples=60, deadline=None)
@given(SENTENCES, st.sampled_from(["cp1254-drop", "cp1252-drop", "cp1252-fffd", "cp1252-keep"]))
def test_repairing_whole_or_line_by_line_is_the_same(text: str, channel: str) -> None:
    damaged = damage(text, channel)
    repairer = ENGINE.repairer(ENGINE.diagnose(damaged))
    whole = repairer.repair(damaged)
    pieces = [repairer.repair(piece) for piece in re.findall(r"[^\n]+|\n+", damaged)]
    assert "".join(piece.text for piece in pieces) == whole.text
    assert sum(len(piece.spans) for piece in pieces) == len(whole.spans)


@settings(max_examples=60, deadline=None)
@given(SENTENCES, st.sampled_from(["cp1254-drop", "cp1252-drop", "cp1252-keep", "latin1-keep"]))
def test_repairing_the_repaired_changes_nothing(text: str, channel: str) -> None:
    once = ENGINE.repair(damage(text, channel)).text
    assert ENGINE.repair(once).text == once


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["latin-1", "cp1252", "cp1251", "gb18030", "cp932", "utf-8"]))
def test_no_bytes_raise_however_they_are_read(data: bytes, codec: str) -> None:
    text = data.decode(codec, "replace")
    repaired = ENGINE.repair(text)
    assert plan.undo(repaired) == text
    assert plan.replay(text, plan.load(plan.dump(repaired.spans))) == repaired


@settings(max_examples=120, deadline=None)
@given(SENTENCES, st.sampled_from(CHANNELS), st.sampled_from([None, "cp1252-keep", "latin1-keep"]))
def test_every_channel_and_layer_can_be_undone_replayed_and_repaired_again(
    text: str, channel: str, outer: str | None
) -> None:
    damaged = damage(text, channel)
    damaged = damage(damaged, outer) if outer else damaged
    repaired = ENGINE.repair(damaged)
    assert repaired.original == damaged
    assert plan.replay(damaged, plan.load(plan.dump(repaired.spans))) == repaired
    assert ENGINE.repair(repaired.text).text == repaired.text


@settings(max_examples=60, deadline=None)
@given(
    SENTENCES,
    st.sampled_from(["&#x{:x};", "&#{};", "\\u{:04x}"]),
    st.sampled_from(["cp1252-keep", "latin1-keep"]),
)
def test_escapes_around_mojibake_can_be_undone_and_do_not_come_back(
    text: str, escape: str, channel: str
) -> None:
    damaged = "".join(char if char.isascii() else escape.format(ord(char)) for char in damage(text, channel))
    repaired = ENGINE.repair(damaged)
    assert repaired.original == damaged
    assert ENGINE.repair(repaired.text).text == repaired.text


@settings(max_examples=60, deadline=None)
@given(SENTENCES, st.sampled_from(["cp1254-drop", "cp1252-drop", "cp1252-question"]))
def test_every_repaired_span_goes_back_through_the_channel(text: str, channel: str) -> None:
    damaged = damage(text, channel)
    repairer = ENGINE.repairer(ENGINE.diagnose(damaged, channel))
    repaired = repairer.repair(damaged)
    listed = set(repairer.disagreements(repaired))
    for span in repaired.spans:
        if span.kind != "lost" and (span.start, span.end) not in listed:
            assert damage(span.repaired, channel) == span.original
