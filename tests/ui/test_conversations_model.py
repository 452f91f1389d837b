"""The list of conversations: narrowing by words and by hits."""

import time
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.model.corpus import Conversation
from app.model.ids import ConversationId, TranscriptId
from app.ui.delegates.conversation import meta_line
from app.ui.models import ConversationsModel
from app.ui.theme import Roles


def conversation(number: int, title: str, transcript: str = "a.txt", repaired: int = 0) -> Conversation:
    return Conversation(
        ConversationId(number), TranscriptId(1), transcript, title, number, repaired, threaded=False
    )


LIST = [
    conversation(1, "周末一般怎么chill"),
    conversation(2, "Weekend Plans", "B/Zoë.txt", 3),
    conversation(3, "", "last.txt"),
]


def shown(model: ConversationsModel) -> list[int]:
    return [int(model.conversation(row).id) for row in range(model.rowCount())]


def test_it_is_a_sound_model(qtbot: QtBot) -> None:
    model = ConversationsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_conversations(LIST)
    model.set_filter("weekend")
    model.set_hits({1: 4})
    model.set_hits({1: 4}, only=True)
    model.set_hits(None)
    model.set_filter("")
    model.set_conversations([])


def test_the_filter_finds_words_of_title_and_transcript() -> None:
    model = ConversationsModel()
    model.set_conversations(LIST)
    assert shown(model) == [1, 2, 3]
    model.set_filter("ZOË weekend")
    assert shown(model) == [2]
    model.set_filter("末")
    assert shown(model) == [1]
    model.set_filter("nothing")
    assert shown(model) == []
    assert model.total == 3
    model.set_filter("")
    assert (model.row_of(3), model.row_of(99)) == (2, -1)


def test_hits_are_counted_and_can_narrow() -> None:
    model = ConversationsModel()
    model.set_conversations(LIST)
    assert model.index(0, 0).data(Roles.HITS) is None
    model.set_hits({2: 7})
    assert [model.index(row, 0).data(Roles.HITS) for row in range(3)] == [0, 7, 0]
    model.set_hits({2: 7}, only=True)
    assert shown(model) == [2]
    model.set_hits(None, only=True)
    assert shown(model) == [1, 2, 3]


def test_a_conversation_without_title_is_named_by_its_transcript() -> None:
    model = ConversationsModel()
    model.set_conversations(LIST)
    assert model.index(2, 0).data() == "last.txt"
    assert model.index(1, 0).data(Roles.CONVERSATION) is LIST[1]
    assert model.index(1, 0).data(Roles.CONVERSATION_ID) == 2


def test_one_of_many_without_title_is_named_by_its_first_words() -> None:
    model = ConversationsModel()
    model.set_conversations([replace(LIST[2], opening="good morning")])
    assert model.index(0, 0).data() == "good morning"
    assert meta_line(model.conversation(0)).endswith("last.txt")
    model.set_filter("morning")
    assert model.rowCount() == 1


def test_everything_is_said_to_screen_readers() -> None:
    model = ConversationsModel()
    model.set_conversations(LIST)
    model.set_hits({2: 7})
    said = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert all(part in said for part in ("Weekend Plans", "2", "3 repaired", "7"))


def test_a_hundred_thousand_conversations_filter_quickly() -> None:
    model = ConversationsModel()
    model.set_conversations([conversation(n, f"title {n}", f"folder/{n}.txt") for n in range(1, 100_001)])
    started = time.perf_counter()
    model.set_filter("99999")
    assert shown(model) == [99_999]
    assert time.perf_counter() - started < 1.0
