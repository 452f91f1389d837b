"""Tiers of words, sounds and tags are told from those of speakers."""

import pytest

from app.formats._layers import Label, lies_in, named_as_layer, without_layer


@pytest.mark.parametrize(
    "name", ["words", "Anna - phones", "S1_word", "pos", "A [lemma]", "ORT-MAU", "IPA", "tok"]
)
def test_names_of_what_annotates(name: str) -> None:
    assert named_as_layer(name)


@pytest.mark.parametrize(
    "name", ["Anna", "SPEAKER_00", "A", "Tom Words-Smith", "Mary", "Port", "Tony", "Compos"]
)
def test_names_of_people(name: str) -> None:
    assert not named_as_layer(name)


def test_a_layer_is_named_after_whom_it_belongs_to() -> None:
    assert without_layer("Anna - words") == "Anna"
    assert without_layer("words") == ""


def test_words_inside_the_stretches_of_another_tier_are_its_words() -> None:
    said = [Label(n * 4.0, n * 4.0 + 3, "three words here") for n in range(6)]
    words = [Label(one.begin + n, one.begin + n + 1, "w") for one in said for n in range(3)]
    answers = [Label(n * 4.0 + 3, n * 4.0 + 4, "mhm") for n in range(12)]
    assert lies_in(words, said)
    assert not lies_in(answers, said)
    assert not lies_in(said, words)
