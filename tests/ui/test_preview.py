"""The preview of a folder and the mapping of tables, driven by keys and mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.settings import options
from app.ui.dialogs.preview import PreviewDialog
from app.ui.dialogs.preview_table import ENCODING, EXAMPLE, FORMAT, TAKE
from app.ui.main_window import MainWindow
from tests.helpers.windows import SMALL, calm, drop, imported, open_window, services

ODD = "wer,was,wo\nAnn,ready?,here\nBob,好,there\nAnn,so,here\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "mixed"
    made.mkdir()
    (made / "one.txt").write_text(SMALL, encoding="utf-8")
    (made / "two.txt").write_text(SMALL, encoding="utf-8")
    (made / "odd.csv").write_text(ODD, encoding="utf-8")
    (made / "old.txt").write_bytes("[A]: café déjà vu\n[B]: façade\n".encode("cp1252"))
    (made / "essay.txt").write_text("no labels\nat all\n", encoding="utf-8")
    return made


def asking(qtbot: QtBot, mode: str = "first") -> MainWindow:
    given = services()
    given.settings.set(options.IMPORT_PREVIEW, mode)
    return open_window(qtbot, given=given)


def previewed(qtbot: QtBot, window: MainWindow, folder: Path) -> PreviewDialog:
    drop(window, [folder])
    calm(qtbot, window)
    dialog = window.files.previewing.dialog
    assert dialog is not None
    assert dialog.lines
    return dialog


def row_of(dialog: PreviewDialog, name: str) -> int:
    return next(
        row for row, line in enumerate(dialog.lines) if any(file.endswith(name) for file in line.files)
    )


def pick(qtbot: QtBot, box: object, data: str) -> None:
    """Open the list with the mouse and click an entry."""
    assert isinstance(box, QComboBox)
    target = box.findData(data)
    assert target >= 0
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    view = box.view()
    index = box.model().index(target, 0)
    view.scrollTo(index)
    # A list that has just been opened takes a click for the one that opened it.
    qtbot.wait(QApplication.doubleClickInterval() + 50)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def read_as(window: MainWindow) -> dict[str, tuple[str, str]]:
    corpus = window.desk.corpus.corpus
    assert corpus is not None
    rows = corpus.reader().rows("SELECT name, format, encoding FROM transcript")
    return {str(name): (str(how), str(encoding)) for name, how, encoding in rows}


def test_what_came_with_the_program_is_imported_without_a_question(qtbot: QtBot) -> None:
    given = services()
    given.settings.set(options.IMPORT_PREVIEW, "first")
    window = open_window(qtbot, given=given)
    drop(window, [given.sample_dir])
    calm(qtbot, window)
    assert window.files.previewing.dialog is None
    assert read_as(window)


def test_a_new_folder_is_shown_before_it_is_imported_and_a_known_one_is_not(
    qtbot: QtBot, folder: Path
) -> None:
    window = asking(qtbot)
    dialog = previewed(qtbot, window, folder)
    assert window.desk.corpus.path is None, "nothing is made before the user has said so"
    assert "3 transcripts will be imported, 2 skipped." in dialog.said.text()
    assert "no speaker labels" in dialog.lines[row_of(dialog, "essay.txt")].reason
    assert dialog.table.item(row_of(dialog, "odd.csv"), EXAMPLE).text() == "odd.csv"
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert set(read_as(window)) == {"one.txt", "two.txt", "old.txt"}
    drop(window, [folder])
    calm(qtbot, window)
    assert window.files.previewing.dialog is None
    assert len(read_as(window)) == 3


def test_escape_imports_nothing_and_makes_no_corpus(qtbot: QtBot, folder: Path) -> None:
    window = asking(qtbot)
    dialog = previewed(qtbot, window, folder)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    calm(qtbot, window)
    assert window.files.previewing.dialog is None
    assert window.desk.corpus.path is None


def test_a_group_is_left_out_with_the_space_bar(qtbot: QtBot, folder: Path) -> None:
    window = asking(qtbot)
    dialog = previewed(qtbot, window, folder)
    row = row_of(dialog, "one.txt")
    dialog.table.setCurrentCell(row, TAKE)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert "1 transcript will be imported, 2 left out, 2 skipped." in dialog.said.text()
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert set(read_as(window)) == {"old.txt"}


def test_what_was_left_out_stays_out_and_is_shown_unticked_until_it_is_ticked(
    qtbot: QtBot, folder: Path
) -> None:
    window = asking(qtbot)
    dialog = previewed(qtbot, window, folder)
    dialog.table.setCurrentCell(row_of(dialog, "one.txt"), TAKE)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    drop(window, [folder])
    calm(qtbot, window)
    assert set(read_as(window)) == {"old.txt"}, "it is not taken in behind the reader's back"

    window.desk.settings.set(options.IMPORT_PREVIEW, "always")
    again = previewed(qtbot, window, folder)
    row = row_of(again, "one.txt")
    assert not again.lines[row].taken
    assert "1 transcript will be imported, 2 left out, 2 skipped." in again.said.text()
    again.table.setCurrentCell(row, TAKE)
    qtbot.keyClick(again.table, Qt.Key.Key_Space)
    assert "3 transcripts will be imported, 2 skipped." in again.said.text()
    qtbot.mouseClick(again.start, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert set(read_as(window)) == {"one.txt", "two.txt", "old.txt"}


def test_another_encoding_is_looked_at_again_and_stays_at_the_next_import(qtbot: QtBot, folder: Path) -> None:
    window = asking(qtbot)
    dialog = previewed(qtbot, window, folder)
    row = row_of(dialog, "old.txt")
    pick(qtbot, dialog.table.cellWidget(row, ENCODING), "cp1250")
    calm(qtbot, window)
    assert dialog.lines[row_of(dialog, "old.txt")].encoding == "cp1250"
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert read_as(window)["old.txt"] == ("plain", "cp1250")
    (folder / "old.txt").write_bytes("[A]: café déjà vu, encore\n[B]: façade\n".encode("cp1252"))
    drop(window, [folder])
    calm(qtbot, window)
    assert read_as(window)["old.txt"] == ("plain", "cp1250")


def test_a_skipped_group_can_be_read_as_a_format_and_looked_at_again(qtbot: QtBot, folder: Path) -> None:
    window = asking(qtbot)
    dialog = previewed(qtbot, window, folder)
    pick(qtbot, dialog.table.cellWidget(row_of(dialog, "essay.txt"), FORMAT), "plain")
    calm(qtbot, window)
    line = dialog.lines[row_of(dialog, "essay.txt")]
    assert (line.reason, line.format) == ("", "plain")
    assert "4 transcripts will be imported" in dialog.said.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    calm(qtbot, window)


def test_columns_are_mapped_over_live_rows_and_remembered_by_header(qtbot: QtBot, folder: Path) -> None:
    window = asking(qtbot)
    dialog = previewed(qtbot, window, folder)
    dialog.table.selectRow(row_of(dialog, "odd.csv"))
    qtbot.mouseClick(dialog.map_button, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    mapping = window.files.previewing.mapping
    assert mapping is not None
    assert not mapping.use.isEnabled()
    shown = [mapping.rows.horizontalHeaderItem(at).text() for at in range(mapping.rows.columnCount())]
    assert "was" in shown, "until it is known what was said the table is seen as it is"
    assert [mapping.rows.item(row, shown.index("was")).text() for row in range(3)] == ["ready?", "好", "so"]
    pick(qtbot, mapping.choices["text"], "was")
    assert mapping.rows.columnCount() == 4
    assert [mapping.rows.item(row, 3).text() for row in range(3)] == ["ready?", "好", "so"]
    pick(qtbot, mapping.choices["speaker"], "wer")
    assert [mapping.rows.item(row, 1).text() for row in range(3)] == ["Ann", "Bob", "Ann"]
    assert "wo" in mapping.said.text()
    qtbot.mouseClick(mapping.use, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    line = dialog.lines[row_of(dialog, "odd.csv")]
    assert (line.reason, line.format, str(line.columns)) == ("", "table", "text=was,speaker=wer")
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert read_as(window)["odd.csv"][0] == "table"
    (folder.parent / "next.csv").write_text(ODD.replace("Ann", "Eve"), encoding="utf-8")
    drop(window, [folder.parent / "next.csv"])
    calm(qtbot, window)
    assert read_as(window)["next.csv"][0] == "table", "the next table with that header maps by itself"


def test_a_table_that_was_skipped_can_be_mapped_from_the_list_of_skipped_files(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = imported(qtbot, tmp_path)
    (tmp_path / "odd.csv").write_text(ODD, encoding="utf-8")
    drop(window, [tmp_path / "odd.csv"])
    calm(qtbot, window)
    window.status.skipped.click()
    sheet = window.helping._sheets["skipped"]
    assert "no column is known" in sheet.plain
    (offer,) = [button for button in sheet.buttons.buttons() if "Map" in button.text()]
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    mapping = window.files.previewing.mapping
    assert mapping is not None
    pick(qtbot, mapping.choices["text"], "was")
    pick(qtbot, mapping.choices["speaker"], "wer")
    qtbot.keyClick(mapping, Qt.Key.Key_Return)
    calm(qtbot, window)
    assert read_as(window)["odd.csv"][0] == "table"


def test_a_folder_is_not_shown_again_when_that_was_asked_for(qtbot: QtBot, folder: Path) -> None:
    window = asking(qtbot, "always")
    dialog = previewed(qtbot, window, folder)
    dialog.not_again.click()
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    drop(window, [folder])
    calm(qtbot, window)
    assert window.files.previewing.dialog is None
    window.services.settings.set(options.UNPREVIEWED_FOLDERS, [])
    again = previewed(qtbot, window, folder)
    pick(qtbot, again.mode, "never")
    qtbot.mouseClick(again.start, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert window.services.settings.get(options.IMPORT_PREVIEW) == "never"


def test_importing_does_not_wait_for_the_preview(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(SMALL, encoding="utf-8")
    window = asking(qtbot)
    drop(window, [folder])
    qtbot.waitUntil(lambda: window.files.previewing.dialog is not None, timeout=20_000)
    dialog = window.files.previewing.dialog
    assert dialog is not None
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert window.desk.corpus.snapshot.counts.transcripts == 300
