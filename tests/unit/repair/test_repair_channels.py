"""The forward model: what a channel makes of clean text."""

from __future__ import annotations

import pytest

from app.repair.channels import BY_NAME, CHANNELS, Channel, byte_form, damage
from app.repair.forms import form_reader


def is_of_one_byte(row: Channel) -> bool:
    return row.source == "utf-8" and not row.several_bytes


def test_channel_names_are_unique_and_listed_once() -> None:
    assert len(set(CHANNELS)) == len(CHANNELS) == len(BY_NAME)


@pytest.mark.parametrize("name", CHANNELS)
def test_ascii_goes_through_every_channel_unchanged(name: str) -> None:
    text = "".join(map(chr, range(0x80)))
    assert damage(text, name) == text


def test_windows_1254_drops_what_it_leaves_undefined_and_the_soft_hyphen() -> None:
    assert damage("关于", "cp1254-drop") == "å…³äº"
    assert damage("í", "cp1254-drop") == "Ã"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cp1252-keep", "â€\x9d"),
        ("cp1252-drop", "â€"),
        ("cp1252-fffd", "â€\ufffd"),
        ("cp1252-question", "â€?"),
        ("latin1-c1-stripped", "â"),
        ("mac-roman", "‚Äù"),
    ],
)
def test_every_channel_treats_an_undefined_byte_in_its_own_way(name: str, expected: str) -> None:
    assert damage("”", name) == expected


def test_a_no_break_space_byte_becomes_a_space_only_in_its_channel() -> None:
    assert byte_form(BY_NAME["cp1252-nbsp"], 0xA0) == " "
    assert byte_form(BY_NAME["cp1252-drop"], 0xA0) == "\xa0"


def test_lone_surrogates_do_not_raise() -> None:
    assert damage("a\ud800b", "cp1252-keep")


@pytest.mark.parametrize("name", [row.name for row in BY_NAME.values() if is_of_one_byte(row)])
@pytest.mark.parametrize("char", "é好！😂с”í한あ가\ufe0f")
def test_a_damaged_character_has_itself_among_its_candidates(name: str, char: str) -> None:
    channel = BY_NAME[name]
    form = damage(char, channel)
    reader = form_reader(channel)
    match = reader.pattern.match(form)
    assert match is not None
    assert match[0] == form
    if name != "latin1-c1-stripped":  # so much is lost there that only the commonest are kept
        assert char in reader.candidates(form)


def test_a_lost_byte_leaves_candidates_and_a_complete_form_one() -> None:
    reader = form_reader(BY_NAME["cp1252-drop"])
    assert reader.candidates("å¥½") == ("好",)
    assert reader.complete("å¥½")
    assert set(reader.candidates("ï¼")) >= {"！", "／"}
    assert not reader.complete("ï¼")


def test_a_genuine_space_after_a_lost_byte_stays_possible() -> None:
    candidates = form_reader(BY_NAME["cp1252-nbsp"]).candidates("Ð ")
    assert "Р" in candidates
    assert "А " in candidates
