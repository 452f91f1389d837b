"""The Repair panel: transcripts by damage, and the places of one of them that are in doubt."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _, ngettext
from app.model.ids import TranscriptId
from app.store.repairs import TurnSpan
from app.ui.models import DamageColumn, DamageModel, PlaceColumn, PlacesModel
from app.ui.models.desk.damage import Damage, Places, Sort
from app.ui.models.desk.deciding import Spot
from app.ui.models.desk.desk import Desk
from app.ui.panels.base import PANELS, Handlers, Panel
from app.ui.panels.readings import readings_of
from app.ui.panels.tables import HeadedTable
from app.ui.theme.elided import ElidedLabel


class RepairPanel(Panel):
    """Selecting a transcript opens it and lists its places; selecting a place leads there."""

    area = "bottom"
    rank = 1

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.damage = DamageModel(self)
        self.places = PlacesModel(self)
        self.transcripts = HeadedTable(
            _("Damaged transcripts"), self.damage, desk.theme,
            quiet=frozenset({DamageColumn.CHANNEL, DamageColumn.RUNNER_UP, DamageColumn.TWIN}),
        )  # fmt: skip
        self.list = HeadedTable(
            _("Places in doubt"), self.places, desk.theme,
            quiet=frozenset({PlaceColumn.ORIGINAL, PlaceColumn.OTHERS, PlaceColumn.TURN}),
            strong=frozenset({PlaceColumn.SURE, PlaceColumn.READING}),
        )  # fmt: skip
        self.threshold = QSpinBox()
        self.doubtful = QToolButton()
        self.decided = QToolButton()
        self.summary = ElidedLabel()
        self.note = ElidedLabel()
        self.empty = QWidget()
        self._header = QWidget()
        self._stack = QStackedWidget()
        self._transcript: TranscriptId | None = None
        self._quiet = False
        self._step = 0
        self._resume = 0
        """The row that followed the place decided last: stepping goes on there."""
        self._build()
        self._connect()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.transcripts.setSortingEnabled(True)
        self.transcripts.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.transcripts.set_widths(
            {DamageColumn.EXACT: 6, DamageColumn.INFERRED: 7, DamageColumn.LOST: 5, DamageColumn.WORST: 9,
             DamageColumn.CHANNEL: 15, DamageColumn.RUNNER_UP: 15, DamageColumn.UNLIKE: 9,
             DamageColumn.TWIN: 12},
            DamageColumn.NAME,
        )  # fmt: skip
        self.list.set_widths(
            {PlaceColumn.SURE: 8, PlaceColumn.ORIGINAL: 10, PlaceColumn.READING: 11, PlaceColumn.OTHERS: 14,
             PlaceColumn.TURN: 7},
            PlaceColumn.CONTEXT,
        )  # fmt: skip
        self._build_header()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.transcripts)
        split.addWidget(self._build_places())
        split.setSizes([700, 700])
        self.setFocusProxy(self.transcripts)
        self._build_empty()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _build_header(self) -> None:
        self.threshold.setRange(0, 100)
        self.threshold.setSuffix(" %")
        self.threshold.setValue(self.desk.damage.threshold)
        self.threshold.setKeyboardTracking(False)
        words = QLabel(_("Mark places less sure than"))
        words.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        words.setBuddy(self.threshold)
        self.threshold.setAccessibleName(words.text())
        self.threshold.setToolTip(_("Inferred places below this stand out here and in the conversation"))
        self.summary.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        row = QHBoxLayout(self._header)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.summary, 1)
        row.addWidget(words)
        row.addWidget(self.threshold)

    def _build_places(self) -> QWidget:
        group = QButtonGroup(self)
        for button, words, tip in (
            (self.doubtful, _("In doubt"), _("Places that were inferred or are lost, the least sure first")),
            (self.decided, _("Decided by you"), _("Places whose reading you chose")),
        ):
            button.setText(words)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setCheckable(True)
            button.setObjectName("segment")
            group.addButton(button)
        self.doubtful.setChecked(True)
        self.note.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        top = QHBoxLayout()
        top.setContentsMargins(8, 2, 8, 2)
        top.setSpacing(2)
        top.addWidget(self.doubtful)
        top.addWidget(self.decided)
        top.addSpacing(10)
        top.addWidget(self.note, 1)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        return side

    def _build_empty(self) -> None:
        self.empty.setObjectName("noHits")
        self.empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = QLabel(_("Nothing was damaged"))
        title.setFont(self.desk.theme.ui_font(1.25))
        words = QLabel(_("Every turn stands here as it stands in its file."))
        words.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        column = QVBoxLayout(self.empty)
        column.addStretch(1)
        for label in (title, words):
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _connect(self) -> None:
        desk = self.desk
        desk.damage.listed.connect(self._listed)
        desk.damage.found.connect(self._found)
        desk.corpus.closed.connect(self._closed)
        desk.reading.arrived.connect(self._arrived)
        self.threshold.valueChanged.connect(self._set_threshold)
        self.doubtful.clicked.connect(self._ask_places)
        self.decided.clicked.connect(self._ask_places)
        self.transcripts.selectionModel().currentRowChanged.connect(self._transcript_chosen)
        self.transcripts.entered.connect(self.focus_places)
        self.list.selectionModel().currentRowChanged.connect(self._place_chosen)
        self.list.clicked.connect(self._open_place)
        self.list.entered.connect(self.show_place)
        self.list.digit.connect(self._choose)
        self.list.verticalScrollBar().valueChanged.connect(self._near_end)
        self.places.set_threshold(self.threshold.value() / 100)

    @property
    def tab_title(self) -> str:
        return _("Repairs")

    def header(self) -> QWidget:
        return self._header

    def handlers(self) -> Handlers:
        return {"go.next_doubt": self.next_doubt, "go.previous_doubt": self.previous_doubt}

    @property
    def settled(self) -> bool:
        return self._step == 0

    def focus_places(self) -> None:
        """Go to the places with the keyboard; to the transcripts while there are none."""
        table = self.list if self.places.rowCount() else self.transcripts
        table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_doubt(self) -> None:
        """The place that is the next surer one."""
        self._walk(+1)

    def previous_doubt(self) -> None:
        """The place that is the next less sure one."""
        self._walk(-1)

    def show_place(self) -> None:
        """Go to the current place in the conversation."""
        row = self.list.currentIndex().row()
        if not 0 <= row < self.places.rowCount():
            return
        place = self.places.place(row)
        self.desk.deciding.look(Spot(place.turn, place.place))
        self.desk.reading.go(place.conversation, place.turn, (place.span.start, place.span.end))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.damage.watch(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.desk.damage.watch(on=False)

    # ------------------------------------------------------------------ what the corpus says

    def _listed(self, rows: tuple[Damage, ...]) -> None:
        self._quiet = True
        self.damage.set_rows(rows)
        self._quiet = False
        self.transcripts.setColumnHidden(DamageColumn.UNLIKE, not any(one.of.disagreements for one in rows))
        self.transcripts.setColumnHidden(DamageColumn.TWIN, not any(one.twin for one in rows))
        self._stack.setCurrentIndex(1 if rows else 0)
        self.summary.setText(summary(rows))
        known = {one.of.id for one in rows}
        if self._transcript not in known:
            self._transcript = None
            self.places.set_rows(())
        wanted = self._transcript or self._read_now()
        self._mark(wanted if wanted in known else (rows[0].of.id if rows else None))

    def _mark(self, transcript: TranscriptId | None) -> None:
        """Make a transcript the current one without opening it."""
        if transcript is None:
            return
        self._quiet = True
        self.transcripts.select(self.damage.row_of(transcript))
        self._quiet = False
        if transcript != self._transcript:
            self._transcript = transcript
            self._ask_places()

    def _near_end(self, value: int) -> None:
        """The places of further turns come when the end of the list is near."""
        bar = self.list.verticalScrollBar()
        if value >= bar.maximum() - bar.pageStep():
            self.desk.damage.read_more()

    def _found(self, places: Places) -> None:
        if places.start:
            self.places.add_rows(places.rows)
            self.note.setText(note(places, self.places.rowCount()))
            return
        before = self.list.currentIndex().row()
        kept = self.places.place(before) if 0 <= before < self.places.rowCount() else None
        other = places.transcript != self._transcript
        self._transcript = places.transcript
        self._quiet = True
        self.places.set_rows(places.rows)
        row = self.places.row_of(kept.turn, kept.place) if kept is not None and not other else -1
        gone = kept is not None and row < 0 and not other and not self._step
        focused = self.list.hasFocus()
        if gone and focused:
            row = min(before, len(places.rows) - 1)
        self._resume = max(0, before) if gone else 0
        self.list.select(row)
        self._quiet = False
        self.note.setText(note(places, len(places.rows)))
        if gone and focused:
            self.show_place()
        by, self._step = self._step, 0
        if by:
            self._go(by)

    def _ask_places(self) -> None:
        if self._transcript is not None:
            sort: Sort = "decided" if self.decided.isChecked() else "doubtful"
            self.desk.damage.show_places(self._transcript, sort)

    # ------------------------------------------------------------------ what the reader does

    def _transcript_chosen(self, index: QModelIndex) -> None:
        if self._quiet or not index.isValid():
            return
        transcript = self.damage.damage(index.row()).of.id
        known = self.desk.corpus.snapshot.conversations
        first = next((one.id for one in known if one.transcript_id == transcript), None)
        if transcript != self._transcript:
            self._transcript = transcript
            self.places.set_rows(())
            self._ask_places()
        if first is not None and self._read_now() != transcript:
            self.desk.reading.go(first)

    def _place_chosen(self, index: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self.show_place()

    def _open_place(self, _index: QModelIndex) -> None:
        """A click on the current place leads back to it."""
        spot, row = self.desk.deciding.spot, self.list.currentIndex().row()
        place = self.places.place(row) if 0 <= row < self.places.rowCount() else None
        if place is not None and spot != Spot(place.turn, place.place):
            self.show_place()

    def _choose(self, number: int) -> None:
        """A digit: read the current place as its n-th reading says."""
        row = self.list.currentIndex().row()
        if 0 <= row < self.places.rowCount():
            place = self.places.place(row)
            readings = readings_of(TurnSpan(place.place, place.span, place.state))
            if number < len(readings) and not self.desk.deciding.hindrance:
                spot = Spot(place.turn, place.place)
                self.desk.deciding.choose(spot, place.span.original, readings[number][0])

    def _walk(self, by: int) -> None:
        """Step through the places of the transcript that is read; ask for them first where need be."""
        transcript = self._read_now()
        if transcript is None:
            return
        if self.isVisible() and transcript == self._transcript and self.places.rowCount():
            self._go(by)
            return
        self._step = by
        self._transcript = transcript
        if self.isVisible():
            self._mark(transcript)
        self._ask_places()

    def _go(self, by: int) -> None:
        rows, now = self.places.rowCount(), self.list.currentIndex().row()
        if rows:
            row = (self._resume + min(0, by) if now < 0 else now + by) % rows
            self.list.select(row)
            if row == now:
                self.show_place()

    def _read_now(self) -> TranscriptId | None:
        place = self.desk.reading.place
        known = self.desk.corpus.conversation(place.conversation) if place is not None else None
        return known.transcript_id if known is not None else None

    def _arrived(self, _place: object) -> None:
        """The list follows the conversation that is read."""
        transcript = self._read_now()
        listed = transcript is not None and self.damage.row_of(transcript) >= 0
        if self.isVisible() and listed and transcript != self._transcript:
            self._mark(transcript)

    def _set_threshold(self, percent: int) -> None:
        self.desk.damage.set_threshold(percent)
        self.places.set_threshold(percent / 100)

    def _closed(self) -> None:
        self._transcript = None
        self._step = 0
        self.damage.set_rows(())
        self.places.set_rows(())
        self.summary.clear()
        self.note.clear()


def summary(rows: tuple[Damage, ...]) -> str:
    """All transcripts in one line."""
    if not rows:
        return ""
    count = ngettext("{n} damaged transcript", "{n} damaged transcripts", len(rows))
    counts = _("{exact} exact, {inferred} inferred, {lost} lost").format(
        exact=f"{sum(one.of.exact for one in rows):,}",
        inferred=f"{sum(one.of.inferred for one in rows):,}",
        lost=f"{sum(one.of.lost for one in rows):,}",
    )
    return f"{count.format(n=f'{len(rows):,}')}: {counts}"


def note(places: Places, count: int) -> str:
    """What the list of places holds: so many by now."""
    if not count:
        return (
            _("Nothing is in doubt here") if places.sort == "doubtful" else _("You have decided nothing here")
        )
    told = ngettext("{n} place", "{n} places", count).format(n=f"{count:,}")
    return _("{places} of the most doubtful turns").format(places=told) if places.more else told


@PANELS.register("repair")
def _repair() -> type[Panel]:
    return RepairPanel
