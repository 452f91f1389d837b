"""What the command line says of groups of files, and the mappings that are remembered."""

import json
from pathlib import Path

import pytest

from app.bootstrap import main
from tests.helpers.importing import write

ODD = "wer,was,wo\nAnn,ready?,here\nBob,好,there\n"
MAP = "text=was,speaker=wer"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_groups_are_named_by_patterns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    write(folder / "odd.csv", ODD)
    write(folder / "x.bak", "[A]: old\n")
    (folder / "old.txt").write_bytes("[A]: 你好吗，我很好\n".encode("gb18030"))
    words = ("import", folder, "-c", tmp_path / "c.parlance", "--map", f"*.csv={MAP}", "--skip", "*.bak",
             "--encoding", "old.*=gb18030", "--format", "*.txt=plain")  # fmt: skip
    status, out, _err = run(capsys, *words, "--dry-run", "--json")
    told = json.loads(out)
    assert status == 0
    assert {(one["format"], one["encoding"]) for one in told["groups"]} == {
        ("plain", "gb18030"),
        ("table", "utf-8"),
    }
    assert told["skipped"] == []
    assert [one["columns"] for one in told["groups"] if one["format"] == "table"] == [
        {"text": "was", "speaker": "wer"}
    ]
    assert json.loads(run(capsys, *words, "--json")[1])["transcripts"] == 2


def test_an_unknown_table_is_skipped_with_the_words_that_would_map_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = write(tmp_path / "odd.csv", ODD)
    for more in ((), ("--dry-run",)):
        status, _out, err = run(capsys, "import", odd, "-c", tmp_path / "c.parlance", *more)
        assert status == 1
        assert "no column is known" in err
        assert "--map text=COLUMN" in err
        assert "wer, was, wo" in err


def test_a_remembered_mapping_maps_the_next_table_is_listed_and_forgotten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = write(tmp_path / "odd.csv", ODD)
    corpus = tmp_path / "c.parlance"
    assert run(capsys, "import", odd, "-c", corpus, "--map", MAP)[0] == 0
    assert "No mapping is remembered" in run(capsys, "mappings")[1]
    assert run(capsys, "import", odd, "-c", corpus, "--map", MAP, "--remember")[0] == 0
    listed = run(capsys, "mappings")[1]
    assert "wer, was, wo" in listed
    assert f"--map {MAP}" in listed
    other = write(tmp_path / "other" / "odd2.csv", ODD)
    assert run(capsys, "import", other, "-c", corpus)[0] == 0
    assert json.loads(run(capsys, "mappings", "--forget", 1, "--json")[1]) == []
    assert run(capsys, "mappings", "--forget", 1)[0] == 1
    third = write(tmp_path / "third" / "odd3.csv", ODD)
    assert run(capsys, "import", third, "-c", corpus)[0] == 1


def test_wrong_names_are_refused_with_what_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = write(tmp_path / "odd.csv", ODD)
    for words in (("--format", "*.csv=nonsense"), ("--encoding", "klingon"), ("--map", "*.csv=wer")):
        assert run(capsys, "import", odd, "-c", tmp_path / "c.parlance", *words)[0] == 1
    assert not (tmp_path / "c.parlance").exists()
