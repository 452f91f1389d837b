"""Binary files known by their first bytes, and text that is too full of control characters to be one."""

from __future__ import annotations

from typing import Final

_SIGNATURES: Final = (
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (sound, picture or video)"),
    (b"ID3", "an MP3 sound file"),
    (b"OggS", "an Ogg sound file"),
    (b"%PDF-", "a PDF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)
_OTHER_CONTROLS: Final = bytes(set(range(32)).difference(b"\t\n\v\f\r\x1b\x08\x00\x1a"))
"""Controls that text does not hold."""


def binary_reason(head: bytes) -> str:
    """Why the bytes are not text ("a PNG picture"), or "" when they may be.

    NUL bytes are not judged here: UTF-16 and UTF-32 are full of them.
    """
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if b"\0" in head:
        return ""
    controls = len(head) - len(head.translate(None, _OTHER_CONTROLS))
    # Some transcript formats mark times with a control character or two a line.
    return "it is full of control characters" if controls > max(4, len(head) // 12) else ""
