"""A dry run says what an import would do, and does nothing."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import main
from app.ingest.options import ImportOptions
from app.ingest.wishes import Rule
from app.repair.channels import damage
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus
from tests.helpers.importing import run_import, write


def folder_of(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    write(folder / "a.txt", "[A]: one\n[B]: two\n")
    write(folder / "b.txt", "[A]: three\n")
    write(folder / "chat.jsonl", json.dumps({"messages": [{"role": "user", "content": "hi"}]}) + "\n")
    write(folder / "prose.txt", "no label here\n")
    write(
        folder / "garbled.txt", "[A]: " + "周末去看电影吧，今天天气很好。".encode().decode("latin-1") + "\n"
    )
    return folder


def test_files_are_grouped_by_how_they_would_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "c.parlance"
    assert main(["import", str(folder_of(tmp_path)), "-c", str(corpus), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    groups = {(group["format"], group["channel"]): len(group["files"]) for group in told["groups"]}
    assert groups.pop(("plain", None)) == 2
    assert groups.pop(("openai", None)) == 1
    ((name, channel), count) = groups.popitem()
    assert (name, count) == ("plain", 1)
    assert channel is not None
    assert [Path(item["path"]).name for item in told["skipped"]] == ["prose.txt"]
    assert not corpus.exists()


def test_files_that_are_read_alike_are_one_group_whatever_else_they_could_have_been(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *others = "周末我们去公园吧，天气很好", "好的，我带上水果，你带什么？", "😂😍👍 太好了"
    runners_up = set()
    for name, other in zip("ab", others, strict=True):
        text = damage(f"[A]: {first}\n[B]: {other}\n", "cp1254-drop")
        runners_up.add(RepairEngine().diagnose(text).runner_up)
        write(tmp_path / "in" / f"{name}.txt", text)
    assert len(runners_up) == 2
    main(["import", str(tmp_path / "in"), "-c", str(tmp_path / "c.parlance"), "--dry-run", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [(group["channel"], len(group["files"])) for group in told["groups"]] == [("cp1254-drop", 2)]


def test_it_is_told_in_words_too_and_nothing_to_import_is_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(folder_of(tmp_path)), "-c", str(tmp_path / "c.parlance"), "--dry-run"]) == 0
    said = capsys.readouterr()
    assert "4 transcripts would be imported, 1 skipped." in said.out
    assert "prose.txt: no speaker labels found" in said.err
    prose = tmp_path / "in" / "prose.txt"
    assert main(["import", str(prose), "-c", str(tmp_path / "c.parlance"), "--dry-run"]) == 1


def test_what_a_dry_run_says_is_what_an_import_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, corpus = str(folder_of(tmp_path)), str(tmp_path / "c.parlance")
    main(["import", folder, "-c", corpus, "--dry-run", "--json"])
    dry = json.loads(capsys.readouterr().out)
    main(["import", folder, "-c", corpus, "--json"])
    done = json.loads(capsys.readouterr().out)
    assert sum(len(group["files"]) for group in dry["groups"]) == done["transcripts"]
    assert dry["skipped"] == done["skipped"]


def test_what_was_left_out_before_and_patterns_without_a_file_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = folder_of(tmp_path), tmp_path / "c.parlance"
    rule = Rule(files=frozenset({str(folder / "a.txt")}), leave_out=True)
    with closing(Corpus.create(file)) as corpus:
        run_import(corpus, folder, options=ImportOptions(rules=(rule,)))
    capsys.readouterr()
    dry = ["import", str(folder), "-c", str(file), "--dry-run", "--skip", "*.nothing"]
    assert main(dry) == 0
    said = capsys.readouterr()
    assert "left out before" in next(
        line for line in said.out.splitlines() if "Labelled" in line and "1" in line
    )
    assert said.out.count("left out before") == 1
    assert "3 transcripts would be imported, 1 skipped." in said.out
    assert "*.nothing, pattern: no file that was found matches it" in said.err
    assert main([*dry, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [
        [Path(name).name for name in group["files"]] for group in told["groups"] if group["left_out"]
    ] == [["a.txt"]]
    assert told["unmatched"] == ["*.nothing"]
