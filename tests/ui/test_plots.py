"""Charts: bars as long as their numbers, bars that lead to their rows, tables behind them."""

from array import array

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from app.stats.base import METRICS, Cell, MetricResult
from app.ui.plots._canvas import Canvas
from app.ui.plots._labels import elided
from app.ui.plots.base import MAX_POINTS, PLOTS, PlotStyle, plain
from app.ui.plots.card import PlotCard
from app.ui.plots.histogram import levels
from tests.helpers.page import theme


def result(
    columns: tuple[str, ...], rows: list[tuple[Cell, ...]], series: tuple[str, ...], unit: str = "turns"
) -> MetricResult:
    return MetricResult("test", unit, columns, rows, lambda row, column: array("q", [row, column]), series)


SPEAKERS = result(
    ("speaker", "turns", "tokens"), [("A", 30, 300), ("李雷", 20, 500), ("C" * 80, 1, 2)], ("turns", "tokens")
)


def card_of(qtbot: QtBot, chart: str, name: str = "test") -> PlotCard:
    inks = {"A": "#112233"}
    card = PlotCard(name, "A title", chart, PlotStyle(theme(), inks.get))
    qtbot.addWidget(card)
    card.resize(320, 220)
    card.show()
    return card


def click_on_bar(qtbot: QtBot, canvas: Canvas, number: int) -> None:
    bar = canvas.bars[number]
    middle = ((bar.left + bar.right) / 2, (bar.bottom + bar.top) / 2)
    box = canvas.getPlotItem().getViewBox()
    scene = box.mapViewToScene(QPointF(*middle))
    at = canvas.mapFromScene(scene)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y()))


def test_bars_are_as_long_as_their_numbers_and_wear_the_speakers_ink(qtbot: QtBot) -> None:
    card = card_of(qtbot, "bar")
    card.show_result(SPEAKERS)
    bars = card.plot.canvas.bars
    assert [bar.right - bar.left for bar in bars] == [30, 20, 1]
    assert bars[0].ink == "#112233"
    assert bars[1].ink == theme().tokens.accent
    card.plot.choose(2)
    assert [bar.right - bar.left for bar in card.plot.canvas.bars] == [300, 500, 2]
    assert [title for title, _column in card.plot.choices()] == ["turns", "tokens"]


def test_a_click_on_a_bar_names_its_row_and_column(qtbot: QtBot) -> None:
    card = card_of(qtbot, "bar")
    card.show_result(SPEAKERS)
    qtbot.wait(20)
    picked: list[tuple[str, int, int]] = []
    card.picked.connect(lambda *cell: picked.append(cell))
    click_on_bar(qtbot, card.plot.canvas, 1)
    assert picked == [("test", 1, 1)]


def test_stacked_bars_share_the_whole_row(qtbot: QtBot) -> None:
    card = card_of(qtbot, "stacked-bar")
    card.show_result(
        result(("speaker", "tokens", "han", "latin", "kana"), [("A", 10, 6, 4, 0)], ("han", "latin", "kana"))
    )
    bars = card.plot.canvas.bars
    assert [(bar.left, bar.right, bar.column) for bar in bars] == [(0.0, 0.6, 2), (0.6, 1.0, 3)]
    assert [name for name, _ink in card.plot.legend._entries] == ["Han", "Latin"]


def test_a_histogram_stands_its_bars_side_by_side(qtbot: QtBot) -> None:
    card = card_of(qtbot, "histogram")
    card.show_result(result(("length", "turns"), [(f"{n}", n * n) for n in range(20)], ("turns",)))
    assert [bar.top for bar in card.plot.canvas.bars] == [n * n for n in range(20)]
    assert all(
        one.right <= other.left
        for one, other in zip(card.plot.canvas.bars, card.plot.canvas.bars[1:], strict=False)
    )


def test_emoji_are_listed_and_lead_to_their_row(qtbot: QtBot) -> None:
    card = card_of(qtbot, "bar", "emoji")
    card.show_result(result(("emoji", "count", "turns"), [("😂", 5, 3), ("👨‍👩‍👧", 2, 2)], ("count",)))
    assert card.plot.rows() == [("😂", 5), ("👨‍👩‍👧", 2)]
    picked: list[tuple[str, int, int]] = []
    card.picked.connect(lambda *cell: picked.append(cell))
    body = card.plot.body
    second = body._box(1).center().toPoint()
    qtbot.mouseClick(body, Qt.MouseButton.LeftButton, pos=second)
    assert picked == [("emoji", 1, 1)]


def test_never_more_points_than_can_be_drawn_but_all_in_the_table(qtbot: QtBot) -> None:
    many = result(("bin", "turns"), [(str(n), 1) for n in range(MAX_POINTS + 500)], ("turns",))
    card = card_of(qtbot, "histogram")
    card.show_result(many)
    assert len(card.plot.canvas.bars) == MAX_POINTS
    assert card.table.model().rowCount() == MAX_POINTS + 500
    bars = card_of(qtbot, "bar")
    bars.show_result(many)
    assert "of 2,500 shown" in bars._unit.text()


def test_the_table_behind_holds_the_same_numbers_and_picks_too(qtbot: QtBot) -> None:
    card = card_of(qtbot, "bar")
    card.show_result(SPEAKERS)
    card.show_table(True)
    assert card.table.isVisible()
    model = card.table.model()
    assert model.data(model.index(1, 2)) == "500"
    assert model.headerData(2, Qt.Orientation.Horizontal) == "tokens"
    picked: list[tuple[str, int, int]] = []
    card.picked.connect(lambda *cell: picked.append(cell))
    card.table.activated.emit(model.index(1, 2))
    assert picked == [("test", 1, 2)]


def test_nothing_to_count_is_said(qtbot: QtBot) -> None:
    card = card_of(qtbot, "histogram")
    card.show_result(result(("position", "hits"), [("0–5 %", 0)], ("hits",)))
    assert card._nothing.isVisible()
    card.show_result(result(("position", "hits"), [("0–5 %", 2)], ("hits",)))
    assert not card._nothing.isVisible()


def test_the_chart_is_told_in_words(qtbot: QtBot) -> None:
    card = card_of(qtbot, "bar")
    card.show_result(SPEAKERS)
    assert "A 30 300" in card.plot.accessibleDescription()
    assert card._unit.text() == "turns"


def test_every_metric_has_a_chart() -> None:
    assert [metric.chart for _name, metric in METRICS.items() if metric.chart not in PLOTS] == []


@pytest.mark.parametrize(
    ("most", "shown"), [(1, [0, 1]), (5, [0, 2, 4]), (40, [0, 20, 40]), (1000, [0, 500, 1000]), (0, [0])]
)
def test_scales_have_few_round_numbers(most: int, shown: list[int]) -> None:
    assert levels(most) == shown


def test_long_names_are_cut_to_their_width() -> None:
    assert elided("short") == "short"
    assert elided("x" * 40) == "x" * 15 + "…"
    assert elided("很" * 40) == "很" * 7 + "…"
    assert elided("two\nlines") == "two lines"


@pytest.mark.parametrize(("cell", "shown"), [(1234, "1,234"), (0.25, "0.250"), (12.345, "12.3"), ("x", "x")])
def test_cells_are_written_as_people_read_them(cell: Cell, shown: str) -> None:
    assert plain(cell) == shown
