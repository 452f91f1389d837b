"""What holds of a repair through its public doors, files and imports, for every channel of the table."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.ingest.repair_file import FileRepair, repair_file
from app.repair import plan
from app.repair.channels import CHANNELS, damage
from app.repair.engine import RepairEngine
from app.repair.proof import pushed
from app.store.corpus import Corpus
from tests.helpers.importing import assert_sound, run_import, write

ENGINE = RepairEngine()

SENTENCES = st.lists(
    st.sampled_from(
        [
            "你好！我们去看电影吧。", "Okay, ", "“no” — why…", "😂👍🏽 ", "café déjà vu ",
            "Привет, как дела? ", "え、そうですか。", "한국어 좋아요 ", "größer, weiß ",
            "Không, cảm ơn ", "สวัสดีครับ ", "<b>&amp;</b> ", "\\u00e9 ",
        ]
    ),
    min_size=1,
    max_size=5,
).map("".join)  # fmt: skip
DIALOGUES = st.lists(SENTENCES, min_size=2, max_size=8).map(
    lambda turns: "".join(f"[{'AB'[number % 2]}]: {turn}\n" for number, turn in enumerate(turns))
)


def through_a_file(text: str, channel: str | None = None) -> FileRepair:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return repair_file(path, ENGINE, channel=channel, encoding="utf-8")


@settings(max_examples=60, deadline=None)
@given(DIALOGUES, st.sampled_from(CHANNELS), st.booleans())
def test_a_repaired_file_can_be_undone_and_goes_back_or_says_where_not(
    text: str, channel: str, named: bool
) -> None:
    damaged = damage(text, channel)
    found = through_a_file(damaged, channel if named else None)
    repaired = plan.replay(damaged, found.spans)
    assert repaired.text == found.text
    assert plan.undo(repaired) == damaged
    if found.channel and not found.disagreements:
        assert pushed(found.text, found.channel) == damaged
    assert all(0 <= start < end <= len(found.text) for start, end in found.disagreements)


@settings(max_examples=40, deadline=None)
@given(DIALOGUES, st.sampled_from(CHANNELS))
def test_a_repaired_file_is_sound_when_repaired_again(text: str, channel: str) -> None:
    once = through_a_file(damage(text, channel)).text
    assert through_a_file(once).text == once


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.sampled_from([None, *CHANNELS]))
def test_no_file_raises_whatever_stands_in_it(text: str, channel: str | None) -> None:
    written = text.encode("utf-8", "replace").decode("utf-8").removeprefix("\ufeff")
    found = through_a_file(f"a{written}", channel)
    assert plan.undo(plan.replay(f"a{written}", found.spans)) == f"a{written}"


@settings(max_examples=15, deadline=None)
@given(DIALOGUES, st.sampled_from(CHANNELS))
def test_every_imported_turn_keeps_what_stood_in_the_file(text: str, channel: str) -> None:
    damaged = damage(text, channel)
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder) / "in" / "a.txt", damaged)
        corpus = Corpus.create(Path(folder) / "c.parlance")
        try:
            run_import(corpus, source)
            whole = repair_file(source, ENGINE).text
            reader = corpus.reader()
            for conversation in reader.conversations():
                for turn in reader.turns(conversation.id):
                    stored = reader.turn_repair(turn.id)
                    assert (stored.original if stored else turn.text) in damaged
                    assert turn.text in whole
                    if stored:
                        assert stored.repaired.text == turn.text
                        assert plan.undo(stored.repaired) == stored.original
            assert_sound(corpus)
        finally:
            corpus.close()
