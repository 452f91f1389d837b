"""Tags and notes leave the corpus with what they stand on, and come back where there is a place for them."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.export.base import EXPORTS, export_conversations
from app.model.ids import ConversationId, TurnId
from app.search.lines import Context
from app.search.look import Look
from app.store.corpus import Corpus
from app.store.tags import Target
from tests.helpers.corpora import corpus_of, turn
from tests.helpers.importing import run_import

ONE = ConversationId(1)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    made = corpus_of(tmp_path / "c.parlance", turn("好的😂 thanks"), turn("bye", "B"))
    with made.writer("test") as writer:
        writer.tags.tag([Target(ONE, TurnId(1))], "=Thanks", note="<b>why", colour="teal")
        writer.tags.tag([Target(ONE, TurnId(1), 4, 10)], "word", memo='A "word" <i>')
        writer.tags.tag([Target(ONE)], "whole", note="all of it")
    yield made
    made.close()


def exported(corpus: Corpus, form: str, tmp_path: Path) -> str:
    path = tmp_path / f"out{EXPORTS[form].extension}"
    for _report in export_conversations(corpus.reader(), [ONE], form, path):
        pass
    return path.read_text(encoding="utf-8-sig")


OF_TURN = [
    {"tag": "=Thanks", "colour": "teal", "note": "<b>why"},
    {"tag": "word", "memo": 'A "word" <i>', "quote": "thanks", "start": 4, "end": 10},
]


def plain(record: dict[str, object]) -> tuple[object, list[dict[str, object]]]:
    """Tags and annotations, without what depends on the day and on the order of colours."""
    found = record["annotations"]
    assert isinstance(found, list)
    for one in found:
        assert one.pop("made_at")
        if one["tag"] != "=Thanks":
            assert one.pop("colour")
    return record["tags"], found


def test_json_forms_say_everything_and_only_where_there_is_something(corpus: Corpus, tmp_path: Path) -> None:
    record = json.loads(exported(corpus, "jsonl", tmp_path))
    assert plain(record["messages"][0]) == (["=Thanks", "word"], OF_TURN)
    assert plain(record) == (["whole"], [{"tag": "whole", "note": "all of it"}])
    assert set(record["messages"][1]) == {"role", "name", "content"}
    first, second = map(json.loads, exported(corpus, "convokit", tmp_path).splitlines())
    assert plain(first["meta"]) == (["=Thanks", "word"], OF_TURN)
    assert (second["meta"]["conversation_tags"], "tags" in second["meta"]) == (["whole"], False)
    chat = json.loads(exported(corpus, "chatlab", tmp_path))
    assert plain(chat["messages"][0]) == (["=Thanks", "word"], OF_TURN)
    assert chat["meta"]["tags"] == ["whole"]


def test_tables_have_columns_for_them_and_no_formula(corpus: Corpus, tmp_path: Path) -> None:
    first, second = csv.DictReader(exported(corpus, "csv", tmp_path).splitlines())
    assert (first["tags"], first["notes"]) == ("'=Thanks; word", "'=Thanks: <b>why")
    assert (first["tagged"], first["conversation_tags"]) == ("word[4:10]", "whole")
    assert (second["tags"], second["conversation_notes"]) == ("", "whole: all of it")


def test_pages_show_them_as_plain_text(corpus: Corpus, tmp_path: Path) -> None:
    page = exported(corpus, "html", tmp_path)
    assert '<span class="tag c-teal" dir="auto">=Thanks</span>' in page
    assert 'title="A &quot;word&quot; &lt;i&gt;">word “thanks”</span>' in page
    assert "word “thanks”</span>" in page
    assert "&lt;b&gt;why" in page
    assert "<b>why" not in page
    paper = exported(corpus, "md", tmp_path)
    assert "*Tags: =Thanks; word*" in paper
    assert "> \\<b\\>why" in paper


def test_the_concordance_has_those_of_turn_and_conversation(corpus: Corpus) -> None:
    (line,) = Look(corpus.reader(), "thanks", "position").lines(Context(10), None)
    assert (line.tags, line.notes) == ("=Thanks; word; whole", "=Thanks: <b>why | whole: all of it")


@pytest.mark.parametrize("form", ["jsonl", "convokit", "chatlab", "csv"])
def test_what_is_exported_comes_back_as_metadata(corpus: Corpus, tmp_path: Path, form: str) -> None:
    (tmp_path / "in").mkdir()
    exported(corpus, form, tmp_path / "in")
    again = Corpus.create(tmp_path / "again.parlance")
    run_import(again, tmp_path / "in")
    first, second = again.reader().turns(ONE)
    assert (first.text, second.text) == ("好的😂 thanks", "bye")
    assert "Thanks" in json.dumps(first.meta.get("tags"))
    assert not second.meta.get("tags")
    again.close()
