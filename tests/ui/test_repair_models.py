"""The tables of the Repair panel, tested as Qt wants models to be."""

from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.model.corpus import Conversation
from app.model.ids import ConversationId, TranscriptId, TurnId
from app.model.repair import Candidate, RepairSpan
from app.store.damage import DamagedTranscript
from app.ui.models import DamageColumn, DamageModel, PlaceColumn, PlacesModel
from app.ui.models.desk.damage import Damage, Place, twins_of
from app.ui.theme import Roles
from app.ui.theme.visible import named, percent

Mode = QAbstractItemModelTester.FailureReportingMode.Warning


def damage(key: int, name: str, worst: float | None = 0.5, **counts: int) -> Damage:
    given = {"exact": 1, "inferred": 2, "lost": 0} | counts
    return Damage(
        DamagedTranscript(
            TranscriptId(key), name, "cp1252-drop", None, 9, 3, given["exact"], given["inferred"],
            given["lost"], worst, 0, 0, 0,
        )
    )  # fmt: skip


def place(confidence: float, text: str = "不", state: str = "engine", turn: int = 1) -> Place:
    rivals = (Candidate("不", confidence), Candidate("中", 0.1))
    span = RepairSpan(2, 3, "ä¸", text, "inferred", confidence, rivals)
    return Place(TurnId(turn), ConversationId(1), turn, 4, span, state, "a\nb", "c")


def test_damaged_transcripts_sort_by_any_column_and_keep_what_is_selected(qtbot: QtBot) -> None:
    model = DamageModel()
    tester = QAbstractItemModelTester(model, Mode)
    model.set_rows([damage(1, "b", 0.2, exact=7), damage(2, "a", None, exact=90), damage(3, "C", 0.9)])
    kept = QPersistentModelIndex(model.index(0, 0))
    for column in DamageColumn:
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            model.sort(column, order)
            assert kept.data() == "b"
    model.sort(DamageColumn.NAME)
    assert [model.index(row, 0).data() for row in range(3)] == ["a", "b", "C"]
    model.sort(DamageColumn.WORST)
    assert [model.index(row, 0).data() for row in range(3)] == ["b", "C", "a"]
    model.sort(DamageColumn.EXACT, Qt.SortOrder.DescendingOrder)
    assert [model.index(row, 0).data() for row in range(3)] == ["a", "b", "C"]
    model.sort(-1)
    assert [model.index(row, 0).data() for row in range(3)] == ["b", "a", "C"]
    del tester


def test_new_counts_of_the_same_transcripts_keep_order_and_selection(qtbot: QtBot) -> None:
    model = DamageModel()
    tester = QAbstractItemModelTester(model, Mode)
    model.set_rows([damage(1, "b"), damage(2, "a")])
    model.sort(DamageColumn.NAME)
    kept = QPersistentModelIndex(model.index(0, DamageColumn.EXACT))
    model.set_rows([damage(1, "b"), damage(2, "a", exact=1234)])
    assert kept.data() == "1,234"
    model.set_rows([damage(2, "a")])
    assert not kept.isValid()
    model.set_rows([])
    assert model.rowCount() == 0
    assert model.row_of(TranscriptId(2)) == -1
    del tester


def test_places_show_doubt_readings_and_context(qtbot: QtBot) -> None:
    model = PlacesModel()
    tester = QAbstractItemModelTester(model, Mode)
    model.set_threshold(0.5)
    model.set_rows([place(0.4), place(0.9996, turn=2), place(1.0, "ä¸", "restored", 3)])
    shown = [[model.index(row, column).data() for column in PlaceColumn] for row in range(3)]
    assert shown[0] == ["40 %", "ä¸", "不", "中", "a b不c", "1"]
    assert shown[1][0] == "> 99 %"
    assert shown[2][:3] == ["yours", "ä¸", "as in the file"]
    assert [model.index(row, 0).data(Roles.DOUBTFUL) for row in range(3)] == [True, False, False]
    assert model.index(0, PlaceColumn.CONTEXT).data(Roles.CONTEXT) == ("a b", "不", "c")
    assert model.row_of(2, 4) == 1
    model.set_threshold(0.0)
    assert not model.index(0, 0).data(Roles.DOUBTFUL)
    del tester


def test_twins_are_named_from_both_sides() -> None:
    def talk(key: int, transcript: int, twin: int | None = None) -> Conversation:
        other = None if twin is None else ConversationId(twin)
        return Conversation(
            ConversationId(key), TranscriptId(transcript), f"{transcript}.txt", "", 2, 0, threaded=False,
            twin_of=other,
        )  # fmt: skip

    assert twins_of([talk(1, 1, 2), talk(2, 2), talk(3, 3, 99)]) == {1: "2.txt", 2: "1.txt"}


def test_what_cannot_be_seen_is_named() -> None:
    assert named("\ufe0f") == "U+FE0F"
    assert named("\u200d") == "U+200D"
    assert named("é\x85") == "é·"
    assert percent(0.9999) == "> 99 %"
    assert percent(1.0) == "100 %"
