"""The house as it is laid out: what lies where, what a plug-in brings along, what never stands in a file."""

import ast
import re

import pytest

from app.cli.base import COMMANDS
from app.export.base import EXPORTS
from app.export.concordance.base import CONCORDANCES
from app.formats.base import FORMATS
from app.registry import Registry
from app.stats.base import METRICS
from tests.helpers.tree import ROOT, functions, name_of, project_files, python_files, tree_of

TOP = {
    "app", "resources", "tests", "packaging", ".ci", "pyproject.toml", "main.py", "README.md", "LICENSE",
    "CHANGELOG.md", "CONTRIBUTING.md", ".gitignore",
}  # fmt: skip
ROOMS = {
    "model", "text", "repair", "formats", "store", "search", "stats", "export", "ingest", "settings", "i18n",
    "cli", "ui", "threads",
}  # fmt: skip
DOORS = {"__init__.py", "bootstrap.py", "registry.py", "errors.py", "paths.py"}
TEXT_FILES = {".py", ".md", ".toml", ".txt", ".spec", ".xml", ".desktop", ".plist", ".po", ".json", ".sh", ""}
REGISTRIES = [COMMANDS, FORMATS, METRICS, EXPORTS, CONCORDANCES]


def test_the_top_level_is_as_agreed() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in project_files()} <= TOP
    assert [name for name in sorted(TOP) if not (ROOT / name).exists()] == []


def test_every_room_is_there_and_no_other() -> None:
    inside = {path.relative_to(ROOT / "app").parts[0] for path in python_files("app")}
    assert inside == ROOMS | DOORS


def test_every_module_says_what_it_is_for() -> None:
    silent = [name_of(path) for path in python_files() if not ast.get_docstring(tree_of(path))]
    assert silent == []


def test_every_public_function_and_class_of_the_program_is_documented() -> None:
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in python_files("app")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_rule_that_is_switched_off_says_why() -> None:
    mark = re.compile(r"#\s*(?:noqa|type:\s*ignore)(.*)$")
    bare = []
    for path in python_files("app", "packaging", "main.py"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = mark.search(line)
            if found and not _gives_a_reason(found[1]):
                bare.append(f"{name_of(path)}:{number} {line.strip()}")
    assert bare == []


def _gives_a_reason(tail: str) -> bool:
    codes, _mark, reason = tail.partition(" - ") if " - " in tail else tail.partition("  # ")
    return bool(re.search(r"[A-Z]+[0-9]+|\[", codes)) and bool(reason.strip())


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
    later = [
        f"{name_of(path)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert later == []


def test_no_test_is_switched_off() -> None:
    off = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("tests")
        for function in functions(tree_of(path))
        for node in function.decorator_list
        if ast.unparse(node).startswith(("pytest.mark.skip(", "unittest.skip"))
    ]
    assert off == []


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.package)
def test_every_registry_is_filled_by_its_files(registry: Registry[object]) -> None:
    assert len(list(registry)) == len(set(registry)) > 0


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_has_golden_cases(name: str) -> None:
    cases = [path for path in (ROOT / "tests" / "golden" / "formats").glob(f"{name}*") if path.is_dir()]
    assert cases, f"no folder tests/golden/formats/{name}* with a golden case"


def test_every_migration_has_a_test() -> None:
    steps = [
        node.name
        for node in tree_of(ROOT / "app" / "store" / "migrations.py").body
        if isinstance(node, ast.FunctionDef)
        and any("MIGRATIONS" in ast.unparse(d) for d in node.decorator_list)
    ]
    tests = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "unit" / "store").glob("*.py")
    )
    assert steps
    assert [step for step in steps if step not in tests] == []


def test_resources_under_other_licences_carry_a_notice() -> None:
    models = ROOT / "resources" / "models"
    notices = [
        path.name for path in models.iterdir() if re.match("(?i)notice|licen[cs]e|origin|readme", path.name)
    ]
    assert notices, "resources/models holds no notice of origin and licence"


# Put together from parts, so that this file does not hold them itself.
FORBIDDEN = [
    "py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian.org", "index" + "-url",
    "/wo" + "rk/", "bash" + "_jobs",
]  # fmt: skip


def test_no_registry_and_no_machine_is_named() -> None:
    named = [
        f"{name_of(path)}:{number} {word}"
        for path in project_files()
        if path.suffix in TEXT_FILES and "golden" not in path.parts
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        for word in FORBIDDEN
        if word in line
    ]
    assert named == []
