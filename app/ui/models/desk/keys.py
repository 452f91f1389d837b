"""The names of the corpus's own properties, so that ``model:x`` can be read as one in what is typed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.model.progress import CancelToken
from app.search.metadata import metadata_keys
from app.ui.models.desk.corpus import CorpusDesk, interruptible
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report


class KeysDesk(QObject):
    """Looked up when a query could name one, once for every state of the corpus; ``arrived`` follows."""

    arrived = Signal()

    def __init__(self, desk: CorpusDesk, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.known: frozenset[str] = frozenset()
        self._fresh = False
        self._ask = Latest[frozenset[str]](runner)
        desk.opened.connect(self._age)
        desk.changed.connect(self._age)
        desk.closed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """True while they are on their way."""
        return self._ask.busy

    def want(self, text: str) -> None:
        """Look them up unless they are known or ``text`` names no property."""
        corpus = self._desk.corpus
        if corpus is None or self._fresh or self._ask.busy or not (":" in text or "：" in text):
            return

        def work(token: CancelToken, _report: Report) -> frozenset[str]:
            return metadata_keys(interruptible(corpus, token))

        self._ask.ask(work, self._arrived, self._missed)

    def _arrived(self, keys: frozenset[str]) -> None:
        self._fresh = True
        if keys != self.known:
            self.known = keys
            self.arrived.emit()

    def _missed(self, _error: Exception) -> None:
        """The search itself says what is wrong with the corpus; the next key asks again."""

    def _age(self) -> None:
        self._ask.cancel()
        self._fresh = False

    def _forget(self) -> None:
        self._age()
        self.known = frozenset()
