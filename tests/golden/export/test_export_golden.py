"""One corpus in every export format, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.export.base import EXPORTS, export_conversations
from app.model.repair import RepairedText, RepairSpan
from app.store.corpus import Corpus
from tests.helpers.small_corpus import Said, Talk, make_corpus

HERE = Path(__file__).parent
REPAIRED = RepairedText("周末 it is", (RepairSpan(0, 2, "å\u0091¨æ\u009c«", "周末", "exact"),))
TALKS = [
    Talk(
        [
            Said("A", "周末一般怎么chill？😂", role="user", time="2024-05-01T09:00:00Z"),
            Said(
                "Dr. [Li]",
                '<script>alert("1")</script> & *stars* _too_\n# one\n1. two\n---\n[A]: not me\n\\---',
            ),
            Said("A", "\n  spaces before, an empty line after\n\n"),
            Said("=cmd", '=HYPERLINK("x";"y")'),
            Said("12:30", ""),
            Said("小明", REPAIRED),
        ],
        "Weekend <plan>",
    ),
    Talk(
        [
            Said("root", "question", key="1"),
            Said("b", "answer", key="2", answers="1"),
            Said("c", "answer to the answer", key="3", answers="2"),
            Said("b", "second answer", key="4", answers="1"),
        ]
    ),
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    made = make_corpus(tmp_path_factory.mktemp("golden") / "a.parlance", {"talks/golden.txt": TALKS})
    yield made
    made.close()


@pytest.mark.parametrize("form", list(EXPORTS))
def test_export_is_as_it_was_agreed(
    corpus: Corpus, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.export.chatlab.now", lambda: 1_700_000_000)
    path = tmp_path / f"expected{EXPORTS[form].extension}"
    reader = corpus.reader()
    ids = [item.id for item in reader.conversations()]
    for _report in export_conversations(reader, ids[-1:] if EXPORTS[form].single else ids, form, path):
        pass
    expected = HERE / form / path.name
    assert path.read_bytes() == expected.read_bytes()
