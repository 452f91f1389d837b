"""Long texts: cancelled soon, cut where no character stands, and equal in other processes."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from app.model.progress import Cancelled, CancelToken
from app.model.repair import RepairedText
from app.repair.borders import last_border
from app.repair.channels import BY_NAME, damage
from app.repair.engine import LONGEST_BLOCK, LONGEST_LINE, RepairEngine, TextRepairer
from app.repair.suspects import surely_sound, suspect_lines
from app.repair.tokens import MOST, Letter, Letters, Step, TokenSearch

ENGINE = RepairEngine()
CHINESE = "从来没有人去过那么远的地方，回来的时候天都黑了。我们明天再去公园散步吧，好不好？"


class CountingToken(CancelToken):
    """Cancels itself when it is asked for the nth time."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after, self.asked = after, 0

    def raise_if_cancelled(self) -> None:
        self.asked += 1
        if self.asked > self.after:
            self.cancel()
        super().raise_if_cancelled()


def test_sound_text_is_searched_in_blocks_and_comes_out_the_same() -> None:
    sound = "ein schöner Tag, très bien\r\n" * 30_000
    text = sound + damage("你好，我们明天见吧\n", "cp1252-keep") + sound
    repairer = ENGINE.repairer(ENGINE.diagnose(""))
    token = CountingToken(10_000)
    assert repairer.repair(text, token) == repairer.repair(text)
    assert token.asked >= len(text) // LONGEST_BLOCK
    with pytest.raises(Cancelled):
        repairer.repair(sound, CountingToken(1))


@pytest.mark.parametrize("after", [1, 2, 7, 30])
@pytest.mark.parametrize("separator", ["\n", ""])
def test_a_long_repair_is_cancelled_at_any_piece(after: int, separator: str) -> None:
    damaged = damage(separator.join([CHINESE] * 2000), "cp1254-drop")
    repairer = ENGINE.repairer(ENGINE.diagnose(damaged[:20_000]))
    token = CountingToken(after)
    with pytest.raises(Cancelled):
        repairer.repair(damaged, token)
    assert token.asked == after + 1


def test_diagnosis_of_a_long_sound_text_is_cancelled_too() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        ENGINE.repair("ein schöner Tag\n" * 1000, token=token)


def test_no_piece_between_two_looks_at_the_token_is_long() -> None:
    damaged = damage(CHINESE.replace("，", "") * 500, "cp1252-keep")
    repairer = ENGINE.repairer(ENGINE.diagnose(damaged[:20_000]))
    pieces = [piece for _, piece in repairer._split(damaged, 0, len(damaged))]
    assert "".join(pieces) == damaged
    assert max(map(len, pieces)) <= LONGEST_LINE


@pytest.mark.parametrize(
    "channels",
    [["cp1252-keep"], ["latin1-keep"], ["mac-roman"], ["gb18030-as-cp1252"], ["cp1252-keep", "cp1252-keep"]],
)
def test_a_line_without_any_plain_text_is_cut_between_characters(channels: list[str]) -> None:
    text = CHINESE * 200
    damaged = text
    for name in reversed(channels):
        damaged = damage(damaged, name)
    repairer = ENGINE.repairer(ENGINE.diagnose(damaged[:20_000]))
    assert repairer.channel == "+".join(channels)
    assert repairer.repair(damaged).text == text


def test_the_last_border_lies_before_a_lead_byte() -> None:
    line = damage("好的吗", "cp1252-keep")
    assert line[: last_border(line, [BY_NAME["cp1252-keep"]])] == damage("好", "cp1252-keep")
    assert last_border("plain", [BY_NAME["cp1252-keep"]]) == 5
    assert last_border("任何", []) == 2


def _repaired(work: tuple[TextRepairer, str]) -> RepairedText:
    repairer, text = work
    return repairer.repair(text)


def test_worker_processes_repair_as_this_one_does() -> None:
    works = []
    for channel in ("cp1254-drop", "gb18030-as-cp1252", "cp1252-keep"):
        damaged = damage(CHINESE + "\n" + CHINESE[::-1], channel)
        works.append((ENGINE.repairer(ENGINE.diagnose(damaged, channel), ["散步去公园"]), damaged))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_repaired, works)) == [_repaired(work) for work in works]


def test_only_lines_that_may_be_damaged_are_looked_at_in_a_sound_file() -> None:
    text = "Tout à fait.\r\nC'est dÃ©jÃ  fait.\n\nVoilà.\r&Atilde;&copy;t&Atilde;&copy;"
    found = [text[start:stop] for start, stop in suspect_lines(text)]
    assert found == ["C'est dÃ©jÃ  fait.", "&Atilde;&copy;t&Atilde;&copy;"]
    assert surely_sound("Tout à fait.\nVoilà.\n你好，世界")
    assert not surely_sound(text)


def test_a_file_is_repaired_like_its_lines_one_by_one() -> None:
    sound = "今天天气很好，我们去公园走走吧。\n"
    text = sound * 50 + "C'est dÃ©jÃ  fait, mÃªme ici.\n" + sound * 50
    repairer = ENGINE.repairer(ENGINE.diagnose(sound))
    assert repairer.repair(text).text == "".join(
        repairer.repair(line).text for line in text.splitlines(keepends=True)
    )


def test_no_more_readings_are_followed_than_said_however_many_are_equally_good() -> None:
    search = TokenSearch([Letters([Letter("а", "а", 0.0, False)])] * 2, "")
    steps: list[Step] = [("", 1, f"{number}", -1.0, ()) for number in range(5_000)]
    search.standing(0)
    search.go_on(0, {"": 0.0}, steps)
    borders, inside = search.standing(1)
    assert len(borders) + len(inside) == MOST
