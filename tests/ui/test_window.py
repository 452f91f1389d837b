"""The window as its user meets it: states, errors, files, looks."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.settings import options
from app.store.corpus import Corpus
from app.ui.panels.conversations import ConversationsPanel
from tests.helpers.windows import (
    OTHER,
    SMALL,
    Answers,
    calm,
    drop,
    folder_of,
    hits_of,
    imported,
    open_window,
    search,
)


def test_without_a_corpus_it_says_what_to_do_and_offers_recent_ones(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot)
    assert window.welcome.isVisible()
    assert not window.book["file.export_matching"].isEnabled()
    assert window.book["file.open"].isEnabled()


def test_a_dropped_folder_becomes_a_corpus_in_the_documents_folder(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    path = window.desk.corpus.path
    assert path == window.services.documents_dir / "talks.parlance"
    assert sorted(one.name for one in (tmp_path / "talks").iterdir()) == ["first.txt", "second.txt"]
    conversations: ConversationsPanel = window.layout_.panels["conversations"]
    assert conversations.model.rowCount() == 2
    assert window.services.settings.get(options.LAST_CORPUS) == str(path)
    assert "2 conversations" in window.status.counts.text()


def test_a_second_drop_goes_into_the_open_corpus(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    (tmp_path / "third.txt").write_text("[A]: 一\n[B]: 二\n", encoding="utf-8")
    drop(window, [tmp_path / "third.txt"])
    calm(qtbot, window)
    assert window.desk.corpus.snapshot.counts.conversations == 3
    assert len(list(window.services.documents_dir.glob("*.parlance"))) == 1


def test_a_second_folder_of_the_same_name_gets_a_corpus_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    window.book["file.close"].trigger()
    assert window.welcome.isVisible()
    drop(window, [tmp_path / "talks"])
    calm(qtbot, window)
    assert window.desk.corpus.path == window.services.documents_dir / "talks 2.parlance"


def test_a_drop_of_bad_files_alone_leaves_no_corpus_behind(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot)
    bad = tmp_path / "picture.bin"
    bad.write_bytes(bytes(range(256)) * 40)
    drop(window, [bad])
    qtbot.waitUntil(window.notice.isVisible)
    calm(qtbot, window)
    qtbot.waitUntil(lambda: not list(window.services.documents_dir.glob("*")))
    assert window.welcome.isVisible()
    assert "1 file was not imported" in window.notice.message.text()
    assert window.services.settings.get(options.RECENT_CORPORA) == []
    assert window.services.settings.get(options.LAST_CORPUS) == ""


def test_a_corpus_that_was_there_stays_when_a_bad_file_is_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    bad = tmp_path / "picture.bin"
    bad.write_bytes(bytes(range(256)) * 40)
    drop(window, [bad])
    qtbot.waitUntil(window.notice.isVisible)
    calm(qtbot, window)
    assert window.desk.corpus.path is not None
    assert window.desk.corpus.path.exists()


def test_a_bad_file_is_named_with_its_reason_and_the_rest_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, good=SMALL, essay="no labels\nat all\n")
    window = open_window(qtbot)
    drop(window, [folder])
    calm(qtbot, window)
    assert window.desk.corpus.snapshot.counts.transcripts == 1
    assert window.notice.isVisible()
    assert "1 file was not imported" in window.notice.message.text()
    assert "essay.txt" in window.notice.hint.text()
    assert window.status.skipped.isVisible()
    assert window.status.skipped.text() == "1 skipped (why?)"
    window.status.skipped.click()
    assert "no speaker labels" in window.helping._sheets["skipped"].plain
    window.helping._sheets["skipped"].close()


def test_files_that_were_skipped_and_parts_that_could_not_be_read_are_counted_apart(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, essay="no labels\nat all\n")
    (folder / "cut.jsonl").write_text('{"messages": [{"role": "user", "content": "hi"}]}\n{"mess\n', "utf-8")
    window = open_window(qtbot)
    drop(window, [folder])
    calm(qtbot, window)
    assert "1 file was not imported" in window.notice.message.text()
    assert window.status.skipped.text() == "1 skipped · 1 problem (why?)"


def test_a_file_that_is_no_corpus_is_refused_without_closing_the_open_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = imported(qtbot, tmp_path)
    before = window.desk.corpus.path
    fake = tmp_path / "fake.parlance"
    fake.write_text("not a corpus at all" * 50)
    drop(window, [fake])
    calm(qtbot, window)
    assert window.notice.isVisible()
    assert "not a Parlance corpus" in window.notice.message.text()
    assert window.desk.corpus.path == before
    assert fake.read_text() == "not a corpus at all" * 50
    assert "not a Parlance corpus" in window.log.read()


def test_the_theme_switches_and_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    light = window.grab().toImage().pixelColor(5, 5).lightness()
    window.book["view.theme_dark"].trigger()
    calm(qtbot, window)
    assert window.grab().toImage().pixelColor(5, 5).lightness() < light / 2
    assert window.services.settings.get(options.THEME) == "dark"
    assert window.book["view.theme_dark"].isChecked()
    assert not window.book["view.theme_light"].isChecked()


def test_panels_can_be_hidden_and_come_back(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    for name, part in window.layout_.parts().items():
        hidden = part.isHidden()
        for now in (not hidden, hidden):
            window.book[f"view.{name}"].trigger()
            assert part.isHidden() is now
            assert window.book[f"view.{name}"].isChecked() is not now
    calm(qtbot, window)


def test_closing_during_an_import_stops_it_and_keeps_what_was_committed(qtbot: QtBot, tmp_path: Path) -> None:
    files = {f"talk{n:03}": f"[A]: 第{n}次 hello\n[B]: 再见\n" * 200 for n in range(120)}
    window = open_window(qtbot)
    drop(window, [folder_of(tmp_path, **files)])
    qtbot.waitUntil(lambda: window.desk.writing.busy and window.desk.corpus.path is not None, timeout=20_000)
    path = window.desk.corpus.path
    window.close()
    corpus = Corpus.open(path)
    try:
        counts = corpus.reader().counts()
        assert counts.transcripts < 120
        assert len(corpus.reader().ids("SELECT id FROM turn")) == counts.turns
        with corpus.writer("the test"):
            pass
    finally:
        corpus.close()


def test_cancelling_an_import_says_what_was_kept_and_the_next_one_goes_on(
    qtbot: QtBot, tmp_path: Path
) -> None:
    files = {f"talk{n:03}": f"[A]: 第{n}次 hello\n[B]: 再见\n" * 100 for n in range(60)}
    folder = folder_of(tmp_path, **files)
    window = open_window(qtbot)
    drop(window, [folder])
    qtbot.waitUntil(lambda: window.status.stop.isVisible() and window.desk.corpus.path is not None)
    window.status.stop.click()
    calm(qtbot, window)
    assert not window.status.stop.isVisible()
    drop(window, [folder])
    calm(qtbot, window)
    assert window.desk.corpus.snapshot.counts.transcripts == 60
    assert window.desk.corpus.snapshot.counts.turns == 60 * 200


def test_a_read_only_corpus_opens_for_reading_and_refuses_imports_kindly(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = imported(qtbot, tmp_path)
    path = window.desk.corpus.path
    window.book["file.close"].trigger()
    monkeypatch.setattr("app.store.corpus._writable", lambda *_args: False)
    window.files.open_path(path)
    calm(qtbot, window)
    assert "read-only" in window.windowTitle()
    assert "read-only" in window.status.counts.text()
    drop(window, [tmp_path / "talks"])
    calm(qtbot, window)
    assert "can only be read" in window.notice.message.text()
    search(qtbot, window, "周末")
    assert hits_of(window).model.total_turns == 3


def test_a_busy_corpus_says_who_holds_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = imported(qtbot, tmp_path)
    real = Corpus.writer
    monkeypatch.setattr(Corpus, "writer", lambda self, holder, wait=0.2: real(self, holder, 0.2))
    other = Corpus.open(window.desk.corpus.path)
    (tmp_path / "late.txt").write_text(OTHER + "[C]: more\n", encoding="utf-8")
    try:
        with real(other, "a friend"):
            drop(window, [tmp_path / "late.txt"])
            calm(qtbot, window)
    finally:
        other.close()
    assert "a friend" in window.notice.message.text()
    assert window.desk.corpus.snapshot.counts.transcripts == 2


def test_commits_from_outside_are_noticed(qtbot: QtBot, tmp_path: Path) -> None:
    from app.ingest.importer import import_paths
    from app.ingest.options import ImportOptions
    from app.model.progress import CancelToken
    from tests.helpers.windows import engine

    window = imported(qtbot, tmp_path)
    (tmp_path / "late.txt").write_text("[C]: 周末 from outside\n[D]: yes\n", encoding="utf-8")
    window.desk.corpus.poll()
    calm(qtbot, window)
    other = Corpus.open(window.desk.corpus.path)
    try:
        list(import_paths(other, [tmp_path / "late.txt"], ImportOptions(), engine(), CancelToken()))
    finally:
        other.close()
    qtbot.waitUntil(lambda: window.desk.corpus.snapshot.counts.conversations == 3, timeout=5_000)
    calm(qtbot, window)
    assert window.desk.search.outcome.total == 8
    assert window.layout_.panels["conversations"].model.rowCount() == 3


def test_save_as_moves_what_a_drop_made_and_copies_what_was_named(qtbot: QtBot, tmp_path: Path) -> None:
    answers = Answers(new_corpus=tmp_path / "elsewhere" / "copy.parlance")
    answers.new_corpus.parent.mkdir()
    window = imported(qtbot, tmp_path, answers)
    window.book["file.save_as"].trigger()
    calm(qtbot, window)
    assert window.desk.corpus.path == answers.new_corpus
    assert window.desk.corpus.snapshot.counts.turns == 6
    # The file in the documents folder was made for the drop: nobody chose that place.
    assert list(window.services.documents_dir.iterdir()) == []
    assert window.services.settings.get(options.RECENT_CORPORA) == [str(answers.new_corpus)]
    answers.new_corpus = tmp_path / "second.parlance"
    window.book["file.save_as"].trigger()
    calm(qtbot, window)
    assert window.desk.corpus.path == tmp_path / "second.parlance"
    assert (tmp_path / "elsewhere" / "copy.parlance").exists()


def test_a_corpus_of_a_newer_version_is_refused_and_untouched(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    path = window.desk.corpus.path
    window.book["file.close"].trigger()
    calm(qtbot, window)
    with sqlite3.connect(path) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version + 1_000_000}")
    connection.close()
    before = path.read_bytes()
    window.files.open_path(path)
    calm(qtbot, window)
    assert window.welcome.isVisible()
    assert "newer" in window.notice.message.text() + window.notice.hint.text()
    assert path.read_bytes() == before


def test_another_corpus_is_not_opened_over_a_running_import(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    first = window.desk.corpus.path
    more = tmp_path / "more"
    more.mkdir()
    for number in range(60):
        (more / f"{number}.txt").write_text("[A]: 你好 hello\n[B]: 再见\n" * 100, encoding="utf-8")
    drop(window, [more])
    window.files.open_path(tmp_path / "other.parlance")
    assert "still running" in window.notice.message.text()
    calm(qtbot, window)
    assert window.desk.corpus.path == first
    assert window.desk.corpus.snapshot.counts.transcripts == 62


def test_the_palette_runs_what_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    qtbot.keyClick(
        window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    palette = window.helping.palette
    assert palette.isVisible()
    qtbot.keyClicks(palette.field, "dark")
    assert palette.list.currentItem().text() == "Dark theme"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.desk.theme.dark


def test_the_layout_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    window.layout_.columns.setSizes([300, 500, 640])
    sizes = window.layout_.columns.sizes()
    window.close()
    assert window.services.settings.get(options.SPLITTER_SIZES) == sizes
    again = open_window(qtbot)
    again.files.open_path(window.services.documents_dir / "talks.parlance")
    calm(qtbot, again)
    assert again.layout_.columns.sizes()[0] == pytest.approx(sizes[0], abs=2)


def test_an_own_fault_is_shown_and_logged_with_its_traceback(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    try:
        _ = 1 / 0
    except ZeroDivisionError as error:
        window.show_error(error)
    assert "ZeroDivisionError" in window.notice.message.text()
    assert "Traceback" in window.log.read()
