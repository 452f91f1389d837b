"""What the engine does to damaged, clean and mixed text."""

from __future__ import annotations

import pickle
import time

import pytest

from app.model.repair import RepairedText
from app.repair.channels import CHANNELS, damage
from app.repair.engine import RepairEngine

ENGINE = RepairEngine()

DIALOGUE = (
    "[A]: 你好！今天天气不错，我们去公园散步吧。\n"
    "[B]: 好的，我也想出去走走。下午三点可以吗？\n"
    "[A]: 没问题，那我们在地铁站见面，别忘了带上你的相机！\n"
    "[B]: Okay！我会准备好的 😂\n"
)


def test_a_dialogue_that_lost_bytes_is_restored() -> None:
    repaired = ENGINE.repair(damage(DIALOGUE, "cp1254-drop"))
    assert repaired.text == DIALOGUE
    assert {span.kind for span in repaired.spans} == {"exact", "inferred"}


@pytest.mark.parametrize("name", [name for name in CHANNELS if name.endswith("keep") or name == "mac-roman"])
def test_channels_that_lose_nothing_are_undone_exactly(name: str) -> None:
    repaired = ENGINE.repair(damage(DIALOGUE, name))
    assert repaired.text == DIALOGUE
    assert all(span.kind == "exact" and span.confidence == 1.0 for span in repaired.spans)


@pytest.mark.parametrize(
    "name", ["cp1254-drop", "cp1252-drop", "cp1252-nbsp", "cp1252-question", "cp1252-fffd"]
)
def test_the_channel_is_found_from_the_text(name: str) -> None:
    text = DIALOGUE + "[A]: 从来没有人去过那么远的地方，回来的时候天都黑了。\n[B]: Работа, Россия, Рига.\n"
    diagnosis = ENGINE.diagnose(damage(text, name))
    assert diagnosis.channel == name
    assert diagnosis.runner_up not in {None, name}
    assert diagnosis.evidence > 100


def test_a_text_misread_twice_is_repaired_twice() -> None:
    twice = damage(damage(DIALOGUE, "cp1252-keep"), "cp1252-keep")
    assert ENGINE.diagnose(twice).name == "cp1252-keep+cp1252-keep"
    repaired = ENGINE.repair(twice)
    assert repaired.text == DIALOGUE
    assert repaired.original == twice


def test_an_override_is_obeyed_and_an_unknown_name_is_an_error() -> None:
    assert ENGINE.diagnose("plain", "cp1251-drop").channel == "cp1251-drop"
    with pytest.raises(KeyError):
        ENGINE.diagnose("plain", "no-such-channel")


def test_clean_lines_of_a_damaged_file_stay_as_they_are() -> None:
    clean = "[C]: 我这一行没有问题，café 也没有 😂 “引号” too…"
    lines = damage(DIALOGUE, "cp1254-drop").splitlines()
    text = "\n".join([lines[0], clean, *lines[1:]])
    repaired = ENGINE.repair(text).text.splitlines()
    assert repaired[1] == clean
    assert [repaired[0], *repaired[2:]] == DIALOGUE.splitlines()


def test_emoji_and_chinese_beside_mojibake_in_one_line_are_untouched() -> None:
    text = "真的吗 😂 " + damage("你好，我们明天见面吧", "cp1252-keep") + " 👍 好"
    assert ENGINE.repair(text).text == "真的吗 😂 你好，我们明天见面吧 👍 好"


def test_spans_end_at_punctuation_so_that_labels_fall_between_them() -> None:
    text = "张三：今天好吗？\n李四：很好，谢谢你！\n"
    repaired = ENGINE.repair(damage(text, "cp1252-keep"))
    assert repaired.text == text
    colon = text.index("：")
    touching = [span for span in repaired.spans if span.start <= colon < span.end]
    assert [(span.start, span.end) for span in touching] == [(colon, colon + 1)]
    label, rest = repaired.slice(0, colon), repaired.slice(colon)
    assert label.original + rest.original == repaired.original
    assert label.text == "张三"


def test_inferred_spans_carry_ordered_candidates_whose_damage_is_the_original() -> None:
    repaired = ENGINE.repair(damage(DIALOGUE, "cp1254-drop"))
    inferred = [span for span in repaired.spans if span.kind == "inferred"]
    assert inferred
    for span in inferred:
        assert span.candidates[0].text == span.repaired
        shares = [candidate.confidence for candidate in span.candidates]
        assert shares == sorted(shares, reverse=True)
        assert 0 < shares[0] == span.confidence < 1
        assert {damage(candidate.text, "cp1254-drop") for candidate in span.candidates} == {span.original}


