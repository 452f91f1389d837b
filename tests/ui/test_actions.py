"""Every action has a name, keys of its own, a place in a menu, and does something."""

from collections import Counter
from itertools import pairwise

from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from app.ui.actions.catalogue import action_specs, menu_titles
from app.ui.dialogs.help import shortcut_rows, syntax_rows
from app.ui.dialogs.palette import Command, matching
from tests.helpers.windows import open_window


def test_names_and_keys_are_unique_and_every_action_has_both() -> None:
    specs = action_specs()
    assert [name for name, n in Counter(spec.name for spec in specs).items() if n > 1] == []
    keys = Counter(QKeySequence(keys).toString() for spec in specs for keys in spec.shortcuts)
    assert [key for key, n in keys.items() if n > 1 or not key] == []
    assert all(spec.shortcuts and spec.title for spec in specs)
    assert {spec.menu for spec in specs} == set(menu_titles())


def test_groups_stand_together_in_their_menu() -> None:
    for menu in menu_titles():
        groups = [spec.group for spec in action_specs() if spec.menu == menu]
        assert all(one <= other for one, other in pairwise(groups))


def test_every_action_is_tied_to_something(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    assert window.book.unbound() == []


def test_the_palette_finds_by_letters_and_puts_beginnings_first() -> None:
    commands = [Command(title, title) for title in ("Show hits", "Next hit", "History", "Export…")]
    assert [one.title for one in matching(commands, "hi")] == ["History", "Next hit", "Show hits"]
    assert [one.title for one in matching(commands, "sh hi")] == ["Show hits"]
    assert [one.title for one in matching(commands, "xpt")] == ["Export…"]
    assert matching(commands, "zzz") == []
    assert len(matching(commands, "")) == 4


def test_help_lists_every_action_and_the_query_language() -> None:
    assert [row[1] for row in shortcut_rows(action_specs())] == [spec.title for spec in action_specs()]
    assert len(syntax_rows()) > 10
