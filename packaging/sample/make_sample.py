#!/usr/bin/env python3
"""Make the parts of resources/sample that are not written by hand; takes no arguments.

The transcripts were written for this project and are under its licence. One is damaged here as
real pipelines damage text; its undamaged source lies beside this script and is no part of the
sample. The forum is written out in the form of a ConvoKit corpus.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "resources" / "sample"
_FIRST_POST = 1_761_988_800  # 1 November 2025, 09:20 UTC

_TITLES = {
    "tea1": "租房合同里的 utilities included 到底包什么？",
    "rec1": "Weekend market: what is the one thing you buy?",
}


def damage(text: str) -> str:
    """UTF-8 bytes misread as windows-1254: bytes without a character there are dropped, then U+00AD is."""
    misread = (bytes([byte]).decode("cp1254", errors="ignore") for byte in text.encode("utf-8"))
    return "".join(misread).replace("\N{SOFT HYPHEN}", "")


def write_damaged(folder: Path) -> None:
    """The office hour, damaged; UTF-8 once more, as such files are found."""
    clean = (HERE / "thesis-office-hour.txt").read_text(encoding="utf-8")
    (folder / "thesis-office-hour.txt").write_text(damage(clean), encoding="utf-8", newline="\n")


def write_forum(folder: Path) -> None:
    """The forum as a ConvoKit folder: utterances with ``reply-to``, speakers, conversations, index."""
    forum = folder / "forum"
    forum.mkdir(exist_ok=True)
    posts = _posts()
    lines = [json.dumps(utterance, ensure_ascii=False) + "\n" for utterance in posts]
    (forum / "utterances.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")
    names = dict.fromkeys(str(utterance["speaker"]) for utterance in posts)
    _write_json(forum / "speakers.json", {name: {"meta": {}, "vectors": []} for name in names})
    titles = {key: {"meta": {"title": title}, "vectors": []} for key, title in _TITLES.items()}
    _write_json(forum / "conversations.json", titles)
    _write_json(forum / "corpus.json", {"name": "A forum of a sample corpus"})
    index: dict[str, object] = {f"{part}-index": {} for part in ("utterances", "speakers", "overall")}
    index["conversations-index"] = {"title": ["<class 'str'>"]}
    _write_json(forum / "index.json", index | {"version": 1})


def _posts() -> list[dict[str, object]]:
    """The rows of forum.tsv as utterances; a post that replies to none begins a conversation."""
    with (HERE / "forum.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    thread: dict[str, str] = {}
    for row in rows:
        thread[row["post"]] = thread[row["reply to"]] if row["reply to"] else row["post"]
    return [
        {
            "id": row["post"],
            "conversation_id": thread[row["post"]],
            "text": row["text"],
            "speaker": row["speaker"],
            "meta": {},
            "reply-to": row["reply to"] or None,
            "timestamp": _FIRST_POST + 60 * int(row["minute"]),
            "vectors": [],
        }
        for row in rows
    ]


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def main(folder: Path = SAMPLE) -> None:
    """Write both parts into ``folder``."""
    write_damaged(folder)
    write_forum(folder)


if __name__ == "__main__":
    main()
