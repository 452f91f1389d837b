"""``parlance repair --report`` and ``--check``: what is damaged, and how near a repair comes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.repair import repair_command
from app.ingest.damage_map import agreement, class_of
from app.repair.channels import damage

CLEAN = "[A]: 你好！我们明天去看电影吧。\n[B]: 好的，几点见面？我想早点去。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name, text in (("clean.txt", CLEAN), ("lossy.txt", damage(CLEAN, "cp1254-drop"))):
        (tmp_path / "in" / name).write_text(text, encoding="utf-8", newline="")
    (tmp_path / "in" / "photo.bin").write_bytes(bytes(range(256)) * 20)
    return tmp_path / "in"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(repair_command, [str(word) for word in words], standalone_mode=False)


def test_every_file_has_its_row_and_unreadable_ones_are_named(folder: Path) -> None:
    result = run(folder, "--report", "--json")
    assert result.return_value == 0
    found = json.loads(result.stdout)
    clean, lossy = found["files"]
    assert (clean["path"], clean["channel"], clean["exact"], clean["worst"]) == ("clean.txt", None, 0, None)
    assert (lossy["path"], lossy["channel"]) == ("lossy.txt", "cp1254-drop")
    assert lossy["exact"] > 0
    assert lossy["inferred"] > 0
    assert 0 < lossy["worst"] < 1
    assert lossy["runner_up"] not in {None, "cp1254-drop"}
    (skipped,) = found["skipped"]
    assert skipped["path"].endswith("photo.bin")
    assert "photo.bin" in result.stderr


def test_the_table_lists_damage_and_counts_sound_files(folder: Path) -> None:
    result = run(folder, "--report")
    assert "lossy.txt" in result.stdout
    assert "clean.txt" not in result.stdout
    assert "1 file is sound." in result.stdout


def test_a_report_of_nothing_readable_fails(tmp_path: Path) -> None:
    assert run(tmp_path / "missing", "--report").return_value == 1


def test_a_repair_is_compared_with_the_clean_file(folder: Path) -> None:
    result = run(folder / "lossy.txt", "--check", folder / "clean.txt", "--json")
    assert result.return_value == 0
    found = json.loads(result.stdout)
    assert found == {"characters": len(CLEAN), "wrong": 0, "wrong_by_class": {}, "accuracy": 1.0}
    assert "100.0000 % right" in run(folder / "lossy.txt", "--check", folder / "clean.txt").stdout


def test_wrong_characters_are_counted_by_class() -> None:
    found = agreement("王先生👍 said so\n", "玉先生👏 said soo\n")
    assert found.wrong == {"emoji": 1, "han": 1, "surplus": 1}
    assert found.accuracy == pytest.approx(1 - 3 / 13)
    assert agreement("a\nb\n", "a\n").wrong == {"ascii": 2}
    assert agreement("", "").accuracy == 1.0


def test_classes_of_characters() -> None:
    assert [class_of(char) for char in "aé你のカ한😂\u200d，"] == [
        "ascii", "letter", "han", "kana", "kana", "hangul", "emoji", "emoji", "other",
    ]  # fmt: skip
