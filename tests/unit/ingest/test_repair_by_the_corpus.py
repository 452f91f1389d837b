"""``repair FILE -c CORPUS``: twins and sound text of the corpus help a file that is not imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import app.bootstrap  # noqa: F401 - fills the registry of formats
from app.ingest.repair_file import repair_file
from app.model.progress import Cancelled, CancelToken
from app.repair.channels import damage
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus
from tests.helpers.importing import run_import

ENGINE = RepairEngine()
SAID = (
    "周末去哪儿？都季酒店怎么样",
    "I think 我们 should go hiking 🎯",
    "好主意！那就 this Saturday 吧 👏\n带上 🐯 和水",
    "几点出发？",
    "八点半，don't be late",
    "没问题，see you 👭",
    "史先生也来吗",
    "史先生和李小姐都来 🧘",
)
CLEAN = "".join(f"[{'AB'[n % 2]}]: {said}\n" for n, said in enumerate(SAID))


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "clean.txt").write_text(CLEAN, encoding="utf-8")
    opened = Corpus.create(tmp_path / "c.parlance")
    run_import(opened, tmp_path / "in")
    return opened


def _damaged(folder: Path, text: str, name: str = "damaged.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_a_clean_twin_settles_every_lost_byte(corpus: Corpus, tmp_path: Path) -> None:
    path = _damaged(tmp_path, damage(CLEAN, "cp1254-drop"))
    alone = repair_file(path, ENGINE)
    helped = repair_file(path, ENGINE, corpus=corpus)
    assert alone.text != CLEAN
    assert helped.text == CLEAN
    assert {span.kind for span in helped.spans} == {"exact"}
    for span in helped.spans:
        assert helped.text[span.start : span.end] == span.repaired
    assert helped.disagreements == ()


def test_line_ends_and_everything_else_of_the_file_stay(corpus: Corpus, tmp_path: Path) -> None:
    text = "# notes é\r\n\r\n" + CLEAN.replace("\n", "  \r\n")
    path = _damaged(tmp_path, damage(text, "cp1254-drop"))
    assert repair_file(path, ENGINE, corpus=corpus).text == text


def test_string_values_of_a_structured_file_are_settled_too(corpus: Corpus, tmp_path: Path) -> None:
    said = [damage(text, "cp1254-drop") for text in SAID]
    roles = ("user", "assistant")
    record = {"messages": [{"role": roles[n % 2], "content": text} for n, text in enumerate(said)]}
    path = _damaged(tmp_path, json.dumps(record, ensure_ascii=False) + "\n", "a.jsonl")
    found = json.loads(repair_file(path, ENGINE, corpus=corpus).text)
    assert [message["content"] for message in found["messages"]] == list(SAID)


def test_a_file_that_is_no_transcript_is_repaired_all_the_same(corpus: Corpus, tmp_path: Path) -> None:
    path = _damaged(tmp_path, damage("没有标签的一段话，只有文字。\n", "cp1252-keep"))
    assert repair_file(path, ENGINE, corpus=corpus).text == "没有标签的一段话，只有文字。\n"


def test_a_cancelled_repair_of_a_file_stops(corpus: Corpus, tmp_path: Path) -> None:
    path = _damaged(tmp_path, damage(CLEAN, "cp1254-drop"))
    token = CancelToken()
    token.cancel()
    for known in (None, corpus):
        with pytest.raises(Cancelled):
            repair_file(path, ENGINE, corpus=known, token=token)
