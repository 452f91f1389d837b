#!/usr/bin/env python3
"""Collect the messages of the program and compile the catalogues: standard library only.

Reads every ``_("…")`` and ``ngettext("…", "…", n)`` of ``app/`` and ``packaging/``, brings
``resources/locale/*/LC_MESSAGES/parlance.po`` up to date (translations are kept, messages that
are gone are dropped, new ones are empty) and writes ``parlance.mo`` beside it.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
PLURALS = {"zh_CN": "nplurals=1; plural=0;"}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_LINE = re.compile(r'(msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*"(.*)"$')


@dataclass
class Entry:
    """One message: its plural form ("" if it has none), its translations and the files it stands in."""

    plural: str = ""
    translations: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


Catalogue = dict[str, Entry]


def extract(root: Path = ROOT) -> Catalogue:
    """All messages of the program, sorted by their text.

    A ``_(variable)`` translates what stands elsewhere: metrics name their columns in tuples and
    their unit in an attribute, which are translated where people see them.
    """
    found: Catalogue = {}
    for path in sorted((root / "app").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                _collect(found, node.func.id, node, name)
            elif name.startswith("app/stats/") and not name.endswith("/base.py"):
                for word in _words_of_a_metric(node):
                    found.setdefault(word, Entry()).files.add(name)
    return dict(sorted(found.items()))


def _collect(found: Catalogue, function: str, call: ast.Call, name: str) -> None:
    wanted = {"_": 1, "ngettext": 2}.get(function)
    if wanted is None:
        return
    if any(isinstance(word, ast.JoinedStr) for word in call.args[:wanted]):
        raise ValueError(f"{name}:{call.lineno}: an f-string cannot be translated, use .format()")
    words = [word.value for word in call.args[:wanted] if isinstance(word, ast.Constant)]
    if len(words) == wanted and all(isinstance(word, str) for word in words):
        entry = found.setdefault(str(words[0]), Entry())
        entry.files.add(name)
        if wanted == 2:
            entry.plural = str(words[1])


def _words_of_a_metric(node: ast.AST) -> list[str]:
    """Names of columns, or the unit of a class: ``unit = "turns"``."""
    if isinstance(node, ast.Tuple):
        return _column_names(node)
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
        named = [target.id for target in node.targets if isinstance(target, ast.Name)]
        return [str(node.value.value)] if named == ["unit"] else []
    return []


def _column_names(node: ast.Tuple) -> list[str]:
    """The strings of a tuple of strings, others may be unpacked into it: ``("tokens", *SCRIPTS)``."""
    plain = [word for word in node.elts if not isinstance(word, ast.Starred)]
    words = [word.value for word in plain if isinstance(word, ast.Constant) and isinstance(word.value, str)]
    return words if len(words) == len(plain) else []


def parse(text: str) -> Catalogue:
    """The messages of a .po file; its header is the entry with the empty message."""
    catalogue: Catalogue = {}
    fields: dict[str, str] = {}
    current = ""
    for line in text.split("\n"):
        match = _LINE.match(line)
        if match:
            current = match[1] or current
            if match[1] == "msgid" and fields:
                _keep(catalogue, fields)
                fields = {}
            fields[current] = fields.get(current, "") + _unescape(match[2])
    if fields:
        _keep(catalogue, fields)
    return catalogue


def _keep(catalogue: Catalogue, fields: dict[str, str]) -> None:
    forms = [value for name, value in sorted(fields.items()) if name.startswith("msgstr")]
    catalogue[fields["msgid"]] = Entry(fields.get("msgid_plural", ""), forms)


def merge(messages: Catalogue, translated: Catalogue, language: str) -> Catalogue:
    """The program's messages with the translations that are there."""
    forms = int(re.findall(r"nplurals=(\d+)", PLURALS[language])[0])
    merged: Catalogue = {}
    for message, entry in messages.items():
        old = translated.get(message, Entry())
        count = forms if entry.plural else 1
        merged[message] = Entry(entry.plural, (old.translations + [""] * count)[:count], entry.files)
    return merged


def render(catalogue: Catalogue, language: str) -> str:
    """The text of a .po file; only file names, no line numbers, so that edits elsewhere change nothing."""
    parts = [_header(language)]
    for message, entry in catalogue.items():
        lines = [f"#: {name}" for name in sorted(entry.files)]
        if "{" in message:
            lines.append("#, python-brace-format")
        lines.append(f"msgid {_quoted(message)}")
        if entry.plural:
            lines.append(f"msgid_plural {_quoted(entry.plural)}")
            lines += [f"msgstr[{number}] {_quoted(text)}" for number, text in enumerate(entry.translations)]
        else:
            lines.append(f"msgstr {_quoted(entry.translations[0])}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _header(language: str) -> str:
    fields = {
        "Project-Id-Version": "Parlance",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    lines = "\n".join(_quoted(f"{name}: {value}\n") for name, value in fields.items())
    return f'msgid ""\nmsgstr ""\n{lines}'


def compile_catalogue(text: str) -> bytes:
    """The .mo file of a .po file's text (GNU gettext manual, "The Format of GNU MO Files"); no hash table."""
    pairs = []
    for message, entry in parse(text).items():
        if all(entry.translations):
            key = f"{message}\0{entry.plural}" if entry.plural else message
            pairs.append((key.encode(), "\0".join(entry.translations).encode()))
    pairs.sort()
    table = 28
    at = table + 16 * len(pairs)
    places: list[tuple[int, int]] = []
    data = b""
    for column in (0, 1):
        for pair in pairs:
            places.append((len(pair[column]), at + len(data)))
            data += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), table, table + 8 * len(pairs), 0, 0)
    return head + b"".join(struct.pack("<2I", *place) for place in places) + data


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def _unescape(text: str) -> str:
    meaning = {"n": "\n", "t": "\t", "r": "\r"}
    return re.sub(r"\\(.)", lambda match: meaning.get(match[1], match[1]), text)


def main() -> int:
    """Bring every catalogue up to date and say how complete it is."""
    messages = extract()
    for language in PLURALS:
        folder = LOCALE / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        source = folder / "parlance.po"
        old = parse(source.read_text(encoding="utf-8")) if source.exists() else {}
        merged = merge(messages, old, language)
        text = render(merged, language)
        source.write_text(text, encoding="utf-8", newline="\n")
        (folder / "parlance.mo").write_bytes(compile_catalogue(text))
        done = sum(all(entry.translations) for entry in merged.values())
        print(f"{language}: {done} of {len(merged)} messages translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
