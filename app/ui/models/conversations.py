"""The conversations of the corpus as a list, narrowed by a typed filter or by what a query hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.i18n import _, ngettext
from app.model.corpus import Conversation
from app.model.ids import ConversationId
from app.ui.theme.roles import Roles
from app.ui.theme.tips import plain_tip

Tags = Sequence[tuple[str, str]]
AnyIndex = QModelIndex | QPersistentModelIndex


class ConversationsModel(QAbstractTableModel):
    """One column, one row a conversation. A table, because a QTableView opens 100,000 rows at once.

    ``set_conversations`` takes the reader's values as they are; ``set_filter`` keeps those whose title
    or transcript holds every typed word, case folded; ``set_hits`` adds hit counts and can hide
    conversations without one.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Conversation] = ()
        self._folded: list[str] | None = None
        self._shown: Sequence[int] = ()
        self._row_of: dict[int, int] | None = None
        self._filter = ""
        self._hits: Mapping[int, int] | None = None
        self._only_hits = False
        self._tags: Mapping[ConversationId, Tags] = {}

    def set_conversations(self, conversations: Sequence[Conversation]) -> None:
        """Show these, keeping filter and hits."""
        self.beginResetModel()
        self._all = conversations
        self._folded = None
        self._narrow()
        self.endResetModel()

    @property
    def total(self) -> int:
        """Number of conversations before any narrowing."""
        return len(self._all)

    def set_filter(self, text: str) -> None:
        """Keep conversations whose heading or transcript holds every word of ``text``."""
        folded = text.casefold().strip()
        if folded != self._filter:
            self.beginResetModel()
            self._filter = folded
            self._narrow()
            self.endResetModel()

    def set_hits(self, counts: Mapping[int, int] | None, *, only: bool = False) -> None:
        """Show how many turns of each conversation were hit; ``only`` hides the others. None: no query."""
        narrows = only or self._only_hits
        if narrows:
            self.beginResetModel()
        self._hits, self._only_hits = counts, only and counts is not None
        if narrows:
            self._narrow()
            self.endResetModel()
        elif self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))

    def set_tags(self, tags: Mapping[ConversationId, Tags]) -> None:
        """Names and colours of the tags on conversations as a whole; a note alone has no name."""
        self._tags = tags
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))

    def conversation(self, row: int) -> Conversation:
        """The conversation of a row; raises IndexError."""
        return self._all[self._shown[row]]

    def row_of(self, conversation_id: int) -> int:
        """The row of a conversation, or -1 when it is not shown."""
        if self._row_of is None:
            self._row_of = {int(self._all[at].id): row for row, at in enumerate(self._shown)}
        return self._row_of.get(conversation_id, -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Conversations that pass the filter."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One."""
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title for display; the value itself under ``Roles.CONVERSATION``."""
        if not index.isValid():
            return None
        conversation = self.conversation(index.row())
        value: Any = None
        if role == Qt.ItemDataRole.DisplayRole:
            value = conversation.heading
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            value = self._spoken(conversation)
        elif role == Roles.CONVERSATION:
            value = conversation
        elif role == Roles.CONVERSATION_ID:
            value = int(conversation.id)
        elif role == Roles.TAGS:
            value = self._tags.get(conversation.id, ())
        elif role == Qt.ItemDataRole.ToolTipRole:
            words = self._tag_words(conversation)
            value = plain_tip(words) if words else None
        elif role == Roles.HITS and self._hits is not None:
            value = self._hits.get(int(conversation.id), 0)
        return value

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The column's title."""
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _("Conversations") if wanted and section == 0 else None

    def _spoken(self, conversation: Conversation) -> str:
        parts = [conversation.heading]
        turns = ngettext("{n} turn", "{n} turns", conversation.turn_count)
        parts.append(turns.format(n=conversation.turn_count))
        if conversation.repaired_count:
            parts.append(_("{n} repaired").format(n=conversation.repaired_count))
        if self._hits is not None:
            found = self._hits.get(int(conversation.id), 0)
            parts.append(ngettext("{n} hit", "{n} hits", found).format(n=found))
        words = self._tag_words(conversation)
        if words:
            parts.append(words)
        return ", ".join(parts)

    def _tag_words(self, conversation: Conversation) -> str:
        """The names of the tags in words; "" for none."""
        tags = self._tags.get(conversation.id, ())
        names = [name for name, _colour in tags if name] or ([_("Note")] if tags else [])
        return _("Tags: {tags}.").format(tags=", ".join(names)) if names else ""

    def _narrow(self) -> None:
        """Which are shown; what is needed to tell is made when it is needed, for there may be 100,000."""
        words = self._filter.split()
        shown: Sequence[int] = range(len(self._all))
        if words:
            if self._folded is None:
                self._folded = [f"{c.heading}\n{c.transcript}".casefold() for c in self._all]
            shown = [at for at in shown if all(word in self._folded[at] for word in words)]
        if self._only_hits and self._hits is not None:
            shown = [at for at in shown if self._hits.get(int(self._all[at].id))]
        self._shown, self._row_of = shown, None
