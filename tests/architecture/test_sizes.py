"""A file is one idea and a function is one thought: their sizes are bounded."""

from tests.helpers.tree import ROOT, functions, name_of, python_files, tree_of

LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {name_of(path): len(path.read_bytes().splitlines()) for path in python_files()}
    assert lengths
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    found = {
        f"{name_of(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in python_files()
        for node in functions(tree_of(path))
    }
    assert found
    assert {name: n for name, n in found.items() if n > LONGEST_FUNCTION} == {}


def test_main_does_nothing_but_start() -> None:
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) <= 15
