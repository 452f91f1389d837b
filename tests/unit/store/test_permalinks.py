"""A link finds its turn in every corpus that holds the transcript, and in no other."""

from contextlib import closing
from pathlib import Path

import pytest

from app.errors import UserFacingError
from app.model.ids import TurnId
from app.model.permalink import Permalink, permalink
from app.store.permalinks import corpus_with, follow, link_to
from tests.helpers.small_corpus import Talk, make_corpus

FIRST = [Talk([("A", "one"), ("B", "two")]), Talk([("A", "three"), ("B", "four")])]
OTHER = [Talk([("C", "elsewhere")])]


def test_a_link_leads_back_to_its_turn(tmp_path: Path) -> None:
    with closing(make_corpus(tmp_path / "a.parlance", {"x.txt": FIRST, "y.txt": OTHER})) as corpus:
        reader = corpus.reader()
        for conversation in reader.conversations():
            for turn in reader.turns(conversation.id):
                found = follow(reader, link_to(reader, turn.id))
                assert found is not None
                assert (found.conversation, found.turn, found.changed) == (conversation.id, turn.id, False)


def test_a_link_leads_to_the_same_turn_under_other_ids(tmp_path: Path) -> None:
    with closing(make_corpus(tmp_path / "a.parlance", {"x.txt": FIRST})) as corpus:
        reader = corpus.reader()
        link = link_to(reader, reader.turns(reader.conversations()[1].id)[1].id)
    made = make_corpus(tmp_path / "b.parlance", {"x.txt": FIRST, "y.txt": OTHER})
    with closing(made) as corpus:
        found = follow(corpus.reader(), link)
        assert found is not None
        assert corpus.reader().turns_by_id([found.turn])[0].text == "four"


def test_a_transcript_that_changed_is_found_by_its_name_and_that_is_said(tmp_path: Path) -> None:
    with closing(make_corpus(tmp_path / "a.parlance", {"x.txt": FIRST})) as corpus:
        reader = corpus.reader()
        link = permalink("f" * 64, "c0", 2, "x.txt")
        found = follow(reader, link)
        assert found is not None
        assert found.changed
        assert follow(reader, Permalink("f" * 32, link.conversation, 2)) is None


def test_no_turn_no_link(tmp_path: Path) -> None:
    with closing(make_corpus(tmp_path / "a.parlance", {"x.txt": FIRST})) as corpus:
        reader = corpus.reader()
        with pytest.raises(UserFacingError):
            link_to(reader, TurnId(99))
        real = link_to(reader, TurnId(1))
        assert follow(reader, Permalink(real.transcript, real.conversation, 3)) is None
        assert follow(reader, Permalink(real.transcript, "0" * 16, 1, real.name)) is None


def test_of_several_corpora_the_one_with_the_very_bytes_is_taken(tmp_path: Path) -> None:
    named, bytes_, broken = (tmp_path / f"{name}.parlance" for name in ("named", "bytes", "broken"))
    make_corpus(named, {"y.txt": OTHER, "x.txt": OTHER}).close()
    with closing(make_corpus(bytes_, {"p": OTHER, "q": OTHER, "x.txt": FIRST})) as corpus:
        link = link_to(corpus.reader(), TurnId(3))
    broken.write_bytes(b"no corpus at all")
    before = named.read_bytes()
    assert corpus_with([tmp_path / "gone.parlance", broken, named, bytes_], link) == bytes_
    assert corpus_with([broken, named], link) == named
    assert corpus_with([broken], link) is None
    assert named.read_bytes() == before
