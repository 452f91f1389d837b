"""What a person looks for is found in the real window, each with the count that a plain scan gives."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.corpus import Turn
from app.ui.main_window import MainWindow
from tests.helpers.shared import shared_path
from tests.helpers.windows import calm, drop, hits_of, open_window

MORE = (
    "[A]: 哪個軟體比較好？\n[B]: ＡＩ 软件都不错\n[A]: 軟體，还是软体，还是 soft 软件？\n"
    "[A]: why?\n[B]: どうして？\n[A]: how?\n[B]: ok?\n"
)
ANSWERED_WITHIN = 3
QUESTION = "?？؟⁇⁈⁉❓❔՞፧"
SOFTWARE = re.compile("软件|軟體|软体|軟件")
Count = Callable[[str], int]

pytestmark = pytest.mark.corpora


def word(text: str) -> Count:
    """How often a word stands in a text, whatever its case and width; CJK on either side ends it."""
    pattern = re.compile(rf"(?<![a-z0-9]){text}(?![a-z0-9]|['’][a-z])")
    return lambda turn: len(pattern.findall(unicodedata.normalize("NFKC", turn).casefold()))


SOUGHT: dict[str, Count] = {
    "周末": lambda text: text.count("周末"),
    "😂": lambda text: text.count("😂"),
    "chill": word("chill"),
    '"code-switching"': word("code-switching"),
    "ＡＩ": word("ai"),
}


def turns_of(window: MainWindow) -> list[Turn]:
    """Every turn of the open corpus, in its order."""
    corpus = window.desk.corpus.corpus
    assert corpus is not None
    reader = corpus.reader()
    return [turn for one in reader.conversations() for turn in reader.turns(one.id)]


def type_query(window: MainWindow, text: str) -> None:
    """Ctrl+K, then the text as an input method commits it."""
    window.book["search.focus"].trigger()
    commit = QInputMethodEvent()
    commit.setCommitString(text)
    QApplication.sendEvent(window.layout_.panels["search"].field, commit)


def asked(qtbot: QtBot, window: MainWindow, text: str) -> tuple[str, str, int]:
    """Type a query; what stands in the search bar and above the hits, and the rows of the list."""
    type_query(window, text)
    calm(qtbot, window)
    qtbot.waitUntil(lambda: not window.desk.counting.busy, timeout=60_000)
    panel = hits_of(window)
    for row in range(panel.model.rowCount()):
        panel.model.ensure(row, lambda: None)
    qtbot.waitUntil(lambda: all_there(window), timeout=60_000)
    calm(qtbot, window)
    return window.layout_.panels["search"].total.text(), panel.totals.text(), panel.model.rowCount()


def all_there(window: MainWindow) -> bool:
    """True when every row of the list has arrived, one a hit."""
    model = hits_of(window).model
    return all(model.kwic(row) is not None for row in range(model.rowCount()))


def words(hits: int, turns: list[Turn]) -> str:
    """The line above the hits."""
    talks = len({turn.conversation_id for turn in turns})
    parts = [(hits, "hit"), (len(turns), "turn"), (talks, "conversation")]
    return " · ".join(f"{n:,} {what}{'' if n == 1 else 's'}" for n, what in parts)


def is_question(turn: Turn) -> bool:
    return any(mark in turn.text for mark in QUESTION)


def unanswered(turns: list[Turn]) -> list[Turn]:
    """Questions that nobody else said anything but questions after, for some turns."""
    return [
        turn
        for at, turn in enumerate(turns)
        if is_question(turn)
        and not any(
            other.conversation_id == turn.conversation_id
            and other.speaker != turn.speaker
            and not is_question(other)
            for other in turns[at + 1 : at + 1 + ANSWERED_WITHIN]
        )
    ]


def check_row(qtbot: QtBot, window: MainWindow, node: str) -> None:
    """F3 goes to the first hit, and its turn stands open beside it."""
    qtbot.keyClick(window, Qt.Key.Key_F3)
    calm(qtbot, window)
    panel = hits_of(window)
    row = panel.model.kwic(panel.table.currentIndex().row())
    assert row is not None
    assert unicodedata.normalize("NFKC", row.node).casefold() == unicodedata.normalize(
        "NFKC", node
    ).casefold().strip('"')
    view = window.layout_.panels["reader"].view
    assert row.hit.turn.id in view.visible_turns()
    assert view.span_in_view(row.hit.turn.id, row.span)


def test_what_a_person_looks_for_is_found_with_the_right_count(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    shutil.copytree(shared_path("seeds"), folder)
    (folder / "more.txt").write_text(MORE, encoding="utf-8")
    window = open_window(qtbot)
    drop(window, [folder])
    calm(qtbot, window)
    turns = turns_of(window)

    for query, count in SOUGHT.items():
        found = [turn for turn in turns if count(turn.text)]
        hits = sum(count(turn.text) for turn in found)
        assert asked(qtbot, window, query) == (
            f"{len(found):,} of {len(turns):,}", words(hits, found), hits,
        ), query  # fmt: skip
        check_row(qtbot, window, query)

    assert asked(qtbot, window, "软件")[0] == f"2 of {len(turns):,}"
    switch = window.layout_.panels["search"].folds.switches["chinese"]
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    found = [turn for turn in turns if SOFTWARE.search(turn.text)]
    for query in ("软件", "軟體"):
        hits = sum(len(SOFTWARE.findall(turn.text)) for turn in found)
        assert asked(qtbot, window, query)[1:] == (words(hits, found), hits)
    explained = hits_of(window).explained.text()
    assert all(form in explained for form in ("软件 2", "軟體 2", "软体 1"))

    found = unanswered(turns)
    assert len(found) >= 3
    assert asked(qtbot, window, "is:unanswered")[:2] == (
        f"{len(found):,} of {len(turns):,}", words(len(found), found),
    )  # fmt: skip
    outcome = window.desk.search.outcome
    assert outcome is not None
    assert list(outcome.ids) == [turn.id for turn in found]
