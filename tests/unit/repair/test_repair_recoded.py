"""UTF-8 read in codecs of several bytes: which byte is lost depends on the one behind it."""

from __future__ import annotations

import pytest

from app.repair.channels import BY_NAME, damage
from app.repair.engine import RepairEngine
from app.repair.readers import reader_of
from app.repair.recoded import RecodedReader

ENGINE = RepairEngine()


def reader(name: str) -> RecodedReader:
    found = reader_of(BY_NAME[name])
    assert isinstance(found, RecodedReader)
    return found


def test_what_the_codec_shows_by_itself_was_not_lost_at_the_end() -> None:
    form = damage("吃", "shift_jis-fffd")
    choices = reader("shift_jis-fffd").parts(form)[0]
    assert "吃" in choices
    assert "吧" not in choices  # its last byte would stand there as a kana of half width


def test_what_follows_tells_which_byte_is_lost() -> None:
    text = "吃过"
    (form,) = reader("shift_jis-fffd").findall(damage(text, "shift_jis-fffd"))
    first, *_ = reader("shift_jis-fffd").parts(form)
    assert "吃" in first
    assert all(damage(char + "过", "shift_jis-fffd") == form for char in first)


def test_a_sign_that_a_codec_has_twice_is_read_as_either() -> None:
    text = "买两双袜子凑个热闹吧。"
    assert ENGINE.repair(damage(text, "shift_jis-fffd"), "shift_jis-fffd").text == text


@pytest.mark.parametrize("text", ["这个花。", "我不知道。", "好的，明天见。"])
def test_a_full_stop_that_ends_a_line_is_read_where_bytes_are_dropped(text: str) -> None:
    assert ENGINE.repair(damage(text, "gb18030-drop"), "gb18030-drop").text == text


@pytest.mark.parametrize("name", [row.name for row in BY_NAME.values() if row.several_bytes])
def test_every_reading_of_a_form_goes_back_or_ends_it(name: str) -> None:
    for text in ("我们吃过饭了。", "こんにちは、元気？", "이렇게 하면 돼요", "Привет, café"):
        damaged = damage(text, name)
        for form in reader(name).findall(damaged):
            assert reader(name).parts(form)


@pytest.mark.parametrize("text", ["好像他应该很高兴呢。", "我们都非常喜欢。", "你要教我噢。。。"])
def test_a_euro_sign_is_one_byte_or_the_two_bytes_that_gbk_has_for_it(text: str) -> None:
    assert ENGINE.repair(damage(text, "gb18030-fffd"), "gb18030-fffd").text == text


@pytest.mark.parametrize("text", ["没！我刚上完外教课", "你先走吧，我再玩一会儿。", "我觉得，或者他去"])
def test_forms_that_lost_a_byte_of_every_character_are_read(text: str) -> None:
    assert ENGINE.repair(damage(text, "shift_jis-fffd"), "shift_jis-fffd").text == text


def test_a_decoder_that_knows_no_later_signs_of_shift_jis_is_told_from_one_that_does() -> None:
    text = "你们今天去哪里吃饭？我们一起去看电影吧，然后再去喝一杯咖啡。\n" * 3
    strict = text.encode().decode("shift_jis", "replace")
    found = ENGINE.repairer(ENGINE.diagnose(strict))
    assert found.channel == "shift_jis-strict-fffd"
    assert found.repair(strict).text == text
    assert ENGINE.repairer(ENGINE.diagnose(damage(text, "shift_jis-fffd"))).channel == "shift_jis-fffd"


@pytest.mark.parametrize("text", ["时间是周一1点", "他很荣耀A"])
def test_a_euro_sign_before_plain_text_is_one_byte(text: str) -> None:
    assert ENGINE.repair(damage(text, "gb18030-fffd"), "gb18030-fffd").text == text


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("დღეს რომელ საათზე ამთავრებ?\nდედა ხაჭაპურს აცხობს შაბათს.", "gb18030-fffd"),
        ("আজ কয়টায় কাজ শেষ হবে?\nআমি বিরিয়ানি খুব ভালোবাসি।", "gb18030-fffd"),
        ("Kelintą šiandien baigi? Lauksiu tavęs prie stoties.\nLabai mėgstu su spirgučiais.", "gb18030-fffd"),
        ("U koliko sati završavaš danas? Čekam te tu.\nObožavam štrudle s višnjama.", "shift_jis-fffd"),
    ],
)  # fmt: skip
def test_scripts_and_accents_without_models_are_noticed_too(text: str, channel: str) -> None:
    assert RepairEngine().diagnose(damage(text, channel)).channel == channel
