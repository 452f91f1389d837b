"""The whole desk, handed to every panel."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.repair.engine import RepairEngine
from app.search.columns import ColumnsCache
from app.settings.store import Settings
from app.ui.models.desk.corpus import CorpusDesk
from app.ui.models.desk.counting import CountingDesk
from app.ui.models.desk.damage import DamageDesk
from app.ui.models.desk.deciding import DecidingDesk
from app.ui.models.desk.exporting import ExportingDesk
from app.ui.models.desk.grouping import GroupingDesk
from app.ui.models.desk.history import History
from app.ui.models.desk.reading import ReadingDesk
from app.ui.models.desk.search import SearchDesk
from app.ui.models.desk.statistics import StatisticsDesk
from app.ui.models.desk.tagging import TaggingDesk
from app.ui.models.desk.transcripts import TranscriptsDesk
from app.ui.models.desk.watching import WatchingDesk
from app.ui.models.desk.writing import WritingDesk
from app.ui.tasks.runner import Runner
from app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Desk:
    """What panels show and change. One per window."""

    settings: Settings
    theme: Theme
    runner: Runner
    corpus: CorpusDesk
    search: SearchDesk
    counting: CountingDesk
    grouping: GroupingDesk
    statistics: StatisticsDesk
    reading: ReadingDesk
    writing: WritingDesk
    watching: WatchingDesk
    transcripts: TranscriptsDesk
    deciding: DecidingDesk
    tagging: TaggingDesk
    damage: DamageDesk
    exporting: ExportingDesk
    history: History

    @property
    def busy(self) -> bool:
        """True while the screen may still change on its own: something is waiting or unanswered."""
        return (
            self.corpus.busy
            or self.search.busy
            or self.counting.sorting
            or self.grouping.busy
            or self.statistics.busy
            or self.reading.busy
            or self.writing.busy
            or self.deciding.busy
            or self.tagging.busy
            or self.damage.busy
            or self.exporting.busy
        )


def build_desk(
    settings: Settings, theme: Theme, engine: RepairEngine, runner: Runner, parent: QObject
) -> Desk:
    """Build the parts in the order in which they listen to each other."""
    corpus = CorpusDesk(runner, parent)
    cache = ColumnsCache()
    search = SearchDesk(corpus, runner, parent, cache)
    counting = CountingDesk(corpus, search, cache, runner, parent)
    history = History(parent)
    writing = WritingDesk(corpus, engine, runner, parent)
    reading = ReadingDesk(corpus, history, parent)
    deciding = DecidingDesk(corpus, writing, parent)
    return Desk(
        settings=settings,
        theme=theme,
        runner=runner,
        corpus=corpus,
        search=search,
        counting=counting,
        grouping=GroupingDesk(corpus, search, counting, cache, runner, parent),
        statistics=StatisticsDesk(corpus, search, runner, parent, cache),
        reading=reading,
        writing=writing,
        watching=WatchingDesk(corpus, writing, settings, runner, parent),
        transcripts=TranscriptsDesk(corpus, writing, deciding, runner, parent),
        deciding=deciding,
        tagging=TaggingDesk(corpus, reading, deciding, parent),
        damage=DamageDesk(corpus, settings, runner, parent),
        exporting=ExportingDesk(corpus, runner, parent),
        history=history,
    )
