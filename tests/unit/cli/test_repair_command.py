"""``parlance repair``: exact bytes on standard output, and the JSON of the contract."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from app.cli.repair import repair_command
from app.repair.channels import damage

CLEAN = "[A]: 你好！我们明天去看电影吧。\r\n[B]: 好的，几点见面？\n"


def _file(folder: Path, data: bytes) -> str:
    path = folder / "talk.txt"
    path.write_bytes(data)
    return str(path)


def test_the_whole_file_comes_out_as_utf8_with_its_own_line_ends(tmp_path: Path) -> None:
    name = _file(tmp_path, b"\xef\xbb\xbf" + damage(CLEAN, "cp1254-drop").encode("utf-8"))
    result = CliRunner().invoke(repair_command, [name])
    assert result.exit_code == 0
    assert result.stdout_bytes == CLEAN.encode("utf-8")


def test_a_clean_file_comes_out_byte_for_byte(tmp_path: Path) -> None:
    data = "e\u0301 ﬁ “x” &amp; Ａ\r\n\ttab 中文 😂\r\n".encode()
    result = CliRunner().invoke(repair_command, [_file(tmp_path, data)])
    assert result.stdout_bytes == data


def test_json_has_spans_that_lead_back_to_the_damaged_text(tmp_path: Path) -> None:
    damaged = damage(CLEAN, "cp1254-drop")
    result = CliRunner().invoke(repair_command, [_file(tmp_path, damaged.encode("utf-8")), "--json"])
    found = json.loads(result.stdout)
    assert set(found) == {"text", "encoding", "channel", "spans", "disagreements"}
    assert (found["text"], found["encoding"], found["channel"]) == (CLEAN, "utf-8", "cp1254-drop")
    back, at = "", 0
    for span in found["spans"]:
        assert set(span) == {"start", "end", "original", "repaired", "kind", "confidence", "candidates"}
        assert found["text"][span["start"] : span["end"]] == span["repaired"]
        assert span["kind"] in {"exact", "inferred", "lost"}
        back += found["text"][at : span["start"]] + span["original"]
        at = span["end"]
    assert back + found["text"][at:] == damaged


def test_an_unknown_channel_is_wrong_usage(tmp_path: Path) -> None:
    assert CliRunner().invoke(repair_command, [_file(tmp_path, b"x"), "--channel", "no-such"]).exit_code == 2


def test_lines_in_another_encoding_are_read_wherever_they_stand(tmp_path: Path) -> None:
    lines = [f"[{'AB'[day % 2]}]: 第{day}天我们去公园吧\n" for day in range(6000)]
    data = b"".join(
        line.encode("gb18030" if number > 4000 and number % 3 == 0 else "utf-8")
        for number, line in enumerate(lines)
    )
    result = CliRunner().invoke(repair_command, [_file(tmp_path, data), "--json"])
    found = json.loads(result.stdout)
    assert (found["encoding"], found["channel"]) == ("utf-8+gb18030", None)
    assert found["text"] == "".join(lines)


def test_of_a_folder_it_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(repair_command, [str(tmp_path)])
    assert result.exit_code == 1
    assert "is a folder. Add --report" in result.output + str(result.exception)
