"""An import rests when it is asked to, commits what it has first, and goes on to the same end."""

import threading
from pathlib import Path

import pytest

from app.ingest import gather
from app.ingest.importer import import_paths
from app.ingest.options import ImportOptions
from app.model.progress import Cancelled, CancelToken, Progress
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus
from tests.helpers.importing import assert_sound, chat, run_import, write


def test_pausing_commits_what_is_whole_and_resuming_goes_on_to_the_end(tmp_path: Path) -> None:
    for number in range(4):
        write(tmp_path / "in" / f"{number}.txt", chat(f"one {number}", "two"))
    corpus = Corpus.create(tmp_path / "c.parlance")
    token = CancelToken()
    stages: list[str] = []
    kept: list[int] = []

    def watch(report: Progress) -> None:
        stages.append(report.stage)
        if report.detail == "2.txt" and not kept and report.stage != "paused":
            token.pause()
        if report.stage == "paused":
            if not kept:
                threading.Timer(0.3, token.resume).start()
            kept.append(corpus.reader().counts().transcripts)

    report = run_import(corpus, tmp_path / "in", token=token, on_progress=watch)
    assert kept[-1] == 2, "what came before the pause can be searched"
    assert "paused" in stages
    assert (report.transcripts, report.turns) == (4, 8)
    assert_sound(corpus)
    corpus.close()


def test_a_paused_import_can_be_called_off_and_continued_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "BATCH_TURNS", 10)
    write(tmp_path / "in" / "a.txt", chat(*(f"turn {number}" for number in range(50))))
    corpus = Corpus.create(tmp_path / "c.parlance")
    token = CancelToken()
    steps = import_paths(corpus, [tmp_path / "in"], ImportOptions(), RepairEngine(), token)
    for _report in steps:
        if corpus.reader().counts().turns:
            token.pause()
            break
    assert next(steps).stage == "paused"
    token.cancel()
    with pytest.raises(Cancelled):
        next(steps)
    before = corpus.reader().counts().turns
    assert 0 < before < 50
    assert run_import(corpus, tmp_path / "in").turns == 50 - before
    assert_sound(corpus)
    corpus.close()


def test_progress_never_passes_the_end_of_a_file_that_is_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "BATCH_TURNS", 500)
    lines = [
        f"[{1 + n % 28:02}/01/2024, 10:{n % 60:02}:00] {'AB'[n % 2]}: line {n} " + "x" * 90
        for n in range(6_000)
    ]
    write(tmp_path / "in" / "chat.txt", "\n".join(lines))
    corpus = Corpus.create(tmp_path / "c.parlance")
    seen: list[Progress] = []
    run_import(corpus, tmp_path / "in", on_progress=seen.append)
    assert corpus.reader().rows("SELECT format FROM transcript") == [("whatsapp",)]
    done = [report.done for report in seen if report.stage == "importing"]
    total = max(report.total or 0 for report in seen)
    assert max(done) <= total
    assert len(set(done)) > 2, "the second reading is seen to go on"
    assert done == sorted(done)
    corpus.close()
