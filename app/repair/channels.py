"""Channels: how text was damaged. One channel is one row of a table; the forward model is exact.

A channel takes the bytes of a text (UTF-8, or those of the legacy codec it was written in), shows them as
characters of another codec, and treats special bytes in its own way (dropped, replaced, turned into a space).
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

Undefined = Literal["keep", "drop", "fffd", "question"]
"""What happened to a byte the codec leaves undefined: kept as its C1 control, lost, or replaced."""

_UNDEFINED_AS = {"drop": "", "fffd": "\ufffd", "question": "?"}


@dataclass(frozen=True, slots=True)
class Channel:
    """Bytes of ``source`` misread as ``codec``, with the fate of undefined and special bytes.

    ``rarity`` is log10 of how much less often than the commonest channels this one is met. ``like`` names the
    row that this one differs from in the fate of no-break spaces and soft hyphens only, "" for all others.
    """

    name: str
    codec: str
    undefined: Undefined = "keep"
    c1_dropped: bool = False
    shy_dropped: bool = False
    nbsp_to_space: bool = False
    rarity: float = 0.0
    source: str = "utf-8"
    like: str = ""

    @property
    def several_bytes(self) -> bool:
        """True when the codec shows several bytes as one character, so that no byte has a form of its own."""
        return self.codec in SEVERAL_BYTES


SEVERAL_BYTES = frozenset({"gb18030", "cp932", "shift_jis"})

_ROWS = (
    Channel("cp1252-keep", "cp1252"),
    Channel("cp1252-drop", "cp1252", "drop", shy_dropped=True, rarity=-1),
    Channel("cp1254-drop", "cp1254", "drop", shy_dropped=True, rarity=-1),
    Channel("cp1252-fffd", "cp1252", "fffd"),
    Channel("cp1252-question", "cp1252", "question", rarity=-1),
    Channel("cp1254-keep", "cp1254", rarity=-0.5),
    Channel("cp1254-fffd", "cp1254", "fffd", rarity=-0.5),
    Channel("cp1254-question", "cp1254", "question", rarity=-1),
    Channel("latin1-keep", "latin-1"),
    Channel("latin1-c1-stripped", "latin-1", c1_dropped=True, shy_dropped=True, rarity=-5),
    Channel("cp1250-keep", "cp1250", rarity=-4),
    Channel("cp1250-drop", "cp1250", "drop", shy_dropped=True, rarity=-5),
    Channel("cp1250-fffd", "cp1250", "fffd", rarity=-4.5),
    Channel("cp1250-question", "cp1250", "question", rarity=-5),
    Channel("cp1251-keep", "cp1251", rarity=-4),
    Channel("cp1251-drop", "cp1251", "drop", shy_dropped=True, rarity=-5),
    Channel("cp1251-fffd", "cp1251", "fffd", rarity=-4.5),
    Channel("cp1251-question", "cp1251", "question", rarity=-5),
    Channel("cp1257-keep", "cp1257", rarity=-5),
    Channel("cp1257-drop", "cp1257", "drop", shy_dropped=True, rarity=-6),
    Channel("cp1257-fffd", "cp1257", "fffd", rarity=-5.5),
    Channel("cp1257-question", "cp1257", "question", rarity=-6),
    Channel("mac-roman", "mac_roman", rarity=-5),
    Channel("cp437", "cp437", rarity=-6),
    Channel("cp850", "cp850", rarity=-6),
    Channel("gb18030-fffd", "gb18030", "fffd", rarity=-3),
    Channel("gb18030-question", "gb18030", "question", rarity=-3),
    Channel("gb18030-drop", "gb18030", "drop", rarity=-4),
    Channel("shift_jis-fffd", "cp932", "fffd", rarity=-3),
    Channel("shift_jis-strict-fffd", "shift_jis", "fffd", rarity=-3.2),
    Channel("shift_jis-question", "cp932", "question", rarity=-3),
    Channel("shift_jis-drop", "cp932", "drop", rarity=-4),
    *(
        Channel(f"{name}-as-{shown}", codec, rarity=-3, source=source)
        for name, source in (
            ("gb18030", "gb18030"), ("big5", "cp950"), ("shift_jis", "cp932"), ("euc_kr", "cp949"),
            ("euc_jp", "euc_jp"), ("windows-1251", "cp1251"), ("koi8-r", "koi8_r"),
        )
        for shown, codec in (("cp1252", "cp1252"), ("latin1", "latin-1"))
    ),
    Channel("shift_jis-as-cp1252-fffd", "cp1252", "fffd", rarity=-3.5, source="cp932"),
)  # fmt: skip
"""Order matters: of two channels that explain a sample equally well the earlier one is taken."""

SHOW_BOTH = frozenset({"cp1250", "cp1251", "cp1252", "cp1254", "cp1257", "latin-1"})
"""Codecs that show the bytes A0 and AD as the no-break space and the soft hyphen."""


def _variants(row: Channel) -> Iterator[Channel]:
    """A row with soft hyphens kept instead of dropped, or dropped instead of kept; each with no-break spaces
    that became spaces too."""
    other = replace(
        row,
        name=f"{row.name}-{'shy' if row.shy_dropped else 'noshy'}",
        shy_dropped=not row.shy_dropped,
        like=row.name,
    )
    yield other
    for one in (row, other):
        yield replace(one, name=f"{one.name.removesuffix('-drop')}-nbsp", nbsp_to_space=True, like=row.name)


BY_NAME: dict[str, Channel] = {row.name: row for row in _ROWS} | {
    found.name: found
    for row in _ROWS
    if row.codec in SHOW_BOTH and row.source == "utf-8"
    for found in _variants(row)
}
CHANNELS: tuple[str, ...] = tuple(BY_NAME)
"""All channel names, for validation of a user's choice."""

