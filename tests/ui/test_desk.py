"""The window's state without its widgets: facets, history, filters, names of new corpora."""

from array import array
from pathlib import Path

import pytest

from app.errors import CorpusError
from app.model.ids import ConversationId, TurnId
from app.search.dimensions import quoted
from app.ui.main_window.errorlog import ErrorLog
from app.ui.main_window.intake import corpus_name, new_corpus_path, sort_paths
from app.ui.models.desk.answers import Scope, within
from app.ui.models.desk.history import History, Place
from app.ui.panels.filters import has_clause, toggled
from app.ui.theme.visible import shortened


def test_a_scope_keeps_the_order_of_the_hits() -> None:
    assert within(array("q", [9, 2, 5]), Scope("x", array("q", [2, 9]))) == array("q", [9, 2])
    assert within(array("q", []), Scope("x", array("q", [1]))) == array("q")
    assert within(array("q", [1]), Scope("x", array("q"))) == array("q")


def test_going_somewhere_new_forgets_the_way_forward() -> None:
    history = History()
    one, two, three = (Place(ConversationId(n), TurnId(n)) for n in (1, 2, 3))
    for place in (one, two, two):
        history.visit(place)
    assert history.back() == one
    assert history.back() is None
    assert history.forward() == two
    history.back()
    history.visit(three)
    assert not history.can_go_forward
    assert history.back() == one


@pytest.mark.parametrize(
    ("name", "clause"),
    [("A", "A"), ("Ann Lee", '"Ann Lee"'), ("李雷", "李雷"), ('a"b', '"a b"'), ("x-y", '"x-y"')],
)
def test_names_are_quoted_where_they_need_it(name: str, clause: str) -> None:
    assert quoted(name) == clause


def test_a_clause_is_added_once_and_taken_away_whole() -> None:
    with_it = toggled("周末", "speaker:A")
    assert with_it == "周末 speaker:A"
    assert has_clause(with_it, "speaker:A")
    assert not has_clause("speaker:AB", "speaker:A")
    assert toggled(with_it, "speaker:A") == "周末"
    assert toggled("", "lang:han") == "lang:han"


def test_paths_are_sorted_into_corpora_and_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "odd.parlance"
    folder.mkdir()
    corpus, text = tmp_path / "a.PARLANCE", tmp_path / "a.txt"
    assert sort_paths([text, corpus, folder]) == ([corpus], [text, folder])


def test_a_new_corpus_is_named_after_what_was_dropped(tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "a.txt").touch()
    (folder / "b.txt").touch()
    assert corpus_name([folder]) == "talks"
    assert corpus_name([folder / "a.txt"]) == "a"
    assert corpus_name([folder / "a.txt", folder / "b.txt"]) == "talks"
    assert corpus_name([Path("what?*.txt")]) == "what__"
    documents = tmp_path / "documents"
    assert new_corpus_path([folder], documents) == documents / "talks.parlance"
    (documents / "talks.parlance").touch()
    assert new_corpus_path([folder], documents) == documents / "talks 2.parlance"


def test_a_corpus_is_never_put_into_the_folder_it_is_made_from(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        new_corpus_path([tmp_path], tmp_path / "documents")


def test_the_error_log_is_started_anew_when_it_is_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.main_window.errorlog.LARGEST", 100)
    log = ErrorLog(tmp_path / "logs" / "errors.log")
    assert log.read() == ""
    log.add_text("x" * 200)
    log.add_text("the second \ud800")
    assert "the second" in log.read()
    assert "x" * 200 in (tmp_path / "logs" / "errors.old.log").read_text()


def test_damage_is_shown_on_one_line_without_invisible_characters() -> None:
    assert shortened("a\x85b\nc") == "a·b·c"
    assert len(shortened("x" * 500)) == 120
