"""Imports in the window: resting, watching a folder, compacting."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ingest import gather, watching
from app.model.progress import Progress
from app.settings import options
from app.store.corpus import Corpus
from app.ui.main_window import MainWindow
from tests.helpers.importing import assert_sound, chat, run_import, write
from tests.helpers.windows import Answers, calm, open_window, services


def corpus_at(tmp_path: Path) -> Path:
    write(tmp_path / "in" / "a.txt", chat("周末 one", "two"))
    path = tmp_path / "c.parlance"
    corpus = Corpus.create(path)
    run_import(corpus, tmp_path / "in")
    corpus.close()
    return path


def turns(window: MainWindow) -> int:
    return window.desk.corpus.snapshot.counts.turns


@pytest.mark.timeout(180)
def test_an_import_is_paused_by_its_button_and_goes_on_by_its_key(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "BATCH_TURNS", 20)
    write(tmp_path / "in" / "big.txt", chat(*(f"turn {number} " + "word " * 20 for number in range(6_000))))
    window = open_window(qtbot)
    window.take([tmp_path / "in"])
    status = window.status
    qtbot.waitUntil(lambda: status.rest.isVisible() and window.book["edit.pause"].isEnabled(), timeout=60_000)
    QTest.mouseClick(status.rest, Qt.MouseButton.LeftButton)
    assert window.desk.writing.paused
    qtbot.waitUntil(lambda: "paused" in status.words.text(), timeout=60_000)
    assert status.rest.text() == "Go on"
    corpus = window.desk.corpus.corpus
    assert corpus is not None
    qtbot.wait(600)
    resting = corpus.reader().counts().turns
    qtbot.wait(600)
    assert corpus.reader().counts().turns == resting < 6_000
    window.book["edit.pause"].trigger()
    calm(qtbot, window, timeout=120_000)
    assert turns(window) == 6_000
    assert not status.rest.isVisible()
    assert not window.book["edit.pause"].isEnabled()


def test_a_paused_import_can_be_cancelled(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "BATCH_TURNS", 20)
    write(tmp_path / "in" / "big.txt", chat(*(f"turn {number} " + "word " * 20 for number in range(6_000))))
    window = open_window(qtbot)
    window.take([tmp_path / "in"])
    qtbot.waitUntil(lambda: turns_stored(window) > 0, timeout=60_000)
    window.book["edit.pause"].trigger()
    window.book["edit.cancel"].trigger()
    calm(qtbot, window)
    assert not window.desk.writing.importing
    assert 0 < turns(window) < 6_000


def test_an_import_called_off_before_anything_came_leaves_nothing_behind_and_says_so(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for number in range(400):
        write(tmp_path / "in" / f"{number}.txt", chat("one", "two"))
    given = services()
    window = open_window(qtbot, given=given)
    cancel = window.book["edit.cancel"].trigger
    at_once = Qt.ConnectionType.SingleShotConnection
    window.desk.writing.progressed.connect(lambda _told: QTimer.singleShot(0, cancel), at_once)
    with qtbot.waitSignal(window.files.given_up, timeout=60_000):
        window.take([tmp_path / "in"])
    calm(qtbot, window)
    assert window.desk.corpus.corpus is None
    qtbot.waitUntil(lambda: not list(given.documents_dir.glob("*")), timeout=10_000)
    assert window.status.words.text() == "Import cancelled before anything had arrived. No corpus was made."
    assert given.settings.get(options.RECENT_CORPORA) == []


@pytest.mark.parametrize("before", [False, True])
def test_an_import_called_off_while_its_corpus_is_made_leaves_the_window_as_it_was(
    qtbot: QtBot, tmp_path: Path, before: bool
) -> None:
    given = services()
    window = open_window(qtbot, given=given)
    path = corpus_at(tmp_path) if before else None
    if path is not None:
        window.take([path])
        calm(qtbot, window)
    there = set(given.documents_dir.glob("*"))
    window.files.open_sample()
    assert "Opening" in window.status.words.text()
    assert window.status.stop.isVisible()
    QTest.mouseClick(window.status.stop, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.files.given_up, timeout=60_000):
        pass
    calm(qtbot, window)
    assert window.desk.corpus.path == path
    assert turns(window) == (2 if before else 0)
    assert not window.book["edit.cancel"].isEnabled()
    assert not window.status.stop.isVisible()
    assert window.status.words.text() == "Import cancelled before anything had arrived. No corpus was made."
    qtbot.waitUntil(lambda: set(given.documents_dir.glob("*")) == there, timeout=10_000)
    recent = given.settings.get(options.RECENT_CORPORA)
    assert recent == ([str(path)] if path is not None else [])


def test_between_the_wish_for_a_rest_and_the_rest_the_status_bar_says_so(qtbot: QtBot) -> None:
    status = open_window(qtbot).status
    status.show_rest(can_rest=True, rests=False)
    status.show_progress(Progress("importing", 5, 10, "KB", "a.txt"))
    status.show_rest(can_rest=True, rests=True)
    assert status.words.text() == "importing 5 of 10 KB · pausing … · a.txt"
    status.show_progress(Progress("paused", 5, 10, "KB", "a.txt"))
    assert status.words.text() == "paused 5 of 10 KB · a.txt"


def turns_stored(window: MainWindow) -> int:
    corpus = window.desk.corpus.corpus
    return corpus.reader().counts().turns if corpus is not None and window.desk.writing.importing else 0


@pytest.mark.timeout(240)
def test_what_comes_into_a_watched_folder_is_found_within_seconds_and_remembered_with_the_corpus(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "SETTLED", 0.3)
    path = corpus_at(tmp_path)
    given = services()
    window = open_window(qtbot, Answers(chosen_folder=tmp_path / "in"), given=given)
    window.take([path])
    calm(qtbot, window)
    window.desk.search.set_text("周末")
    calm(qtbot, window)
    outcome = window.desk.search.outcome
    assert outcome is not None
    assert outcome.total == 1
    window.book["file.watch"].trigger()
    assert window.status.watched.isVisible()
    assert "in" in window.status.watched.text()
    write(tmp_path / "in" / "sub" / "b.txt", chat("周末 again", "three", "four"))
    qtbot.waitUntil(lambda: turns(window) == 5, timeout=60_000)
    calm(qtbot, window)
    outcome = window.desk.search.outcome
    assert outcome is not None
    assert outcome.total == 2, "the hits follow"
    numbers = window.desk.statistics.numbers
    assert numbers is not None
    (tmp_path / "in" / "sub" / "b.txt").unlink()
    with qtbot.waitSignal(window.desk.watching.gone, timeout=60_000) as told:
        pass
    assert told.args == [["sub/b.txt"]]
    calm(qtbot, window)
    assert turns(window) == 5, "its transcript stays"
    assert given.settings.get(options.WATCHED) == [f"{path}\t{tmp_path / 'in'}"]
    window.book["file.close"].trigger()
    calm(qtbot, window)
    assert not window.status.watched.isVisible()
    window.take([path])
    calm(qtbot, window)
    assert window.desk.watching.folder == tmp_path / "in"
    window.book["file.unwatch"].trigger()
    assert not window.status.watched.isVisible()
    assert given.settings.get(options.WATCHED) == []
    assert not window.book["file.unwatch"].isEnabled()


@pytest.mark.timeout(120)
def test_a_watched_folder_that_is_away_is_told_and_taken_up_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "SETTLED", 0.3)
    path = corpus_at(tmp_path)
    window = open_window(qtbot, Answers(chosen_folder=tmp_path / "in"))
    window.take([path])
    calm(qtbot, window)
    window.book["file.watch"].trigger()
    calm(qtbot, window)
    (tmp_path / "in").rename(tmp_path / "away")
    qtbot.waitUntil(lambda: "cannot be read" in window.status.watched.text(), timeout=60_000)
    (tmp_path / "away").rename(tmp_path / "in")
    qtbot.waitUntil(lambda: "cannot be read" not in window.status.watched.text(), timeout=60_000)
    assert turns(window) == 2


def test_compacting_asks_in_the_window_and_tells_the_sizes(qtbot: QtBot, tmp_path: Path) -> None:
    path = corpus_at(tmp_path)
    window = open_window(qtbot)
    window.take([path])
    calm(qtbot, window)
    window.book["file.compact"].trigger()
    qtbot.waitUntil(window.question.isVisible, timeout=60_000)
    QTest.keyClick(window.question.no, Qt.Key.Key_Escape)
    assert not window.question.isVisible()
    window.book["file.compact"].trigger()
    qtbot.waitUntil(window.question.isVisible, timeout=60_000)
    QTest.keyClick(window.question.yes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "takes" in window.status.words.text(), timeout=60_000)
    calm(qtbot, window)
    assert turns(window) == 2
    corpus = window.desk.corpus.corpus
    assert corpus is not None
    assert_sound(corpus)
