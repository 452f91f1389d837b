"""Searches kept under a name outlive the window, in the order of their names."""

from pathlib import Path

import pytest

from app.settings.saved import SavedSearch, SavedSearches
from app.settings.store import Settings


def names(settings: Settings) -> list[str]:
    return [one.name for one in SavedSearches(settings).all()]


def test_searches_are_saved_renamed_and_deleted(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.json")
    saved = SavedSearches(settings)
    saved.save("weekend", "周末 speaker:B")
    saved.save("  Emoji \t here ", '"a\tb" 😂')
    again = SavedSearches(Settings(tmp_path / "s.json"))
    assert again.all() == [SavedSearch("Emoji here", '"a\tb" 😂'), SavedSearch("weekend", "周末 speaker:B")]
    saved.rename("weekend", "a weekend")
    assert names(settings) == ["a weekend", "Emoji here"]
    saved.delete("a weekend")
    assert names(settings) == ["Emoji here"]


def test_a_name_is_there_once_and_never_empty(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.json")
    saved = SavedSearches(settings)
    saved.save("One", "a")
    saved.save("one", "b")
    saved.save("two", "c")
    assert saved.all() == [SavedSearch("one", "b"), SavedSearch("two", "c")]
    with pytest.raises(ValueError, match="cannot be a name"):
        saved.save(" \t ", "x")
    with pytest.raises(ValueError, match="ONE"):
        saved.rename("two", "ONE")
    saved.rename("one", "ONE")
    assert names(settings) == ["ONE", "two"]


def test_lines_that_are_no_saved_search_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"saved_searches": ["no tab", "\\tno name", "a\\tb"]}')
    assert names(Settings(tmp_path / "s.json")) == ["a"]
