"""replies: suggestions are listed; what is confirmed is searched and exported as a reply, and taken back."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.importing import chat, write
from tests.unit.cli.test_corpus_commands import Command

LOG = """[10:00] <ann> how do I install the codec?
[10:00] <bob> does anybody know a good museum?
[10:01] <cat> ann: look into the package archive
[10:02] <dan> bob: the one at the harbour
"""


@pytest.fixture
def parlance(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("PARLANCE_LANG", "en")
    return Command(capsys)


@pytest.fixture
def corpus(tmp_path: Path, parlance: Command) -> Path:
    write(tmp_path / "in" / "a.log", LOG)
    write(tmp_path / "in" / "b.txt", chat("hello", "good day"))
    path = tmp_path / "c.parlance"
    assert parlance("import", tmp_path / "in", "-c", path)[0] == 0
    return path


def links(parlance: Command, corpus: Path, *words: object) -> list[dict[str, Any]]:
    """What is listed."""
    found = parlance.json("replies", *words, "-c", corpus)["replies"]
    assert isinstance(found, list)
    return found


def conversation_of(parlance: Command, corpus: Path) -> int:
    """The chat of four."""
    listed: Any = parlance.json("list", "-c", corpus)
    return int(next(one["id"] for one in listed["conversations"] if one["turns"] == 4))


def turns(parlance: Command, corpus: Path) -> list[dict[str, Any]]:
    """The turns of the chat of four."""
    shown: Any = parlance.json("show", conversation_of(parlance, corpus), "-c", corpus)
    return list(shown["turns"])


def exported(parlance: Command, corpus: Path, path: Path, form: str) -> list[str | None]:
    """What every turn answers in a file that was written."""
    number = conversation_of(parlance, corpus)
    words = ("export", "-c", corpus, "--conversation", number, "--format", form, "-o", path)
    assert parlance(*words)[0] == 0
    text = path.read_text(encoding="utf-8")
    if form == "chatlab":
        return [one.get("replyToMessageId") for one in json.loads(text)["messages"]]
    return [json.loads(line)["reply_to"] for line in text.splitlines()]


def hits(parlance: Command, corpus: Path, query: str) -> list[int]:
    """The turns found."""
    found: Any = parlance.json("search", query, "-c", corpus)
    return [hit["turn"] for hit in found["hits"]]


def test_suggestions_say_what_speaks_for_them(parlance: Command, corpus: Path) -> None:
    ids = [turn["id"] for turn in turns(parlance, corpus)]
    listed = links(parlance, corpus, conversation_of(parlance, corpus), "--min-confidence", "0.6")
    assert [(one["turn"], one["parent"]) for one in listed] == [(ids[2], ids[0]), (ids[3], ids[1])]
    assert all(one["why"][0] == "mention" and 0.6 <= one["confidence"] <= 1 for one in listed)
    status, out, _err = parlance("replies", "--all", "-c", corpus)
    assert status == 0
    assert "mention" in out


def test_confirmed_replies_are_found_exported_and_taken_back(
    tmp_path: Path, parlance: Command, corpus: Path
) -> None:
    ids = [turn["id"] for turn in turns(parlance, corpus)]
    assert hits(parlance, corpus, "is:reply") == []
    before = hits(parlance, corpus, "is:unanswered")
    done = parlance.json("replies", "--confirm", ids[2], "--confirm", f"{ids[3]}:{ids[1]}", "-c", corpus)
    assert done["confirmed"] == [{"turn": ids[2], "parent": ids[0]}, {"turn": ids[3], "parent": ids[1]}]
    assert hits(parlance, corpus, "is:reply") == [ids[2], ids[3]]
    assert hits(parlance, corpus, "is:answered") == [ids[0], ids[1]]
    assert hits(parlance, corpus, "codec ^ archive") == [ids[0]]
    assert hits(parlance, corpus, "reply:ann") == [ids[2]]
    assert exported(parlance, corpus, tmp_path / "out.jsonl", "convokit").count(None) == 2
    chatlab = exported(parlance, corpus, tmp_path / "out.json", "chatlab")
    assert [one is None for one in chatlab] == [True, True, False, False]
    parlance.json("replies", "--undo", ids[2], "--undo", ids[3], "-c", corpus)
    assert hits(parlance, corpus, "is:reply") == []
    assert hits(parlance, corpus, "is:unanswered") == before
    assert parlance("check", "-c", corpus)[0] == 0


def test_what_was_removed_is_suggested_no_more(parlance: Command, corpus: Path) -> None:
    chat_of_four = conversation_of(parlance, corpus)
    first = links(parlance, corpus, chat_of_four)[-1]["turn"]
    parlance.json("replies", "--remove", first, "-c", corpus)
    assert first not in [one["turn"] for one in links(parlance, corpus, chat_of_four)]
    told = parlance("replies", chat_of_four, "-c", corpus)[1]
    assert [line.split() for line in told.splitlines()][-1] == [str(first), "->", "-", "removed"]
    parlance.json("replies", "--undo", first, "-c", corpus)
    assert first in [one["turn"] for one in links(parlance, corpus, chat_of_four)]


def test_what_cannot_be_a_reply_is_refused(parlance: Command, corpus: Path) -> None:
    ids = [turn["id"] for turn in turns(parlance, corpus)]
    assert parlance("replies", "--confirm", f"{ids[0]}:{ids[0]}", "-c", corpus)[0] == 1
    assert parlance("replies", "--confirm", "99999", "-c", corpus)[0] == 1
    assert parlance("replies", "--confirm", "x", "-c", corpus)[0] == 2
    assert parlance("replies", "-c", corpus)[0] == 2
    both = parlance("replies", 1, "--confirm", ids[2], "-c", corpus)
    assert both[0] == 2
    assert "one of these" in both[2]
    assert hits(parlance, corpus, "is:reply") == []


def test_where_the_source_names_replies_nothing_is_suggested(tmp_path: Path, parlance: Command) -> None:
    rows = [{"id": "1", "speaker": "a", "conversation_id": "1", "reply_to": None, "text": "one"}]
    rows += [{"id": "2", "speaker": "b", "conversation_id": "1", "reply_to": "1", "text": "two"}]
    write(tmp_path / "k" / "utterances.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    path = tmp_path / "k.parlance"
    assert parlance("import", tmp_path / "k", "-c", path)[0] == 0
    assert parlance("replies", 1, "-c", path)[0] == 1
    assert links(parlance, path, "--all") == []
    assert parlance("replies", "--remove", 2, "-c", path)[0] == 1
