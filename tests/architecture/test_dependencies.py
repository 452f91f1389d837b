"""Every dependency is pinned, justified and named without an address."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.helpers.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = [
    *PROJECT["dependencies"],
    *(r for group in PROJECT["optional-dependencies"].values() for r in group),
]


def pins() -> dict[str, Version]:
    """Canonical name and version of every line of the constraints file."""
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        match = re.fullmatch(r"([A-Za-z0-9_.-]+)==([0-9][A-Za-z0-9.]*)", line)
        assert match, f"not a name and a version: {line!r}"
        found[canonicalize_name(match[1])] = Version(match[2])
    assert len(found) == len(lines)
    return found


@pytest.mark.parametrize("line", REQUIREMENTS)
def test_every_dependency_is_pinned_within_its_range(line: str) -> None:
    requirement = Requirement(line)
    assert requirement.url is None
    assert pins()[canonicalize_name(requirement.name)] in requirement.specifier


def test_what_the_installed_dependencies_need_is_pinned_too() -> None:
    known = pins()
    loose = [
        f"{name} needs {need.name}"
        for name in known
        for need in _needs(name)
        if canonicalize_name(need.name) not in known and need.name != "pip"  # pip comes with the environment
    ]
    assert loose == []


def _needs(name: str) -> list[Requirement]:
    """What an installed distribution requires here (nothing for one that is not installed)."""
    try:
        lines = metadata.distribution(name).requires or []
    except metadata.PackageNotFoundError:
        return []
    every = [Requirement(line) for line in lines]
    return [need for need in every if need.marker is None or need.marker.evaluate({"extra": ""})]


def test_the_window_is_pinned_below_the_version_that_aborts() -> None:
    requirement = next(Requirement(line) for line in PROJECT["dependencies"] if line.startswith("PySide6"))
    assert requirement.name == "PySide6-Essentials"
    assert "6.12.0" not in requirement.specifier


def test_every_dependency_is_justified() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    missing = [Requirement(line).name for line in REQUIREMENTS if f"`{Requirement(line).name}`" not in text]
    assert missing == []
