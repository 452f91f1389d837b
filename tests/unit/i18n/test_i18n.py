"""Messages come in the user's language, and in English wherever there is none."""

from pathlib import Path

import pytest

from app import i18n
from app.i18n.locales import preferred_languages


@pytest.fixture(autouse=True)
def back_to_english():
    yield
    i18n.install("en")


@pytest.mark.parametrize(
    ("environment", "tags"),
    [
        ({}, []),
        ({"LANG": "zh_CN.UTF-8"}, ["zh_CN.UTF-8"]),
        ({"LANG": "C", "LC_ALL": "de_DE@euro"}, ["de_DE@euro"]),
        ({"LANGUAGE": "fr:zh_TW", "LANG": "en_US.UTF-8"}, ["fr", "zh_TW"]),
    ],
)
def test_the_variables_of_gettext_are_heard(environment, tags) -> None:
    assert preferred_languages(environment, "linux") == tags


@pytest.mark.parametrize("tag", ["en_GB.UTF-8", "C.UTF-8", "POSIX", "tlh", "", "../../etc"])
def test_a_language_without_a_catalogue_gets_english(tag) -> None:
    assert i18n.install(tag or None) in i18n.available_languages()
    if tag:
        assert i18n.install(tag) == "en"
        assert i18n._("Copy") == "Copy"
        assert i18n.ngettext("{n} turn", "{n} turns", 2) == "{n} turns"


def test_the_own_variable_wins_over_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("PARLANCE_LANG", "en")
    assert i18n.install() == "en"


def test_the_catalogues_lie_among_the_resources() -> None:
    for tag in i18n.available_languages()[1:]:
        assert Path(i18n.resource("locale", tag, "LC_MESSAGES", "parlance.po")).exists()
