"""Settings survive, are never half written, and a damaged file is kept and not trusted."""

import json
from pathlib import Path

import pytest

from app.settings.options import (
    KWIC_CONTEXT,
    OPTIONS,
    PLOTS_SHOWN,
    READING_SIZE,
    RECENT_CORPORA,
    SPLITTER_SIZES,
    THEME,
)
from app.settings.store import Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_a_new_user_gets_the_defaults_and_no_file(path: Path) -> None:
    settings = Settings(path)
    assert {option.name: settings.get(option) for option in OPTIONS} == {
        option.name: option.default for option in OPTIONS
    }
    assert not path.exists()


def test_a_choice_is_there_at_the_next_start(path: Path) -> None:
    Settings(path).set(THEME, "dark")
    Settings(path).set(RECENT_CORPORA, ["/用户/测试 😂.parlance"])
    again = Settings(path)
    assert again.get(THEME) == "dark"
    assert again.get(RECENT_CORPORA) == ["/用户/测试 😂.parlance"]


def test_names_and_documentation_of_options_are_complete() -> None:
    assert len({option.name for option in OPTIONS}) == len(OPTIONS)
    for option in OPTIONS:
        assert option.doc.endswith(".")
        assert option.accepts(option.default)


@pytest.mark.parametrize(
    ("option", "value"),
    [(THEME, "pink"), (THEME, 3), (READING_SIZE, True), (READING_SIZE, 500), (READING_SIZE, "12"),
     (KWIC_CONTEXT, -1), (PLOTS_SHOWN, "emoji"), (PLOTS_SHOWN, [1]), (SPLITTER_SIZES, ["wide"])],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_and_not_read(path: Path, option, value) -> None:
    with pytest.raises(ValueError, match=option.name):
        Settings(path).set(option, value)
    path.parent.mkdir()
    path.write_text(json.dumps({option.name: value, THEME.name: "light"} | {option.name: value}))
    settings = Settings(path)
    assert settings.get(option) == option.default
    assert settings.kept_aside is None


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"[" * 100_000, b"null"])
def test_a_damaged_file_is_kept_aside_and_defaults_are_used(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.get(THEME) == "system"
    assert settings.kept_aside is not None
    assert settings.kept_aside.read_bytes() == content
    settings.set(THEME, "light")
    assert Settings(path).get(THEME) == "light"
    assert settings.kept_aside.exists()


def test_an_entry_of_a_newer_version_is_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"from_the_future": {"a": 1}, "theme": "dark"}')
    Settings(path).set(READING_SIZE, 15)
    assert json.loads(path.read_text()) == {"from_the_future": {"a": 1}, "theme": "dark", "reading_size": 15}


def test_a_write_that_fails_leaves_the_old_file_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(path)
    settings.set(THEME, "dark")
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    settings.set(READING_SIZE, 20)
    assert settings.get(READING_SIZE) == 20
    assert "No space" in (settings.problem or "")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_list_given_out_is_a_copy(path: Path) -> None:
    settings = Settings(path)
    settings.get(PLOTS_SHOWN).append("x")
    assert settings.get(PLOTS_SHOWN) == PLOTS_SHOWN.default


def test_recent_items_move_to_the_front_and_the_list_stays_short(path: Path) -> None:
    settings = Settings(path)
    for number in range(20):
        settings.put_first(RECENT_CORPORA, f"{number}")
    settings.put_first(RECENT_CORPORA, "15")
    recent = settings.get(RECENT_CORPORA)
    assert recent[:3] == ["15", "19", "18"]
    assert len(recent) == RECENT_CORPORA.longest
    assert len(set(recent)) == len(recent)


def test_reset_goes_back_to_the_default(path: Path) -> None:
    settings = Settings(path)
    settings.set(THEME, "dark")
    settings.reset(THEME)
    assert Settings(path).get(THEME) == "system"
