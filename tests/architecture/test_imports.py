"""Who may import whom: the layers, no cycle, Qt only in the window, plots only when they are shown."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.tree import ROOT, name_of, python_files, tree_of

QT = {"PySide6", "shiboken6", "pyqtgraph"}


def test_the_layers_hold() -> None:
    pytest.importorskip("importlinter", reason="import-linter is installed by: python3 packaging/dev.py test")
    code = "from importlinter.cli import lint_imports_command as lint; lint()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_import_cycle() -> None:
    assert cycles(import_graph()) == []


def test_the_search_for_cycles_finds_one() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": {"e2"}, "e2": set()}
    assert cycles(graph) == [["a", "b", "c"]]


def test_qt_is_imported_in_the_window_alone() -> None:
    outside = [
        f"{name_of(path)}:{line} {module}"
        for path in python_files("app")
        if not name_of(path).startswith("app/ui/")
        for line, module, _top in imports(path)
        if module.partition(".")[0] in QT
    ]
    assert outside == []


def test_pyqtgraph_is_loaded_when_plots_are_first_shown() -> None:
    early = [
        f"{name_of(path)}:{line}"
        for path in python_files("app")
        if not name_of(path).startswith("app/ui/plots/")
        for line, module, top in imports(path)
        if top and module.partition(".")[0] == "pyqtgraph"
    ]
    assert early == []


def test_nothing_but_tests_imports_tests_and_nothing_imports_packaging_scripts() -> None:
    wrong = [
        f"{name_of(path)}:{line} {module}"
        for path in python_files("app", "main.py")
        for line, module, _top in imports(path)
        if module.partition(".")[0] in {"tests", "dev", "environment", "system_packages", "wordfreq", "jieba"}
    ]
    assert wrong == []


def imports(path: Path) -> list[tuple[int, str, bool]]:
    """Line, module and whether it stands at module level, for every import of a file."""
    tree = tree_of(path)
    inner = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.walk(node)
    }
    found: list[tuple[int, str, bool]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name, node not in inner) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno} imports relatively"
            found.append((node.lineno, node.module or "", node not in inner))
            found += [(node.lineno, f"{node.module}.{alias.name}", node not in inner) for alias in node.names]
    return found


def import_graph() -> dict[str, set[str]]:
    """For every module of the program the modules it imports, imports inside functions included."""
    modules = {_dotted(path): path for path in python_files("app")}
    graph: dict[str, set[str]] = {module: set() for module in modules}
    for module, path in modules.items():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                graph[module] |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                # A name that is a module of its own is imported itself; its package is only the way to it.
                graph[module] |= inner if inner <= modules.keys() else inner | {node.module}
    return {module: (targets & modules.keys()) - {module} for module, targets in graph.items()}


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import each other in a ring (strongly connected components, Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    rings: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in sorted(graph[node]):
            if target not in index:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            at = stack.index(node)
            ring, stack[at:] = stack[at:], []
            if len(ring) > 1:
                rings.append(sorted(ring))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return rings
