"""import, list, show and check as scripts see them."""

import json
import sqlite3
from pathlib import Path

import pytest

from app.cli import base
from app.cli.show import depths
from app.model.corpus import Turn
from app.model.ids import ConversationId, SpeakerId, TurnId
from tests.helpers.importing import chat, write


class Command:
    """Runs the command line in this process."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *words: object) -> tuple[int, str, str]:
        status = base.main([str(word) for word in words], lambda paths: 0, lambda as_json: 0)
        out, err = self._capture.readouterr()
        return status, out, err

    def json(self, *words: object) -> dict[str, object]:
        status, out, err = self(*words, "--json")
        assert status == 0, err
        found: dict[str, object] = json.loads(out)
        return found


@pytest.fixture
def parlance(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("PARLANCE_LANG", "en")
    return Command(capsys)


@pytest.fixture
def corpus(tmp_path: Path, parlance: Command) -> Path:
    write(tmp_path / "in" / "a.txt", chat("你好", "two\nlines") + "---\n" + chat("next"))
    path = tmp_path / "c.parlance"
    assert parlance("import", tmp_path / "in", "-c", path)[0] == 0
    return path


def test_import_reports_this_run_as_json(tmp_path: Path, parlance: Command) -> None:
    write(tmp_path / "in" / "a.txt", chat("one", "two"))
    bad = write(tmp_path / "in" / "b.txt", "prose\n")
    found = parlance.json("import", tmp_path / "in", "-c", tmp_path / "c.parlance")
    assert isinstance(found.pop("seconds"), float)
    (skipped,) = found.pop("skipped")  # type: ignore[misc]
    assert skipped["path"] == str(bad)
    assert "no speaker labels" in skipped["reason"]
    assert found == {
        "transcripts": 1, "conversations": 1, "turns": 2, "repaired_turns": 0, "unchanged": 0,
        "duplicates": 0, "left_out": 0, "settled": 0, "twins": 0, "warnings": [],
    }  # fmt: skip
    again = parlance.json("import", tmp_path / "in", "-c", tmp_path / "c.parlance")
    assert (again["transcripts"], again["turns"], again["unchanged"]) == (0, 0, 1)


def test_import_of_nothing_is_a_failure_that_says_why(tmp_path: Path, parlance: Command) -> None:
    write(tmp_path / "in" / "b.txt", "prose\n")
    status, out, err = parlance("import", tmp_path / "in", tmp_path / "none", "-c", tmp_path / "c.parlance")
    assert status == 1
    assert "2 skipped" in out
    assert "no speaker labels" in err
    assert "there is no such file" in err


def test_import_of_an_empty_folder_is_a_failure_that_says_why(tmp_path: Path, parlance: Command) -> None:
    write(tmp_path / "in" / ".hidden.txt", chat("one", "two"))
    for words in ((), ("--json",)):
        status, _, err = parlance("import", tmp_path / "in", "-c", tmp_path / "in" / "c.parlance", *words)
        assert (status, err) == (1, "parlance: There are no files to import there.\n")


def test_a_path_that_may_not_be_read_does_not_stop_the_others(
    tmp_path: Path, parlance: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not wrong usage either: reading it decides, and says in the report what is wrong."""
    good, locked = (write(tmp_path / name, chat("one", "two")) for name in ("a.txt", "locked.txt"))
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != locked)
    status, _, err = parlance("import", locked, good, "-c", tmp_path / "c.parlance")
    assert (status, err) == (0, "")
    assert parlance("repair", locked)[0] == 0


def test_a_corpus_in_a_folder_that_cannot_be_written_is_an_error_in_plain_words(
    tmp_path: Path, parlance: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "a.txt", chat("one", "two"))
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != tmp_path)
    status, _, err = parlance("import", source, "-c", tmp_path / "c.parlance")
    assert (status, "its folder is read-only" in err, "fault" in err) == (1, True, False)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_import_into_something_else_leaves_it_alone(tmp_path: Path, parlance: Command) -> None:
    other = write(tmp_path / "notes.parlance", "my notes")
    source = write(tmp_path / "a.txt", chat("one", "two"))
    status, _, err = parlance("import", source, "-c", other)
    assert status == 1
    assert "not an SQLite file" in err
    assert "Traceback" not in err
    assert other.read_text() == "my notes"


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "undefined", "a\0b"])
def test_an_unknown_encoding_is_refused_and_no_corpus_is_made(
    tmp_path: Path, parlance: Command, name: str
) -> None:
    source = write(tmp_path / "a.txt", chat("one", "two"))
    status, _, err = parlance("import", source, "-c", tmp_path / "c.parlance", "--encoding", name)
    assert (status, (tmp_path / "c.parlance").exists()) == (1, False)
    assert f"There is no encoding named {name!r}" in err
    status, _, err = parlance("repair", source, "--encoding", name)
    assert (status, "There is no encoding named" in err) == (1, True)


