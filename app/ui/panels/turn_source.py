"""Brings a conversation from the corpus to the page: its outline at once, its turns as they come in view."""

from __future__ import annotations

from collections.abc import Sequence

from app.formats.base import FORMATS
from app.model.corpus import Conversation, RepairState
from app.model.ids import ConversationId
from app.model.progress import CancelToken
from app.store.corpus import Corpus
from app.store.reader import Reader
from app.store.repairs import TurnSpan
from app.store.suggested import names_no_replies
from app.ui.conversation import DeliverTurns, LoadedTurn, Outline, Shape, arrange, make_tree
from app.ui.conversation.source import Unlike
from app.ui.conversation.tag_mark import tag_marks
from app.ui.conversation.unlike import unlike_in
from app.ui.models.desk.corpus import interruptible
from app.ui.panels.turn_columns import read_columns
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report


class Opened:
    """A conversation with the arrangement of its turns, read in a worker."""

    def __init__(self, conversation: Conversation, outline: Outline) -> None:
        self.conversation = conversation
        self.outline = outline


def read_conversation(corpus: Corpus, token: CancelToken, conversation_id: ConversationId) -> Opened:
    """Everything that the page needs before a turn is painted; runs in a worker."""
    reader = interruptible(corpus, token)
    conversation = reader.conversation(conversation_id)
    alternatives = _has_alternatives(reader, conversation)
    columns = read_columns(reader, conversation, corpus.another_reader)
    tree = make_tree(
        columns.ids,
        None if conversation.threaded and names_no_replies(reader, conversation_id) else columns.parents,
        columns.speakers,
        columns.sizes,
        columns.repaired,
        moments=columns.moments,
        days=columns.days,
        alternatives=alternatives,
        leaf=reader.shown_leaf(conversation_id) or 0 if alternatives else 0,
    )
    return Opened(conversation, arrange(tree, Shape(path=alternatives)))


def _has_alternatives(reader: Reader, conversation: Conversation) -> bool:
    """Whether turns with one parent are versions of one turn, as the transcript's format says."""
    name = reader.format_of(conversation.id)
    return conversation.threaded and name in FORMATS and FORMATS[name].alternatives


def read_turns(reader: Reader, ids: Sequence[int]) -> list[LoadedTurn]:
    """Turns with the repairs that stand in their texts."""
    loaded: list[LoadedTurn] = []
    beside = reader.taggings(ids)
    for turn in reader.turns_by_id(ids):
        details: tuple[TurnSpan, ...] = ()
        unlike: tuple[Unlike, ...] = ()
        if turn.repaired is not None and turn.repaired is not RepairState.UNDONE:
            stored = reader.turn_repair(turn.id)
            if stored is not None:
                details, unlike = stored.spans, unlike_in(stored)
        tags = tag_marks(turn.text, beside.get(turn.id, ()))
        loaded.append(LoadedTurn(turn, tuple(one.span for one in details), details, unlike, tags))
    return loaded


class CorpusTurns:
    """A ``TurnSource`` over the open corpus."""

    def __init__(self, opened: Opened, corpus: Corpus, runner: Runner) -> None:
        self.conversation = opened.conversation
        self.under_way = 0
        self._outline = opened.outline
        self._corpus = corpus
        self._runner = runner

    @property
    def title(self) -> str:
        """The conversation's title, or its transcript's name."""
        return self.conversation.title or self.conversation.transcript

    @property
    def outline(self) -> Outline:
        """The arrangement of all turns."""
        return self._outline

    def request(self, turn_ids: Sequence[int], deliver: DeliverTurns) -> None:
        """Bring turns by id in the background."""
        corpus, wanted = self._corpus, list(turn_ids)

        def work(_token: CancelToken, _report: Report) -> list[LoadedTurn]:
            return read_turns(corpus.reader(), wanted)

        def done(turns: list[LoadedTurn]) -> None:
            self.under_way -= 1
            deliver(turns)

        def failed(_error: Exception) -> None:
            self.under_way -= 1
            deliver(None)

        def stopped() -> None:
            self.under_way -= 1

        self.under_way += 1
        self._runner.run(work, done, failed, stopped=stopped)