PLAIN: tuple[Channel, ...] = tuple(row for row in BY_NAME.values() if not row.like)
"""The rows that are told apart by weighing; their variants only by the places that differ."""


def byte_form(channel: Channel, byte: int) -> str:
    """What the channel shows for one byte of the UTF-8 text: usually one character, "" when lost."""
    if byte < 0x80:
        return chr(byte)
    try:
        shown = bytes([byte]).decode(channel.codec)
    except UnicodeDecodeError:
        shown = _UNDEFINED_AS.get(channel.undefined, chr(byte))
    if channel.c1_dropped and "\x80" <= shown <= "\x9f":
        shown = ""
    if channel.shy_dropped and shown == "\xad":
        shown = ""
    if channel.nbsp_to_space and shown == "\xa0":
        shown = " "
    return shown


@cache
def byte_forms(channel: Channel) -> tuple[str, ...]:
    """``byte_form`` for all 256 bytes."""
    return tuple(byte_form(channel, byte) for byte in range(256))


@cache
def shown_by(channel: Channel) -> frozenset[str]:
    """The characters beyond ASCII that a channel can make."""
    if not channel.several_bytes:
        return frozenset(form for form in byte_forms(channel) if form >= "\x80")
    return _shown_by_pairs(channel.codec)


@cache
def _shown_by_pairs(codec: str) -> frozenset[str]:
    trails = range(0x80, 0x100)
    rows = (b"".join(bytes((lead, trail)) + b"\n" for trail in trails) for lead in trails)
    shown = "".join(row.decode(codec, "ignore") for row in rows)
    return frozenset(char for char in shown if char >= "\x80") | {"\u20ac"}


def _bytes(char: str, source: str) -> bytes:
    """The bytes of one character; a question mark where a legacy codec has none."""
    return char.encode(source, "surrogatepass" if source == "utf-8" else "replace")


class _DamageTable(dict[int, str]):
    """A ``str.translate`` table that fills itself: code point -> damaged form."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._forms = byte_forms(channel)
        self._source = channel.source

    def __missing__(self, code: int) -> str:
        forms = self._forms
        form = "".join(forms[byte] for byte in _bytes(chr(code), self._source))
        self[code] = form
        return form


def _mark_for(undefined: Undefined) -> Callable[[UnicodeError], tuple[str, int]]:
    """A codec error handler: windows shows byte 0x80 as a euro sign, what is broken becomes the mark."""

    def handle(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        broken = error.object[error.start]
        shown = "\u20ac" if broken == 0x80 and error.encoding == "gb18030" else _UNDEFINED_AS[undefined]
        return shown, error.start + 1

    return handle


for _undefined in ("drop", "fffd", "question"):
    codecs.register_error(f"parlance-{_undefined}", _mark_for(_undefined))


@cache
def _damage_table(channel: Channel) -> _DamageTable:
    return _DamageTable(channel)


def damage(text: str, channel: Channel | str) -> str:
    """Push clean text through a channel: the proof of a repair, and the fingerprint of a twin."""
    row = BY_NAME[channel] if isinstance(channel, str) else channel
    if row.several_bytes:
        return text.encode(row.source, "surrogatepass").decode(row.codec, f"parlance-{row.undefined}")
    return text.translate(_damage_table(row))
