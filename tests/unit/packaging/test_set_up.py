"""The set-up script says what it needs, installs it where it may, and is quick the second time."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.helpers.scripts import script

dev = script("dev")
system = dev.system
environment = sys.modules["environment"]


def test_every_library_the_window_is_linked_with_has_a_package() -> None:
    for name, package in (system.OFFSCREEN | system.DESKTOP).items():
        assert name.startswith("lib")
        assert ".so." in name
        assert package.startswith("lib")
    assert not set(system.OFFSCREEN) & set(system.DESKTOP)


def test_what_is_missing_is_named_once_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.setattr(system, "_loads", lambda name: "glib" not in name and "gthread" not in name)
    monkeypatch.setattr(system, "_has_font", lambda name: name != "NotoSansCJK")
    missing = system.missing_for_window(display=False)
    assert missing.things == ("NotoSansCJK", "libglib-2.0.so.0", "libgthread-2.0.so.0")
    assert missing.packages == ("fonts-noto-cjk", "libglib2.0-0")


def test_a_user_without_rights_is_told_the_exact_line(monkeypatch, capsys) -> None:
    monkeypatch.setattr(system, "can_install", lambda: False)
    monkeypatch.setattr(system.shutil, "which", lambda _name: "/usr/bin/apt-get")
    assert not system.provide(system.Missing(("libEGL.so.1",), ("libegl1", "libgl1")))
    assert "sudo apt-get install -y --no-install-recommends libegl1 libgl1\n" in capsys.readouterr().err


def test_root_installs_and_refreshes_the_package_lists_only_when_needed(monkeypatch) -> None:
    called: list[str] = []

    def run(command: list[str], **_options: object) -> SimpleNamespace:
        called.append(command[1])
        return SimpleNamespace(returncode=100 if called == ["install"] else 0, stdout="", stderr="no lists")

    monkeypatch.setattr(system, "can_install", lambda: True)
    monkeypatch.setattr(system.subprocess, "run", run)
    assert system.provide(system.Missing(("libEGL.so.1",), ("libegl1",)))
    assert called == ["install", "update", "install"]


def test_nothing_is_installed_when_nothing_is_missing(monkeypatch) -> None:
    monkeypatch.setattr(system.subprocess, "run", lambda *_words, **_options: pytest.fail("nothing to do"))
    assert system.provide(system.Missing((), ()))


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """An empty environment folder; returns what is asked of pip."""
    asked: list[list[str]] = []
    (tmp_path / "python").touch()
    for name, value in {
        "FOLDER": tmp_path,
        "_STAMP": tmp_path / "stamp",
        "PYTHON": tmp_path / "python",
    }.items():
        monkeypatch.setattr(environment, name, value)
    monkeypatch.setattr(environment, "_create", lambda: None)
    monkeypatch.setattr(environment, "_write_launcher", lambda: None)
    monkeypatch.setattr(environment, "_runs", lambda _command: True)
    monkeypatch.setattr(environment, "_checked", asked.append)
    return asked


def test_the_environment_is_made_once_and_completed_when_more_is_asked_for(fresh) -> None:
    environment.ensure([])
    environment.ensure([])
    assert len(fresh) == 1
    assert any(word.startswith("PySide6-Essentials") for word in fresh[0])
    assert not any(word.startswith("pytest") for word in fresh[0])
    environment.ensure(["test"])
    environment.ensure([])
    environment.ensure(["test"])
    assert len(fresh) == 2
    assert any(word.startswith("pytest") for word in fresh[1])
    assert not any(word.startswith("PySide6") for word in fresh[1])


def test_another_version_makes_the_environment_anew(fresh, monkeypatch) -> None:
    environment.ensure(["test"])
    monkeypatch.setattr(environment, "fingerprint", lambda: "other")
    environment.ensure([])
    assert len(fresh) == 2


def test_every_version_comes_from_the_constraints(fresh) -> None:
    environment.ensure(["test", "lint", "package"])
    assert fresh[0][fresh[0].index("--constraint") + 1] == str(environment.CONSTRAINTS)


def test_an_interrupted_set_up_is_not_taken_for_a_finished_one(fresh, monkeypatch) -> None:
    def fail(_command: list[str]) -> None:
        raise environment.SetUpError("no network")

    monkeypatch.setattr(environment, "_checked", fail)
    with pytest.raises(environment.SetUpError):
        environment.ensure([])
    assert not environment._STAMP.exists()


@pytest.mark.parametrize(
    ("variables", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_looked_for_where_there_may_be_none(monkeypatch, variables, platform, there) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(dev.sys, "platform", platform)
    assert dev.has_display() is there


@pytest.mark.parametrize(
    ("display", "statuses", "started"),
    [
        (True, [0], [["open"]]),
        (True, [-6, 0], [["open"], ["demo"]]),
        (False, [0], [["demo"]]),
    ],
)
def test_run_shows_the_window_or_does_the_same_in_the_terminal(
    monkeypatch, display, statuses, started
) -> None:
    calls: list[list[str]] = []
    left = list(statuses)

    def call(command: list[str], **_environment: str) -> int:
        calls.append(command[2:3])
        return left.pop(0)

    monkeypatch.setattr(dev, "_call", call)
    monkeypatch.setattr(dev, "ensure", lambda _groups: Path("python"))
    monkeypatch.setattr(dev, "has_display", lambda: display)
    monkeypatch.setattr(system, "provide", lambda _missing: True)
    assert dev.main(["run"]) == 0
    assert calls == started


def test_an_unknown_word_shows_the_commands(capsys) -> None:
    assert dev.main(["dance"]) == 2
    assert "run" in capsys.readouterr().out


def test_a_set_up_that_fails_is_said_in_words(monkeypatch, capsys) -> None:
    def fail(_groups: list[str]) -> Path:
        raise dev.SetUpError("no network")

    monkeypatch.setattr(dev, "ensure", fail)
    assert dev.main(["messages", "lint"]) is not None
    assert dev.main(["lint"]) == 1
    assert "no network" in capsys.readouterr().err