def test_import_without_a_path_is_wrong_usage(tmp_path: Path, parlance: Command) -> None:
    assert parlance("import", "-c", tmp_path / "c.parlance")[0] == 2


def test_list_gives_the_ids_that_show_takes(corpus: Path, parlance: Command) -> None:
    conversations = parlance.json("list", "-c", corpus)["conversations"]
    assert [(row["transcript"], row["turns"]) for row in conversations] == [("a.txt", 2), ("a.txt", 1)]  # type: ignore[attr-defined]
    second = parlance.json("show", conversations[1]["id"], "-c", corpus)  # type: ignore[index]
    assert [row["text"] for row in second["turns"]] == ["next"]  # type: ignore[attr-defined]


def test_show_names_a_conversation_without_a_title_once(corpus: Path, parlance: Command) -> None:
    assert parlance("show", 1, "-c", corpus)[1].startswith("a.txt\n\n")


def test_show_gives_whole_turns(corpus: Path, parlance: Command) -> None:
    found = parlance.json("show", 1, "-c", corpus)
    assert (found["conversation"], found["transcript"]) == (1, "a.txt")
    nothing = {"time": None, "repaired": None, "role": None, "meta": {}}
    assert found["turns"] == [
        {"id": 1, "parent": None, "index": 1, "speaker": "A", "text": "你好"} | nothing,
        {"id": 2, "parent": None, "index": 2, "speaker": "B", "text": "two\nlines"} | nothing,
    ]


def test_show_as_json_keeps_role_and_what_no_format_knows(tmp_path: Path, parlance: Command) -> None:
    source = tmp_path / "one.jsonl"
    source.write_text(
        '{"messages":[{"role":"user","content":"hi","name":"Ann","mood":"odd"}],"rating":5}\n', "utf-8"
    )
    parlance("import", source, "-c", tmp_path / "one.parlance")
    found = parlance.json("show", 1, "-c", tmp_path / "one.parlance")
    assert found["turns"][0]["role"] == "user"
    assert found["turns"][0]["meta"] == {"mood": "odd"}
    assert found["meta"] == {"rating": 5}


def test_text_for_people_keeps_lines_under_their_speaker(corpus: Path, parlance: Command) -> None:
    _, out, _ = parlance("show", "1", "-c", corpus)
    assert "   1  A: 你好\n   2  B: two\n      lines\n" in out
    _, out, _ = parlance("list", "-c", corpus)
    assert out.splitlines()[0].split() == ["1", "a.txt", "(2", "turns)"]


@pytest.mark.parametrize(("word", "status"), [("99", 1), ("x", 2)])
def test_show_of_what_is_not_there(corpus: Path, parlance: Command, word: str, status: int) -> None:
    found, out, err = parlance("show", word, "-c", corpus)
    assert (found, out) == (status, "")
    assert word in err


def test_a_missing_corpus_is_an_error_for_every_reading_command(tmp_path: Path, parlance: Command) -> None:
    for words in (["list"], ["show", "1"], ["check"]):
        status, _, err = parlance(*words, "-c", tmp_path / "none.parlance")
        assert (status, "no corpus" in err) == (1, True)
    assert not (tmp_path / "none.parlance").exists()


def test_check_tells_sound_from_damaged(corpus: Path, parlance: Command) -> None:
    assert parlance.json("check", "-c", corpus) == {"ok": True, "turns": 3, "problems": [], "unfinished": []}
    connection = sqlite3.connect(corpus)
    connection.execute("UPDATE turn SET text = 'changed' WHERE id = 1")
    connection.commit()
    connection.close()
    status, _, err = parlance("check", "-c", corpus)
    assert status == 1
    assert "full-text index does not match" in err


def test_depths_follow_parents_in_any_order() -> None:
    parents = {1: 3, 2: None, 3: 2, 4: 1, 5: 99}
    turns = [
        Turn(
            TurnId(number),
            ConversationId(1),
            number,
            TurnId(parent) if parent else None,
            SpeakerId(1),
            "A",
            "x",
        )
        for number, parent in parents.items()
    ]
    assert depths(turns) == [2, 0, 1, 3, 0]


def test_an_import_of_bad_files_alone_leaves_no_new_corpus_behind(parlance: Command, tmp_path: Path) -> None:
    (tmp_path / "picture.bin").write_bytes(bytes(range(256)) * 40)
    made = tmp_path / "made.parlance"
    status, _out, err = parlance("import", tmp_path / "picture.bin", "-c", made)
    assert status == 1
    assert "picture.bin" in err
    assert not list(tmp_path.glob("made*"))


def test_a_bad_file_does_not_remove_a_corpus_that_was_there(parlance: Command, tmp_path: Path) -> None:
    (tmp_path / "picture.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "good.txt").write_text("[A]: hello there\n[B]: hello\n", encoding="utf-8")
    made = tmp_path / "made.parlance"
    assert parlance("import", tmp_path / "good.txt", "-c", made)[0] == 0
    assert parlance("import", tmp_path / "picture.bin", "-c", made)[0] == 1
    assert made.exists()
