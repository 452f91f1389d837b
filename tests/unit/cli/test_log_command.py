"""The log on the command line."""

from pathlib import Path

import pytest

from tests.helpers.importing import chat, write
from tests.unit.cli.test_corpus_commands import Command


@pytest.fixture
def parlance(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("PARLANCE_LANG", "en")
    return Command(capsys)


def test_the_log_tells_of_one_transcript_by_name_or_id_or_of_all(tmp_path: Path, parlance: Command) -> None:
    write(tmp_path / "in" / "a.txt", chat("你好", "two"))
    write(tmp_path / "in" / "b.jsonl", '{"messages": [{"role": "user", "content": "hi"}]}\n{broken\n')
    path = tmp_path / "c.parlance"
    assert parlance("import", tmp_path / "in", "-c", path)[0] == 0
    status, out, _err = parlance("log", "-c", path)
    assert status == 0
    assert "a.txt: imported" in out
    assert "2 turns" in out
    assert str(tmp_path / "in" / "a.txt") in out
    assert "line 2" in out
    by_name, by_id = (parlance.json("log", which, "-c", path)["log"] for which in ("b.jsonl", "2"))
    assert by_name == by_id
    assert isinstance(by_name, list)
    assert len(by_name) == 1
    assert by_name[0]["turns"] == 1
    status, _out, err = parlance("log", "nothing", "-c", path)
    assert status == 1
    assert "nothing" in err
