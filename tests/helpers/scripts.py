"""The scripts of packaging/, which are no package, as modules."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from tests.helpers.tree import ROOT

FOLDER = ROOT / "packaging"


def script(name: str) -> ModuleType:
    """The script ``packaging/NAME.py``, loaded under a name of its own."""
    known = f"parlance_packaging_{name.replace('/', '_')}"
    if known not in sys.modules:
        spec = importlib.util.spec_from_file_location(known, FOLDER / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[known] = module
        sys.path.insert(0, str(FOLDER))
        try:
            spec.loader.exec_module(module)
        finally:
            sys.path.remove(str(FOLDER))
    return sys.modules[known]
