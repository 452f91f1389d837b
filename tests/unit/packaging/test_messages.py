"""Messages are collected and compiled as gettext does it, and translations keep their placeholders."""

import gettext
import io
import re
from pathlib import Path

import pytest

from tests.helpers.scripts import script
from tests.helpers.tree import ROOT

messages = script("messages")
PO = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "parlance.po"

SOURCE = """
from app.i18n import _, ngettext
_("Copy"); _("a \\"quoted\\"\\n{n}" " line")
ngettext("{n} turn", "{n} turns", 3)
other("no message")
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "a.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def test_messages_are_found_where_they_stand(program: Path) -> None:
    found = messages.extract(program)
    assert list(found) == ["Copy", 'a "quoted"\n{n} line', "{n} turn"]
    assert found["{n} turn"].plural == "{n} turns"
    assert found["Copy"].files == {"app/a.py"}


def test_the_words_of_a_metric_are_found(program: Path) -> None:
    (program / "app" / "stats").mkdir()
    source = 'class M:\n    name = "m"\n    unit = "turns, " "counted"\n    columns = ("speaker", *MORE)\n'
    (program / "app" / "stats" / "m.py").write_text(source, encoding="utf-8")
    assert {"turns, counted", "speaker"} <= set(messages.extract(program))
    assert "m" not in messages.extract(program)


def test_a_message_that_cannot_be_collected_is_an_error(program: Path) -> None:
    (program / "app" / "b.py").write_text('_(f"{n} turns")', encoding="utf-8")
    with pytest.raises(ValueError, match=r"app/b\.py:1"):
        messages.extract(program)


def test_translations_survive_and_gettext_reads_them(program: Path) -> None:
    translated = messages.merge(messages.extract(program), {}, "zh_CN")
    translated["Copy"].translations = ["复制"]
    translated['a "quoted"\n{n} line'].translations = ["“引用”\n{n} 行\t"]
    translated["{n} turn"].translations = ["{n} 轮"]
    text = messages.render(translated, "zh_CN")
    again = messages.merge(messages.extract(program), messages.parse(text), "zh_CN")
    assert messages.render(again, "zh_CN") == text
    catalogue = gettext.GNUTranslations(io.BytesIO(messages.compile_catalogue(text)))
    assert catalogue.gettext("Copy") == "复制"
    assert catalogue.gettext('a "quoted"\n{n} line') == "“引用”\n{n} 行\t"
    assert [catalogue.ngettext("{n} turn", "{n} turns", n) for n in (1, 2)] == ["{n} 轮", "{n} 轮"]


def test_what_is_not_translated_stays_english(program: Path) -> None:
    text = messages.render(messages.merge(messages.extract(program), {}, "zh_CN"), "zh_CN")
    catalogue = gettext.GNUTranslations(io.BytesIO(messages.compile_catalogue(text)))
    assert catalogue.gettext("Copy") == "Copy"
    assert catalogue.ngettext("{n} turn", "{n} turns", 2) == "{n} turns"


def test_the_catalogue_holds_the_messages_of_the_program() -> None:
    stored = messages.parse(PO.read_text(encoding="utf-8"))
    lacking = sorted(set(messages.extract()) - set(stored))
    assert lacking == [], "run: python3 packaging/dev.py messages"


def test_the_compiled_catalogue_is_up_to_date() -> None:
    text = PO.read_text(encoding="utf-8")
    assert PO.with_suffix(".mo").read_bytes() == messages.compile_catalogue(text)


def test_translations_have_the_placeholders_of_their_message() -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"\{(\w*)[^}]*\}", text))

    for message, entry in messages.parse(PO.read_text(encoding="utf-8")).items():
        for translation in entry.translations:
            if message and translation:
                assert names(translation) == names(message) | (
                    names(entry.plural) if entry.plural else set()
                ), message
