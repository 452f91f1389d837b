"""Exact repair: channels that lose nothing, spans of long runs, and lines that are no text."""

from __future__ import annotations

import pytest

from app.repair.channels import damage
from app.repair.engine import RepairEngine
from app.repair.exact import exact_repair, is_a_table

ENGINE = RepairEngine()
CHINESE = "从来没有人去过那么远的地方，回来的时候天都黑了。我们明天再去公园散步吧，好不好？"


@pytest.mark.parametrize("channels", [["cp1252-keep"], ["mac-roman"], ["cp1252-keep", "cp1252-keep"]])
def test_a_long_run_has_a_span_for_every_word(channels: list[str]) -> None:
    text = CHINESE * 4
    damaged = text
    for name in reversed(channels):
        damaged = damage(damaged, name)
    repaired = exact_repair(damaged)
    assert (repaired.text, repaired.original) == (text, damaged)
    assert max(len(span.repaired) for span in repaired.spans) < 14
    assert all(repaired.text[span.start : span.end] == span.repaired for span in repaired.spans)


@pytest.mark.parametrize("channel", ["gb18030-as-cp1252", "gb18030-as-latin1"])
def test_gb18030_of_four_bytes_is_read(channel: str) -> None:
    text = f"Zoë 说：{CHINESE} 😂👍🏽 Kőszeg, Łódź\n" * 4
    repairer = ENGINE.repairer(ENGINE.diagnose(damage(text, channel)))
    assert repairer.channel == channel
    assert repairer.repair(damage(text, channel)).text == text


@pytest.mark.parametrize("channel", ["euc_jp-as-cp1252", "euc_jp-as-latin1"])
def test_euc_jp_of_three_bytes_is_read(channel: str) -> None:
    text = "昨日は友達と一緒に映画を見に行きました。\n森鷗外と丂の話は、とても面白かったです。\n" * 3
    assert ENGINE.repair(damage(text, channel)).text == text


@pytest.mark.parametrize("channel", ["cp1251-keep", "mac-roman", "cp437", "cp1252-keep"])
def test_a_character_of_private_use_comes_back_where_no_byte_is_lost(channel: str) -> None:
    text = f"{CHINESE}\nsunscreen today 😎 \U000fe341\n"
    damaged = damage(text, channel)
    assert ENGINE.repairer(ENGINE.diagnose(damaged, channel)).repair(damaged).text == text


@pytest.mark.parametrize(
    "line",
    ["aáäbcčdďeéfghiíjklĺľž AÁÄBCČDĎEÉFGHIÍJKLĹĽŽ", "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż", "ÀÁÂÃÄÅÆÇÈÉ"],
)
def test_an_alphabet_is_no_mojibake(line: str) -> None:
    assert is_a_table(line)
    assert ENGINE.repair(line).text == line
    assert ENGINE.repair("\n".join([line] * 5)).text == "\n".join([line] * 5)


def test_words_are_no_alphabet() -> None:
    assert not any(map(is_a_table, ("Donaudampfschifffahrtsgesellschaft", "aaaaaaaaaaaaaaaaaaaaaa", CHINESE)))


def test_half_a_letter_in_a_known_word_comes_back_and_elsewhere_it_is_lost() -> None:
    assert ENGINE.repair("SlovenÄ\ufffdina").text == "Slovenčina"
    assert ENGINE.repair("qzvÄ\ufffdxw").text == "qzvÄ\ufffdxw"


@pytest.mark.parametrize("line", ["ßª", "║ Ñª ║", "㍿ ﾊﾝｶｸ ｶﾅ", "表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀"])
def test_rare_characters_alone_are_no_reason_to_change_a_line(line: str) -> None:
    assert ENGINE.repair(line).text == line


@pytest.mark.parametrize(
    ("line", "wanted"), [("Stra√üe", "Straße"), ("auÃ\x9fer", "außer"), ("cafĆ©", "cafĆ©")]
)
def test_one_letter_is_repaired_only_to_one_that_some_language_uses(line: str, wanted: str) -> None:
    assert exact_repair(line).text == wanted
