"""Links to turns in the window: copied, followed in the open corpus, in a recent one, and refused."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.model.ids import TurnId
from app.model.permalink import permalink
from app.settings import options
from app.store.corpus import Corpus
from app.store.permalinks import link_to
from tests.helpers.small_corpus import Talk, make_corpus
from tests.helpers.windows import calm, open_window, reader_of

TALKS = [Talk([("A", f"turn {n}") for n in range(1, 60)]), Talk([("B", f"reply {n}") for n in range(1, 40)])]


@pytest.fixture
def corpus_path(tmp_path: Path) -> Path:
    path = tmp_path / "a.parlance"
    make_corpus(path, {"x.txt": TALKS}).close()
    return path


def link_of(path: Path, turn: int) -> str:
    with closing(Corpus.open(path)) as corpus:
        return str(link_to(corpus.reader(), TurnId(turn)))


def test_a_copied_link_leads_back(qtbot: QtBot, corpus_path: Path) -> None:
    window = open_window(qtbot)
    window.take([corpus_path])
    calm(qtbot, window)
    view = reader_of(window).view
    view.make_current(29)
    calm(qtbot, window)
    window.book["edit.copy_link"].trigger()
    calm(qtbot, window)
    link = QGuiApplication.clipboard().text()
    assert link == link_of(corpus_path, 30)
    view.scroll_to_end(start=True)
    window.follow(link)
    calm(qtbot, window)
    assert view.current_turn() == 30
    assert 30 in view.visible_turns()


def test_the_context_menu_of_a_turn_offers_its_link(qtbot: QtBot, corpus_path: Path) -> None:
    window = open_window(qtbot)
    window.take([corpus_path])
    calm(qtbot, window)
    offered = [action for action in reader_of(window).menu.build(7).actions() if "link" in action.text()]
    offered[0].trigger()
    calm(qtbot, window)
    assert QGuiApplication.clipboard().text() == link_of(corpus_path, 7)


def test_a_link_opens_the_recent_corpus_that_holds_its_turn(
    qtbot: QtBot, corpus_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.parlance"
    make_corpus(other, {"a": TALKS[:1], "b": TALKS[1:], "c": TALKS}).close()
    window = open_window(qtbot)
    settings = window.services.settings
    settings.put_first(options.RECENT_CORPORA, str(corpus_path))
    settings.put_first(options.RECENT_CORPORA, str(tmp_path / "gone.parlance"))
    with closing(Corpus.open(other)) as corpus:
        missing = str(link_to(corpus.reader(), TurnId(190)))
    window.follow(link_of(corpus_path, 75))
    calm(qtbot, window)
    assert window.desk.corpus.path == corpus_path
    assert reader_of(window).view.current_turn() == 75
    window.follow(missing)
    calm(qtbot, window)
    assert window.desk.corpus.path == corpus_path
    assert "No corpus" in window.notice.message.text()


def test_a_transcript_that_changed_is_opened_and_that_is_said(qtbot: QtBot, corpus_path: Path) -> None:
    window = open_window(qtbot)
    window.take([corpus_path])
    calm(qtbot, window)
    window.follow(str(permalink("f" * 64, "c0", 12, "x.txt")))
    calm(qtbot, window)
    assert reader_of(window).view.current_turn() == 12
    assert "changed" in window.notice.message.text()


@pytest.mark.parametrize("words", ["parlance:///etc/passwd", "file:///etc/passwd", "parlance://turn/1/2/3"])
def test_what_is_no_link_opens_nothing(qtbot: QtBot, words: str) -> None:
    window = open_window(qtbot)
    window.follow(words)
    calm(qtbot, window)
    assert window.desk.corpus.path is None
    assert "no link" in window.notice.message.text()
