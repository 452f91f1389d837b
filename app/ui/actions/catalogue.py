"""Every action of the window: name, title, menu and shortcut, declared once as data.

Menus, the command palette and the list of shortcuts are all made from this catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import _


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. ``name`` is ``menu.verb``; ``group`` parts a menu with separators.

    ``shortcuts`` are in Qt's portable notation (Ctrl is Command on macOS); the first is shown.
    ``needs`` names the states in which it is enabled: "corpus", "writable", "hits", "conversation",
    "task", "import", "watching", "free" (may be written, nothing is), "back", "forward", "repair", "place",
    "reply", "undo", "redo" or "" for always.
    """

    name: str
    title: str
    shortcuts: tuple[str, ...]
    group: int = 0
    needs: str = ""
    checkable: bool = False
    tip: str = ""

    @property
    def menu(self) -> str:
        """The menu it stands in."""
        return self.name.partition(".")[0]


def menu_titles() -> dict[str, str]:
    """Menus in their order, with the titles shown."""
    return {
        "file": _("&File"),
        "edit": _("&Edit"),
        "search": _("&Search"),
        "go": _("&Go"),
        "view": _("&View"),
        "help": _("&Help"),
    }


def action_specs() -> tuple[ActionSpec, ...]:
    """All actions, in the order of their menus; called after the language is installed."""
    return (*_file(), *_edit(), *_search(), *_go(), *_view(), *_help())


def _file() -> tuple[ActionSpec, ...]:
    spec = ActionSpec
    return (
        spec("file.new", _("New corpus…"), ("Ctrl+N",), 0, tip=_("Make an empty corpus file")),
        spec("file.open", _("Open corpus…"), ("Ctrl+O",), 0),
        spec("file.recent", _("Open recent…"), ("Ctrl+Shift+O",), 0),
        spec("file.sample", _("Open the sample"), ("Ctrl+Shift+M",), 0, tip=_("Try it on a small sample")),
        spec("file.import_files", _("Import files…"), ("Ctrl+I",), 1),
        spec("file.import_folder", _("Import folder…"), ("Ctrl+Shift+I",), 1),
        spec("file.watch", _("Watch folder…"), ("Ctrl+Alt+W",), 1, "writable",
             tip=_("Import what comes into a folder by itself")),
        spec("file.unwatch", _("Stop watching the folder"), ("Ctrl+Alt+Shift+W",), 1, "watching"),
        spec("file.export_matching", _("Export matching conversations…"), ("Ctrl+E",), 2, "hits",
             tip=_("Write the whole conversations that contain a hit")),
        spec("file.export_concordance", _("Export the concordance…"), ("Ctrl+Alt+E",), 2, "hits",
             tip=_("Write every hit with its context and the ids that lead back to it")),
        spec("file.export_selected", _("Export selected conversations…"), ("Ctrl+Shift+E",), 2, "corpus"),
        spec("file.save_as", _("Save corpus as…"), ("Ctrl+Shift+S",), 3, "corpus",
             tip=_("Copy the corpus to another place and go on there")),
        spec("file.compact", _("Compact corpus…"), ("Ctrl+Alt+K",), 3, "free",
             tip=_("Make its file smaller; removed transcripts are forgotten")),
        spec("file.close", _("Close corpus"), ("Ctrl+W",), 3, "corpus"),
        spec("file.quit", _("Quit"), ("Ctrl+Q",), 4),
    )  # fmt: skip


