"""Golden cases of repair: positives, negatives that must not change, and what is known to fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.repair.channels import damage
from app.repair.engine import RepairEngine
from tests.helpers.shared import shared_path

ENGINE = RepairEngine()
HERE = Path(__file__).parent


def _load(name: str) -> list[Any]:
    loaded: list[Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("case", _load("cases.json"), ids=lambda case: case["label"])
def test_damage_is_repaired(case: dict[str, str]) -> None:
    damaged = case.get("damaged") or damage(case["clean"], case["channel"])
    assert damaged != case["clean"]
    assert ENGINE.repair(damaged).text == case["clean"]


@pytest.mark.parametrize("text", _load("negatives.json"))
def test_clean_text_is_not_touched(text: str) -> None:
    assert ENGINE.repair(text).text == text


def test_all_negatives_together_are_still_clean() -> None:
    text = "\n".join(_load("negatives.json"))
    assert ENGINE.repair(text).text == text


@pytest.mark.xfail(
    strict=True, reason="known failures of repair; a fix turns this red, then the case moves up"
)
@pytest.mark.parametrize("case", _load("known_failures.json"), ids=lambda case: case["label"])
def test_known_failure(case: dict[str, str]) -> None:
    damaged = case.get("damaged") or damage(case["clean"], case["channel"])
    assert ENGINE.repair(damaged).text == case["clean"]


def _wrong(damaged: Path, clean: Path) -> int:
    text = ENGINE.repair(damaged.read_text(encoding="utf-8")).text
    expected = clean.read_text(encoding="utf-8").replace("\u200d", "")
    return sum(a != b for a, b in zip(text.replace("\u200d", ""), expected, strict=True))


@pytest.mark.corpora
@pytest.mark.parametrize(("damaged", "clean", "most"), [("000", "001", 12), ("002", "004", 16)])
def test_seeds_are_repaired_without_their_twins(damaged: str, clean: str, most: int) -> None:
    folder = shared_path("seeds")
    (first,), (second,) = folder.glob(f"{damaged}_*"), folder.glob(f"{clean}_*")
    assert _wrong(first, second) <= most


@pytest.mark.corpora
@pytest.mark.parametrize("folder", ["04-clean-sentences", "06-ab-style/clean"])
def test_clean_corpora_are_not_touched(folder: str) -> None:
    for path in sorted(shared_path("corpora", folder).glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        repaired = ENGINE.repair(text)
        assert repaired.text == text, path.name
        assert not repaired.spans, path.name


@pytest.mark.corpora
def test_negative_cases_of_ftfy_are_not_touched() -> None:
    cases = json.loads(shared_path("corpora", "03-encodings", "ftfy", "negative.json").read_text("utf-8"))
    for case in cases:
        expected = case.get("fixed-encoding", case["fixed"])
        assert ENGINE.repair(case["original"]).text == expected, case["label"]


@pytest.mark.corpora
def test_positive_cases_of_ftfy_are_repaired() -> None:
    """All that ftfy repairs; where it must give up with U+FFFD, something better is allowed."""
    for name in ("synthetic.json", "language-names.json"):
        cases = json.loads(shared_path("corpora", "03-encodings", "ftfy", name).read_text("utf-8"))
        for case in cases:
            expected = case.get("fixed-encoding", case["fixed"])
            if "\ufffd" not in expected:
                assert ENGINE.repair(case["original"]).text == expected, case["label"]
