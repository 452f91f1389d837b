"""The whole way in a real window: drop the seeds, search, read, count, export, import again."""

import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from tests.helpers.shared import shared_path
from tests.helpers.windows import Answers, calm, drop, open_window

QUERY = "周末"
LABEL = re.compile(r"^\[([^\]]+)\]: ?", re.MULTILINE)
WORD = re.compile(r"[A-Za-z0-9]+(?:['’_][A-Za-z0-9]+)*")

pytestmark = pytest.mark.corpora


def stored_turns(path: Path) -> list[tuple[str, int, str, str]]:
    """Transcript, index, speaker and text of every turn, read with plain SQL."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT transcript.name, turn.position, speaker.name, turn.text FROM turn"
            " JOIN conversation ON conversation.id = turn.conversation_id"
            " JOIN transcript ON transcript.id = conversation.transcript_id"
            " JOIN speaker ON speaker.id = turn.speaker_id ORDER BY turn.id"
        ).fetchall()
    connection.close()
    return rows


def turns_of_file(path: Path) -> list[tuple[str, str]]:
    """Speaker and text of a clean seed, read by splitting at its labels."""
    pieces = LABEL.split(path.read_text(encoding="utf-8"))[1:]
    return [(speaker, text.strip()) for speaker, text in zip(pieces[::2], pieces[1::2], strict=True)]


def type_like_a_person(window: MainWindow, text: str) -> None:
    """Ctrl+K, then the text as an input method commits it."""
    window.book["search.focus"].trigger()
    field = window.layout_.panels["search"].field
    commit = QInputMethodEvent()
    commit.setCommitString(text)
    QApplication.sendEvent(field, commit)
    assert field.text() == text


def highlighted_pixels(window: MainWindow) -> int:
    """Pixels of the page in the ink of the current hit."""
    page = window.layout_.panels["reader"].view.viewport()
    image = page.grab().toImage()
    wanted = window.desk.theme.tokens.hit_current
    return sum(
        image.pixelColor(x, y).name() == wanted
        for y in range(0, image.height(), 2)
        for x in range(0, image.width(), 2)
    )


def drawn(window: MainWindow, metric: str) -> dict[tuple[int, int], float]:
    """The lengths of the bars on screen by row and column."""
    card = window.layout_.panels["statistics"].cards[metric]
    upright = metric in {"position", "turn-length"}
    return {
        (bar.row, bar.column): (bar.top if upright else bar.right - bar.left) for bar in card.plot.canvas.bars
    }


def test_the_whole_way(qtbot: QtBot, tmp_path: Path) -> None:
    seeds = shared_path("seeds")
    before = sorted(seeds.iterdir())
    answers = Answers(target=(tmp_path / "weekend.txt", "txt"))
    window = open_window(qtbot, answers)

    drop(window, [seeds])
    calm(qtbot, window)
    check_import(window, seeds)
    assert sorted(seeds.iterdir()) == before

    type_like_a_person(window, QUERY)
    calm(qtbot, window)
    found = check_hits(window, seeds)

    check_reading(qtbot, window, found)
    check_plots(window, found)

    window.book["file.export_matching"].trigger()
    calm(qtbot, window)
    check_round_trip(qtbot, window, answers.target[0], found)


def check_import(window: MainWindow, seeds: Path) -> None:
    counts = window.desk.corpus.snapshot.counts
    assert counts.transcripts == 5
    assert window.layout_.panels["conversations"].model.rowCount() == 5
    assert window.status.skipped.isHidden()
    assert window.desk.corpus.path == window.services.documents_dir / "seeds.parlance"
    stored = stored_turns(window.desk.corpus.path)
    assert len(stored) == counts.turns
    for clean in ("001_29a70a8e0e777a4d.txt", "004_d6e388749930f4c5.txt"):
        mine = [(speaker, text.strip()) for name, _at, speaker, text in stored if name.endswith(clean)]
        assert mine == turns_of_file(seeds / clean)


def check_hits(window: MainWindow, seeds: Path) -> list[tuple[str, int, str, str]]:
    """The hits are exactly the turns whose text contains the query; returns them."""
    stored = stored_turns(window.desk.corpus.path)
    found = [turn for turn in stored if QUERY in turn[3]]
    panel = window.layout_.panels["hits"]
    places = sum(turn[3].count(QUERY) for turn in found)
    for clean in ("001_29a70a8e0e777a4d.txt", "004_d6e388749930f4c5.txt"):
        there = (seeds / clean).read_text(encoding="utf-8").count(QUERY)
        assert there == sum(turn[3].count(QUERY) for turn in found if turn[0].endswith(clean)) > 0
    assert panel.model.total_turns == len(found)
    assert panel.model.rowCount() == places
    rows = [panel.model.kwic(row) for row in range(places)]
    assert [row.node for row in rows] == [QUERY] * places
    assert {(row.hit.transcript, row.hit.turn.index, row.hit.turn.text) for row in rows} == {
        (name, index, text) for name, index, _speaker, text in found
    }
    assert (
        window.layout_.panels["search"].total.text() == f"{len(found)} of {len(stored)}"
    )  # fmt: skip
    return found


def check_reading(qtbot: QtBot, window: MainWindow, found: list[tuple[str, int, str, str]]) -> None:
    """Every hit opens at its turn, visible and in the ink of the current hit."""
    view = window.layout_.panels["reader"].view
    for name, index, _speaker, text in found:
        qtbot.keyClick(window, Qt.Key.Key_F3)
        calm(qtbot, window)
        place, turn = window.desk.reading.place, window.desk.reading.turn
        assert (window.desk.corpus.conversation(place.conversation).transcript, turn.index) == (name, index)
        start = text.index(QUERY)
        assert turn.id in view.visible_turns()
        assert view.span_in_view(turn.id, (start, start + len(QUERY)))
        assert highlighted_pixels(window) > 20


def check_plots(window: MainWindow, found: list[tuple[str, int, str, str]]) -> None:
    """What is drawn equals what a plain count over the found texts gives."""
    cards = window.layout_.panels["statistics"].cards
    speakers = Counter(speaker for _name, _index, speaker, _text in found)
    bars = drawn(window, "turns-per-speaker")
    rows = [row[0] for row in cards["turns-per-speaker"].plot.result.rows]
    assert {rows[row]: length for (row, column), length in bars.items() if column == 1} == speakers

    lengths = Counter(name for name, *_ in stored_turns(window.desk.corpus.path))
    bins = Counter(int(20 * (index - 0.5) / lengths[name]) for name, index, *_ in found)
    assert {row: height for (row, _column), height in drawn(window, "position").items() if height} == bins

    mix = cards["language-mix"].plot.result
    for row in mix.records():
        texts = [text for _name, _index, speaker, text in found if speaker == row["speaker"]]
        assert row["han"] == sum("\u4e00" <= char <= "\u9fff" for text in texts for char in text)
        words = [word for text in texts for word in WORD.findall(text)]
        assert row["latin"] == sum(any(char.isalpha() for char in word) for word in words)
    share = drawn(window, "language-mix")[0, mix.columns.index("han")]
    assert share == pytest.approx(mix.rows[0][mix.columns.index("han")] / mix.rows[0][1])

    emoji = dict(cards["emoji"].plot.rows())
    assert emoji
    for symbol, count in emoji.items():
        assert sum(text.count(symbol) for *_place, text in found) == count


def check_round_trip(
    qtbot: QtBot, window: MainWindow, exported: Path, found: list[tuple[str, int, str, str]]
) -> None:
    """The exported file, imported into a corpus of its own, gives the same turns."""
    assert exported.exists()
    names = {name for name, *_ in found}
    wanted = [turn[2:] for turn in stored_turns(window.desk.corpus.path) if turn[0] in names]
    window.book["file.close"].trigger()
    drop(window, [exported])
    calm(qtbot, window)
    again = stored_turns(window.desk.corpus.path)
    assert [turn[2:] for turn in again] == wanted
    assert window.desk.corpus.snapshot.counts.conversations == len(names)
