"""The letters that survived tell the language of a text, and so what those in doubt are."""

from collections import Counter

from app.repair.blocks import Profile
from app.repair.channels import damage
from app.repair.engine import RepairEngine
from app.repair.languages import FEW, bias_of

PASHTO = "زه هره ورځ ښوونځي ته ځم، ملګري مې هم راسره ځي. کله چې بېرته راشو، ډوډۍ خورو او لوبې کوو."
URDU = "میں روز اسکول جاتا ہوں، میرے دوست بھی ساتھ جاتے ہیں۔ جب واپس آتے ہیں تو کھانا کھاتے ہیں۔"


def test_letters_of_the_language_are_likelier_than_in_the_script() -> None:
    bias = dict(Profile.of(PASHTO * 3).bias)
    assert bias["ې"] > 0.5 > 0.0 > bias["ہ"]
    assert dict(Profile.of(URDU * 3).bias)["ہ"] > 0.0


def test_too_few_letters_say_nothing() -> None:
    assert bias_of({"arabic": Counter({"ښ": FEW - 1})}) == ()
    assert Profile.of("你好" * 50).bias == ()


def test_a_letter_that_never_survived_is_the_one_of_the_language() -> None:
    for said in (PASHTO, URDU):
        engine = RepairEngine()
        damaged = damage(said, "cp1252-drop")
        repaired = engine.repairer(engine.diagnose(damaged)).repair(damaged).text
        assert sum(one != two for one, two in zip(said, repaired, strict=True)) <= 2, repaired
