"""The status bar: what is going on, with a way to stop it, and what the corpus holds."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStatusBar, QToolButton, QWidget

from app.i18n import _, ngettext
from app.i18n.pace import pace_words
from app.model.corpus import CorpusCounts
from app.model.pace import Pace
from app.model.progress import Progress
from app.ui.theme.elided import ElidedLabel
from app.ui.theme.tips import plain_tip


class StatusBar(QStatusBar):
    """Progress at the left, counts at the right; never a dialog."""

    cancel = Signal()
    skipped_asked = Signal()
    review_asked = Signal()
    pause_asked = Signal()
    watch_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.words = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(140, 6)
        self.bar.setAccessibleName(_("Progress"))
        self.rest = QPushButton(_("Pause"))
        self.rest.clicked.connect(self.pause_asked)
        self.stop = QPushButton(_("Cancel"))
        self.stop.clicked.connect(self.cancel)
        self.watched = QToolButton()
        self.watched.setObjectName("link")
        self.watched.clicked.connect(self.watch_asked)
        self._pace = Pace()
        self._last: Progress | None = None
        self._rests = False
        self.skipped = QToolButton()
        self.skipped.setToolTip(_("Which files, and why"))
        self.skipped.clicked.connect(self.skipped_asked)
        self.review = QToolButton()
        self.review.setObjectName("link")
        self.review.setText(_("Review repairs"))
        self.review.setToolTip(_("What was damaged, and what was made of it"))
        self.review.clicked.connect(self.review_asked)
        self.counts = QLabel()
        self.counts.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        left = QWidget()
        row = QHBoxLayout(left)
        row.setContentsMargins(12, 2, 0, 2)
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar)
        row.addWidget(self.rest)
        row.addWidget(self.stop)
        self.addWidget(left, 1)
        right = QWidget()
        facts = QHBoxLayout(right)
        facts.setContentsMargins(8, 2, 12, 2)
        facts.addWidget(self.watched)
        facts.addWidget(self.review)
        facts.addWidget(self.skipped)
        facts.addWidget(self.counts)
        self.addPermanentWidget(right)
        self.watched.hide()
        self.rest.hide()
        self.skipped.hide()
        self.review.hide()
        self.idle()

    def show_progress(self, progress: Progress) -> None:
        """Say how far the work is."""
        self._pace.note(progress, rests=self._rests)
        self._last = progress
        self._tell(progress)
        known = progress.total is not None and progress.total > 0
        # A bar of 1000 steps: totals may be bytes beyond the range of an int.
        self.bar.setRange(0, 1000 if known else 0)
        if progress.total:
            self.bar.setValue(min(1000, progress.done * 1000 // progress.total))
        self.bar.show()
        self.stop.show()

    def _tell(self, progress: Progress) -> None:
        """Between the wish for a rest and the rest itself a batch is finished: say so."""
        if progress.stage == _("paused"):
            told = ""
        else:
            told = _("pausing …") if self._rests else pace_words(self._pace, progress)
        self.words.setText(progress_text(progress, told))

    def show_rest(self, *, can_rest: bool, rests: bool) -> None:
        """Whether what is going on can be paused, and whether it is."""
        self.rest.setVisible(can_rest)
        self.rest.setText(_("Go on") if rests else _("Pause"))
        if rests != self._rests:
            self._rests = rests
            self.bar.setEnabled(not rests)
            if self._last is not None:
                self._tell(self._last)

    def show_watched(self, folder: str, words: str) -> None:
        """The folder whose new files are imported by themselves; empty: none."""
        self.watched.setVisible(bool(folder))
        self.watched.setText(words)
        self.watched.setToolTip(plain_tip(folder))

    def idle(self, words: str = "") -> None:
        """Nothing is going on; ``words`` say how it ended."""
        self._last = None
        self.show_rest(can_rest=False, rests=False)
        self._pace = Pace()
        self.words.setText(words)
        self.bar.hide()
        self.stop.hide()

    def hint(self, words: str) -> None:
        """Say what would happen, unless something is going on."""
        if self.stop.isHidden():
            self.words.setText(words)

    def show_counts(self, counts: CorpusCounts | None, *, read_only: bool = False) -> None:
        """What the corpus holds; None: no corpus."""
        if counts is None:
            self.counts.clear()
            return
        told = [
            ngettext("{n} conversation", "{n} conversations", counts.conversations).format(
                n=f"{counts.conversations:,}"
            ),
            ngettext("{n} turn", "{n} turns", counts.turns).format(n=f"{counts.turns:,}"),
        ]
        if counts.repaired_turns:
            told.append(_("{n} repaired").format(n=f"{counts.repaired_turns:,}"))
        if read_only:
            told.append(_("read-only"))
        self.counts.setText(" · ".join(told))

    def show_repaired(self, transcripts: int) -> None:
        """Offer the Repair panel when the last import repaired something."""
        self.review.setVisible(transcripts > 0)

    def show_skipped(self, files: int, parts: int = 0) -> None:
        """Offer the list of files that were not imported, and of parts of files that could not be read."""
        said = []
        if files:
            said.append(_("{n} skipped").format(n=f"{files:,}"))
        if parts:
            said.append(ngettext("{n} problem", "{n} problems", parts).format(n=f"{parts:,}"))
        self.skipped.setVisible(bool(said))
        self.skipped.setText(_("{what} (why?)").format(what=" · ".join(said)))


def progress_text(progress: Progress, pace: str = "") -> str:
    """One line: "importing 312 of 1,204 KB · about 20 s left · chat.txt"."""
    if progress.total is not None:
        amount = _("{done} of {total} {unit}").format(
            done=f"{progress.done:,}", total=f"{progress.total:,}", unit=progress.unit
        )
    elif progress.done:
        amount = f"{progress.done:,} {progress.unit}"
    else:
        amount = "…"
    return " · ".join(part for part in (f"{progress.stage} {amount}", pace, progress.detail) if part)
