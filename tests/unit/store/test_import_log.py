"""The log of imports: what it keeps, how much of it, and that it follows what becomes of transcripts."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.model.ids import TranscriptId
from app.model.reports import LogEntry
from app.store import import_log
from app.store.corpus import Corpus
from app.store.log_words import entry_words, problem_words
from tests.helpers.importing import chat, run_import, write

ENTRY = LogEntry("2026-01-02T03:04:05Z", "a.txt", "/in/a.txt", "imported", "labels", "utf-8", turns=3)


def told(corpus: Corpus, name: str | None = None) -> list[LogEntry]:
    return import_log.entries(corpus.reader().rows, name)


def test_an_import_is_told_with_its_counts_and_places(tmp_path: Path) -> None:
    write(tmp_path / "in" / "chat.jsonl", '{"messages": [{"role": "user", "content": "hi"}]}\n{broken\n')
    write(tmp_path / "in" / "b.txt", chat("one", "zwei Ã¤rger", "drei").encode())
    write(tmp_path / "in" / "prose.txt", "Nothing is said here.\n" * 9)
    corpus = Corpus.create(tmp_path / "c.parlance")
    run_import(corpus, tmp_path / "in")
    (broken,) = told(corpus, "chat.jsonl")
    assert (broken.outcome, broken.turns, broken.encoding) == ("imported", 1, "utf-8")
    assert broken.problems
    assert "2" in broken.problems[0][0]
    (damaged,) = told(corpus, "b.txt")
    assert (damaged.turns, damaged.repaired, damaged.exact + damaged.inferred) == (3, 1, 1)
    (skipped,) = told(corpus, "prose.txt")
    assert skipped.outcome == "skipped"
    assert skipped.problems[0][1]
    run_import(corpus, tmp_path / "in")
    assert len(told(corpus)) == 3, "what did not change is not told again, nor the same skip twice"
    write(tmp_path / "in" / "b.txt", chat("one", "two"))
    run_import(corpus, tmp_path / "in")
    assert [entry.outcome for entry in told(corpus, "b.txt")] == ["updated", "imported"]
    corpus.close()


def test_removing_is_told_and_forgetting_forgets_the_log(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", chat("one", "two"))
    corpus = Corpus.create(tmp_path / "c.parlance")
    run_import(corpus, tmp_path / "in")
    with corpus.writer("test") as writer:
        number = writer.remove(TranscriptId(1))
        writer.restore(number)
        assert [entry.outcome for entry in told(corpus)] == ["restored", "removed", "imported"]
        writer.remove(TranscriptId(1))
        writer.forget_removed()
    assert told(corpus) == []
    corpus.close()


def test_the_log_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_log, "MOST_SKIPPED", 5)
    corpus = Corpus.create(tmp_path / "c.parlance")
    many = tuple((f"line {number}", "x" * 2_000) for number in range(300))
    with corpus.writer("test") as writer:
        for number in range(50):
            writer.log(replace(ENTRY, turns=number, problems=many))
            writer.log(replace(ENTRY, name=f"{number}.bin", outcome="skipped", problems=(("", "no"),)))
    kept = told(corpus, "a.txt")
    assert [entry.turns for entry in kept] == list(range(49, 29, -1))
    assert len(kept[0].problems) == import_log.MOST_PROBLEMS
    assert kept[0].more == 200
    assert max(len(reason) for _place, reason in kept[0].problems) == 500
    assert problem_words(kept[0])[-1] == "200 further problems"
    assert "3 turns" in entry_words(ENTRY)
    assert len(told(corpus)) == 25
    corpus.close()


def test_text_that_cannot_be_stored_is_told_visibly(tmp_path: Path) -> None:
    corpus = Corpus.create(tmp_path / "c.parlance")
    with corpus.writer("test") as writer:
        writer.log(replace(ENTRY, name="a\ud800", problems=(("x\0", "y\udc80"),)))
    (entry,) = told(corpus)
    assert entry.name == "a\ufffd"
    assert entry.problems == (("x\ufffd", "y\ufffd"),)
    corpus.close()