def test_what_the_channel_would_not_give_back_is_listed() -> None:
    damaged = damage(DIALOGUE, "cp1254-drop")
    repairer = ENGINE.repairer(ENGINE.diagnose(damaged))
    assert repairer.disagreements(repairer.repair(damaged)) == ()
    mixed = repairer.repair("你好 " + damaged.splitlines()[0])
    assert repairer.disagreements(mixed) == ((0, 2),)


@pytest.mark.parametrize("lost", ["\ufffd", "\ufffd\ufffd\ufffd", "锟斤拷"])
def test_what_cannot_be_known_is_marked_lost_and_left_standing(lost: str) -> None:
    repaired = ENGINE.repair(f"Name{lost}: hello")
    assert repaired.text == f"Name{lost}: hello"
    (span,) = repaired.spans
    assert (span.kind, span.original, span.repaired, span.start) == ("lost", lost, lost, 4)


def test_clean_text_comes_back_as_it_is_without_spans() -> None:
    for text in ("", "plain ascii", "déjà vu", "Привет, мир", "中文没有坏", "emoji 😂"):
        assert ENGINE.repair(text) == RepairedText(text)


def test_line_ends_of_all_kinds_survive() -> None:
    lines = [damage(line, "cp1252-keep") for line in DIALOGUE.splitlines()]
    text = lines[0] + "\r\n" + lines[1] + "\r" + lines[2] + "\n\n" + lines[3]
    repaired = ENGINE.repair(text).text
    assert [char for char in repaired if char in "\r\n"] == ["\r", "\n", "\r", "\n", "\n"]


def test_a_very_long_line_is_repaired_in_pieces_to_the_same_text() -> None:
    text = "好的，OK " * 3000
    repaired = ENGINE.repair(damage(text, "cp1252-keep"))
    assert repaired.text == text


def test_a_long_line_without_any_place_to_cut_ends() -> None:
    assert ENGINE.repair("ä½" * 20_000).original == "ä½" * 20_000


@pytest.mark.parametrize("unit", ["Ã ", "Ãä", "Ã©é", "鏈", "&Atilde;", "縺\ufffd", "\\u00c3"])
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    begin = time.process_time()
    text = unit * (20_000 // len(unit))
    assert ENGINE.repair(text).original == text
    assert time.process_time() - begin < 8.0


def test_a_line_damaged_in_another_way_than_its_file_is_repaired_too() -> None:
    lines = damage(DIALOGUE, "cp1254-drop").splitlines()
    text = "\n".join([*lines, "ÎÒÃÇÃ÷ÌìÔÙ¼û°É£¬ÎÒÏÖÔÚÒª»Ø¼ÒÁË¡£", damage("我们明天见吧", "gb18030-fffd")])
    repaired = ENGINE.repair(text).text.splitlines()
    assert repaired[:-2] == DIALOGUE.splitlines()
    assert repaired[-2] == "我们明天再见吧，我现在要回家了。"
    assert repaired[-1] == "我们明天见吧"


def test_a_repairer_can_be_sent_to_another_process() -> None:
    damaged = damage(DIALOGUE, "cp1254-drop")
    repairer = ENGINE.repairer(ENGINE.diagnose(damaged))
    copy = pickle.loads(pickle.dumps(repairer))
    assert copy.repair(damaged) == repairer.repair(damaged)


def test_without_the_compiled_reader_the_engine_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.repair.traditional.han_model", lambda: None)
    damaged = damage(DIALOGUE, "cp1254-drop")
    repaired = ENGINE.repair(damaged)
    assert repaired.original == damaged
    wrong = sum(a != b for a, b in zip(repaired.text, DIALOGUE, strict=True))
    assert wrong < 8


def test_undamaged_text_of_the_corpus_decides_what_the_models_cannot() -> None:
    clean = "我们住在北京都季商旅酒店。\n" + DIALOGUE
    damaged = damage(clean, "cp1254-drop")
    diagnosis = ENGINE.diagnose(damaged)
    alone = ENGINE.repairer(diagnosis).repair(damaged).text
    helped = (
        ENGINE.repairer(diagnosis, ["都季商旅酒店在哪里？", "都季商旅酒店很好。"] * 3).repair(damaged).text
    )
    assert alone != clean
    assert helped == clean


def test_a_lead_byte_that_begins_no_character_is_evidence_of_nothing() -> None:
    lines = "What wonderful weather today ğŸ˜ ó¾\nwork should be fun today ğŸ˜’"
    assert ENGINE.diagnose(lines).channel == "cp1254-drop"
