"""Equal input gives equal output in every process, whatever order its sets happen to have."""

from __future__ import annotations

import os
import subprocess
import sys

_PROGRAM = """
from app.repair.channels import damage
from app.repair.engine import RepairEngine

text = (
    "妈妈说晚饭要吃西红柿鸡蛋面。\\n小李和小王明天一起去北京出差。\\n这件衣服太贵了，能不能便宜一点？\\n"
    "老师让我们把课文抄三遍。\\n公司决定下个月搬到新的办公楼。\\n孩子们在操场上踢足球，玩得很开心。\\n"
)
damaged = damage(text * 3, "latin1-c1-stripped")
engine = RepairEngine()
print(ascii(engine.repairer(engine.diagnose(damaged)).repair(damaged).spans))
"""


def _spans(seed: str) -> str:
    made = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout


def test_processes_agree_to_the_last_candidate() -> None:
    first = _spans("1")
    assert "inferred" in first
    assert _spans("2") == first
