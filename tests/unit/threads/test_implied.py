"""Who answers whom is told from names, echoes, quotations, time and order, in any language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.progress import Cancelled, CancelToken
from app.threads.evidence import NAMES, Said
from app.threads.implied import WEIGHTS, suggest


def parents(*turns: tuple[str, str, float | None]) -> list[int]:
    return [one.parent for one in suggest([Said(*turn) for turn in turns])]


def test_every_kind_of_evidence_has_a_weight() -> None:
    assert set(WEIGHTS) == set(NAMES)


def test_where_two_speak_one_answers_what_the_other_said_last() -> None:
    found = parents(
        ("A", "周末一起去看那部科幻电影吗？", None),
        ("B", "好啊，科幻电影我很喜欢", None),
        ("A", "那周末一起去，科幻电影票我来买", None),
        ("B", "电影票多少钱？", None),
        ("B", "我转给你", None),
        ("A", "> 好啊，科幻电影我很喜欢\n那就这么定了", None),
    )
    assert found == [-1, 0, 1, 2, 2, 1]


def test_a_name_tells_who_is_answered() -> None:
    found = parents(
        ("ann", "how do I install the codec?", 0.0),
        ("bob", "does anybody know a good museum?", 20.0),
        ("cat", "ann: look into the package archive", 60.0),
        ("dan", "bob: the one at the harbour", 70.0),
    )
    assert found[2:] == [0, 1]


def test_names_are_found_in_chinese_and_with_an_at_sign() -> None:
    found = parents(
        ("小明", "周末去哪里玩？", 0.0),
        ("小红", "谁知道怎么装驱动？", 20.0),
        ("老王", "@小明 去爬山吧", 60.0),
    )
    assert found[2] == 0


def test_an_echo_tells_what_is_answered() -> None:
    found = parents(
        ("cat", "good morning", 0.0),
        ("ann", "the kernel panics when I plug in the scanner", 60.0),
        ("bob", "my bicycle has a flat tyre", 70.0),
        ("cat", "unplug the scanner and the kernel panics no more", 80.0),
    )
    assert found[3] == 1
    chinese = parents(
        ("丙", "大家早上好", 0.0),
        ("甲", "你们觉得那部科幻电影怎么样？", 60.0),
        ("乙", "今天中午吃什么好呢", 70.0),
        ("丙", "你提到了科幻电影，我很喜欢", 80.0),
    )
    assert chinese[3] == 1


def test_a_quotation_is_stronger_than_order() -> None:
    found = parents(
        ("ann", "we should meet at noon", 0.0),
        ("bob", "I am late today", 10.0),
        ("cat", "> we should meet at noon\nagreed", 20.0),
    )
    assert found[2] == 0


def test_somebody_new_after_a_long_silence_answers_nobody() -> None:
    found = parents(("ann", "good night all", 0.0), ("bob", "hello, how can I mount a disk?", 40_000.0))
    assert found == [-1, -1]


def test_confidence_is_a_probability_and_work_can_be_stopped() -> None:
    turns = [Said(f"s{number % 3}", f"word {number % 7}", float(number)) for number in range(200)]
    assert all(0 < one.confidence <= 1 for one in suggest(turns))
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        list(suggest(turns, token))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=12)), max_size=12))
def test_a_turn_answers_one_before_it_or_nobody(turns: list[tuple[str, str]]) -> None:
    said = [Said(speaker, text) for speaker, text in turns]
    found = list(suggest(said))
    assert [one.turn for one in found] == list(range(len(said)))
    assert all(-1 <= one.parent < one.turn for one in found)
