"""What is left out of the program folder is needed by nothing in it."""

import ast
import plistlib
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.helpers.scripts import FOLDER, script
from tests.helpers.tree import ROOT, python_files, tree_of

bundle = script("bundle")
KEPT = [
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqwayland.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/plugins/platforms/qwindows.dll",
    "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
    "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
    "PySide6/Qt/plugins/imageformats/libqsvg.so",
    "PySide6\\plugins\\styles\\qmodernwindowsstyle.dll",
    "PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm",
    "PySide6/Qt/lib/libQt6XcbQpa.so.6",
    "PySide6/Qt/lib/libQt6DBus.so.6",
    "PySide6/Qt/lib/libicudata.so.73",
    "libxcb-cursor.so.0",
    "libfreetype.so.6",
    "libxkbcommon-x11.so.0",
    "numpy.libs/libscipy_openblas64_.so",
    "resources/models/words.bin",
]
DROPPED = [
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/plugins/platforms/libqeglfs.so",
    "PySide6/Qt/plugins/platforms/libqvnc.so",
    "PySide6\\plugins\\tls\\qopensslbackend.dll",
    "PySide6/Qt/plugins/imageformats/libqpdf.so",
    "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
    "PySide6/Qt/translations/qtbase_de.qm",
    "PySide6/Qt/lib/libQt6Quick.so.6",
    "libgtk-3.so.0",
    "PySide6/opengl32sw.dll",
]


def imported_modules() -> set[str]:
    """Every module and name that the program imports, dotted."""
    found: set[str] = set()
    for path in python_files("app", "main.py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("name", KEPT)
def test_what_the_window_needs_stays(name: str) -> None:
    assert bundle.keeps(name)


@pytest.mark.parametrize("name", DROPPED)
def test_what_nobody_asks_for_goes(name: str) -> None:
    assert not bundle.keeps(name)


def test_no_module_that_is_imported_is_excluded() -> None:
    excluded = [
        f"{module} by {name}"
        for module in imported_modules()
        for name in set(bundle.EXCLUDED) - set(bundle.OPTIONAL)
        if module == name or module.startswith(name + ".")
    ]
    assert excluded == []


def test_the_libraries_of_imported_qt_modules_stay() -> None:
    modules = {name.split(".")[1] for name in imported_modules() if name.startswith("PySide6.Qt")}
    assert {"QtCore", "QtGui", "QtWidgets"} <= modules
    for module in modules:
        short = module.removeprefix("Qt")
        for name in (
            f"PySide6/{module}.abi3.so", f"PySide6/{module}.pyd", f"PySide6/Qt/lib/libQt6{short}.so.6",
            f"PySide6/Qt6{short}.dll", f"PySide6/Qt/lib/{module}.framework/Versions/A/{module}",
        ):  # fmt: skip
            assert bundle.keeps(name), name


def test_a_library_that_was_left_out_and_is_needed_is_found() -> None:
    needed = ["libc.so.6", "libGL.so.1", "libxcb.so.1", "libgtk-3.so.0"]
    assert bundle.lacks(needed, ["libxcb.so.1", "libqxcb.so"]) == ["libgtk-3.so.0"]


def test_only_named_libraries_lose_their_symbols(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []

    def run(command: list[str], **_options: object) -> SimpleNamespace:
        called.append(Path(command[2]).name)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(bundle.sys, "platform", "linux")
    monkeypatch.setattr(bundle.shutil, "which", lambda _name: "strip")
    monkeypatch.setattr(bundle.subprocess, "run", run)
    source = tmp_path / "library.so"
    source.touch()
    names = [
        "libpython3.11.so.1.0",
        "python3.11/lib-dynload/_json.so",
        "numpy.libs/libopenblas.so",
        "libQt6Gui.so",
    ]
    entries = bundle.stripped([(name, str(source), "BINARY") for name in names], tmp_path / "out")
    assert [name for name, _source, _kind in entries] == names
    assert called == ["libpython3.11.so.1.0", "python3.11-lib-dynload-_json.so"]
    assert [origin == str(source) for _name, origin, _kind in entries] == [False, False, True, True]


def test_every_module_of_the_program_is_named_for_the_bundle() -> None:
    names = bundle.modules_of(ROOT / "app")
    assert {"app", "app.bootstrap", "app.cli.open", "app.cli.import_", "app.formats.base"} <= set(names)
    assert len(names) == len(list((ROOT / "app").rglob("*.py")))


def test_every_resource_goes_where_the_program_looks_for_it() -> None:
    files = dict(bundle.resource_files())
    assert files[str(ROOT / "resources" / "sample" / "weekend-hike.txt")] == "resources/sample"
    assert files[str(ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "parlance.mo")].startswith(
        "resources/"
    )


@pytest.mark.parametrize(("version", "numbers"), [("0.1.0", "(0, 1, 0, 0)"), ("2.3.4rc1", "(2, 3, 4, 1)")])
def test_the_version_resource_of_windows_is_filled(version: str, numbers: str) -> None:
    text = bundle.windows_version(version)
    assert f"filevers={numbers}" in text
    assert f"'ProductVersion', '{version}'" in text
    assert "@" not in text
    ast.parse(text, mode="eval")


def test_macos_knows_the_document_type() -> None:
    properties = bundle.macos_properties("1.2.3")
    types = [
        kind
        for entry in properties["CFBundleDocumentTypes"]
        for kind in entry.get("CFBundleTypeExtensions", [])
    ]
    assert types == ["parlance"]
    assert properties["CFBundleShortVersionString"] == "1.2.3"
    entitlements = plistlib.loads((FOLDER / "macos" / "entitlements.plist").read_bytes())
    assert entitlements == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_linux_knows_the_document_type() -> None:
    entry = (FOLDER / "linux" / "parlance.desktop").read_text(encoding="utf-8")
    kind = re.search(r"^MimeType=(.*);$", entry, re.MULTILINE)
    assert kind is not None
    description = (FOLDER / "linux" / "parlance.xml").read_text(encoding="utf-8")
    document, scheme = kind[1].split(";")
    assert scheme == "x-scheme-handler/parlance"
    assert f'type="{document}"' in description
    assert 'pattern="*.parlance"' in description
    assert "Exec=parlance %U" in entry


def test_the_icon_containers_hold_their_pictures(tmp_path: Path) -> None:
    icons = script("icons")
    pictures = {16: b"sixteen", 256: b"big"}
    ico = icons.ico(pictures)
    assert ico[:6] == b"\0\0\1\0\2\0"
    for number, (size, data) in enumerate(sorted(pictures.items())):
        entry = ico[6 + 16 * number : 22 + 16 * number]
        length, at = int.from_bytes(entry[8:12], "little"), int.from_bytes(entry[12:16], "little")
        assert entry[0] == size % 256
        assert ico[at : at + length] == data
    icns = icons.icns({b"ic07": b"picture"})
    assert icns == b"icns" + (23).to_bytes(4, "big") + b"ic07" + (15).to_bytes(4, "big") + b"picture"
