"""Typographic punctuation and emoji sequences are decided by what stands beside them."""

from __future__ import annotations

import pytest

from app.repair.channels import damage
from app.repair.engine import RepairEngine

ENGINE = RepairEngine()


@pytest.mark.parametrize("name", ["cp1252-drop", "cp1254-drop"])
@pytest.mark.parametrize(
    "text",
    [
        "He said “yes” and “no” — then he left… “Really?”",
        "👩\u200d💻 works, 🤷\u200d♀️ doubts, 👨\u200d👩\u200d👧 rests: 你好，大家好",
        "❤️ and ⚠️ keep their selector: 你好，大家好",
        "“好的” 他说，“我们走吧”",
    ],
)
def test_typography_is_restored(name: str, text: str) -> None:
    assert ENGINE.repair(damage(text, name)).text == text
