"""The shape of a corpus file: its marks, its tables and the full-text index over its turns."""

from __future__ import annotations

APPLICATION_ID = int.from_bytes(b"PARL", "big")
"""Bytes 68 to 71 of the file header; tells a corpus from any other SQLite file."""

MAJOR = 1
MINOR = 2
"""A newer minor version may be read and written by this one; a newer major version may not."""

PAGE_SIZE = 8192
"""Bytes; most turns fit a page whole, which costs a fiftieth less space than pages of 4096."""

TOKENIZE = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cn Cf'"
"""Splits at white space alone: the indexed text is already one key per token."""

FACT_COLUMNS = ("tokens", "han", "kana", "hangul", "latin", "cyrillic", "arabic", "other", "emoji")
SCRIPTS = ("han", "kana", "hangul", "latin", "cyrillic", "arabic", "other")

TURN_INDEX_VIEW = """
CREATE VIEW turn_index AS
SELECT turn.id AS rowid,
       parlance_index_text(turn.text) AS text,
       parlance_facets(turn.conversation_id, conversation.transcript_id, turn.speaker_id, turn.repaired,
                       turn.text) AS facets
FROM turn
LEFT JOIN conversation ON conversation.id = turn.conversation_id
"""
"""What the full-text index must hold for every turn; it asks the same functions as the writer."""

TURN_FTS = f"""
CREATE VIRTUAL TABLE turn_fts USING fts5(
    text, facets, content='turn_index', content_rowid='rowid', tokenize="{TOKENIZE}"
)
"""

INDEX_OPTIONS = {"automerge": 16, "hashsize": 16 << 20}
"""How many pieces of one size are merged at once (4 write every token four or five times in an import of a
million turns, 16 write it three times), and how many bytes of new tokens wait in memory for their commit.
"""


def user_version(major: int = MAJOR, minor: int = MINOR) -> int:
    """The number stored in the file header for a version."""
    return major * 1000 + minor
