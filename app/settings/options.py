"""Every option of Parlance, declared once: name, type, default and meaning.

Adding an option is adding one line here. The store keeps what the user chose, the settings
dialog and the documentation read the same declarations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V", bool, int, str, list[str], list[int])


@dataclass(frozen=True, slots=True)
class Option(Generic[V]):
    """One option. ``default`` gives its type; ``choices`` or ``least``/``most`` bound its values.

    A list keeps its first ``longest`` items. A value outside the bounds is not accepted, neither
    from a program nor from a file.
    """

    name: str
    default: V
    doc: str
    choices: tuple[V, ...] = ()
    least: int | None = None
    most: int | None = None
    longest: int | None = None

    def accepts(self, value: object) -> bool:
        """True when ``value`` has the option's type and lies within its bounds."""
        if not _same_type(value, self.default):
            return False
        if self.choices and value not in self.choices:
            return False
        if isinstance(value, int):
            return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        return True


def _same_type(value: object, default: object) -> bool:
    if isinstance(value, bool) != isinstance(default, bool) or not isinstance(value, type(default)):
        return False
    if isinstance(value, list):
        # A default list with items gives their type; an empty one holds strings.
        kind = type(default[0]) if isinstance(default, list) and default else str
        return all(isinstance(item, kind) and not isinstance(item, bool) for item in value)
    return True


THEME = Option(
    "theme", "system", "Light or dark window; system follows the desktop.", ("system", "light", "dark")
)
LANGUAGE = Option("language", "", "Language of the window, such as zh_CN; empty follows the desktop.")
READING_SIZE = Option("reading_size", 12, "Size of the text of turns, in points.", least=8, most=32)
KWIC_CONTEXT = Option("kwic_context", 60, "Characters of context on each side of a hit.", least=10, most=500)
SEARCH_ORDER = Option(
    "search_order",
    "position",
    "Order of hits.",
    ("position", "relevance", "time", "speaker", "length", "left", "right"),
)
CONTEXT_BY_TURNS = Option(
    "context_by_turns",
    default=False,
    doc="Show the turns before and after a hit instead of characters beside it.",
)
FOLDS: Option[list[str]] = Option("folds", ["case", "width"], "Differences that do not count in a search.")
SAVED_SEARCHES: Option[list[str]] = Option(
    "saved_searches", [], "Searches kept under a name: name, tab, query.", longest=500
)
RECENT_CORPORA: Option[list[str]] = Option(
    "recent_corpora", [], "Corpora opened lately, the newest first.", longest=12
)
SEARCH_HISTORY: Option[list[str]] = Option(
    "search_history", [], "Queries typed lately, the newest first.", longest=100
)
LAST_CORPUS = Option("last_corpus", "", "The corpus that was open when the window closed.")
WATCHED: Option[list[str]] = Option(
    "watched", [], "Folders whose new files are imported: corpus, tab, folder.", longest=50
)
WINDOW_GEOMETRY = Option("window_geometry", "", "Size and place of the window, Base64.")
WINDOW_STATE = Option("window_state", "", "Docks and toolbars of the window, Base64.")
SPLITTER_SIZES = Option(
    "splitter_sizes", [240, 480, 560], "Widths of list, hits and conversation, in pixels."
)
COLUMN_WIDTHS: Option[list[str]] = Option(
    "column_widths", [], "Widths of the columns of tables in pixels: table, then one width a column."
)
PLOTS_SHOWN = Option(
    "plots_shown",
    ["turns-per-speaker", "language-mix", "emoji", "position"],
    "Statistics shown in the dock, in their order.",
)
BOTTOM_PANEL = Option("bottom_panel", "statistics", "The panel shown below: its name, or empty for none.")
REPAIR_THRESHOLD = Option(
    "repair_threshold",
    90,
    "Inferred repairs less sure than this, in percent, are marked more strongly.",
    least=0,
    most=100,
)
SUGGESTED_REPLIES = Option(
    "suggested_replies",
    default=True,
    doc="Draw whom turns seem to answer in conversations whose source does not say it.",
)
IMPORT_PREVIEW = Option(
    "import_preview",
    "first",
    "When a folder is previewed: before its first import into a corpus, always, never.",
    ("first", "always", "never"),
)
UNPREVIEWED_FOLDERS: Option[list[str]] = Option(
    "unpreviewed_folders", [], "Folders that are imported without a preview.", longest=500
)
TABLE_MAPPINGS: Option[list[str]] = Option(
    "table_mappings", [], "Which column is what in tables met before, by header; JSON.", longest=300
)

OPTIONS = (
    THEME, LANGUAGE, READING_SIZE, KWIC_CONTEXT, SEARCH_ORDER, CONTEXT_BY_TURNS, FOLDS,
    SAVED_SEARCHES,
    RECENT_CORPORA, SEARCH_HISTORY, LAST_CORPUS, WATCHED, WINDOW_GEOMETRY, WINDOW_STATE, SPLITTER_SIZES,
    COLUMN_WIDTHS, PLOTS_SHOWN, BOTTOM_PANEL, REPAIR_THRESHOLD, SUGGESTED_REPLIES,
    IMPORT_PREVIEW, UNPREVIEWED_FOLDERS, TABLE_MAPPINGS,
)  # fmt: skip
"""All options, in the order in which they are documented and written."""
