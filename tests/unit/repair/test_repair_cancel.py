"""Giant lines can be cancelled, and are repaired to the same text with a token and without."""

from __future__ import annotations

import pytest

from app.model.progress import Cancelled, CancelToken
from app.repair.channels import damage
from app.repair.engine import LONGEST_BLOCK, RepairEngine

ENGINE = RepairEngine()
DAMAGED = damage("我们昨天一起去看了那部电影，真的很好看！你觉得呢？", "cp1254-drop")
SOUND = "Déjà vu, “naïve” café — über alles. "


class Counting(CancelToken):
    """Counts how often it is asked; cancels itself after so many times."""

    def __init__(self, most: int | None = None) -> None:
        super().__init__()
        self.asked = 0
        self._most = most

    def raise_if_cancelled(self) -> None:
        self.asked += 1
        if self.asked == self._most:
            self.cancel()
        super().raise_if_cancelled()


@pytest.mark.parametrize("unit", [SOUND, DAMAGED, "Ã", "&#228;"])
def test_a_giant_line_asks_its_token_again_and_again(unit: str) -> None:
    line = unit * (3 * LONGEST_BLOCK // len(unit))
    repairer = ENGINE.repairer(ENGINE.diagnose(line[:20_000]))
    token = Counting(20)
    with pytest.raises(Cancelled):
        repairer.repair(line, token)
    assert token.asked == 20


@pytest.mark.parametrize("channel", ["cp1254-drop", "gb18030-fffd", "big5-as-cp1252"])
def test_weighing_channels_asks_at_every_line(channel: str) -> None:
    sample = damage("我们昨天一起去看了那部电影。\n真的很好看！你觉得呢？\n明天再去公园吧。\n", channel)
    token = Counting(20)
    with pytest.raises(Cancelled):
        ENGINE.diagnose(sample, token=token)
    assert token.asked == 20


def test_a_decoded_piece_asks_at_every_stretch() -> None:
    repairer = ENGINE.repairer(ENGINE.diagnose(DAMAGED * 5))
    token = Counting()
    repairer.repair(f"{DAMAGED} and " * 60, token)
    assert token.asked > 60


@pytest.mark.parametrize(
    ("text", "channel"),
    [("我们昨天一起去看了那部电影", "cp1254-drop"), ("これはとてもおもしろいほんです", "cp1252-drop")],
)
def test_a_row_that_is_decoded_asks_at_every_character(text: str, channel: str) -> None:
    line = damage(text, channel)
    repairer = ENGINE.repairer(ENGINE.diagnose(f"{line}\n" * 5))
    asked = Counting()
    repaired = repairer.repair(line, asked)
    assert repaired.text == text
    assert asked.asked > len(text)
    with pytest.raises(Cancelled):
        ENGINE.repairer(repairer.diagnosis).repair(line, Counting(asked.asked - 2))


def test_a_giant_line_amid_others_is_repaired_as_by_itself() -> None:
    giant = SOUND * (2 * LONGEST_BLOCK // len(SOUND)) + "schÃ¶n war es " + SOUND * 10
    text = f"one Ã©tude\n{giant}\ntwo Ã©tudes\n"
    repairer = ENGINE.repairer(ENGINE.diagnose("plain"))
    whole = repairer.repair(text)
    assert whole == repairer.repair(text, CancelToken())
    assert whole.text == "".join(repairer.repair(part).text for part in text.splitlines(keepends=True))
    assert whole.text.startswith("one étude\n")
    assert "schön war es" in whole.text
