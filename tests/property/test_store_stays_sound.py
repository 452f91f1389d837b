"""Whatever is done to a corpus, its index, counts and columns keep agreeing with its texts."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.ingest.drain import drain
from app.model.ids import TurnId
from app.model.progress import CancelToken
from app.store.check import check_corpus
from app.store.corpus import Corpus
from app.store.facts import TurnFacts
from tests.helpers.corpora import repaired, spec, turn

TEXTS = st.one_of(
    st.sampled_from(
        ["你好，hello", "😀👍🏽 a-b", "カナ한글 42", "", "\r\n", "don't 'quote'", "é\0\ud800", "ABC def"]
    ),
    st.text(max_size=30),
)
TURNS = st.lists(
    st.builds(
        lambda text, damaged, speaker, conversation, key, parent: turn(
            repaired(damaged, text) if damaged is not None and text else text,
            speaker,
            conversation,
            key=key,
            parent=parent,
        ),
        TEXTS,
        st.one_of(st.none(), TEXTS),
        st.sampled_from("ABC"),
        st.sampled_from("12"),
        st.one_of(st.none(), st.sampled_from("xyz")),
        st.one_of(st.none(), st.sampled_from("xyz")),
    ),
    max_size=6,
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from("ab"), TURNS, st.booleans()),
        st.tuples(st.just("remove"), st.sampled_from("ab")),
        st.tuples(st.sampled_from(["undo", "redo"]), st.integers(0, 20)),
        st.tuples(st.just("compact")),
    ),
    max_size=6,
)


def apply(corpus: Corpus, step: tuple[object, ...]) -> None:
    with corpus.writer("test") as writer:
        stored = {found.name: found for found in writer.transcripts()}
        match step:
            case ("add", str(name), list(turns), bool(broken)):
                known = stored.get(name)
                session = writer.session(spec(name, replaces=known.id if known else None))
                session.write(turns[:3])
                if not broken:
                    session.finish(turns[3:])
                elif known is None:
                    session.abandon()
            case ("remove", str(name)) if name in stored:
                writer.remove(stored[name].id)
            case ("undo" | "redo" as what, int(number)):
                ids = corpus.reader().ids("SELECT turn_id FROM repair ORDER BY 1")
                if len(ids):
                    getattr(writer, f"{what}_repair")(TurnId(ids[number % len(ids)]))
            case ("compact",):
                writer.compact_index()


def as_lists(facts: TurnFacts) -> list[list[int]]:
    return [getattr(facts, name).tolist() for name in TurnFacts.__dataclass_fields__]


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_any_sequence_of_changes_leaves_a_sound_corpus(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus.create(Path(folder) / "c.parlance")
        for step in steps:
            apply(corpus, step)
            kept = corpus.reader().facts()
            fresh = Corpus.open(corpus.path)
            assert as_lists(kept) == as_lists(fresh.reader().facts())
            fresh.close()
        report = drain(check_corpus(corpus, CancelToken()))
        assert (report.problems, report.unfinished) == ((), ())
        corpus.close()
