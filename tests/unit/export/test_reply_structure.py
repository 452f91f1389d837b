"""Replies and versions survive an export: as ids where the form has them, as paths where it has not."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import UserFacingError
from app.export.base import Branches, export_conversations
from app.ingest.drain import drain
from app.model.ids import ConversationId
from app.store.corpus import Corpus
from tests.helpers.importing import run_import, write

TREE = {
    "title": "museum",
    "conversation_id": "c1",
    "current_node": "a1",
    "mapping": {
        "root": {"id": "root", "message": None, "parent": None, "children": ["q"]},
        "q": {"parent": "root", "children": ["a1", "a2"]},
        "a1": {"parent": "q", "children": []},
        "a2": {"parent": "q", "children": ["q2"]},
        "q2": {"parent": "a2", "children": []},
    },
}
SAID = {
    "q": ("user", "where?"),
    "a1": ("assistant", "here"),
    "a2": ("assistant", "there"),
    "q2": ("user", "thanks"),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    for name, (role, text) in SAID.items():
        node = TREE["mapping"][name]  # type: ignore[index]  # a dict of dicts
        content = {"content_type": "text", "parts": [text]}
        node.update({"id": name, "message": {"id": name, "author": {"role": role}, "content": content}})
    made = Corpus.create(tmp_path / "c.parlance")
    run_import(made, write(tmp_path / "conversations.json", json.dumps([TREE])))
    yield made
    made.close()


def exported(corpus: Corpus, form: str, path: Path, branches: Branches = "path") -> str:
    drain(export_conversations(corpus.reader(), [ConversationId(1)], form, path, branches=branches))
    return path.read_text("utf-8")


def test_linear_forms_have_the_path_that_was_shown(corpus: Corpus, tmp_path: Path) -> None:
    assert exported(corpus, "txt", tmp_path / "x.txt") == "[user]: where?\n[assistant]: here\n"


def test_every_path_is_a_conversation_of_its_own_when_asked_for(corpus: Corpus, tmp_path: Path) -> None:
    told = exported(corpus, "txt", tmp_path / "x.txt", "all")
    first, second = told.split("---\n")
    assert first == "[user]: where?\n[assistant]: here\n"
    assert second == "[user]: where?\n[assistant]: there\n[user]: thanks\n"


@pytest.mark.parametrize("form", ["convokit", "chatlab"])
def test_forms_with_replies_bring_the_tree_back(corpus: Corpus, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out" / f"x.{form}.json"
    path.parent.mkdir()
    exported(corpus, form, path)
    with closing(Corpus.create(tmp_path / "again.parlance")) as again:
        run_import(again, path)
        titles = [
            reader.conversation(ConversationId(1)).title for reader in (again.reader(), corpus.reader())
        ]
        assert titles[0] == titles[1] != ""
        turns = again.reader().turns(ConversationId(1))
        texts = {turn.id: turn.text for turn in turns}
        found = {turn.text: texts.get(turn.parent) if turn.parent else None for turn in turns}
    assert found == {"where?": None, "here": "where?", "there": "where?", "thanks": "there"}


def test_a_file_of_one_conversation_refuses_two(corpus: Corpus, tmp_path: Path) -> None:
    run_import(corpus, write(tmp_path / "b.txt", "[A]: x\n"))
    ids = [ConversationId(1), ConversationId(2)]
    with pytest.raises(UserFacingError, match="one conversation"):
        drain(export_conversations(corpus.reader(), ids, "chatlab", tmp_path / "x.json"))
    assert not (tmp_path / "x.json").exists()
