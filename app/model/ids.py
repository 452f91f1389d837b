"""Distinct types for distinct numbers, so that a row is never passed as an offset."""

from __future__ import annotations

from typing import NewType

TranscriptId = NewType("TranscriptId", int)
ConversationId = NewType("ConversationId", int)
TurnId = NewType("TurnId", int)
SpeakerId = NewType("SpeakerId", int)

CodePoint = NewType("CodePoint", int)
"""An offset into text counted in Unicode code points, as Python does."""

Utf16Offset = NewType("Utf16Offset", int)
"""An offset into text counted in UTF-16 code units, as Qt does."""

RowIndex = NewType("RowIndex", int)
"""A row of a table or list on screen, from 0."""
