"""The README's line of damage is damaged, repaired and left by ftfy as the README says."""

import re
from importlib.metadata import version

import ftfy

from app.repair.channels import damage
from app.repair.engine import RepairEngine
from tests.helpers.tree import ROOT

ROW = re.compile(r"^\| (damaged|ftfy \S+|Parlance) \| `(.*)` \|$", re.MULTILINE)
ROWS = dict(ROW.findall((ROOT / "README.md").read_text(encoding="utf-8")))


def test_the_damage_is_that_of_the_channel() -> None:
    assert damage(ROWS["Parlance"], "cp1254-drop") == ROWS["damaged"]


def test_parlance_repairs_it_so() -> None:
    assert RepairEngine().repair(ROWS["damaged"]).text == ROWS["Parlance"]


def test_ftfy_leaves_it_so() -> None:
    assert ftfy.fix_text(ROWS["damaged"]) == ROWS[f"ftfy {version('ftfy')}"]
