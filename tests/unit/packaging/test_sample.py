"""The bundled sample is what the scripts make, and shows what Parlance is for."""

import json
from pathlib import Path

from tests.helpers.scripts import FOLDER, script
from tests.helpers.tree import ROOT

make_sample = script("sample/make_sample")
SAMPLE = ROOT / "resources" / "sample"


def test_the_damaged_transcript_and_the_forum_are_made_by_the_script(tmp_path: Path) -> None:
    make_sample.main(tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(made) == 6
    for path in made:
        assert (tmp_path / path).read_bytes() == (SAMPLE / path).read_bytes()


def test_damage_is_the_forward_model_of_lossy_mojibake() -> None:
    assert make_sample.damage("周末，ok") == "å‘¨æœ«ï¼Œok"
    assert make_sample.damage("有") == "æœ‰"
    assert make_sample.damage("坐") == "å"  # 0x9D and 0x90 have no character in windows-1254 here


def test_the_undamaged_source_is_no_part_of_the_sample() -> None:
    clean = (FOLDER / "sample" / "thesis-office-hour.txt").read_text(encoding="utf-8")
    for path in SAMPLE.rglob("*"):
        if path.is_file():
            assert clean[:200] not in path.read_text(encoding="utf-8")


def test_the_sample_mixes_languages_and_emoji() -> None:
    plain = [path for path in SAMPLE.iterdir() if path.is_file() and path.name != "thesis-office-hour.txt"]
    assert len(plain) >= 6
    for path in plain:
        text = path.read_text(encoding="utf-8")
        assert sum("\u4e00" <= char <= "\u9fff" for char in text) > 100
        assert sum(char.isascii() and char.isalpha() for char in text) > 100
    everything = "".join(path.read_text(encoding="utf-8") for path in SAMPLE.rglob("*") if path.is_file())
    assert "周末" in everything
    assert "😂" in everything


def test_the_forum_is_a_tree() -> None:
    lines = (SAMPLE / "forum" / "utterances.jsonl").read_text(encoding="utf-8").splitlines()
    posts = {post["id"]: post for post in map(json.loads, lines)}
    depths = []
    for post in posts.values():
        depth, above = 0, post["reply-to"]
        while above:
            depth, above = depth + 1, posts[above]["reply-to"]
        depths.append(depth)
    assert max(depths) >= 3
    assert depths.count(0) == 2
