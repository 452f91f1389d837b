"""Which of the marks of typography was lost, by what stands on both sides."""

from __future__ import annotations

import pytest

from app.repair.channels import damage
from app.repair.engine import RepairEngine


@pytest.mark.parametrize(
    "line",
    [
        "It’s the one I can’t stop thinking about…",
        "Mom’s making dumplings — wanna come?",
        "“Of course,” she said, “I’d never miss it.”",
        "Где-то в полвосьмого. Если что — не злись!",
        "Что-то мне не спится, жара такая…",
        "你好……我们走吧——明天见。",
    ],
)
def test_a_mark_whose_last_byte_was_lost_is_the_one_that_fits_there(line: str) -> None:
    damaged = damage(f"[A]: {line}\n[B]: {line} Ça c’est déjà vu.", "gb18030-fffd")
    assert "鈥\ufffd" in damaged or "€" in damaged
    assert RepairEngine().repair(damaged, "gb18030-fffd").text.startswith(f"[A]: {line}\n")


def test_accents_within_words_are_read_though_no_sign_of_theirs_is_rare() -> None:
    text = "[A]: Llámale al dueño, él sabrá qué hacer.\n[B]: Me encanta, el año pasado comí mal.\n"
    assert RepairEngine().repair(damage(text, "gb18030-fffd")).text == text
