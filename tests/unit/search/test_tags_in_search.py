"""``tag:`` and ``has:note`` find what readers wrote beside turns and conversations, also after it changes."""

from pathlib import Path

from app.model.ids import ConversationId, TurnId
from app.search.parser import parse
from app.search.searcher import Searcher
from app.store.tags import Target
from tests.helpers.corpora import corpus_of, turn


def test_tags_and_notes_are_found_and_follow_their_changes(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "a.parlance", turn("one"), turn("two"), turn("three", conversation="2"))
    searcher = Searcher(corpus.reader())

    def found(query: str) -> list[int]:
        return list(searcher.ids(parse(query)))

    assert found("tag:thanks") == found("has:note") == []
    with corpus.writer("test") as writer:
        writer.tags.tag([Target(ConversationId(1), TurnId(2), 0, 2)], "Many Thanks", note="why")
        undo = writer.tags.tag([Target(ConversationId(2))], "odd")
    assert found('tag:"many thanks"') == found("tag:many*") == found("has:note") == [2]
    assert found('tag:odd,"Many Thanks"') == [2, 3]
    assert found('-tag:"Many Thanks"') == [1, 3]
    with corpus.writer("test") as writer:
        writer.take_back(undo)
    assert found("tag:odd") == []
    corpus.close()