def _edit() -> tuple[ActionSpec, ...]:
    spec = ActionSpec
    return (
        spec("edit.undo", _("Undo the last repair choice"), ("Ctrl+Z",), 0, "undo"),
        spec("edit.redo", _("Redo the repair choice"), ("Ctrl+Shift+Z",), 0, "redo"),
        spec("edit.copy_turn", _("Copy the current turn"), ("Ctrl+Shift+C",), 1, "conversation"),
        spec("edit.copy_bare", _("Copy what is selected without names"), ("Ctrl+Alt+Shift+C",), 1,
             "conversation", tip=_("The text alone; Ctrl+C puts the speaker before every turn")),
        spec("edit.copy_link", _("Copy the link to the current turn"), ("Ctrl+Alt+L",), 1, "conversation",
             tip=_("A parlance:// link that opens this turn wherever its transcript is in a corpus")),
        spec("edit.copy_rows", _("Copy the selected hits"), ("Ctrl+Alt+C",), 1, "hits",
             tip=_("Tab-separated, with the ids that lead back to them")),
        spec("edit.restore", _("Restore the original of this turn"), ("Ctrl+Shift+U",), 2, "repair"),
        spec("edit.reapply", _("Apply the repair of this turn again"), ("Ctrl+Shift+Y",), 2, "repair"),
        spec("edit.next_reading", _("Take the next reading of this place"), ("Alt+Down",), 3, "place"),
        spec("edit.previous_reading", _("Take the reading before"), ("Alt+Up",), 3, "place"),
        spec("edit.restore_place", _("Restore the original of this place"), ("Ctrl+U",), 3, "place"),
        spec("edit.read_alike", _("Read all places damaged alike so"), ("Ctrl+Shift+A",), 3, "place",
             tip=_("In the whole corpus; what you decided before stays")),
        spec("edit.confirm_reply", _("Confirm the suggested reply"), ("Alt+Return",), 3, "reply"),
        spec("edit.remove_reply", _("This turn answers nobody"), ("Alt+Del",), 3, "reply"),
        spec("edit.choose_reply", _("Choose what this turn answers…"), ("Alt+Shift+Return",), 3, "reply"),
        spec("edit.tag", _("Tag what is selected…"), ("Ctrl+Alt+T",), 3, "conversation",
             tip=_("A stretch of text, turns, or the current turn; T on the page")),
        spec("edit.note", _("Note beside what is selected…"), ("Ctrl+Alt+N",), 3, "conversation",
             tip=_("N on the page")),
        spec("edit.tag_conversation", _("Tag the conversation…"), ("Ctrl+Alt+Shift+T",), 3, "conversation",
             tip=_("Shift+T on the page")),
        spec("edit.note_conversation", _("Note beside the conversation…"), ("Ctrl+Alt+Shift+N",), 3,
             "conversation", tip=_("Shift+N on the page")),
        spec("edit.remove_transcripts", _("Remove the selected transcripts…"), ("Ctrl+Shift+Del",), 4,
             "writable", tip=_("Those selected in the Transcripts panel; they can be put back")),
        spec("edit.cancel", _("Cancel the running work"), ("Ctrl+.",), 4, "task"),
        spec("edit.pause", _("Pause the import, or go on"), ("Ctrl+Shift+.",), 4, "import"),
    )  # fmt: skip


def _search() -> tuple[ActionSpec, ...]:
    spec = ActionSpec
    return (
        spec("search.focus", _("Search the corpus"), ("Ctrl+K",), 0),
        spec("search.find", _("Find in this conversation"), ("Ctrl+F",), 0, "conversation"),
        spec("search.clear", _("Clear the search"), ("Ctrl+Shift+K",), 1, "corpus"),
        spec("search.clear_chips", _("Show all hits again"), ("Ctrl+Shift+X",), 1, "corpus",
             tip=_("Stop limiting the hits to the turns behind a bar")),
        spec("search.history", _("Kept and earlier searches"), ("Ctrl+Shift+H",), 1),
        spec("search.saved", _("Keep this search, or another one…"), ("Ctrl+B",), 1,
             tip=_("Give searches a name, run, rename and delete them")),
        spec("search.seed", _("Sample by seed…"), ("Ctrl+Alt+R",), 2, "hits",
             tip=_("Draw the random sample that belongs to a number")),
        spec("search.order", _("The next order of the hits"), ("Ctrl+Shift+R",), 2, "corpus"),
    )  # fmt: skip


def _go() -> tuple[ActionSpec, ...]:
    spec = ActionSpec
    return (
        spec("go.next_hit", _("Next hit"), ("F3",), 0, "hits"),
        spec("go.previous_hit", _("Previous hit"), ("Shift+F3",), 0, "hits"),
        spec("go.next_repair", _("Next repaired turn"), ("F4",), 1, "conversation"),
        spec("go.previous_repair", _("Previous repaired turn"), ("Shift+F4",), 1, "conversation"),
        spec("go.next_doubt", _("Next doubtful repair"), ("F8",), 1, "corpus"),
        spec("go.previous_doubt", _("Previous doubtful repair"), ("Shift+F8",), 1, "corpus"),
        spec("go.next_version", _("Next version of this turn"), ("Ctrl+]",), 2, "conversation"),
        spec("go.previous_version", _("Previous version of this turn"), ("Ctrl+[",), 2, "conversation"),
        spec("go.back", _("Back"), ("Alt+Left",), 2, "back"),
        spec("go.forward", _("Forward"), ("Alt+Right",), 2, "forward"),
        spec("go.turn", _("Go to turn…"), ("Ctrl+G",), 3, "conversation"),
        spec("go.next_conversation", _("Next conversation"), ("Ctrl+PgDown",), 3, "corpus"),
        spec("go.previous_conversation", _("Previous conversation"), ("Ctrl+PgUp",), 3, "corpus"),
        spec("go.conversations", _("Conversations"), ("Ctrl+L",), 4),
        spec("go.hits", _("Hits"), ("Ctrl+J",), 4),
        spec("go.repair", _("Review repairs"), ("Ctrl+D",), 4, "corpus"),
        spec("go.reader", _("Conversation text"), ("Ctrl+R",), 4),
    )


def _view() -> tuple[ActionSpec, ...]:
    spec = ActionSpec
    return (
        spec("view.theme_system", _("Theme of the system"), ("Ctrl+Alt+1",), 0, checkable=True),
        spec("view.theme_light", _("Light theme"), ("Ctrl+Alt+2",), 0, checkable=True),
        spec("view.theme_dark", _("Dark theme"), ("Ctrl+Alt+3",), 0, checkable=True),
        spec("view.larger", _("Larger text"), ("Ctrl++", "Ctrl+="), 1),
        spec("view.smaller", _("Smaller text"), ("Ctrl+-",), 1),
        spec("view.reset_size", _("Normal text size"), ("Ctrl+0",), 1),
        spec("view.conversations", _("Show conversations and filters"), ("Ctrl+1",), 2, checkable=True),
        spec("view.hits", _("Show hits"), ("Ctrl+2",), 2, checkable=True),
        spec("view.reader", _("Show the conversation"), ("Ctrl+3",), 2, checkable=True),
        spec("view.statistics", _("Show statistics"), ("Ctrl+4",), 2, checkable=True),
        spec("view.repair", _("Show repairs"), ("Ctrl+5",), 2, checkable=True),
        spec("view.tags", _("Show tags"), ("Ctrl+6",), 2, checkable=True),
        spec("view.transcripts", _("Show transcripts"), ("Ctrl+7",), 2, checkable=True),
        spec("view.brief", _("Outline of the conversation"), ("Ctrl+Alt+O",), 3, "conversation",
             tip=_("Of every turn its speaker, its length and its first words; again for the full text")),
        spec("view.path", _("One path or all branches"), ("Ctrl+Alt+P",), 3, "conversation",
             tip=_("Where turns have versions: one at every fork, or the whole tree")),
        spec("view.compare", _("Compare with the next version"), ("Ctrl+Alt+D",), 3, "conversation"),
        spec("view.fold_all", _("Fold all threads"), ("Ctrl+Alt+F",), 3, "conversation"),
        spec("view.unfold_all", _("Unfold all threads"), ("Ctrl+Alt+U",), 3, "conversation"),
        spec("view.suggested_replies", _("Suggested replies"), ("Ctrl+Alt+Y",), 3, checkable=True,
             tip=_("Draw whom turns seem to answer where the source does not say it")),
        spec("view.tables", _("Show plots as tables"), ("Ctrl+T",), 3, checkable=True),
        spec("view.full_screen", _("Full screen"), ("F11",), 4, checkable=True),
    )  # fmt: skip


def _help() -> tuple[ActionSpec, ...]:
    spec = ActionSpec
    return (
        spec("help.palette", _("Command palette…"), ("Ctrl+Shift+P",), 0),
        spec("help.syntax", _("How to search"), ("F1",), 1),
        spec("help.shortcuts", _("Keyboard shortcuts"), ("Ctrl+/",), 1),
        spec("help.log", _("Error log"), ("Ctrl+Shift+L",), 2),
        spec("help.skipped", _("Skipped files of the last import"), ("Ctrl+Shift+J",), 2),
        spec("help.about", _("About Parlance"), ("Shift+F1",), 3),
    )
